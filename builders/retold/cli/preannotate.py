"""retold preannotate"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retold.cli.findings import as_json, print_findings, print_json
from retold.cli.options import Format, FormatOption, guarded, open_corpus


@guarded
def preannotate(
    docs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOC]...",
            help="Ids of documents. Default: all without mentions.",
            show_default=False,
        ),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus", metavar="FOLDER", help="Default: the nearest folder upwards.", show_default=False
        ),
    ] = None,
    annotator: Annotated[
        str, typer.Option("--annotator", metavar="NAME", help="Whose layer, of kind rule.")
    ] = "rules",
    force: Annotated[bool, typer.Option("--force", help="Replace records that are there.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show; write nothing.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Propose zones and mentions: `annotations/rules/<document>.jsonl`.

    Names are those of the registry, in all languages, as they are written there; numbers and dates are
    understood in English, Indonesian and Hindi. The layer is of an annotator of kind `rule`: a start
    for a person, never gold. Zones that are there are kept. What the rules would refuse is not
    proposed, and counted.
    """  # fmt: skip
    from retold import preannotating

    folder = open_corpus(corpus)
    try:
        done = preannotating.preannotate(
            folder, tuple(docs or ()), annotator, force=force, write=not dry_run
        )
    except preannotating.RefusedError as error:
        raise typer.BadParameter(str(error)) from None
    written = () if dry_run else done.written
    if format is Format.json:
        documents = [
            {"doc": d.doc, "zones": d.zones, "names": d.names, "values": d.values}
            | {"left_out": dict(sorted(d.left_out.items()))}
            for d in done.documents
        ]
        print_json(
            {
                "documents": documents,
                "left_alone": done.left_alone,
                "findings": as_json(done.findings, strict=False),
                "written": list(written),
            }
        )
        raise typer.Exit(1 if done.findings else 0)
    print_findings(done.findings, False, lambda doc: None)
    if done.findings:
        typer.echo("Nothing written.")
        raise typer.Exit(1)
    for found in done.documents:
        typer.echo(f"{found.doc}: {found.zones} zones, {found.names} names, {found.values} values")
        for why, count in sorted(found.left_out.items()):
            typer.echo(f"    not proposed: {count} ({why})")
    if done.left_alone:
        typer.echo(f"Left as they are: {', '.join(done.left_alone)} (--force replaces).")
    typer.echo(f"{'Would write' if dry_run else 'Wrote'} {len(done.written)} files.")
