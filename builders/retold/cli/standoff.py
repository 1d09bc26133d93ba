"""retold release --text omit"""

from __future__ import annotations

import shlex
from pathlib import Path

import typer

from retold.cli.options import new_folder
from retold.files import RELEASE, SETTINGS, CorpusFolder, find_root


def release_without_text(dataset: Path, out: Path) -> None:
    """Writes the stand-off edition and says so."""
    from retold.editions import write_standoff
    from retold.standoff.errors import EditionError, WrongFolderError

    target = new_folder(out, dataset)
    try:
        made = write_standoff(dataset, target)
    except WrongFolderError as error:
        raise typer.BadParameter(str(error), param_hint="DATASET") from None
    except EditionError as error:
        for problem in error.problems:
            typer.echo(problem)
        typer.echo("Nothing written.")
        raise typer.Exit(1) from None
    name = f"{made.record['name']} {made.record['version']}"
    typer.echo(
        f"Wrote the stand-off edition of {name} to {out}: {len(made.record['files']) + 1} files, "
        f"{made.values} values and {made.runs} runs of words left out."
    )
    typer.echo(f"Put it together:\n  retold hydrate {shlex.quote(str(out))} --seeds FOLDER --out NEW")


def dataset_of(path: Path | None) -> Path:
    """The dataset's folder: the one named, or the data/ of the corpus named or around."""
    root = find_root(Path.cwd()) if path is None else path
    if root is None:
        raise typer.BadParameter(
            f"no {SETTINGS} here or in any folder above; name the folder of a dataset",
            param_hint="DATASET",
        )
    if (root / SETTINGS).is_file() and not (root / RELEASE).is_file():
        return CorpusFolder(root).data
    return root
