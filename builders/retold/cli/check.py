"""retold check"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import metadata
from typing import Annotated, Any

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
from retold.cli.options import (
    CorpusArgument,
    StrictOption,
    guarded,
    inside_repository,
    open_corpus,
)
from retold.cli.sarif import Sources, Tool, sarif_log
from retold.cli.tasks import (
    AddressOption,
    EngineName,
    EngineOption,
    JobsOption,
    Stages,
    options_of,
    undone,
)
from retold.corpus import Corpus
from retold.files import CorpusFolder, in_shards
from retold.findings import Finding, blocking
from retold.policy import Passed
from retold.rules import RULES


class CheckFormat(StrEnum):
    """Output formats of ``retold check``."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


@dataclass(frozen=True)
class Printed:
    """What a printer prints: the chosen findings, and what they are about."""

    folder: CorpusFolder
    corpus: Corpus
    findings: list[Finding]
    fixed: list[str]
    passed: Passed
    strict: bool
    statistics: bool


@guarded
def check(
    corpus: CorpusArgument = None,
    format: Annotated[
        CheckFormat,
        typer.Option(
            "--format",
            help="text for people, json for machines, github for its Actions, sarif (2.1.0) for "
            "code scanning.",
        ),
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
    jobs: JobsOption = None,
    engine: EngineOption = EngineName.local,
    address: AddressOption = None,
) -> None:
    """Apply all rules to a corpus; write nothing (but see --fix).

    Settings, waivers and the ratchet of the corpus apply; the summary counts what they let pass.
    Each finding says where (file, line, record, field, span), what and what to do.
    `retold explain CODE` tells more. Exit status 1 if there is an error.
    """
    from retold import fixing, pipeline

    folder = open_corpus(corpus)
    fixed = fixing.fix(folder) if fix else []
    stages = Stages()
    options = options_of(folder, stages, jobs, engine, address)
    with stages.shown() if options else nullcontext(), undone():
        checked = pipeline.check(folder, keep=False, options=options)
    findings = chosen(checked.findings, select or [], ignore or [])
    _PRINTERS[format](
        Printed(folder, checked.corpus, findings, fixed, checked.passed, strict, statistics)
    )
    raise typer.Exit(1 if blocking(findings, strict=strict) else 0)


def _text(checked: Printed) -> None:
    for line in checked.fixed:
        typer.echo(line)
    if checked.statistics:
        print_statistics(checked.findings)
    else:
        print_findings(checked.findings, checked.strict, text_of(checked.folder, checked.corpus))
    documents = len(checked.corpus.seeds)
    said = summary(checked.findings, checked.strict) + let_pass(checked.passed)
    typer.echo(f"Checked {documents} documents: {said}.")


def _json(checked: Printed) -> None:
    print_json({"fixed": checked.fixed, "findings": as_json(checked.findings, checked.strict)})


def _github(checked: Printed) -> None:
    _fixed_aside(checked)
    print_github(checked.findings, checked.strict, inside_repository(checked.folder))


def _sarif(checked: Printed) -> None:
    _fixed_aside(checked)
    # SARIF is UTF-8; ASCII stays that however a shell redirects it
    typer.echo(json.dumps(sarif_value(checked), indent=2))


def _fixed_aside(checked: Printed) -> None:
    for line in checked.fixed:
        typer.echo(line, err=True)


def sarif_value(checked: Printed) -> dict[str, Any]:
    """The SARIF log of a check, by this version of the tool."""
    folder = checked.folder
    named = {finding.place.doc for finding in checked.findings if finding.place.doc is not None}
    rows = [row for doc in named if (row := checked.corpus.line_of(doc)) is not None]
    # a text in a shard is no file that a location could show
    seeds = {row.record.id: folder.seed_path(row.record.file) for row in rows if not in_shards(row.file)}
    sources = Sources(inside_repository(folder), seeds, text_of(folder, checked.corpus))
    about = metadata("retold")
    tool = Tool(about["Version"], RULES, home(about.get_all("Project-URL") or []))
    return sarif_log(checked.findings, checked.strict, tool, sources)


def home(urls: list[str]) -> str | None:
    """The address of a package's home page, of the lines ``label, address`` of its metadata."""
    named = dict(url.split(", ", 1) for url in urls)
    return next((at for label, at in named.items() if label.lower() == "homepage"), None)


_PRINTERS: Mapping[CheckFormat, Callable[[Printed], None]] = {
    CheckFormat.text: _text,
    CheckFormat.json: _json,
    CheckFormat.github: _github,
    CheckFormat.sarif: _sarif,
}
