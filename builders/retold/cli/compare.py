"""retold compare"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import EndpointOption, guarded
from retold.cli.score import (
    ANSWERS,
    NAMES,
    EmptyOption,
    GoldOption,
    ScoreFormat,
    ScoreFormatOption,
    SplitOption,
    gold_pages,
    read_answers,
    task_of,
)


@guarded
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=f"One system: {ANSWERS}.", exists=True)],
    b: Annotated[Path, typer.Argument(metavar="B", help="The other.", exists=True)],
    task: Annotated[str, typer.Option("--task", metavar="TASK", help=f"One of: {NAMES}.")],
    gold: GoldOption = None,
    split: SplitOption = None,
    missing_is_empty: EmptyOption = False,
    format: ScoreFormatOption = ScoreFormat.text,
    endpoint: EndpointOption = None,
) -> None:
    """Say whether two systems differ on a task, figure by figure.

    Approximate randomisation over documents (sentences, where there are fewer than ten), and a paired
    bootstrap interval of the difference B - A.
    """
    from retold.cli.scores import comparison_markdown, comparison_text
    from retold.metrics.scores.difference import compare as run

    row = task_of(task)
    pages = gold_pages(gold, row, split, endpoint)
    left, right = (read_answers(path, pages, row, missing_is_empty, format) for path in (a, b))
    found = run(row.name, pages, left.pages, right.pages)
    if format is ScoreFormat.json:
        print_json(asdict(found))
    else:
        shown = comparison_text if format is ScoreFormat.text else comparison_markdown
        typer.echo(shown(found, str(a), str(b)))
