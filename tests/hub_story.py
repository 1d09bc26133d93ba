"""What the tests of the Hub share: two versions of the golden corpus, a hub, and its clients.

A ``Client`` runs in processes of its own with an environment of its own, because the one of the tests
forbids all calls of the Hub. ``HURRY`` lets it skip pauses and say how long each would have been.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import GOLDEN, ROOT, replace
from hub_store import Hub, User
from retold.cli import app
from retold.files import CorpusFolder
from retold.pipeline import build

TOKEN = "hf_madeUpForTheTests0123456789"
READER = "hf_madeUpReaderForTheTests012345"
USERS = {TOKEN: User("ada", ("ada", "acme")), READER: User("ben")}
REPO = "acme/harbour"

HURRY = "import time; time.sleep = lambda s: print(f'pause {s:g}', flush=True)\n"
RETOLD = "import sys; sys.argv[0] = 'retold'; from retold.cli import main; main()\n"


def versions(folder: Path) -> tuple[Path, Path]:
    """The golden corpus as 0.1.0, without one claim, and as 0.2.0, without any fault; both built."""
    made = []
    for version, lost in (("0.1.0", "port-hi-c2"), ("0.2.0", "port-en-f1")):
        corpus = folder / version
        shutil.copytree(GOLDEN, corpus, ignore=shutil.ignore_patterns(".retold-*", "data"))
        replace(corpus / "retold.toml", 'version = "0.2.0"', f'version = "{version}"')
        for layer in ("first", "gold"):
            path = corpus / f"annotations/{layer}" / f"{lost[:7]}.jsonl"
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if f'"{lost}"' not in line), encoding="utf-8")
        built = build(CorpusFolder(corpus))
        assert built.record is not None, built.findings
        made.append(corpus / "data")
    return made[0], made[1]


@dataclass(frozen=True)
class Client:
    """A user's machine: a home of its own, the address of the hub, perhaps a token."""

    hub: Hub
    home: Path
    token: str | None = TOKEN

    def environment(self, **more: str) -> dict[str, str]:
        own = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "builders"),
            "HOME": str(self.home),
            "HF_HOME": str(self.home / "hf"),
            "HF_ENDPOINT": self.hub.address,
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "NO_PROXY": "*",
        }
        own |= {"HF_TOKEN": self.token} if self.token else {}
        return {name: value for name, value in (own | more).items() if value}

    def python(self, code: str, *words: str, cwd: Path | None = None, **more: str) -> Any:
        """Runs ``code``; returns the finished process, its output as text."""
        result = subprocess.run(
            [sys.executable, "-c", code, *words],
            env=self.environment(**more),
            cwd=cwd or self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        for token in USERS:
            assert token not in result.stdout + result.stderr
        return result

    def publish(self, *words: str | Path, hurry: bool = True, **more: str) -> Any:
        """``retold publish``; pauses are skipped and said unless there is no ``hurry``."""
        code = (HURRY if hurry else "") + RETOLD
        return self.python(code, "publish", *map(str, words), **more)

    def claims(self, *revisions: str) -> dict[str, list[str]]:
        """Ids of the claims that ``load_dataset`` gives of revisions; the same when streamed."""
        code = (
            "import json, sys; from datasets import load_dataset\n"
            "def ids(revision, streaming):\n"
            f"    loaded = load_dataset({REPO!r}, 'casualties', split='test', revision=revision,\n"
            "        streaming=streaming)\n"
            "    return [row['claim_id'] for row in loaded]\n"
            "found = {r: ids(r, False) for r in sys.argv[1:]}\n"
            "assert found == {r: ids(r, True) for r in sys.argv[1:]}\n"
            "print(json.dumps(found), flush=True)\n"
            # a thread that streamed may outlive the rows, and then ends the interpreter badly
            "import os; os._exit(0)\n"
        )
        result = self.python(code, *revisions)
        assert result.returncode == 0, result.stderr
        found = json.loads(result.stdout.splitlines()[-1])
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True)
class Near(Client):
    """A client in this process, for the many tests of faults: quicker, and no call leaves loopback."""

    patch: pytest.MonkeyPatch = field(default_factory=pytest.MonkeyPatch)

    def publish(self, *words: str | Path, hurry: bool = True, **more: str) -> Any:
        """``retold publish``; pauses are skipped and said."""
        assert hurry
        waited: list[float] = []
        address = () if "--endpoint" in words else ("--endpoint", self.hub.address)
        with self.patch.context() as patch:
            patch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
            patch.setattr("time.sleep", waited.append)
            for name, value in {"HF_TOKEN": self.token or "", "HF_HUB_OFFLINE": "", **more}.items():
                patch.setenv(name, value)
            run = CliRunner().invoke(app, ["publish", *map(str, words), *address])
        assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
        shown = run.stdout + "".join(f"pause {seconds:g}\n" for seconds in waited)
        for token in USERS:
            assert token not in run.stdout + run.stderr
        return subprocess.CompletedProcess(["retold"], run.exit_code, shown, run.stderr)


def pauses(result: Any) -> list[float]:
    """The seconds that a hurried client would have waited."""
    return [float(found) for found in re.findall(r"^pause (\S+)$", result.stdout, re.MULTILINE)]
