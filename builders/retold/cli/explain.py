"""retold explain"""

from __future__ import annotations

from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import Format, FormatOption, guarded
from retold.rules import CATALOGUE


@guarded
def explain(
    code: Annotated[str, typer.Argument(help="Code of a finding, for example RT203; or 'all'.")],
    format: FormatOption = Format.text,
) -> None:
    """Say what a code means, why it matters and what to do."""
    wanted = code.upper()
    if wanted != "ALL" and wanted not in CATALOGUE:
        known = ", ".join(CATALOGUE)
        raise typer.BadParameter(f"no code {code!r}; there are: {known}", param_hint="CODE")
    rows = [row for row in CATALOGUE.values() if wanted in ("ALL", row.code)]
    if format is Format.json:
        print_json(
            [
                {
                    "code": row.code,
                    "severity": row.severity,
                    "title": row.title,
                    "why": row.why,
                    "fix": row.fix,
                    "bad": row.bad,
                    "good": row.good,
                    "fixable": row.fixable,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        typer.echo(f"{row.code} {row.title} ({row.severity})")
        typer.echo(f"  Why   {row.why}")
        typer.echo(f"  Do    {row.fix}")
        typer.echo(f"  Bad   {row.bad}")
        typer.echo(f"  Good  {row.good}")
