"""retold check"""

from __future__ import annotations

from typing import Annotated

import typer

from retold.cli.options import (
    CorpusArgument,
    Format,
    FormatOption,
    StrictOption,
    as_json,
    guarded,
    open_corpus,
    print_findings,
    print_json,
    summary,
)
from retold.findings import blocking


@guarded
def check(
    corpus: CorpusArgument = None,
    format: FormatOption = Format.text,
    strict: StrictOption = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="First rewrite lines in canonical form and order; says which."),
    ] = False,
) -> None:
    """Apply all rules to a corpus; write nothing (but see --fix).

    Each finding says where (file, line, record, field, span), what and what to do.
    `retold explain CODE` tells more. Exit status 1 if there is an error.
    """
    from retold import pipeline

    folder = open_corpus(corpus)
    fixed = pipeline.fix(folder) if fix else []
    reading = pipeline.check(folder)
    if format is Format.json:
        print_json({"fixed": fixed, "findings": as_json(reading.findings, strict)})
    else:
        for path in fixed:
            typer.echo(f"fixed {path}")
        print_findings(reading.findings, strict)
        documents = len(reading.corpus.seeds)
        typer.echo(f"Checked {documents} documents: {summary(reading.findings, strict)}.")
    raise typer.Exit(1 if blocking(reading.findings, strict=strict) else 0)
