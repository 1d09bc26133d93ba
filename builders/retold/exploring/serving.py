"""A site on loopback, for one's own eyes."""

from __future__ import annotations

import functools
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from retold.site.safety import POLICY

HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Files of one folder, to whoever asks this machine for them by its own name."""

    extensions_map = {  # noqa: RUF012 - the standard library's own form; the machine's table varies
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        "": "application/octet-stream",
    }

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Another site must not read this one by giving its own name to this address."""
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this server answers to its own name only")
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """The policy of the pages, and for frames, of which a page itself cannot speak."""
        self.send_header("Content-Security-Policy", f"{POLICY}; frame-ancestors 'none'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the address says enough."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of the folder, not yet running; port 0 takes a free one. Raises OSError."""
    return ThreadingHTTPServer((HOST, port), functools.partial(_Handler, directory=str(folder)))


def address(found: ThreadingHTTPServer) -> str:
    """Where it answers."""
    return f"http://{HOST}:{found.server_port}/"
