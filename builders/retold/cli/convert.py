"""retold convert"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retold.cli.interchange import NAMES, LossyOption, end, format_of
from retold.cli.options import Format, FormatOption, guarded, new_folder


@guarded
def convert(
    source_format: Annotated[
        str, typer.Argument(metavar="FROM", help=f"Format of the source: {NAMES}.")
    ],
    source: Annotated[Path, typer.Argument(metavar="SRC", help="Folder or file to read.", exists=True)],
    target_format: Annotated[str, typer.Argument(metavar="TO", help="Format to write.")],
    target: Annotated[Path, typer.Argument(metavar="DST", help="New folder, or new file, to write.")],
    lossy: LossyOption = False,
    format: FormatOption = Format.text,
) -> None:
    """Read files of one format and write them in another, without a corpus.

    What the other format cannot hold is counted and named, and nothing is written then, but with
    --lossy. From a format to itself, files come back as they were. docs/formats.md says what each
    format holds.
    """
    from retold.interchange.outward import convert as run

    reader, writer = format_of(source_format, "FROM"), format_of(target_format, "TO")
    if target.name.endswith(writer.suffixes):
        if target.exists():
            raise typer.BadParameter(f"{target} is there already; name a new file", param_hint="DST")
    elif source.is_dir():
        new_folder(target, source, "DST")
    elif target.exists():
        raise typer.BadParameter(f"{target} is there already; name a new folder", param_hint="DST")
    try:
        done = run(source, reader, writer, target, lossy=lossy)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="DST") from None
    end(done, format, lambda doc: None, f"to {target}")
