"""retold compare"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    source_at,
    stop_at,
    task_of,
    usage_of,
)

if TYPE_CHECKING:
    from retold.answers.held import Answers
    from retold.findings import Finding


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
    from retold.answers.challenge import pages_of, pairs_of
    from retold.answers.held import hold
    from retold.answers.pages import pages
    from retold.cli.scores import comparison_markdown, comparison_text
    from retold.metrics.scores.difference import compare as compare_pages
    from retold.metrics.scores.difference import compare_pairs

    row = task_of(task)
    dataset = gold_of(gold, split, challenge, endpoint)
    with usage_of("--gold"):
        pairs = pairs_of(dataset, row) if challenge else []
        right = pages_of(pairs) if challenge else pages(dataset, row, split)
    sources = [source_at(path, row, challenge) for path in (a, b)]
    both = [hold(source, right, missing_is_empty=missing_is_empty) for source in sources]
    findings = said_of([a, b], both)
    stop_at(findings, format)
    answers = [found.pages for found in both]
    if challenge:
        found = compare_pairs(row.name, pairs, *answers)
    else:
        found = compare_pages(row.name, right, *answers)
    if format is ScoreFormat.json:
        print_json({"findings": as_json(findings, False), "a": str(a), "b": str(b), **asdict(found)})
    else:
        shown = comparison_text if format is ScoreFormat.text else comparison_markdown
        typer.echo(shown(found, str(a), str(b)))


def said_of(paths: Sequence[Path], found: Sequence[Answers]) -> list[Finding]:
    """What is wrong with several systems' answers, each place with the path that was given."""
    return [
        replace(finding, place=replace(finding.place, file=_below(path, finding.place.file)))
        for path, answers in zip(paths, found, strict=True)
        for finding in answers.findings
    ]


def _below(path: Path, file: str) -> str:
    return str(path) if file == path.name else str(path / file)
