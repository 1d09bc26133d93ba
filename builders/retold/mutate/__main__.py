"""``python -m retold.mutate``: plants faults in a copy of a corpus and says which the check saw."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from retold.cli import run_app
from retold.cli.findings import print_findings
from retold.cli.options import CorpusArgument, guarded, open_corpus
from retold.findings import CorpusError
from retold.mutate import engine, report
from retold.mutate.excerpts import UnknownStoryError
from retold.mutate.operators import OPERATORS

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class ReportFormat(StrEnum):
    """Output formats."""

    text = "text"
    json = "json"
    markdown = "markdown"


@app.command()
@guarded
def mutate(
    corpus: CorpusArgument = None,
    seed: Annotated[int, typer.Option("--seed", help="Another seed plants other faults.")] = 0,
    per_operator: Annotated[
        int, typer.Option("--per-operator", min=1, help="Mutants of each operator, at most.")
    ] = 3,
    format: Annotated[
        ReportFormat,
        typer.Option("--format", help="text for people, json for machines, markdown for the docs."),
    ] = ReportFormat.text,
    operators: Annotated[
        str | None, typer.Option("--operators", help="Only these, by name, with commas between.")
    ] = None,
    stories: Annotated[
        str | None,
        typer.Option("--stories", help="Only documents of these, by id, with commas between."),
    ] = None,
) -> None:
    """Plant faults in a copy of a sound corpus, one at a time, and say which codes saw them.

    Exit status 1 if a structural fault survives or the check crashes; 3 if the corpus has errors.
    """
    folder = open_corpus(corpus)
    chosen = [OPERATORS[name] for name in _names(operators)]
    try:
        outcomes = list(engine.run(folder, chosen, seed, per_operator, _words(stories)))
    except UnknownStoryError as error:
        raise typer.BadParameter(str(error), param_hint="--stories") from None
    except CorpusError as error:
        print_findings(list(error.findings), False, lambda doc: None)
        typer.echo("retold: could not run: the corpus has errors before any fault is planted", err=True)
        raise typer.Exit(3) from None
    if format is ReportFormat.json:
        typer.echo(
            json.dumps(report.as_json(outcomes, seed, per_operator), ensure_ascii=False, indent=1)
        )
    elif format is ReportFormat.markdown:
        page = report.as_markdown(outcomes, seed, per_operator, _words(stories))
        typer.echo(page, nl=False)
    else:
        for line in report.as_text(outcomes):
            typer.echo(line)
    raise typer.Exit(1 if report.failures(outcomes) else 0)


def _words(said: str | None) -> list[str]:
    return [word.strip() for word in (said or "").split(",") if word.strip()]


def _names(words: str | None) -> list[str]:
    names = list(OPERATORS) if words is None else _words(words)
    for name in names:
        if name not in OPERATORS:
            message = f"no operator {name!r}; there are: {', '.join(OPERATORS)}"
            raise typer.BadParameter(message, param_hint="--operators")
    return names


if __name__ == "__main__":
    run_app(app)
