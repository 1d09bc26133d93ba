"""Rows of a built dataset -> what a model learns from: tokens with tags, texts with labels."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retold.answers.pages import rows
from retold.dataset import Dataset, DatasetError
from retold.segmentation import tokens
from retold.training.kinds import KINDS
from retold.training.questions import questions, without_texts

LANGUAGES = ("en", "id", "hi")
"""Languages with a pipeline of their own here; all others take ``MANY``."""
MANY = "xx"


@dataclass(frozen=True)
class Words:
    """Tokens as the dataset has them, and whether white space stands behind each."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]


@dataclass(frozen=True)
class Example:
    """What a model reads and has to answer: IOB2 tags, one a token, or one label."""

    read: Words
    answer: tuple[str, ...]
    lang: str

    @property
    def labels(self) -> frozenset[str]:
        """The labels in the answer; O is none."""
        return frozenset(tag.removeprefix("B-").removeprefix("I-") for tag in self.answer) - {"O"}


def words_of(text: str, spans: Sequence[tuple[int, int]]) -> Words:
    """The words at these places of a text."""
    nexts = [start for start, _ in spans[1:]]
    spaces = [end < start for (_, end), start in zip(spans, nexts, strict=False)]
    return Words(tuple(text[a:b] for a, b in spans), (*spaces, False) if spans else ())


def in_words(text: str) -> Words:
    """All words of a text."""
    return words_of(text, tokens(text))


def examples(dataset: Dataset, task: str, split: str | None, share: float = 1.0) -> list[Example]:
    """The examples of a split, or of a ``share`` of its stories, in the order of the rows.

    Raises DatasetError for a config or split that is not there, an edition without texts, and rows from
    which nothing can be learned: none, or none with a name, or all with one label.
    """
    if dataset.without_text:
        raise without_texts(dataset)
    made = _of_tokens(dataset, split) if task == "ner" else _of_questions(dataset, task, split)
    chosen = None if share == 1 else _documents(dataset, split, share)
    found = [example for doc, example in made if chosen is None or doc in chosen]
    where = f"{dataset}, split {split!r}" if split else str(dataset)
    if not found:
        raise DatasetError(f"{where} has no rows of {task}")
    labels = labels_of(found)
    if task == "ner" and not labels:
        raise DatasetError(f"{where} has no name in any of its {len(found)} sentences")
    if task != "ner" and len(labels) < 2:
        field = KINDS[task].field
        raise DatasetError(
            f"{where} has one {field} alone ({labels[0]}); a classifier needs two or more"
        )
    return found


def labels_of(found: Iterable[Example]) -> list[str]:
    """The labels of all examples, sorted."""
    return sorted({label for example in found for label in example.labels})


def language_of(found: Iterable[Example]) -> str:
    """The one language of all examples, or ``MANY`` where they have several, or another one."""
    langs = {example.lang.split("-", maxsplit=1)[0] for example in found}
    (only, *others) = sorted(langs)
    return only if not others and only in LANGUAGES else MANY


def shared_stories(dataset: Dataset, split: str | None, share: float) -> set[str]:
    """A share of the stories of a split, at least one.

    They go by a digest of their ids, so that a smaller share is a part of a larger one; of few stories
    it may be more, or less, than was asked for.
    """
    stories = {row["story_id"] for row in rows(dataset, "documents", split)}
    order = sorted(stories, key=lambda id: hashlib.sha256(id.encode()).digest())
    return {*order[: max(1, round(share * len(order)))]}


def _documents(dataset: Dataset, split: str | None, share: float) -> set[str]:
    """The documents of a share of the stories."""
    chosen = shared_stories(dataset, split, share)
    found = rows(dataset, "documents", split)
    return {row["doc_id"] for row in found if row["story_id"] in chosen}


def _of_tokens(dataset: Dataset, split: str | None) -> Iterable[tuple[str, Example]]:
    for row in rows(dataset, "ner", split):
        ends, starts = row["token_ends"], row["token_starts"][1:]
        spaces = [end < start for end, start in zip(ends, starts, strict=False)]
        words = Words(tuple(row["tokens"]), (*spaces, False))
        yield row["doc_id"], Example(words, tuple(row["ner_tags"]), row["lang"])


def _of_questions(dataset: Dataset, task: str, split: str | None) -> Iterable[tuple[str, Example]]:
    for doc, asked in questions(dataset, task, split).items():
        for question in asked:
            yield doc, Example(in_words(question.text), (question.label,), question.lang)
