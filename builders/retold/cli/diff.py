"""retold diff"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import EndpointOption, check_address, guarded, open_corpus, progress
from retold.dataset import Dataset, DatasetError
from retold.hub.calls import HubError


class DiffFormat(StrEnum):
    """Output formats of ``retold diff``."""

    text = "text"
    json = "json"
    markdown = "markdown"


_ADDRESS = "a folder, a git revision of this repository, or hf://datasets/ORG/NAME@REVISION"


@guarded
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=f"The earlier dataset: {_ADDRESS}.")],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar="[NEW]",
            help="The later one. Default: data/ of the nearest corpus.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        DiffFormat,
        typer.Option("--format", help="text for people, json for machines, markdown for a changelog."),
    ] = DiffFormat.text,
    everything: Annotated[
        bool, typer.Option("--all", help="Every change; else the first 20 of a kind and layer.")
    ] = False,
    endpoint: EndpointOption = None,
) -> None:
    """Say what changed between two built datasets, record by record.

    Documents, records, fields of the schema and files; totals per layer, split and language; the
    least version bump that the changes demand. Exit status 0 if they are the same, 1 if not.
    """
    from retold.diff.compare import diff as compare
    from retold.diff.report import as_json, as_markdown, as_text

    check_address(endpoint, "--endpoint")
    try:
        with progress():
            before, after = opened(old, endpoint), opened(new, endpoint)
        names = (f"{old} ({_called(before)})", f"{new or 'data/ here'} ({_called(after)})")
        found = compare(before, after, names)
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="OLD NEW") from None
    limit = None if everything else 20
    if format is DiffFormat.json:
        print_json(as_json(found))
    else:
        typer.echo((as_text if format is DiffFormat.text else as_markdown)(found, limit))
    raise typer.Exit(1 if found.changes else 0)


def _called(dataset: Dataset) -> str:
    """Name and version, and whether it lacks the texts."""
    return f"{dataset}, without texts" if dataset.without_text else str(dataset)


def opened(address: str | None, endpoint: str | None = None) -> Dataset:
    """The dataset at an address; without one, data/ of the nearest corpus.

    Says on standard error where that data/ is older than what it is built from.
    """
    from retold.sources import changed_inputs, open_dataset

    if address is not None:
        return open_dataset(address, endpoint=endpoint)
    folder = open_corpus(None)
    found = open_dataset(str(folder.root))
    changed = changed_inputs(found, folder)
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        note = f"retold: data/ was built before {changed[0]}{more} changed; run `retold build`"
        typer.echo(note, err=True)
    return found
