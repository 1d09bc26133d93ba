"""retold export"""

from __future__ import annotations

from typing import Annotated

import typer

from retold.cli.interchange import NAMES, LossyOption, end, format_of
from retold.cli.options import (
    CorpusArgument,
    Format,
    FormatOption,
    OutOption,
    guarded,
    new_folder,
    open_corpus,
)


@guarded
def export(
    target_format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {NAMES}.")],
    out: OutOption,
    corpus: CorpusArgument = None,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="gold, or an annotator's name.")
    ] = "gold",
    lossy: LossyOption = False,
    format: FormatOption = Format.text,
) -> None:
    """Write a layer of the corpus in another tool's format.

    What the format cannot hold is counted and named, and nothing is written then, but with --lossy.
    docs/formats.md says what each format holds, and how records stand in it.
    """
    from retold.interchange import outward

    writer = format_of(target_format, "FORMAT")
    folder = open_corpus(corpus)
    for read in ("annotations", "seeds"):
        new_folder(out, folder.root / read)
    try:
        done = outward.export(folder, layer, writer, out, lossy=lossy)
    except outward.NoSuchLayerError as error:
        raise typer.BadParameter(str(error), param_hint="--layer") from None
    end(done, format, lambda doc: None, f"to {out}")
