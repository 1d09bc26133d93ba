"""retold compare"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from retold.cli.findings import as_json, print_json
from retold.cli.options import EndpointOption, guarded
from retold.cli.score import (
    ANSWERS,
    NAMES,
    ChallengeOption,
    EmptyOption,
    GoldOption,
    ScoreFormat,
    ScoreFormatOption,
    SplitOption,
    gold_of,
    read_answers,
    said_of,
    task_of,
)


@guarded
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help=f"One system: {ANSWERS}.", exists=True)],
    b: Annotated[Path, typer.Argument(metavar="B", help="The other.", exists=True)],
    task: Annotated[str, typer.Option("--task", metavar="TASK", help=f"One of: {NAMES}.")],
    gold: GoldOption = None,
    split: SplitOption = None,
    challenge: ChallengeOption = False,
    missing_is_empty: EmptyOption = False,
    format: ScoreFormatOption = ScoreFormat.text,
    endpoint: EndpointOption = None,
) -> None:
    """Say whether two systems differ on a task, figure by figure.

    Approximate randomisation over documents (sentences, where there are fewer than ten), and a paired
    bootstrap interval of the difference B - A.
    """
    from retold.cli.scores import comparison_markdown, comparison_text
    from retold.metrics.scores.difference import compare as compare_pages
    from retold.metrics.scores.difference import compare_pairs

    row = task_of(task)
    right = gold_of(gold, row, split, challenge, endpoint)
    both = read_answers([a, b], right, row, missing_is_empty, format)
    answers = [found.pages for found in both]
    if right.pairs:
        found = compare_pairs(row.name, right.pairs, *answers)
    else:
        found = compare_pages(row.name, right.pages, *answers)
    if format is ScoreFormat.json:
        findings = as_json(said_of([a, b], both), False)
        print_json({"findings": findings, "a": str(a), "b": str(b), **asdict(found)})
    else:
        shown = comparison_text if format is ScoreFormat.text else comparison_markdown
        typer.echo(shown(found, str(a), str(b)))
