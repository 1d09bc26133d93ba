"""Calls to the Hugging Face Hub: patience with it, and its errors as one plain sentence.

huggingface_hub repeats listings, uploads and downloads by itself; ``patiently`` is for the calls
that it sends once. No token comes out of here: messages are made from what the server said with
everything that looks like one taken out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from logging import ERROR
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from huggingface_hub import HfApi

T = TypeVar("T")
Say = Callable[[str], None]
"""Told what goes on, a line at a time."""

LONGEST_WAIT = 300
"""Seconds that a server may ask us to wait: the window in which the Hub counts requests."""
_TIMEOUT = 120.0  # seconds without a byte; huggingface_hub itself would wait for ever
_WAITS = (1, 2, 4)  # seconds between the tries of a call that huggingface_hub sends once
_TRANSIENT = (408, 429, 500, 502, 503, 504)
CONFLICT = (409, 412)  # another commit came first; the Hub says 412

# Status -> what is wrong; then what to do.
_SENTENCES: Mapping[int, str] = {
    401: (
        "{endpoint} does not accept the login{said}: run `hf auth login`, or set HF_TOKEN to a token "
        "of that hub, and run this again"
    ),
    403: (
        "the token may not do this{said}: take one with rights to {repo} (to write, if you publish) "
        "from {endpoint}/settings/tokens, or ask the owners of {owner} for them, and run this again"
    ),
    404: (
        "{endpoint} does not have it, or does not show it to you{said}: look at the name and the "
        "revision of {repo}, and log in with `hf auth login` if it is private"
    ),
    409: "{repo} changed meanwhile{said}: run this again, and look at the new plan",
    429: "{endpoint} gets too many requests{said}: run this again {later}",
}
_QUOTA = (
    "{endpoint} has no room left for {repo}{said}: free or buy storage there, or publish under "
    "another name, and run this again"
)
_BROKEN = "{endpoint} is in trouble{said}: run this again in some minutes; it goes on where it stopped"
_ALIASES = {412: 409, 408: 500, 410: 404}
_QUOTA_STATUS = (402, 507)
_QUOTA_WORDS = re.compile(r"\bquota\b|\bstorage (limit|space)|\blimit reached\b", re.IGNORECASE)
_SECRETS = re.compile(
    r"\b(?:hf|api_org)_[a-z0-9]{16,}|(?<=Bearer )\S+|(?<=://)[^/\s@]+(?=@)", re.IGNORECASE
)


class HubError(Exception):
    """Why the Hub did not do it and what to do about it, in one sentence."""


def redacted(text: str) -> str:
    """The text without the token in use, and without anything that has the form of one."""
    from huggingface_hub import get_token

    try:
        token = get_token()
    except Exception:  # it may ask a server for one; without a token there is none to hide
        token = None
    return _SECRETS.sub("***", text.replace(token, "***") if token else text)


@dataclass(frozen=True)
class Hub:
    """One dataset on one hub, and how to tell the user what goes on."""

    api: HfApi
    repo: str
    """ORG/NAME."""
    say: Say

    @property
    def endpoint(self) -> str:
        """Address of the hub, without a slash at its end."""
        return str(self.api.endpoint)

    def patiently(self, call: Callable[[], T]) -> T:
        """What ``call`` gives; tried again after trouble that passes, four times in all."""
        for wait in _WAITS:
            try:
                return call()
            except Exception as error:
                if not transient(error):
                    raise
                self.pause(error, wait)
        return call()

    def pause(self, error: Exception, wait: int) -> None:
        """Waits as long as the server asked, else ``wait`` seconds."""
        asked = _asked(error.response.headers) if _status(error) else None  # type: ignore[attr-defined]
        seconds = wait if asked is None else asked
        self.say(f"{'' if _status(error) else 'no answer; '}trying again in {seconds} s")
        time.sleep(seconds)

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Turns whatever goes wrong in the block into a HubError about ``what``."""
        try:
            yield
        except Exception as error:
            raise _plain(error, what, self.endpoint, self.repo) from None


def transient(error: BaseException) -> bool:
    """Whether the same call may succeed a little later: no answer, or one of trouble there."""
    return _no_answer(error) or _status(error) in _TRANSIENT


def conflict(error: BaseException) -> bool:
    """Whether the server says that something else is there already."""
    return _status(error) in CONFLICT


@contextmanager
def connected(repo: str, endpoint: str | None, say: Say) -> Iterator[Hub]:
    """A Hub for the block. Its requests end, and a server that asks for too long a wait is an error.

    ``endpoint`` is the address of the hub; default: HF_ENDPOINT, else huggingface.co. Raises
    HubError where HF_HUB_OFFLINE forbids all calls.
    """
    from huggingface_hub import HfApi, constants, set_client_factory
    from huggingface_hub.utils import _http, logging

    address = (endpoint or constants.ENDPOINT).rstrip("/")
    hub = Hub(HfApi(endpoint=address, library_name="retold"), repo, say)
    factory, verbosity = _http._GLOBAL_CLIENT_FACTORY, logging.get_verbosity()

    def watch(response: Any) -> None:
        if response.status_code not in _TRANSIENT:
            return
        asked = _asked(response.headers)
        if asked is not None and asked > LONGEST_WAIT:
            raise HubError(_sentence(429, "", address, repo, asked))
        wait = "" if asked is None else f" and asks to wait {asked} s"
        say(f"{address} answers {response.status_code}{wait}")

    def client() -> Any:
        made = factory()
        made.timeout = _TIMEOUT
        made.event_hooks = {**made.event_hooks, "response": [*made.event_hooks["response"], watch]}
        return made

    set_client_factory(client)
    logging.set_verbosity(ERROR)  # its warnings name addresses that are signed
    try:
        yield hub
    finally:
        set_client_factory(factory)
        logging.set_verbosity(verbosity)


def _asked(headers: Mapping[str, str]) -> int | None:
    """Seconds that a response asks to wait: Retry-After, or the end of the Hub's window."""
    from huggingface_hub.utils import parse_ratelimit_headers

    limit = parse_ratelimit_headers(headers)
    if limit is not None and limit.remaining == 0:
        return limit.reset_in_seconds
    after = headers.get("Retry-After", "").strip()
    return int(after) if after.isdigit() else None


def _status(error: BaseException) -> int:
    """The HTTP status of an error; 0 where the server did not answer."""
    return int(getattr(getattr(error, "response", None), "status_code", 0))


def _no_answer(error: BaseException) -> bool:
    """Whether there was no answer: no network, a broken line."""
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    library_error = HfHubHTTPError.__bases__[0]  # of httpx or httpx2, whichever is in use
    unanswered = (library_error, ConnectionError, TimeoutError)  # the last two are those of hf_xet
    if isinstance(error, OfflineModeIsEnabled):
        return False
    return isinstance(error, unanswered) and not _status(error)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those behind it, the last first."""
    seen: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in seen:
        seen.append(at)
        at = at.__cause__ or at.__context__
    yield from seen


def _plain(error: Exception, what: str, endpoint: str, repo: str) -> HubError:
    from huggingface_hub.constants import is_offline_mode
    from huggingface_hub.errors import (
        LocalEntryNotFoundError,
        LocalTokenNotFoundError,
        OfflineModeIsEnabled,
    )

    for at in _chain(error):
        if isinstance(at, HubError):
            return at
        if isinstance(at, LocalTokenNotFoundError):
            return HubError(
                f"not logged in to {endpoint}: run `hf auth login`, or set HF_TOKEN, and run this again"
            )
        uncached = isinstance(at, LocalEntryNotFoundError) and is_offline_mode()
        if uncached or isinstance(at, OfflineModeIsEnabled):
            return HubError(
                f"{what} needs {endpoint}, and HF_HUB_OFFLINE forbids that: unset it, and run this again"
            )
        if status := _status(at):
            said = _of_server(getattr(at, "server_message", None))
            asked = _asked(at.response.headers)  # type: ignore[attr-defined]
            return HubError(_sentence(status, f"{what}{said}", endpoint, repo, asked))
        if _no_answer(at):
            return HubError(
                f"no answer from {endpoint} ({type(at).__name__} while {what}): look at the network "
                "and at the address (HF_ENDPOINT, --endpoint), and run this again; it goes on where "
                "it stopped"
            )
    *_, first = _chain(error)
    said = redacted(" ".join(str(first).split()))[:300]
    return HubError(f"{what} failed ({type(first).__name__}: {said}): run this again")


def _of_server(message: str | None) -> str:
    lines = redacted(message or "").strip().splitlines()
    return f": {'; '.join(lines[:3])[:300].rstrip('.')}" if lines else ""


def _sentence(status: int, what: str, endpoint: str, repo: str, asked: int | None) -> str:
    said = f" ({status} while {what})" if what else f" ({status})"
    form = _SENTENCES.get(_ALIASES.get(status, status))
    if status in _QUOTA_STATUS or (status == 403 and _QUOTA_WORDS.search(what)):
        form = _QUOTA
    elif form is None:
        form = _BROKEN if status >= 500 else "{endpoint} refuses{said}: mend that, and run this again"
    later = "later" if asked is None else f"in {asked} s"
    owner = repo.split("/", maxsplit=1)[0]
    return form.format(endpoint=endpoint, repo=repo, owner=owner, said=said, later=later)
