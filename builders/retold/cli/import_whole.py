"""retold import NAME PATH --out DIR: a public corpus, made a corpus of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import typer

from retold.cli.findings import print_json
from retold.cli.options import Format, day_given, new_folder
from retold.corpora.conversion import Choices
from retold.corpora.labels import PRESETS, Labels
from retold.corpora.problems import ImportProblemsError
from retold.model import Split

_MAPPINGS = f"{', '.join(PRESETS)}, or a TOML or JSON file of your own"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options as given; None and False where they are not."""

    obtained: str | None
    labels: str | None
    lang: str | None
    split: str | None
    sentences: int | None
    strict: bool


def import_whole(
    name: str, takes: tuple[str, ...], path: Path, out: Path, wanted: Wanted, output: Format
) -> None:
    """Makes the corpus and prints its report; exit status 1 where a file cannot be read whole."""
    from retold.corpus_import import import_corpus

    target = new_folder(out, path)
    # when files came is a fact about them, not about the build
    day = day_given(wanted.obtained, "--obtained") or date.today().isoformat()
    try:
        labels = _labels(wanted.labels, name) if "labels" in takes else None
        lang = _lang(wanted.lang, labels) if "lang" in takes else None
        choices = Choices(
            day, labels, lang, cast("Split | None", wanted.split), wanted.sentences, wanted.strict
        )
        made = import_corpus(name, path, target, choices)
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


def _labels(word: str | None, name: str) -> Labels:
    """The mapping of ``--labels``; wrong usage where there is none of that name."""
    from retold.corpus_import import read_labels

    if word is None:
        message = f"{name} does not say what its labels mean; give one of {_MAPPINGS}"
        raise typer.BadParameter(message, param_hint="--labels")
    if word not in PRESETS and not Path(word).is_file():
        raise typer.BadParameter(f"no mapping {word!r}; there are: {_MAPPINGS}", param_hint="--labels")
    return read_labels(word)


def _lang(word: str | None, labels: Labels | None) -> str:
    """The language of ``--lang``, else of the mapping, as a BCP 47 tag."""
    from retold.schemas import is_lang

    lang = word or (labels.lang if labels else None)
    if lang is None:
        whose = f"the mapping {labels.name}" if labels else "nothing"
        message = f"{whose} does not say the language; give its BCP 47 tag, like en"
        raise typer.BadParameter(message, param_hint="--lang")
    if not is_lang(lang):
        raise typer.BadParameter(f"{lang!r} is no BCP 47 tag like en or sr-Latn", param_hint="--lang")
    return lang
