"""A stand-in for the Hugging Face Hub on loopback: a real server over a small git-like store.

It answers the calls that huggingface_hub and datasets make to publish a dataset and to load it by
revision (hub_routes.py) from what it keeps (hub_store.py), and fails where a ``Fault`` says so.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from hub_routes import ROUTES, Route
from hub_store import Answer, Call, DroppedError, Fault, Hub, RefusalError, Request, User


class Handler(BaseHTTPRequestHandler):
    """One connection: parses, finds the route and the fault, answers in the Hub's form."""

    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:
        """The log is ``Hub.log``."""

    def handle_one_request(self) -> None:
        # a client that goes away is no error of the server
        with suppress(ConnectionError):
            super().handle_one_request()

    def answer(self) -> None:
        url = urlsplit(self.path)
        matches = ((n, m, p.match(url.path), f) for n, m, p, f in ROUTES if m == self.command)
        name, match, function = next(((n, g, f) for n, _, g, f in matches if g), ("unknown", None, None))
        with self.hub.lock:
            fault = next((f for f in self.hub.faults if f.call == name and f.strikes()), Fault(name))
        self.hub.watch(name)
        try:
            made = self.made(name, match, function, fault, url.query)
        except DroppedError:
            self.hub.log.append(Call(name, self.command, self.path, 0))
            self.close_connection = True
            return
        except RefusalError as refusal:
            body = {"error": refusal.message, **refusal.more}
            headers = {"X-Error-Message": refusal.message, **fault.headers}
            headers |= {"X-Error-Code": refusal.code} if refusal.code else {}
            made = Answer(body, refusal.status, headers)
        self.hub.log.append(Call(name, self.command, self.path, made.status))
        self.send(made)

    def made(
        self, name: str, match: re.Match[str] | None, function: Route | None, fault: Fault, query: str
    ) -> Answer:
        length = int(self.headers.get("Content-Length", 0))
        if fault.drop:
            self.rfile.read(length // 2)
            raise DroppedError
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b"".join(self.chunks())
        else:
            body = self.rfile.read(length)
        if len(body) < length:
            raise DroppedError
        if fault.status:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            raise RefusalError(fault.status, fault.message.replace("{token}", token))
        if function is None or match is None:
            raise RefusalError(404, f"no such call: {self.command} {self.path}")
        groups = {k: unquote(v) for k, v in match.groupdict().items() if v is not None}
        wanted = {key: values[0] for key, values in parse_qs(query).items()}
        with self.hub.lock:
            made = function(Request(self.hub, groups, wanted, self.headers, body, fault.spoil))
        if fault.lose:
            raise DroppedError
        return made

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def send(self, made: Answer) -> None:
        data = made.body if isinstance(made.body, bytes) else json.dumps(made.body).encode()
        self.send_response(made.status)
        for key, value in {"Content-Type": "application/json", **made.headers}.items():
            self.send_header(key, value.encode("ascii", "replace").decode())
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815


@contextmanager
def serving(users: dict[str, User]) -> Iterator[Hub]:
    """A hub on a free port of loopback, until the end of the block."""
    hub = Hub(users)
    handler = type("HandlerOfHub", (Handler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        hub.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()
