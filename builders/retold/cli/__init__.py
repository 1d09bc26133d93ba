"""The command line: one module a command. Exit status: 0 clean, 1 findings, 2 usage, 3 could
not run."""

from __future__ import annotations

import os
import sys
import traceback

import typer

from retold.cli.adjudicate import adjudicate
from retold.cli.agree import agree
from retold.cli.build import build
from retold.cli.check import check
from retold.cli.compare import compare
from retold.cli.convert import convert
from retold.cli.diff import diff
from retold.cli.explain import explain
from retold.cli.export import export
from retold.cli.hydrate import hydrate
from retold.cli.import_ import import_
from retold.cli.init import init
from retold.cli.labelstudio import app as labelstudio
from retold.cli.preannotate import preannotate
from retold.cli.predict import predict
from retold.cli.publish import publish
from retold.cli.ratchet import ratchet
from retold.cli.release import release
from retold.cli.reshard import reshard
from retold.cli.score import score
from retold.cli.seed import seed
from retold.cli.site import site
from retold.cli.train import train
from retold.cli.verify import verify

app = typer.Typer(
    name="retold",
    help=(
        "Builds and checks annotated corpora of retold news.\n\n"
        "A corpus is a folder with retold.toml. Commands work on the folder you name, or on the "
        "nearest one upwards from here.\n\n"
        "Exit status: 0 clean, 1 findings, 2 wrong usage, 3 could not run."
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command()(init)
app.add_typer(seed, name="seed")
app.command()(preannotate)
app.add_typer(labelstudio)
app.command()(adjudicate)
app.command()(agree)
app.command()(check)
app.command()(explain)
app.command()(ratchet)
app.command()(export)
app.command("import")(import_)
app.command()(convert)
app.command()(reshard)
app.command()(build)
app.command()(diff)
app.command()(verify)
app.command()(site)
app.command()(release)
app.command()(publish)
app.command()(hydrate)
app.command()(predict)
app.command()(train)
app.command()(score)
app.command()(compare)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"retold {version('retold')}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", help="Show the tool's version.", callback=_version, is_eager=True
    ),
) -> None:
    pass


def main() -> None:
    """Entry point of the ``retold`` command."""
    run_app(app)


def run_app(command: typer.Typer) -> None:
    """Runs a command line; exit status 3 for what it does not expect."""
    try:
        command()
    except OSError as error:
        typer.echo(f"retold: could not run: {error}", err=True)
        sys.exit(3)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # a library in Rust that panics raises no Exception
        if os.environ.get("RETOLD_TRACEBACK"):
            traceback.print_exc()
        else:
            kind, value, _ = sys.exc_info()
            name = kind.__name__ if kind else "error"
            typer.echo(
                f"retold: could not run: {name}: {value}\n"
                "This is a fault of the tool. Set RETOLD_TRACEBACK=1 for the details to report.",
                err=True,
            )
        sys.exit(3)
