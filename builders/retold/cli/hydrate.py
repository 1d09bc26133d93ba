"""retold hydrate"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import (
    EndpointOption,
    Format,
    FormatOption,
    OutOption,
    check_address,
    guarded,
    new_folder,
    progress,
)


@guarded
def hydrate(
    seeds: Annotated[
        Path,
        typer.Option(
            "--seeds",
            metavar="DIR",
            help="Folder with the texts, at any depth and under any names: they are known by SHA-256.",
            exists=True,
            file_okay=False,
            show_default=False,
        ),
    ],
    out: OutOption,
    edition: Annotated[
        str,
        typer.Argument(
            metavar="[EDITION]",
            help="Folder of a stand-off edition, or hf://datasets/ORG/NAME@REVISION. Default: this "
            "folder.",
        ),
    ] = ".",
    format: FormatOption = Format.text,
    endpoint: EndpointOption = None,
) -> None:
    """Put a full dataset together from its stand-off edition and the texts.

    Every file comes back byte for byte and is checked against the SHA-256 that the edition has of
    it. With a text that is missing or another one, or an edition that was changed, nothing is
    written, and the exit status is 1.
    """
    from retold.dataset import DatasetError
    from retold.editions import write_hydrated
    from retold.hub.calls import HubError
    from retold.sources import local_copy
    from retold.standoff.errors import EditionError, WrongFolderError

    check_address(endpoint, "--endpoint")
    try:
        with progress():
            folder = local_copy(edition, endpoint=endpoint)
        target = new_folder(out, folder)
        made = write_hydrated(folder, seeds, target)
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    except (WrongFolderError, DatasetError) as error:
        raise typer.BadParameter(str(error), param_hint="EDITION") from None
    except EditionError as error:
        if format is Format.json:
            print_json({"out": None, "problems": list(error.problems)})
        else:
            for problem in error.problems:
                typer.echo(problem)
            typer.echo(f"Nothing written: {len(error.problems)} problems." if len(error.problems) > 1
                       else "Nothing written.")  # fmt: skip
        raise typer.Exit(1) from None
    if format is Format.json:
        found = {"out": str(out), "files": sorted(made.files), "content": made.content}
        print_json({**found, "rewritten": list(made.rewritten), "problems": []})
        return
    typer.echo(f"Wrote {len(made.files)} files to {out}; content SHA-256 {made.content}.")
    if made.rewritten:
        typer.echo(
            "Another version of pyarrow wrote these: their rows are the same, their bytes differ."
        )
        for path in made.rewritten:
            typer.echo(f"  {path}")
    else:
        typer.echo("Each is the full dataset's, byte for byte.")
