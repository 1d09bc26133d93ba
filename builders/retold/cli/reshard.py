"""retold reshard"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from retold.cli.findings import as_json, print_findings, print_json
from retold.cli.options import (
    CorpusArgument,
    Format,
    FormatOption,
    OutOption,
    guarded,
    new_folder,
    open_corpus,
)
from retold.findings import CorpusError


class Form(StrEnum):
    """What documents are written as."""

    jsonl = "jsonl"
    gzip = "jsonl.gz"
    zstd = "jsonl.zst"
    parquet = "parquet"
    files = "files"


@guarded
def reshard(
    out: OutOption,
    corpus: CorpusArgument = None,
    form: Annotated[
        Form, typer.Option("--as", help="Form of the shards; files: one file a document.")
    ] = Form.zstd,
    documents: Annotated[
        int, typer.Option("--documents", metavar="N", min=1, help="Documents of a shard.")
    ] = 1000,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="URL",
            help="Where the shards go, for example s3://bucket/corpus. Default: below DIR.",
            show_default=False,
        ),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Write a corpus anew with its documents in shards of many, or in files of one.

    Reads either, and both. Texts and records stay what they are; registry, stories, decisions, challenge
    set, card and settings go along. What cannot is named. While a line is wrong, nothing is written.
    """
    from retold.resharding.reshard import reshard as write

    folder = open_corpus(corpus)
    target = new_folder(out, folder.root)
    _check(address, form)
    ending = None if form is Form.files else f".{form.value}"
    try:
        made = write(folder, target, ending, documents, address)
    except CorpusError as error:
        findings = list(error.findings)
        if format is Format.json:
            print_json({"out": None, "findings": as_json(findings, strict=False)})
        else:
            print_findings(findings, False, lambda doc: None)
            typer.echo("Nothing written.")
        raise typer.Exit(1) from None
    if format is Format.json:
        print_json(
            {
                "out": str(out),
                "address": address,
                "documents": made.documents,
                "shards": made.shards,
                "records": dict(made.records),
                "not_carried": list(made.not_carried),
                "findings": [],
            }
        )
        return
    where = f"{made.shards} shards ({form.value})" if ending else "files"
    if address is not None:
        where += f" at {address}"
    typer.echo(f"Wrote {made.documents} documents to {out}, in {where}.")
    for layer, number in made.records.items():
        typer.echo(f"  {layer}: {number} records")
    for note in made.not_carried:
        typer.echo(f"Not carried over: {note}")
    typer.echo(f"Next: retold check {out}")


def _check(address: str | None, form: Form) -> None:
    """Wrong usage (exit 2) for what is no address, or one for files, or one that has shards."""
    import re

    from retold.schemas import field_schema
    from retold.shards.addresses import Store

    if address is None:
        return
    hint = "--address"
    if form is Form.files:
        raise typer.BadParameter("files of one document are written below --out", param_hint=hint)
    pattern = field_schema("settings.shards.address")["pattern"]
    if "://" not in address or not re.search(pattern, address):
        message = "write it as s3://bucket/corpus, without a password; for a folder take --out"
        raise typer.BadParameter(message, param_hint=hint)
    there = Store(address.rstrip("/")).paths()
    if there:
        raise typer.BadParameter(f"{there[0]} is there already", param_hint=hint)
