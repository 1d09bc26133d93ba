"""retold import: one command, two ways, a module each; the options decide which."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from retold.cli.interchange import NAMES, LossyOption
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded
from retold.corpora import CORPORA
from retold.formats import FORMATS

_PUBLIC = ", ".join(CORPORA)
_LAYER: Final = "For a layer"
_WHOLE: Final = "For a corpus of its own"


@guarded
def import_(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help=f"With --annotator a format: {NAMES}. With --out a corpus: {_PUBLIC}."
        ),
    ],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Folder or file to read.", exists=True)],
    corpus: CorpusArgument = None,
    annotator: Annotated[
        str | None,
        typer.Option(
            "--annotator", metavar="NAME", help="Whose layer it becomes.", rich_help_panel=_LAYER
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="[LABEL:]FIELD=VALUE",
            help="A field's value where the files do not say it, for example level=name or "
            "GPE:metonym=none.",
            rich_help_panel=_LAYER,
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace records that are there.", rich_help_panel=_LAYER)
    ] = False,
    lossy: LossyOption = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder to write; new or empty.", rich_help_panel=_WHOLE
        ),
    ] = None,
    obtained: Annotated[
        str | None,
        typer.Option(
            "--obtained",
            metavar="YYYY-MM-DD",
            help="Day on which you got the files; the manifest of seeds keeps it. Default: today.",
            show_default=False,
            rich_help_panel=_WHOLE,
        ),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Bring in what others annotated: a layer of a corpus, or a corpus of its own.

    With --annotator, another tool's files become the layer annotations/NAME of CORPUS. Each
    document must have the id and the exact text of a seed; its records pass the schema and the rules
    on documents, and findings say where they stand in the files that were read. docs/formats.md.

    With --out, the files of a public corpus become a folder that builds with `retold build`.
    docs/corpora.md says for each part what is exact, approximate or dropped; the report counts it.

    With a file that cannot be read whole nothing is written, and the exit status is 1.
    """
    layer = {"CORPUS": corpus, "--set": set_, "--force": force, "--lossy": lossy}
    whole = {"--obtained": obtained}
    if annotator is not None and out is not None:
        raise typer.BadParameter(
            "one of the two: --annotator makes a layer of a corpus, --out a corpus of its own",
            param_hint="--annotator, --out",
        )
    if annotator is not None:
        _refuse(whole, "a corpus of its own, which --out makes")
        if name not in FORMATS:
            raise typer.BadParameter(_unknown(name, "format", NAMES, "--out"), param_hint="NAME")
        from retold.cli.import_layer import import_layer

        import_layer(
            FORMATS[name], path, annotator, corpus, set_ or (), force=force, lossy=lossy, output=format
        )
    elif out is not None:
        _refuse(layer, "a layer of a corpus, which --annotator makes")
        if name not in CORPORA:
            raise typer.BadParameter(
                _unknown(name, "public corpus", _PUBLIC, "--annotator"), param_hint="NAME"
            )
        from retold.cli.import_whole import import_whole

        import_whole(name, path, out, obtained, format)
    else:
        raise typer.BadParameter(
            "say what it becomes: --annotator NAME makes a layer of a corpus, --out DIR a corpus of "
            "its own",
            param_hint="--annotator, --out",
        )


def _refuse(options: Mapping[str, object], whose: str) -> None:
    """Wrong usage for options of the other way that were given, all of them."""
    given = [option for option, value in options.items() if value]
    if given:
        verb = "is" if len(given) == 1 else "are"
        raise typer.BadParameter(f"{', '.join(given)} {verb} for {whose}", param_hint=given[0])


def _unknown(name: str, what: str, known: str, other: str) -> str:
    there = name in (CORPORA if other == "--out" else FORMATS)
    hint = f"; it is one that {other} takes" if there else ""
    return f"no {what} {name!r}; there are: {known}{hint}"
