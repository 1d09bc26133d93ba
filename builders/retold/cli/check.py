"""retold check"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from retold.cli.findings import (
    as_json,
    chosen,
    let_pass,
    print_findings,
    print_github,
    print_json,
    print_statistics,
    summary,
    text_of,
)
from retold.cli.options import CorpusArgument, StrictOption, guarded, open_corpus
from retold.findings import blocking


class CheckFormat(StrEnum):
    """Output formats of ``retold check``."""

    text = "text"
    json = "json"
    github = "github"


@guarded
def check(
    corpus: CorpusArgument = None,
    format: Annotated[
        CheckFormat,
        typer.Option("--format", help="text for people, json for machines, github for its Actions."),
    ] = CheckFormat.text,
    strict: StrictOption = False,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="Codes or their beginnings to report, for example RT2,RT301."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", help="Codes or their beginnings to leave out."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count findings per code instead of listing them.")
    ] = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="First mend what has one right answer; says what."),
    ] = False,
) -> None:
    """Apply all rules to a corpus; write nothing (but see --fix).

    Settings, waivers and the ratchet of the corpus apply; the summary counts what they let pass.
    Each finding says where (file, line, record, field, span), what and what to do.
    `retold explain CODE` tells more. Exit status 1 if there is an error.
    """
    from retold import fixing, pipeline

    folder = open_corpus(corpus)
    fixed = fixing.fix(folder) if fix else []
    checked = pipeline.check(folder, keep=False)
    findings = chosen(checked.findings, select or [], ignore or [])
    if format is CheckFormat.json:
        print_json({"fixed": fixed, "findings": as_json(findings, strict)})
    elif format is CheckFormat.github:
        print_github(findings, strict)
    else:
        for line in fixed:
            typer.echo(line)
        if statistics:
            print_statistics(findings)
        else:
            print_findings(findings, strict, text_of(folder, checked.corpus))
        documents = len(checked.corpus.seeds)
        said = summary(findings, strict) + let_pass(checked.passed)
        typer.echo(f"Checked {documents} documents: {said}.")
    raise typer.Exit(1 if blocking(findings, strict=strict) else 0)
