"""retold agree"""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from retold.cli.findings import as_json, print_findings, print_json, summary, text_of
from retold.cli.options import CorpusArgument, guarded, open_corpus
from retold.corpus import Corpus
from retold.findings import Finding, blocking


class AgreeFormat(StrEnum):
    """Output formats of ``retold agree``."""

    text = "text"
    json = "json"
    markdown = "markdown"


@guarded
def agree(
    corpus: CorpusArgument = None,
    annotators: Annotated[
        str | None,
        typer.Option(
            "--annotators",
            metavar="A,B,...",
            help="Layers to compare, gold too; the first is the reference. Default: all that have a "
            "document in common with those whose agreement comes first, but none of kind rule.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        AgreeFormat,
        typer.Option("--format", help="text for people, json for machines, markdown for a page."),
    ] = AgreeFormat.text,
) -> None:
    """Say how far annotators agree, layer by layer.

    Precision, recall and F1 of their records, unitising alpha of their spans, Cohen's kappa and
    Krippendorff's alpha of the fields of records that match, with counts and bootstrap intervals.
    Writes nothing. Exit status 1 if a layer cannot be read as a whole.
    """
    from retold import pipeline
    from retold.metrics.report import agreement

    folder = open_corpus(corpus)
    reading = pipeline.check(folder)
    names = _names(annotators, reading.corpus)
    errors = [f for f in blocking(reading.findings) if _concerns(f, names)]
    unreadable = [f for f in errors if _spoils(f)]
    if unreadable:
        if format is AgreeFormat.json:
            print_json({"findings": as_json(unreadable, False)})
        else:
            print_findings(unreadable, False, text_of(folder, reading.corpus))
            typer.echo("Nothing compared: figures would leave out what cannot be read.")
        raise typer.Exit(1)
    if errors:
        found = summary(errors, False)
        typer.echo(f"retold: {found} in these layers; `retold check` says which", err=True)
    try:
        report = agreement(reading.corpus, names)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--annotators") from None
    if format is AgreeFormat.json:
        print_json(asdict(report))
    else:
        from retold.cli.agreement import as_markdown, as_text

        typer.echo(as_text(report) if format is AgreeFormat.text else as_markdown(report))


def _names(annotators: str | None, corpus: Corpus) -> list[str]:
    """The layers to compare; wrong usage where there is one alone."""
    if annotators is not None:
        return [name.strip() for name in annotators.split(",")]
    counting = {*corpus.judges, *corpus.compared}
    documents = {name: {d.id for d in there} for name, there in corpus.layers.items()}
    found = sorted(name for name, ids in documents.items() if ids and name in counting)
    if len(found) < 2:
        there = f"the only one is {found[0]}" if found else "there is none"
        raise typer.BadParameter(
            f"agreement is of two annotators' layers or more; {there}. A layer is a folder "
            "annotations/<annotator>/ with a file for each document",
            param_hint="CORPUS",
        )
    first = set().union(*(documents.get(name, set()) for name in corpus.compared))
    together = [name for name in found if documents[name] & first]
    found = together if len(together) > 1 else found
    for name, group in corpus.settings.groups.items():
        having = [one for one in group.annotators if documents.get(one)]
        if len(having) > 1 and not {*having} <= {*found}:
            words = ",".join(having)
            typer.echo(f"retold: group {name} apart: --annotators {words}", err=True)
    return found


def _concerns(finding: Finding, names: list[str]) -> bool:
    """Whether it is about the texts or the layers that are compared."""
    folders = ("seeds/", *(f"annotations/{name}/" for name in names))
    return finding.place.file.startswith(folders)


def _spoils(finding: Finding) -> bool:
    """Whether something is not there to be compared.

    So are files and lines that cannot be read, records of no document, and spans that are none.
    Form and order (RT012, RT013) change no record, and what other rules say of a record is no
    hindrance to comparing it.
    """
    code = finding.code
    if code == "RT302":
        return finding.place.field in (None, "doc")
    return code in ("RT201", "RT202") or (code < "RT1" and code not in ("RT012", "RT013"))
