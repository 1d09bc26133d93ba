"""The systems by rules: a row a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from retold.baselines.casualties import casualties
from retold.baselines.pages import parted
from retold.baselines.positions import LANGUAGE, Subject, headlines, stances, subjects
from retold.corpus import Registry
from retold.documents import Document
from retold.metrics.scores.page import Page
from retold.model import Annotation, Mention
from retold.proposals.names import Names
from retold.proposals.records import propose


@dataclass(frozen=True)
class Knowledge:
    """What a corpus's registry tells a system, made ready once for all its documents."""

    registry: Registry

    @cached_property
    def names(self) -> Names:
        """The names of its entities."""
        return Names.of(self.registry.entities.values())

    @cached_property
    def subjects(self) -> list[Subject]:
        """What its propositions are about."""
        entities = self.registry.entities.values()
        names = {entity.id: entity.names.get(LANGUAGE, ()) for entity in entities}
        return subjects(self.registry.propositions, names)


@dataclass(frozen=True)
class Asked:
    """A document to be answered: its page without records; the document where it is of a corpus."""

    page: Page
    document: Document | None = None


Answer = Callable[[Asked, Knowledge], Sequence[Annotation]]


@dataclass(frozen=True)
class Rules:
    """A system by rules. ``registry``: it knows the registry's entries, which a built dataset lacks."""

    answer: Answer
    registry: bool = False


def _mentions(asked: Asked, known: Knowledge) -> list[Mention]:
    """Names of the registry and values: the proposals of ``retold preannotate``."""
    assert asked.document is not None  # whoever has the registry has the corpus
    document = parted(asked.document)
    proposed = propose(document, document.zones, known.names).records
    return [record for record in proposed if isinstance(record, Mention)]


def _named(asked: Asked, known: Knowledge) -> Page:
    return replace(asked.page, records=tuple(_mentions(asked, known)))


RULES: dict[str, Rules] = {
    "ner": Rules(_mentions, registry=True),
    "entities": Rules(_mentions, registry=True),
    "stance": Rules(lambda asked, known: stances(_named(asked, known), known.subjects), registry=True),
    "headlines": Rules(
        lambda asked, known: headlines(_named(asked, known), known.subjects), registry=True
    ),
    "casualties": Rules(lambda asked, known: casualties(asked.page)),
}
"""Task -> its system."""
