"""retold import NAME PATH --out DIR: a public corpus, made a corpus of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from retold.cli.findings import print_json
from retold.cli.options import Format, new_folder
from retold.corpora.conversion import Choices
from retold.corpora.problems import ImportProblemsError


def import_whole(name: str, path: Path, out: Path, obtained: str | None, output: Format) -> None:
    """Makes the corpus and prints its report; exit status 1 where a file cannot be read whole."""
    from retold.corpus_import import import_corpus

    target = new_folder(out, path)
    try:
        made = import_corpus(name, path, target, Choices(_day(obtained)))
    except ImportProblemsError as error:
        _refuse(error, output)
    if output is Format.json:
        print_json({"out": str(out), "problems": [], "report": made.report})
        return
    for line in made.summary:
        typer.echo(line)
    typer.echo(f"Wrote {len(made.files)} files to {out}. Next: retold check {out}; retold build {out}")


def _refuse(error: ImportProblemsError, output: Format) -> None:
    if output is Format.json:
        found = [{"file": p.file, "line": p.line, "message": p.message} for p in error.problems]
        print_json({"out": None, "problems": found, "report": None})
    else:
        for problem in error.problems:
            typer.echo(problem)
        typer.echo(f"Nothing written; problems: {len(error.problems)}.")
    raise typer.Exit(1) from None


def _day(text: str | None) -> str:
    """The day of ``--obtained``, or today: when files came is a fact about them, not about the build."""
    try:
        day = date.today() if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day like 2031-05-04", param_hint="--obtained"
        ) from None
    return day.isoformat()
