"""retold import"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retold.cli.interchange import NAMES, LossyOption, end, format_of
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded, open_corpus
from retold.files import RESERVED

if TYPE_CHECKING:
    from retold.interchange.inward import Setting


@guarded
def import_(
    source_format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {NAMES}.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder or file to read.", exists=True)],
    annotator: Annotated[
        str,
        typer.Option("--annotator", metavar="NAME", help="Whose layer it becomes.", show_default=False),
    ],
    corpus: CorpusArgument = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="[LABEL:]FIELD=VALUE",
            help="A field's value where the files do not say it, for example level=name or "
            "GPE:metonym=none.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace records that are there.")] = False,
    lossy: LossyOption = False,
    format: FormatOption = Format.text,
) -> None:
    """Read another tool's files as an annotator's layer: annotations/NAME/<document>.jsonl.

    Each document must have the id and the exact text of a seed. Its records pass the schema and the
    rules on documents; findings say where they stand in the files that were read. With an error,
    nothing is written.
    """
    from retold.interchange import inward

    reader = format_of(source_format, "FORMAT")
    folder = open_corpus(corpus)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", annotator) or annotator in (
        "gold",
        *RESERVED,
    ):
        raise typer.BadParameter(
            f"{annotator!r} is no annotator's name: letters, digits, '.', '_' and '-'; gold, "
            f"{' and '.join(RESERVED)} are reserved",
            param_hint="--annotator",
        )
    try:
        done = inward.take_in(
            folder,
            path,
            reader,
            annotator,
            [_setting(word) for word in set_ or ()],
            force=force,
            lossy=lossy,
        )
    except inward.WontReplaceError as error:
        raise typer.BadParameter(str(error), param_hint="--annotator") from None
    end(done, format, lambda doc: None, f"below annotations/{annotator}")


def _setting(word: str) -> Setting:
    from retold.interchange.inward import Setting

    found = re.fullmatch(r"(?:([^:=]+):)?([a-z_]+)=(.*)", word, re.DOTALL)
    if found is None:
        raise typer.BadParameter(
            f"{word!r} is not [LABEL:]FIELD=VALUE, for example level=name", param_hint="--set"
        )
    try:
        value = json.loads(found[3])
    except (ValueError, RecursionError):
        value = found[3]
    return Setting(found[1], found[2], value)
