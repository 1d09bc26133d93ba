"""retold init"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import Format, FormatOption, guarded


@guarded
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to make; new or empty.", show_default=False)
    ],
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            help="Short name: lower-case letters, digits, '-'. Default: from the folder's name.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="Name for people. Default: from the name.", show_default=False),
    ] = None,
    languages: Annotated[
        str,
        typer.Option(
            "--languages", metavar="TAG,…", help="Languages of the texts (BCP 47), for the card."
        ),
    ] = "en",
    format: FormatOption = Format.text,
) -> None:
    """Make a folder for a new corpus: no document yet, and it checks, builds and passes its tests.

    Writes settings, manifests, a card, guidelines to go on from, tests and a CI file. `FILL IN` marks
    what only you can say. A folder that is not empty is left alone.
    """
    from retold import scaffold
    from retold.writing import write_new_folder

    _check_folder(folder)
    chosen = scaffold.name_from(folder.resolve().name) if name is None else name
    if chosen is None or not scaffold.is_name(chosen):
        raise typer.BadParameter(
            f"{folder.resolve().name if name is None else name!r} makes no name of lower-case letters, "
            "digits and '-', for example ferry-news",
            param_hint="--name",
        )
    shown = chosen.replace("-", " ").capitalize() if title is None else title
    if not scaffold.is_title(shown):
        raise typer.BadParameter("one line without control characters and <!--", param_hint="--title")
    files = scaffold.empty_corpus(chosen, shown, _tags(languages))
    write_new_folder(folder, files)
    if format is Format.json:
        print_json({"folder": str(folder), "name": chosen, "title": shown, "files": sorted(files)})
        return
    typer.echo(f"Wrote {len(files)} files to {folder}: {shown}, without a document yet.")
    typer.echo(
        f'Fill in what grep -rn "FILL IN" {folder} shows. Next: cd {folder}; retold seed add FILE'
    )


def _check_folder(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise typer.BadParameter(f"{folder} is there and no folder", param_hint="DIR")
    if folder.is_dir() and any(folder.iterdir()):
        raise typer.BadParameter(f"{folder} is not empty; name a new folder", param_hint="DIR")
    if folder.resolve() == Path.cwd():
        # the new one takes its place: you would stand in a folder that is gone
        raise typer.BadParameter(f"name it from the folder above: retold init {folder.resolve().name}",
                                 param_hint="DIR")  # fmt: skip


def _tags(words: str) -> list[str]:
    from retold.schemas import is_lang

    tags = [word.strip() for word in words.split(",") if word.strip()]
    wrong = [tag for tag in tags if not is_lang(tag)]
    if wrong or not tags:
        raise typer.BadParameter(
            f"{', '.join(wrong) or 'nothing'} is no language tag like en, id or sr-Latn",
            param_hint="--languages",
        )
    return list(dict.fromkeys(tags))
