"""What the commands on other formats share: the name of a format, and what is said at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from retold.cli.findings import TextOf, as_json, print_findings, print_json
from retold.cli.options import Format as Output
from retold.findings import blocking
from retold.formats import FORMATS
from retold.formats.base import Format

if TYPE_CHECKING:
    from retold.interchange.disk import Done

NAMES = ", ".join(FORMATS)
LossyOption = Annotated[
    bool, typer.Option("--lossy", help="Go on without what cannot be held; it is counted all the same.")
]


def format_of(name: str, argument: str) -> Format:
    """The format of that name; wrong usage (exit 2) where there is none."""
    if name not in FORMATS:
        raise typer.BadParameter(f"no format {name!r}; there are: {NAMES}", param_hint=argument)
    return FORMATS[name]


def end(done: Done, output: Output, text_of: TextOf, where: str) -> None:
    """Prints what was found and done; exit status 1 where an error kept it from being done."""
    failed = bool(blocking(done.findings))
    if output is Output.json:
        print_json(
            {
                "documents": done.documents,
                "written": list(done.written),
                "aside": list(done.aside),
                "without_provenance": done.dropped,
                "findings": as_json(done.findings, strict=False),
            }
        )
        raise typer.Exit(1 if failed else 0)
    print_findings(done.findings, False, text_of)
    for path in done.aside:
        typer.echo(f"not read: {path}")
    if failed:
        typer.echo("Nothing written.")
        raise typer.Exit(1)
    if done.dropped:
        typer.echo(f"{done.dropped} records said how gold came about; in a layer, that is left out.")
    typer.echo(f"{done.documents} documents: wrote {len(done.written)} files {where}.")
