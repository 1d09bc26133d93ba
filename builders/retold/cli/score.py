"""retold score"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    from retold.answers.given import Source
    from retold.dataset import Dataset
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
    from retold.answers.scoring import scored, scored_challenge
    from retold.cli.scores import as_markdown, as_text
    from retold.metrics.scores.measured import as_values

    row = task_of(task)
    dataset = gold_of(gold, split, challenge, endpoint)
    source = source_at(pred, row, challenge)
    with usage_of("--gold"):
        if challenge:
            found = scored_challenge(row, dataset, source, missing_is_empty=missing_is_empty)
        else:
            found = scored(row, dataset, source, split=split, missing_is_empty=missing_is_empty)
    stop_at(found.findings, format)
    assert found.report is not None
    if format is ScoreFormat.json:
        values = as_values(found.report)
        print_json({"findings": as_json(found.findings, False), "ignored": found.ignored, **values})
    else:
        typer.echo((as_text if format is ScoreFormat.text else as_markdown)(found.report))
        if found.ignored:
            typer.echo(f"\nNot counted: {found.ignored} mentions in furniture, which gold leaves out.")


def task_of(name: str) -> Task:
    """The task; wrong usage for a name that is none."""
    from retold.metrics.scores.scoring import task_of as find

    try:
        return find(name)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="TASK") from None


def gold_of(gold: str | None, split: str | None, challenge: bool, endpoint: str | None) -> Dataset:
    """The dataset that is gold; exit 3 where the Hub does not give it."""
    check_address(endpoint, "--endpoint")
    if challenge and split is not None:
        raise typer.BadParameter("a challenge set has no splits", param_hint="--split")
    try:
        with progress(), usage_of("--gold"):
            return opened(gold, endpoint)
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None


def source_at(path: Path, task: Task, challenge: bool) -> Source:
    """Where a system's answers are; wrong usage where there are none."""
    from retold.answers.given import source_of

    with usage_of(str(path)):
        return source_of(path, task, challenge=challenge)


@contextmanager
def usage_of(option: str) -> Iterator[None]:
    """Wrong usage of an option for what is no dataset, or lacks what is asked for."""
    try:
        yield
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None


def stop_at(findings: Sequence[Finding], format: ScoreFormat) -> None:
    """Says what is wrong with answers; exit 1 if anything is an error."""
    if format is not ScoreFormat.json:
        print_findings(list(findings), False, lambda doc: None)
    if blocking(findings):
        if format is ScoreFormat.json:
            print_json({"findings": as_json(list(findings), False)})
        else:
            typer.echo("Nothing scored: a part of the answers would be left out.")
        raise typer.Exit(1)
