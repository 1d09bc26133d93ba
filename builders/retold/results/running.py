"""Planned rows -> measured ones. What runs is what the row says: its own commands, each once."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from retold.cli import app
from retold.files import FolderFiles
from retold.manifest import sha256
from retold.results.plan import SETS, Planned
from retold.scoreboard.main import figures_of, phenomena_of
from retold.scoreboard.rows import Row, Trained
from retold.sources import open_dataset
from retold.training.model import described

_PLACE = re.compile(r"(?<!\S)(OUT|SAMPLES|\.)(?=[/\s]|$)")
Say = Callable[[str], None]


class RunError(Exception):
    """A command that did not end well; the message says which, and what it printed."""


@dataclass
class Runner:
    """Runs commands in which ``OUT``, ``SAMPLES`` and ``.`` stand for folders; each of them once."""

    corpus: Path
    out: Path
    samples: Path | None
    say: Say
    said: dict[str, str] = field(default_factory=dict)
    """Command -> what it printed."""

    def path(self, text: str) -> Path:
        """The folder that is meant by a word of a command."""
        return Path(shlex.split(self._placed(text))[0])

    def run(self, command: str) -> str:
        """What the command prints. Raises RunError where its exit status is not 0."""
        if command not in self.said:
            self.say(command)
            self.said[command] = self._run(command, shlex.split(self._placed(command)))
        return self.said[command]

    def _run(self, command: str, words: Sequence[str]) -> str:
        program, *others = words
        if program == "retold":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                status = _retold(others)
            text = printed.getvalue()
        else:
            words = ["/bin/sh", "-c", self._placed(command)]
            done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603, the plan's
            status, text = done.returncode, done.stdout + done.stderr
        if status != 0:
            raise RunError(f"`{command}` ended with exit status {status}\n{text}".rstrip())
        return text

    def _placed(self, command: str) -> str:
        places = {"OUT": self.out, "SAMPLES": self.samples, ".": self.corpus}
        return _PLACE.sub(lambda found: shlex.quote(str(places[found[1]])), command)


def measured(
    rows: Iterable[Planned], old: Sequence[Row], corpus: Path, samples: Path | None, say: Say
) -> list[Row]:
    """Every row measured anew; one whose samples are not there is taken over from ``old``, if there.

    Raises RunError, DatasetError, OSError.
    """
    kept = {row.key: row for row in old}
    found = []
    with tempfile.TemporaryDirectory(prefix="retold-results-") as out:
        runner = Runner(corpus, Path(out), samples, say)
        for planned in rows:
            lacking = lacks(planned, samples)
            if not lacking:
                found.append(_row(planned, runner))
            elif planned.key in kept:
                found.append(kept[planned.key])
            if lacking:
                what = "kept as it was" if planned.key in kept else "left out"
                say(f"{' '.join(planned.key)}: {what}, there is no {', '.join(lacking)}")
    return found


def lacks(planned: Planned, samples: Path | None) -> list[str]:
    """The folders of samples that a row needs and that are not there."""
    return [
        f"SAMPLES/{name}" for name in planned.samples if samples is None or not (samples / name).is_dir()
    ]


def _row(planned: Planned, runner: Runner) -> Row:
    for command in planned.commands:
        printed = runner.run(command)
    report: dict[str, Any] = json.loads(printed)
    gold = SETS[planned.set]
    dataset = open_dataset(str(runner.path(gold.address)))
    return Row(
        task=planned.task,
        system=planned.system,
        set=planned.set,
        split=gold.split,
        own=planned.own,
        sees=planned.sees,
        content=str(dataset.record["content"]),
        samples={name: digest(runner.path(f"SAMPLES/{name}")) for name in planned.samples},
        documents=report["documents"],
        trained=None if planned.model is None else _trained(planned, runner.path(planned.model)),
        figures=figures_of(planned.task, report),
        commands=planned.commands,
        phenomena=phenomena_of(report),
    )


def _trained(planned: Planned, folder: Path) -> Trained:
    model = described(folder, planned.task)
    data = model.data
    return Trained(
        data.name, data.content, data.split, data.examples, model.lang, model.labels,
        model.epochs, model.seed, model.spacy, data.share, model.majority,
    )  # fmt: skip


def digest(folder: Path) -> str:
    """SHA-256 over path and SHA-256 of each file, by path."""
    files = FolderFiles(folder)
    lines = (f"{path} {sha256(data)}\n" for path, data in sorted(files.items()))
    return sha256("".join(lines).encode("utf-8"))


def _retold(words: list[str]) -> int:
    """Exit status of a ``retold`` command in this process."""
    try:
        app(words, prog_name="retold")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
