"""A trained model's answers, as records of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from retold.dataset import Dataset
from retold.metrics.scores.page import Page
from retold.model import Annotation, EntityType, Mention, surface_of
from retold.training import pipelines
from retold.training.examples import in_words, words_of
from retold.training.kinds import KINDS
from retold.training.majority import Majority
from retold.training.questions import Question, answered, questions

if TYPE_CHECKING:
    from spacy.language import Language

FURNITURE = "furniture"
ANNOTATOR = "spacy"
ANNOTATOR_GIVEN = "spacy-given"
MAJORITY_GIVEN = "majority-given"
"""Whose records those are that were given but for one field."""


def records(
    task: str, nlp: Language | Majority, pages: Sequence[Page], asked: Mapping[str, Sequence[Question]]
) -> dict[str, list[Annotation]]:
    """Document id -> what the model says; ``asked`` are the questions, if the task has them."""
    if KINDS[task].field is None and not isinstance(nlp, Majority):
        return {page.id: mentions(page, nlp) for page in pages}
    annotator = MAJORITY_GIVEN if isinstance(nlp, Majority) else ANNOTATOR_GIVEN
    return {
        page.id: [
            answered(question, _label(nlp, question), page, annotator)
            for question in asked.get(page.id, ())
        ]
        for page in pages
    }


def _label(nlp: Language | Majority, question: Question) -> str:
    if isinstance(nlp, Majority):
        return nlp.label
    return pipelines.label(nlp, in_words(question.text))


def asked_of(task: str, dataset: Dataset | None, split: str | None) -> dict[str, list[Question]]:
    """The questions of a task that has them, from a built dataset; else none. Raises DatasetError."""
    if KINDS[task].field is None or dataset is None:
        return {}
    return questions(dataset, task, split)


def mentions(page: Page, nlp: Language) -> list[Annotation]:
    """The names that a tagger finds, sentence by sentence; not linked, and of no subtype."""
    text = page.text or ""
    parts = [part for part in page.parts if part.tokens and part.zone != FURNITURE]
    found: list[Annotation] = []
    for part, names in zip(
        parts, pipelines.names(nlp, (words_of(text, p.tokens) for p in parts)), strict=True
    ):
        for first, end, type in names:
            span = (part.tokens[first][0], part.tokens[end - 1][1])
            found.append(_mention(page.id, len(found) + 1, span, surface_of(text, (span,)), type))
    return found


def _mention(doc: str, number: int, span: tuple[int, int], surface: str, type: str) -> Mention:
    kind: EntityType = type  # type: ignore[assignment]
    return Mention(
        id=f"{doc}-m{number:04d}",
        doc=doc,
        annotator=ANNOTATOR,
        spans=(span,),
        surface=surface,
        type=kind,
        level="name",
        org_subtype=None,
        metonym=None,
        entity=None,
        referent=None,
        value=None,
        anchor=None,
    )
