"""retold build"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from retold.cli.findings import as_json, print_findings, print_json, summary, text_of
from retold.cli.options import (
    CorpusArgument,
    Format,
    FormatOption,
    StrictOption,
    guarded,
    open_corpus,
)
from retold.cli.tasks import (
    AddressOption,
    EngineName,
    EngineOption,
    JobsOption,
    Stages,
    cost,
    options_of,
    undone,
)
from retold.files import CorpusFolder

_COLUMNS = 6


@guarded
def build(
    corpus: CorpusArgument = None,
    format: FormatOption = Format.text,
    strict: StrictOption = False,
    jobs: JobsOption = None,
    engine: EngineOption = EngineName.local,
    address: AddressOption = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="URL",
            help="Send the dataset there too: an address of fsspec, for example s3://bucket/data.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Build the dataset of a corpus into its folder data/.

    Reads seeds/ and annotations/, applies all rules, and writes data/ in one step: a complete
    Hugging Face dataset. Figures in the generated regions of dataset_card.md are written too. With
    an error nothing is written, and the exit status is 1.

    More than a thousand documents are done in tasks. What is done is kept in .retold-parts/ and is
    not done again: a build that was stopped goes on where it was.
    """
    from retold import pipeline
    from retold.engine.sending import send
    from retold.shards.addresses import store_of

    folder = open_corpus(corpus)
    stages = Stages()
    options = options_of(folder, stages, jobs, engine, address)
    with stages.shown(), undone():
        built = pipeline.build(folder, strict=strict, stage=stages.stage, options=options)
    if format is Format.json:
        print_json({"release": built.record, "findings": as_json(built.findings, strict)})
    else:
        print_findings(built.findings, strict, text_of(folder, built.corpus))
        if built.record is None:
            typer.echo(f"Nothing written: {summary(built.findings, strict)}.")
        else:
            _report(folder, built.record, summary(built.findings, strict))
            if options is not None:
                typer.echo(cost(stages))
    if to is not None and built.record is not None:
        sent = send(folder.data, built.record, store_of(folder, to))
        said = f"{sent.sent} files sent, {sent.kept} were there, {sent.removed} removed"
        typer.echo(f"Sent to {to}: {said}.", err=format is Format.json)
    raise typer.Exit(1 if built.record is None else 0)


def _report(folder: CorpusFolder, record: dict[str, Any], summed: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from retold.tables import COUNTED

    console = Console(highlight=False)
    console.print(f"{record['name']} {record['version']} ({summed})", markup=False)
    if not record["configs"]:
        typer.echo(f"Wrote {len(record['files']) + 1} files to {_shown(folder)}.")
        typer.echo("No document yet, so there is no config to load. Next: retold seed add FILE")
        return
    table = Table("")
    counts = _columns(record["counts"])
    for title, _ in counts:
        table.add_column(title, justify="right")
    for name in COUNTED:
        table.add_row(name, *(f"{column[name]:,}" for _, column in counts))
    console.print(table)
    rows = {(entry["config"], entry["split"]): f"{entry['rows']:,}" for entry in record["configs"]}
    splits = list(dict.fromkeys(split for _, split in rows))
    table = Table("config", *(f"{split} rows" for split in splits))
    for name in dict.fromkeys(name for name, _ in rows):
        table.add_row(name, *(rows.get((name, split), "-") for split in splits))
    console.print(table)
    typer.echo(f"Wrote {len(record['files']) + 1} files to {_shown(folder)}, and figures to the card.")
    if rows:
        config, split = max(rows, key=lambda key: key[0] == "entities")
        line = f'load_dataset("{_shown(folder)}", "{config}", split="{split}")'
        code = f"from datasets import load_dataset; print({line}[0])"
        typer.echo(f"Try next:\n  {_python()} -c {shlex.quote(code)}")


def _columns(counts: list[dict[str, Any]]) -> list[tuple[str, Mapping[str, int]]]:
    """Counts by split and language; by split alone where that would be too many columns to read."""
    found = {f"{row['split']} {row['lang']}": row for row in counts}
    if len(found) <= _COLUMNS:
        return list(found.items())
    splits: dict[str, Counter[str]] = {}
    for row in counts:
        numbers = {name: n for name, n in row.items() if name not in ("split", "lang")}
        splits.setdefault(row["split"], Counter()).update(numbers)
    return list(splits.items())


def _shown(folder: CorpusFolder) -> str:
    """data/ as seen from where the user stands."""
    return os.path.relpath(folder.data)


def _python() -> str:
    """The Python that has ``datasets``: this one, in the shortest form that finds it."""
    if shutil.which("python") == sys.executable:
        return "python"
    near = os.path.relpath(sys.executable)
    return shlex.quote(sys.executable if near.startswith(os.pardir) else near)
