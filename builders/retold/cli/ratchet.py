"""retold ratchet"""

from __future__ import annotations

from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded, open_corpus


@guarded
def ratchet(
    code: Annotated[str, typer.Argument(help="Code of the rule, for example RT603.")],
    corpus: CorpusArgument = None,
    format: FormatOption = Format.text,
) -> None:
    """Let today's errors of a new rule only warn.

    Adds a line for each to annotations/ratchet.jsonl. A record that is not on the list, and so
    each new one, still breaks the rule as an error; a line whose error is gone is an error itself,
    so the list only shrinks.
    """
    from retold import fixing

    folder = open_corpus(corpus)
    try:
        added = fixing.accept(folder, code.upper())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="CODE") from None
    lines = [{"code": r.code, "file": r.file, "record": r.record} for r in added]
    if format is Format.json:
        print_json({"added": lines})
        return
    for line in lines:
        typer.echo(f"eased {line['code']} {line['file']} {line['record'] or ''}".rstrip())
    typer.echo(f"Added {len(lines)} lines to annotations/ratchet.jsonl.")
