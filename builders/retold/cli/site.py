"""retold site"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from retold.cli.diff import opened
from retold.cli.options import (
    EndpointOption,
    check_address,
    fresh_folder,
    guarded,
    open_corpus,
    progress,
)
from retold.dataset import DatasetError
from retold.hub.calls import HubError


@guarded
def site(
    dataset: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATASET]",
            help="Built dataset: a folder, a git revision, or hf://datasets/ORG/NAME@REVISION. Default: "
            "data/ of the nearest corpus.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder to write: new, empty, or an earlier site.",
            show_default=False,
        ),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve it on loopback, until Ctrl-C; --out may be missing.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Of --serve. 0: any that is free.")
    ] = 0,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="OLD",
            help="An earlier version, as DATASET: its differences are shown.",
            show_default=False,
        ),
    ] = None,
    findings: Annotated[
        Path | None,
        typer.Option(
            "--findings",
            metavar="FILE",
            help="What `retold check --format json` wrote, to be shown.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    endpoint: EndpointOption = None,
) -> None:
    """Make a static site that shows a dataset: stories side by side, figures, positions, entities.

    Opens from disk, loads nothing from elsewhere, and has the same bytes for the same dataset.
    docs/site.md says what is where.
    """
    if out is None and not serve:
        raise typer.BadParameter("name a folder to write to, or --serve it", param_hint="--out")
    check_address(endpoint, "--endpoint")
    if out is not None:
        from retold.exploring.folder import is_site

        if not is_site(out):
            fresh_folder(out, dataset if dataset and Path(dataset).is_dir() else None)
    files = _made(dataset, against, findings, endpoint)
    if out is not None:
        _write(out, files)
        if serve:
            _serve(out, port)
        return
    with tempfile.TemporaryDirectory(prefix="retold-site-") as folder:
        target = Path(folder) / "site"
        _write(target, files, tell=False)
        _serve(target, port)


def _made(
    dataset: str | None, against: str | None, findings: Path | None, endpoint: str | None
) -> dict[str, bytes]:
    """The files of the site; exit 2 for a dataset that cannot be shown, 3 for what cannot run."""
    address = dataset or str(open_corpus(None).root)
    try:
        from retold.diff.compare import diff
        from retold.exploring.assets import assets
        from retold.exploring.beside import beside, corpus_of
        from retold.site.pages import site as pages

        with progress():
            found = opened(dataset, endpoint)
            old = None if against is None else opened(against, endpoint)
        changes = None if old is None else diff(old, found)
        return pages(
            found,
            assets(),
            address=address if address.startswith("hf://") else "data",
            beside=beside(corpus_of(address), findings),
            diff=changes,
        )
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    except ImportError as error:
        if error.name not in ("jinja2", "markupsafe"):
            raise
        made = f"{error.name}, with which pages are made, is not installed"
        typer.echo(f"retold: could not run: {made}: pip install 'retold[site]'", err=True)
        raise typer.Exit(3) from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="DATASET") from None


def _write(out: Path, files: dict[str, bytes], *, tell: bool = True) -> None:
    from retold.exploring.folder import write

    size = write(out, files)
    if tell:
        typer.echo(f"Wrote {len(files) + 1} files, {size / 1000:,.0f} kB, to {os.path.relpath(out)}.")
        typer.echo(f"Open {os.path.relpath(out / 'index.html')} in a browser.")


def _serve(folder: Path, port: int) -> None:
    from retold.exploring.serving import address, server

    with server(folder, port) as found:
        typer.echo(f"Serving at {address(found)} until Ctrl-C.")
        try:
            found.serve_forever()
        except KeyboardInterrupt:
            typer.echo("Ended.")
