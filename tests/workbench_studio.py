"""Label Studio as it is installed, started on loopback with SQLite in a folder of its own."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

OWNER = "ada.lund@example.org"
_PATIENCE = 900.0  # seconds until it answers for the first time: it sets up its database


@dataclass
class Studio:
    """A server that runs, its owner's login, and the programs beside it."""

    url: str
    token: str = field(repr=False)
    password: str = field(repr=False)
    programs: Path

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """An answer of its API; an error of it fails the test."""
        headers = {"Authorization": f"Token {self.token}"}
        answer = httpx2.request(method, self.url + path, json=body, headers=headers, timeout=60)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    def tasks(self, project: int) -> dict[str, dict[str, Any]]:
        """Document id -> task."""
        listed = self.call("GET", f"/api/tasks?project={project}&fields=all&page_size=100")["tasks"]
        return {task["data"]["doc"]: task for task in listed}

    def user(self, email: str) -> int:
        """A further user."""
        body = {"email": email, "username": email, "password": secrets.token_hex(8)}
        return int(self.call("POST", "/api/users/", body)["id"])

    def annotate(self, task: int, results: list[Any], user: int = 1, **more: Any) -> int:
        """An annotation of a task by a user."""
        body = {"result": results, "completed_by": user, **more}
        return int(self.call("POST", f"/api/tasks/{task}/annotations/", body)["id"])


@contextmanager
def running(programs: Path, folder: Path) -> Iterator[Studio]:
    """Starts it with an empty home, without telemetry; ends it after the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    studio = Studio(f"http://127.0.0.1:{port}", secrets.token_hex(20), secrets.token_hex(8), programs)
    home = folder / "home"
    home.mkdir()
    env = {
        "PATH": os.pathsep.join((str(programs), "/usr/bin", "/bin")),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"),
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LATEST_VERSION_CHECK": "false",
        "COLLECT_ANALYTICS": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "DEBUG": "false",
    }
    words = ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    words += ["--username", OWNER, "--password", studio.password, "--user-token", studio.token]
    words += ["--enable-legacy-api-token", "--log-level", "WARNING"]
    log = folder / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(programs / "label-studio"), *words],
            cwd=home, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(process, studio, log)
        yield studio
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], studio: Studio, log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"Label Studio ended:\n{_tail(log, studio)}"
        try:
            if httpx2.get(f"{studio.url}/health", timeout=5).is_success:
                return
        except httpx2.HTTPError:
            time.sleep(0.5)
    raise AssertionError(f"Label Studio does not answer:\n{_tail(log, studio)}")


def _tail(log: Path, studio: Studio) -> str:
    said = log.read_text(encoding="utf-8", errors="replace")[-4000:]
    return re.sub(f"{studio.token}|{studio.password}", "***", said)
