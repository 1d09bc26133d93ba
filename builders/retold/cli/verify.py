"""retold verify"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import (
    EndpointOption,
    Format,
    FormatOption,
    check_address,
    guarded,
    open_corpus,
    progress,
)
from retold.dataset import DatasetError
from retold.hub.calls import HubError


@guarded
def verify(
    dataset: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATASET]",
            help="A dataset's folder, hf://datasets/ORG/NAME@REVISION, or a git revision. Default: "
            "data/ of the nearest corpus.",
            show_default=False,
        ),
    ] = None,
    format: FormatOption = Format.text,
    endpoint: EndpointOption = None,
) -> None:
    """Compute every digest, count and type of a built dataset again, from its files alone.

    Names each file that is not what release.json, the card or croissant.json says. Exit status 1
    if there is one.
    """
    from retold.sources import open_dataset
    from retold.verifying import verify as verified

    check_address(endpoint, "--endpoint")
    try:
        address = str(open_corpus(None).root) if dataset is None else dataset
        with progress():
            opened = open_dataset(address, endpoint=endpoint)
        found = verified(opened)
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="DATASET") from None
    if format is Format.json:
        print_json({"dataset": str(opened), "files": len(opened.files), **asdict(found)})
    else:
        for mismatch in found.mismatches:
            typer.echo(f"{mismatch.path}: {mismatch.message}")
        for name in found.unchecked:
            typer.echo(f"not checked: {name}, which this release.json does not have")
        wrong = len({mismatch.path for mismatch in found.mismatches})
        what = f"{wrong} not as recorded" if wrong else "all as recorded"
        typer.echo(f"{opened}: {len(opened.files)} files, {what}")
    raise typer.Exit(1 if found.mismatches else 0)
