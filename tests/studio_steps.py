"""What tests do with a Label Studio of their own: commands, and a user who accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import Result
from typer.testing import CliRunner

from labelstudio_server import TOKEN, Studio
from retold.cli import app

runner = CliRunner()


def run(*words: str | Path) -> Result:
    result = runner.invoke(app, ["labelstudio", *map(str, words)])
    assert TOKEN not in result.output
    return result


def said(*words: str | Path, status: int = 0) -> Any:
    result = run(*words, "--format", "json")
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def push(corpus: Path, *words: str, status: int = 0) -> Any:
    return said("push", corpus, "--project", "Harbour", *words, status=status)


def pull(corpus: Path, *words: str, status: int = 0) -> Any:
    return said("pull", corpus, "--project", "Harbour", *words, status=status)


def accept(studio: Studio, *docs: str, user: int = 1) -> None:
    """A user takes over the predictions as they are."""
    for doc in docs:
        studio.annotate(doc, studio.of(doc)["predictions"][0]["result"], user)
