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
from retold.model import ANNOTATION_KINDS

_KINDS = ", ".join(ANNOTATION_KINDS)


@guarded
def export(
    target_format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {NAMES}.")],
    out: OutOption,
    corpus: CorpusArgument = None,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="gold, or an annotator's name.")
    ] = "gold",
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help=f"Only records of this kind; may be given again. One of: {_KINDS}.",
            show_default="all",
        ),
    ] = None,
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
    unknown = [name for name in kind or () if name not in ANNOTATION_KINDS]
    if unknown:
        message = f"no kind {unknown[0]!r}; there are: {_KINDS}"
        raise typer.BadParameter(message, param_hint="--kind")
    for read in ("annotations", "seeds"):
        new_folder(out, folder.root / read)
    try:
        done = outward.export(folder, layer, writer, out, kind or ANNOTATION_KINDS, lossy=lossy)
    except outward.NoSuchLayerError as error:
        raise typer.BadParameter(str(error), param_hint="--layer") from None
    end(done, format, lambda doc: None, f"to {out}")
