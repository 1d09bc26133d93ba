"""retold build"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from retold.cli.options import (
    CorpusArgument,
    Format,
    FormatOption,
    StrictOption,
    as_json,
    open_corpus,
    print_findings,
    print_json,
    summary,
)
from retold.files import CorpusFolder


def build(
    corpus: CorpusArgument = None,
    format: FormatOption = Format.text,
    strict: StrictOption = False,
) -> None:
    """Build the dataset of a corpus into its folder data/.

    Reads seeds/ and annotations/, applies all rules, and writes data/ in one step: a complete
    Hugging Face dataset. With an error nothing is written, and the exit status is 1.
    """
    from retold import pipeline

    folder = open_corpus(corpus)
    with _progress() as stage:
        built = pipeline.build(folder, strict=strict, stage=stage)
    if format is Format.json:
        print_json({"release": built.record, "findings": as_json(built.findings, strict)})
    else:
        print_findings(built.findings, strict)
        if built.record is None:
            typer.echo(f"Nothing written: {summary(built.findings, strict)}.")
        else:
            _report(folder, built.record, summary(built.findings, strict))
    raise typer.Exit(1 if built.record is None else 0)


@contextmanager
def _progress() -> Iterator[Any]:
    """A spinner a stage on a terminal; one line a stage in a log."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:

        @contextmanager
        def line(name: str) -> Iterator[None]:
            typer.echo(f"retold: {name}", err=True)
            yield

        yield line
        return
    columns = (SpinnerColumn(finished_text="✓"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:

        @contextmanager
        def spinner(name: str) -> Iterator[None]:
            task = progress.add_task(name, total=1)
            yield
            progress.update(task, completed=1)

        yield spinner


def _report(folder: CorpusFolder, record: dict[str, Any], summed: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from retold.tables import COUNTED

    console = Console(highlight=False)
    console.print(f"{record['name']} {record['version']} ({summed})", markup=False)
    table = Table("")
    for row in record["counts"]:
        table.add_column(f"{row['split']} {row['lang']}", justify="right")
    for name in COUNTED:
        table.add_row(name, *(str(row[name]) for row in record["counts"]))
    console.print(table)
    rows: dict[str, list[str]] = {}
    for entry in record["configs"]:
        rows.setdefault(entry["config"], []).append(str(entry["rows"]))
    table = Table("config", *(f"{row} rows" for row in _splits(record)))
    for name, numbers in rows.items():
        table.add_row(name, *numbers)
    console.print(table)
    typer.echo(f"Wrote {len(record['files']) + 1} files to {_shown(folder)}. Try next:")
    split = _splits(record)[0]
    line = f'load_dataset("{_shown(folder)}", "entities", split="{split}")'
    code = f"from datasets import load_dataset; print({line}[0])"
    typer.echo(f"  {_python()} -c {shlex.quote(code)}")


def _splits(record: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(entry["split"] for entry in record["configs"]))


def _shown(folder: CorpusFolder) -> str:
    """data/ as seen from where the user stands."""
    return os.path.relpath(folder.data)


def _python() -> str:
    """The Python that has ``datasets``: this one, by a path if it is in the user's folder."""
    near = os.path.relpath(sys.executable)
    return "python" if near.startswith(os.pardir) else near
