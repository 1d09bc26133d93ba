"""retold import: one command, two ways, a module each; the options decide which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from retold.cli.interchange import NAMES, LossyOption
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded
from retold.corpora import CORPORA
from retold.corpora.iob2.documents import SENTENCES
from retold.corpora.labels import PRESETS
from retold.formats import FORMATS

_PUBLIC = ", ".join(CORPORA)
_LAYER: Final = "For a layer"
_WHOLE: Final = "For a corpus of its own"


class SplitName(StrEnum):
    """The splits (``model.Split``)."""

    train = "train"
    validation = "validation"
    test = "test"


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
    labels: Annotated[
        str | None,
        typer.Option(
            "--labels",
            metavar="MAPPING",
            help=f"What the labels become: {', '.join(PRESETS)}, or a TOML or JSON file.",
            show_default=False,
            rich_help_panel=_WHOLE,
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="TAG",
            help="Language of the texts, BCP 47. Default: the mapping's.",
            show_default=False,
            rich_help_panel=_WHOLE,
        ),
    ] = None,
    split: Annotated[
        SplitName | None,
        typer.Option(
            "--split",
            help="Split of files whose name does not say it.",
            show_default=False,
            rich_help_panel=_WHOLE,
        ),
    ] = None,
    sentences: Annotated[
        int | None,
        typer.Option(
            "--sentences-per-document",
            metavar="N",
            min=1,
            help="Sentences of a document in files without -DOCSTART-.",
            show_default=str(SENTENCES),
            rich_help_panel=_WHOLE,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Refuse tags that their scheme does not have there, which are mended else.",
            rich_help_panel=_WHOLE,
        ),
    ] = False,
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
    chosen = {
        "labels": ("--labels", labels),
        "lang": ("--lang", lang),
        "split": ("--split", split),
        "sentences": ("--sentences-per-document", sentences),
        "strict": ("--strict", strict),
    }
    whole = {"--obtained": obtained, **dict(chosen.values())}
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
        takes = CORPORA[name].takes
        others = [corpus for corpus, row in CORPORA.items() if set(row.takes) - set(takes)]
        _refuse(dict(v for k, v in chosen.items() if k not in takes), ", ".join(others))
        from retold.cli.import_whole import Wanted, import_whole

        wanted = Wanted(obtained, labels, lang, split.value if split else None, sentences, strict)
        import_whole(name, takes, path, out, wanted, format)
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
