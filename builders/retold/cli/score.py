"""retold score"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retold.cli.diff import opened
from retold.cli.findings import as_json, print_findings, print_json
from retold.cli.options import EndpointOption, check_address, guarded, progress
from retold.dataset import DatasetError
from retold.findings import Finding, blocking
from retold.hub.calls import HubError

if TYPE_CHECKING:
    from retold.answers.given import Answers
    from retold.metrics.scores.challenge import Pair
    from retold.metrics.scores.page import Page
    from retold.metrics.scores.tasks import Task

NAMES = "ner, entities, stance, headlines or casualties"


class ScoreFormat(StrEnum):
    """Output formats of ``retold score`` and ``retold compare``."""

    text = "text"
    json = "json"
    markdown = "markdown"


GoldOption = Annotated[
    str | None,
    typer.Option(
        "--gold",
        metavar="DATASET",
        help="Built dataset: a folder, a git revision, or hf://datasets/ORG/NAME@REVISION. Default: "
        "data/ of the nearest corpus.",
        show_default=False,
    ),
]
SplitOption = Annotated[
    str | None,
    typer.Option("--split", metavar="NAME", help="One split of gold. Default: all.", show_default=False),
]
EmptyOption = Annotated[
    bool,
    typer.Option("--missing-is-empty", help="A document without an answer: nothing found in it."),
]
ChallengeOption = Annotated[
    bool,
    typer.Option("--challenge", help="The challenge set: pass rates of its items (docs/challenge.md)."),
]
ScoreFormatOption = Annotated[
    ScoreFormat,
    typer.Option("--format", help="text for people, json for machines, markdown for a page."),
]
ANSWERS = "record lines (.jsonl; a folder: a file a document), a built dataset, or for ner token lines"


@guarded
def score(
    task: Annotated[str, typer.Argument(metavar="TASK", help=f"One of: {NAMES}.")],
    pred: Annotated[
        Path, typer.Option("--pred", metavar="PATH", help=f"Answers: {ANSWERS}.", exists=True)
    ],
    gold: GoldOption = None,
    split: SplitOption = None,
    challenge: ChallengeOption = False,
    missing_is_empty: EmptyOption = False,
    format: ScoreFormatOption = ScoreFormat.text,
    endpoint: EndpointOption = None,
) -> None:
    """Score a system's answers against gold.

    docs/scoring.md says what each figure counts. Answers that do not fit gold are findings, and nothing
    is scored then: exit status 1.
    """
    from retold.cli.scores import as_markdown, as_text
    from retold.metrics.scores.challenge import score as score_pairs
    from retold.metrics.scores.measured import as_values
    from retold.metrics.scores.scoring import score as score_pages

    row = task_of(task)
    right = gold_of(gold, row, split, challenge, endpoint)
    (found,) = read_answers([pred], right, row, missing_is_empty, format)
    if right.pairs:
        report = score_pairs(row.name, right.pairs, found.pages)
    else:
        report = score_pages(row.name, right.pages, found.pages)
    if format is ScoreFormat.json:
        print_json(
            {"findings": as_json(found.findings, False), "ignored": found.ignored, **as_values(report)}
        )
    else:
        typer.echo((as_text if format is ScoreFormat.text else as_markdown)(report))
        if found.ignored:
            typer.echo(f"\nNot counted: {found.ignored} mentions in furniture, which gold leaves out.")


def task_of(name: str) -> Task:
    """The task; wrong usage for a name that is none."""
    from retold.metrics.scores.scoring import task_of as find

    try:
        return find(name)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="TASK") from None


@dataclass(frozen=True)
class Gold:
    """Gold's documents; of a challenge set also its items, whose texts they are."""

    pages: list[Page]
    pairs: list[Pair]


def gold_of(
    gold: str | None, task: Task, split: str | None, challenge: bool, endpoint: str | None
) -> Gold:
    """Gold's documents, or those of its challenge set; exit 3 where the Hub does not give them."""
    from retold.answers.challenge import pages_of, pairs_of
    from retold.answers.pages import pages

    check_address(endpoint, "--endpoint")
    if challenge and split is not None:
        raise typer.BadParameter("a challenge set has no splits", param_hint="--split")
    try:
        with progress():
            dataset = opened(gold, endpoint)
            if challenge:
                pairs = pairs_of(dataset, task)
                return Gold(pages_of(pairs), pairs)
            return Gold(pages(dataset, task, split), [])
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="--gold") from None


def read_answers(
    paths: Sequence[Path], gold: Gold, task: Task, missing_is_empty: bool, format: ScoreFormat
) -> list[Answers]:
    """Each system's answers; exit 1 after saying all that is wrong with any of them."""
    from retold.answers.given import answers

    found = []
    for path in paths:
        try:
            found.append(
                answers(
                    path,
                    gold.pages,
                    task,
                    challenge=bool(gold.pairs),
                    missing_is_empty=missing_is_empty,
                )
            )
        except DatasetError as error:
            raise typer.BadParameter(str(error), param_hint=str(path)) from None
    findings = said_of(paths, found)
    if format is not ScoreFormat.json:
        print_findings(findings, False, lambda doc: None)
    if blocking(findings):
        if format is ScoreFormat.json:
            print_json({"findings": as_json(findings, False)})
        else:
            typer.echo("Nothing scored: a part of the answers would be left out.")
        raise typer.Exit(1)
    return found


def said_of(paths: Sequence[Path], found: Sequence[Answers]) -> list[Finding]:
    """What is wrong; of several systems, each place with the path that was given."""
    if len(paths) == 1:
        return found[0].findings
    return [
        replace(finding, place=replace(finding.place, file=_below(path, finding.place.file)))
        for path, answers in zip(paths, found, strict=True)
        for finding in answers.findings
    ]


def _below(path: Path, file: str) -> str:
    return str(path) if file == path.name else str(path / file)
