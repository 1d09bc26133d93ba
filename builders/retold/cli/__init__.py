"""The command line: one module a command. Exit status: 0 clean, 1 findings, 2 usage, 3 could
not run."""

from __future__ import annotations

import gc
import os
import sys
import traceback

import typer

from retold.cli.commands import COMMANDS, Late, later

app = typer.Typer(
    name="retold",
    cls=Late,
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
for _name, _command in COMMANDS.items():
    app.command(_name, help=_command.help)(later)


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
    # records are many and hold no cycles; looking for cycles among them takes a third of the time
    gc.set_threshold(100_000, 50, 100)
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
