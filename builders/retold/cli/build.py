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


def _report(folder: CorpusFolder, record: dict[str, Any], found: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(f"{record['name']} {record['version']} ({found})", markup=False)
    table = Table("split", "language")
    for name in ("documents", "zones", "sentences", "mentions"):
        table.add_column(name, justify="right")
    for row in record["counts"]:
        table.add_row(*(str(value) for value in row.values()))
    console.print(table)
    for entry in record["configs"]:
        console.print(
            f"{entry['config']:<10} {entry['split']:<10} {entry['rows']:>5} rows", markup=False
        )
    typer.echo(f"Wrote {len(record['files']) + 1} files to {_shown(folder)}. Try next:")
    split = record["configs"][0]["split"]
    line = f'load_dataset("{_shown(folder)}", "entities", split="{split}")'
    code = f"from datasets import load_dataset; print({line}[0])"
    typer.echo(f"  {_python()} -c {shlex.quote(code)}")


def _shown(folder: CorpusFolder) -> str:
    """data/ as seen from where the user stands."""
    return os.path.relpath(folder.data)


def _python() -> str:
    """The Python that has ``datasets``: this one, by a path if it is in the user's folder."""
    near = os.path.relpath(sys.executable)
    return "python" if near.startswith(os.pardir) else near
