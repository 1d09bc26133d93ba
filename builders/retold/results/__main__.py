"""``python -m retold.results``: measures what ships; writes docs/results.json and docs/results.md."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from retold.cli import run_app
from retold.cli.options import CorpusArgument, guarded, open_corpus
from retold.dataset import DatasetError
from retold.files import RESULTS, RESULTS_PAGE, CorpusFolder
from retold.results.checking import findings, page_of
from retold.results.plan import plan
from retold.results.running import RunError, measured
from retold.scoreboard.rows import ResultsError, Row, dumps, loads

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
@guarded
def results(
    corpus: CorpusArgument = None,
    samples: Annotated[
        Path | None,
        typer.Option(
            "--samples",
            metavar="DIR",
            help="Folder with the files of other corpora. Rows that need what is not there stay as "
            "they were.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what is stale or not so.")
    ] = False,
) -> None:
    """Run every baseline on every task of every set, and write what each scores, and by which commands.

    Exit status 1 where --check finds something; 3 where a command fails.
    """
    folder = open_corpus(corpus)
    start = time.monotonic()
    try:
        old = _read(folder)
        if check:
            found = list(findings(old, _page(folder), plan(), folder.root, _say))
            for line in found:
                typer.echo(line)
            typer.echo(
                "Run `make results`." if found else f"{len(old)} rows: nothing is stale or changed."
            )
            raise typer.Exit(1 if found else 0)
        rows = measured(plan(), old, folder.root, samples, _say)
    except ResultsError as error:
        raise typer.BadParameter(f"{RESULTS} cannot be read: {error}", param_hint="CORPUS") from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="CORPUS") from None
    except RunError as error:
        typer.echo(f"retold: could not run: {error}", err=True)
        raise typer.Exit(3) from None
    folder.write_text(RESULTS, dumps(rows).decode("utf-8"))
    folder.write_text(RESULTS_PAGE, page_of(rows))
    typer.echo(
        f"Wrote {len(rows)} rows to {RESULTS} and {RESULTS_PAGE}, in {time.monotonic() - start:.0f} s. "
        "Next: retold build"
    )


def _read(folder: CorpusFolder) -> tuple[Row, ...]:
    return loads(folder.read_bytes(RESULTS)) if folder.exists(RESULTS) else ()


def _page(folder: CorpusFolder) -> str | None:
    if not folder.exists(RESULTS_PAGE):
        return None
    text = folder.read_text(RESULTS_PAGE)
    return text if isinstance(text, str) else None


def _say(line: str) -> None:
    typer.echo(f"retold: {line}", err=True)


if __name__ == "__main__":
    run_app(app)
