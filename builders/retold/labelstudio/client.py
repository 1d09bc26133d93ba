"""Calls to a Label Studio server: login, patience, and its errors as one plain sentence.

Plain HTTP and no SDK: label-studio-sdk brings some sixty packages (OpenCV, NLTK, code generators),
and its newest version does not install beside ours. No token comes out of here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard

from retold.formats.neutral import Json

if TYPE_CHECKING:
    import httpx2

Say = Callable[[str], None]
TOKEN = "LABEL_STUDIO_API_KEY"  # noqa: S105  the name of a variable
LONGEST_WAIT = 60
"""Seconds that a server may ask us to wait."""
_DIGITS = 9
"""Of a number of seconds that is meant as one."""
_TIMEOUT = 60.0
_WAITS = (1, 2, 4)  # seconds between the tries of a call
_BUSY = (429, 503)  # the server did nothing: a call may be sent again, whatever it does
_TRANSIENT = (408, *_BUSY, 500, 502, 504)
_PAGE = 100

_SENTENCES: Mapping[int, str] = {
    401: "{url} does not accept the token{said}: take one from {url}/user/account, set {token} to it, "
    "and run this again; a legacy token works only where the organisation allows it",
    403: "the token may not do this{said}: ask who runs {url} for the right to it",
    404: "{url} does not have it{said}: look at the address and the project",
}
_BROKEN = "{url} is in trouble{said}: run this again in some minutes; what is done stays done"
_REFUSED = "{url} refuses{said}: mend that, and run this again"


class ServerError(Exception):
    """Why the server did not do it and what to do about it, in one sentence."""


def are_objects(value: Json) -> TypeGuard[list[dict[str, Json]]]:
    """Whether it is an array of objects."""
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


@dataclass
class Client:
    """One server and a login. ``url`` has no slash at its end."""

    url: str
    token: str = field(repr=False)
    say: Say
    _login: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        try:
            import httpx2
        except ImportError:
            message = "this needs httpx2: pip install 'retold[labelstudio]'"
            raise ServerError(message) from None
        self._http = httpx2.Client(base_url=self.url, timeout=_TIMEOUT, headers={"User-Agent": "retold"})

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def get(self, path: str, what: str, **query: str | int) -> Json:
        """The answer to a question, which is asked again after trouble that passes."""
        return self._call("GET", path, what, query=query)

    def send(self, method: str, path: str, what: str, body: Json = None) -> Json:
        """The answer to a call that changes something: sent again only if the server did nothing."""
        return self._call(method, path, what, body=body)

    def pages(self, path: str, what: str, key: str, **query: str | int) -> Iterator[dict[str, Json]]:
        """The items of all pages of a listing, which stand under ``key``: objects, or ServerError."""
        number = seen = 0
        while True:
            number += 1
            found = self.get(path, what, page=number, page_size=_PAGE, **query)
            answer = found if isinstance(found, dict) else {}
            items, total = answer.get(key), answer.get("total", answer.get("count"))
            if not are_objects(items) or type(total) is not int:
                raise self.odd(what)
            yield from items
            seen += len(items)
            if not items or seen >= total:
                return

    def odd(self, what: str) -> ServerError:
        """The error for an answer that is none of Label Studio's."""
        return ServerError(
            f"{self.url} does not answer as Label Studio does ({what}): look at the address"
        )

    def _call(
        self,
        method: str,
        path: str,
        what: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Json = None,
    ) -> Json:
        renewed = False
        for wait in (*_WAITS, None):
            try:
                answer = self._sent(method, path, query, body)
            except OSError as error:
                if wait is None or method != "GET":
                    raise self._unanswered(error, what) from None
                self.say(f"no answer; trying again in {wait} s")
                time.sleep(wait)
                continue
            status = answer.status_code
            if status == 401 and self._renews() and not renewed:  # its access ends after minutes
                renewed, self._login = True, ""
                answer = self._sent(method, path, query, body)
                status = answer.status_code
            again = status in (_TRANSIENT if method == "GET" else _BUSY)
            if again and wait is not None:
                self._pause(answer, wait)
                continue
            return self._said(answer, what)
        raise AssertionError("the last try has no wait")

    def _sent(
        self, method: str, path: str, query: Mapping[str, Any] | None, body: Json
    ) -> httpx2.Response:
        """One try. Raises OSError where there is no answer."""
        import httpx2

        try:
            if not self._login:
                self._login = self._logged_in()
            headers = {"Authorization": self._login}
            return self._http.request(method, path, params=query or None, json=body, headers=headers)
        except httpx2.HTTPError as error:
            raise OSError(type(error).__name__) from None
        except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
            message = f"{self.url} or the token in {TOKEN} is nothing to send ({type(error).__name__})"
            raise ServerError(message) from None

    def _renews(self) -> bool:
        """Whether the token is a personal access token, which is exchanged for a short-lived one."""
        return self.token.count(".") == 2

    def _logged_in(self) -> str:
        if not self._renews():
            return f"Token {self.token}"
        answer = self._http.post("/api/token/refresh/", json={"refresh": self.token})
        found = self._said(answer, "logging in")
        if not isinstance(found, dict) or not isinstance(found.get("access"), str):
            raise ServerError(f"{self.url} does not answer a login as Label Studio does")
        return f"Bearer {found['access']}"

    def _pause(self, answer: httpx2.Response, wait: int) -> None:
        asked = answer.headers.get("Retry-After", "").strip()
        number = asked.isascii() and asked.isdigit()  # else it is a date, or nothing
        if number and len(asked) > _DIGITS:
            raise ServerError(f"{self.url} asks to wait for years: look at the address")
        seconds = int(asked) if number else wait
        if seconds > LONGEST_WAIT:
            message = f"{self.url} asks to wait {seconds} s: run this again then"
            raise ServerError(message)
        self.say(f"{self.url} answers {answer.status_code}; trying again in {seconds} s")
        time.sleep(seconds)

    def _said(self, answer: httpx2.Response, what: str) -> Json:
        """The answer's JSON; ServerError where it is none, or no success."""
        status = answer.status_code
        if 300 <= status < 400:
            where = answer.headers.get("Location", "elsewhere")
            message = f"{self.url} sends on to {self._bare(where)}: give that address as --url"
            raise ServerError(message)
        if status >= 400:
            said = f" ({status} while {what}{self._detail(answer)})"
            form = _SENTENCES.get(status, _BROKEN if status >= 500 or status == 408 else _REFUSED)
            raise ServerError(form.format(url=self.url, said=said, token=TOKEN))
        if status == 204 or not answer.content:
            return None
        try:
            return answer.json()
        except (ValueError, RecursionError):
            raise self.odd(what) from None

    def _detail(self, answer: httpx2.Response) -> str:
        try:
            found = answer.json()
        except (ValueError, RecursionError):
            return ""
        if not isinstance(found, dict):
            return ""
        more = found.get("validation_errors") or found.get("detail") or ""
        words = " ".join(self._bare(str(more)).split())
        return f": {words[:300].rstrip('.')}" if words else ""

    def _bare(self, text: str) -> str:
        """The text without the token and the login."""
        access = self._login.partition(" ")[2]
        for secret in filter(None, (self.token, access)):
            text = text.replace(secret, "***")
        return text

    def _unanswered(self, error: OSError, what: str) -> ServerError:
        again = "" if what.startswith("reading") else "; what is done stays done"
        return ServerError(
            f"no answer from {self.url} ({error} while {what}): look at the network and the address "
            f"(--url), and run this again{again}"
        )
