"""Gold's records as questions: all that is given, and one field that a classifier has to answer.

Who finds headlines and positions himself cannot be compared with this: here spans, holder and target
are known, and only ``vs_body`` or ``polarity`` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from retold.answers.pages import pages, rows
from retold.dataset import Dataset, DatasetError
from retold.metrics.scores.page import Page, Part
from retold.metrics.scores.tasks import TASKS
from retold.model import Annotation, Headline, Spans, Stance, VsBody, surface_of
from retold.training.kinds import KINDS

LEAD = 300
"""Tokens of the body that a classifier reads with a headline, in whole sentences."""
_NAMES = {
    "stance": (("holder_id", "holder_name"), ("target_id", "target_text")),
    "headlines": (("asserts_id", "asserts_text"),),
}
"""Task -> columns with an id and with what the registry calls it."""


@dataclass(frozen=True)
class Question:
    """A record of gold, the text that a classifier reads for it, gold's answer and its language."""

    record: Annotation
    text: str
    label: str
    lang: str


def questions(dataset: Dataset, task: str, split: str | None) -> dict[str, list[Question]]:
    """Document id -> its questions, for all documents. Raises DatasetError."""
    names = dict(_names(dataset, task, split))
    field = str(KINDS[task].field)
    found = {}
    for page in pages(dataset, TASKS[task], split):
        if page.text is None:
            raise without_texts(dataset)
        found[page.id] = [_question(record, page, page.text, names, field) for record in page.records]
    return found


def answered(question: Question, label: str, page: Page, annotator: str) -> Annotation:
    """The record with the label that a classifier gave."""
    record = question.record
    if isinstance(record, Headline):
        # gold's evidence is empty for some labels, and would tell them
        read = tuple(part.span for part in lead(page)) or record.spans
        vs_body: VsBody = label  # type: ignore[assignment]
        evidence: Spans = () if label == "unrelated" else read
        return msgspec.structs.replace(record, annotator=annotator, vs_body=vs_body, evidence=evidence)
    return msgspec.structs.replace(record, annotator=annotator, polarity=label)


def lead(page: Page) -> list[Part]:
    """The first sentences of the body, up to ``LEAD`` tokens, at least one."""
    found: list[Part] = []
    left = LEAD
    for part in page.parts:
        if part.zone == "body" and (left >= len(part.tokens) or not found):
            found.append(part)
            left -= len(part.tokens)
        elif part.zone == "body":
            break
    return found


def without_texts(dataset: Dataset) -> DatasetError:
    """The error for an edition without texts, from which nothing can be learned or found."""
    return DatasetError(f"{dataset} is an edition without texts; put it together with `retold hydrate`")


def _names(dataset: Dataset, task: str, split: str | None) -> Iterator[tuple[str, str]]:
    for row in rows(dataset, TASKS[task].config, split):
        yield from ((row[id], row[name]) for id, name in _NAMES[task])


def _question(
    record: Annotation, page: Page, text: str, names: Mapping[str, str], field: str
) -> Question:
    if isinstance(record, Stance):
        parts = _holding(page, record.evidence)
        pieces = [names[record.holder], names[record.target], *_texts(text, parts)]
        lang = page.lang_at(page.part_at(record.evidence[0][0]))
    else:
        assert isinstance(record, Headline)
        said = surface_of(text, record.spans)
        pieces = [names[record.asserts], said, *_texts(text, lead(page))]
        lang = page.lang_at(page.part_at(record.spans[0][0]))
    return Question(record, "\n".join(pieces), getattr(record, field), lang)


def _holding(page: Page, spans: Spans) -> list[Part]:
    """The sentences that hold a part of the spans."""
    return [p for p in page.parts if any(a < p.span[1] and p.span[0] < b for a, b in spans)]


def _texts(text: str, parts: Iterable[Part]) -> list[str]:
    return [text[slice(*part.span)] for part in parts]
