"""A stand-in for Label Studio on loopback: the calls that are made, kept in memory, and their failures.

What the real one does is tried by tests/workbench.py; this one fails as it will not.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "0123456789abcdef0123456789abcdef01234567"
ADDRESS = "http://127.0.0.1:{port}"


@dataclass
class Fault:
    """The answer to the next ``times`` calls of a method whose path matches; 0 hangs up."""

    method: str
    path: str
    status: int
    times: int = 1
    body: bytes = b'{"detail": "No. {token}"}'
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Studio:
    """What it has; ``log`` are the calls, as ``METHOD path``."""

    version: str = "1.23.2"
    projects: dict[int, dict[str, Any]] = field(default_factory=dict)
    tasks: dict[int, dict[str, Any]] = field(default_factory=dict)
    users: dict[int, str] = field(default_factory=lambda: {1: "ada.lund@example.org"})
    faults: list[Fault] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    port: int = 0
    _ids: int = 10

    @property
    def url(self) -> str:
        return ADDRESS.format(port=self.port)

    def id(self) -> int:
        self._ids += 1
        return self._ids

    def add_task(self, project: int, data: dict[str, Any], predictions: Any = ()) -> dict[str, Any]:
        kept = [{"id": self.id(), **prediction} for prediction in predictions]
        task = {"id": self.id(), "project": project, "data": data, "predictions": kept}
        task |= {"annotations": [], "drafts": []}
        self.tasks[task["id"]] = task
        return task

    def of(self, doc: str) -> dict[str, Any]:
        return next(task for task in self.tasks.values() if task["data"]["doc"] == doc)

    def annotate(self, doc: str, results: list[Any], user: int | None = 1, **more: Any) -> int:
        made = {"id": self.id(), "result": results, "completed_by": user, "was_cancelled": False, **more}
        self.of(doc)["annotations"].append(made)
        return int(made["id"])

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """The JSON of an answer; KeyError for what is not there."""
        if path == "/api/version":
            return {"release": self.version}
        if path == "/api/users/":
            return [{"id": id, "email": email} for id, email in self.users.items()]
        if path == "/api/projects/" and method == "POST":
            id = self.id()
            self.projects[id] = {"id": id, "model_version": "", **body}
            return self.projects[id]
        if path in ("/api/projects/", "/api/tasks"):
            listed = self.listed(path, query)
            size, page = int(query["page_size"]), int(query["page"])
            key, total = ("results", "count") if "projects" in path else ("tasks", "total")
            return {key: listed[(page - 1) * size : page * size], total: len(listed)}
        if match := re.fullmatch(r"/api/projects/(\d+)/", path):
            project = self.projects[int(match[1])]
            return project if method == "GET" else (project.update(body), project)[1]
        if re.fullmatch(r"/api/projects/\d+/validate/", path):
            return {}
        if match := re.fullmatch(r"/api/projects/(\d+)/import", path):
            return {"task_count": len([self.add_task(int(match[1]), **task) for task in body])}
        if path == "/api/predictions/":
            self.tasks[body.pop("task")]["predictions"].append({"id": self.id(), **body})
            return body
        if match := re.fullmatch(r"/api/predictions/(\d+)/", path):
            return self.prediction(method, int(match[1]), body)
        raise KeyError(path)

    def listed(self, path: str, query: dict[str, str]) -> list[Any]:
        if path == "/api/projects/":
            return [p for p in self.projects.values() if query["title"].lower() in p["title"].lower()]
        return [task for task in self.tasks.values() if task["project"] == int(query["project"])]

    def prediction(self, method: str, id: int, body: Any) -> Any:
        for task in self.tasks.values():
            for prediction in list(task["predictions"]):
                if prediction["id"] == id and method == "DELETE":
                    task["predictions"].remove(prediction)
                    return None
                if prediction["id"] == id:
                    prediction.update(body)
                    return prediction
        raise KeyError(id)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    studio: Studio

    def log_message(self, format: str, *args: object) -> None:
        """The log is ``Studio.log``."""

    def reply(self) -> None:
        url = urlsplit(self.path)
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.studio.log.append(f"{self.command} {url.path}")
        login = self.headers.get("Authorization", "")
        fault = next(
            (f for f in self.studio.faults
             if f.times > 0 and f.method == self.command and re.fullmatch(f.path, url.path)), None
        )  # fmt: skip
        if fault is not None:
            fault.times -= 1
            if fault.status == 0:
                self.close_connection = True
                return
            self.send(fault.status, fault.body.replace(b"{token}", login.encode()), fault.headers)
        elif login != f"Token {TOKEN}":
            self.send(401, b'{"detail": "Invalid token."}', {})
        else:
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            try:
                found = self.studio.answer(self.command, url.path, query, json.loads(data or b"null"))
            except KeyError:
                self.send(404, b'{"detail": "Not found."}', {})
                return
            self.send(
                204 if found is None else 200, b"" if found is None else json.dumps(found).encode(), {}
            )

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_DELETE = reply  # noqa: N815


@contextmanager
def serving() -> Iterator[Studio]:
    """A server on a free port of loopback, until the end of the block."""
    studio = Studio()
    handler = type("HandlerOfStudio", (Handler,), {"studio": studio})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        studio.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield studio
        finally:
            server.shutdown()
            thread.join()
