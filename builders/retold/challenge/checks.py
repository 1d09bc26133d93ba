"""What of the records of a text is compared, and whether two sets of records are the same there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from retold.model import (
    Annotation,
    Casualty,
    ChallengeTask,
    Headline,
    Mention,
    Spans,
    Stance,
)
from retold.references import standing
from retold.slots import CHECKED, said

KINDS: Mapping[ChallengeTask, type[Annotation]] = {
    "entities": Mention,
    "stance": Stance,
    "headlines": Headline,
    "casualties": Casualty,
}


def compared(
    task: ChallengeTask, checks: Sequence[str], records: Iterable[Annotation], focus: Spans | None
) -> list[Annotation]:
    """The records of a task that share a character with ``focus``; all, where that is None.

    Nominals count only where their level is compared: who finds names need not find them.
    """
    kind = KINDS[task]
    return [
        record
        for record in records
        if isinstance(record, kind)
        and (focus is None or _shared(standing(record), focus))
        and (not isinstance(record, Mention) or record.level == "name" or "level" in checks)
    ]


def seen(
    task: ChallengeTask, checks: Sequence[str], records: Iterable[Annotation], focus: Spans | None
) -> Counter[tuple[Hashable, ...]]:
    """What the records say in the slots that are compared, and how often."""
    values = [CHECKED[task][slot] for slot in checks]
    found = compared(task, checks, records, focus)
    return Counter(tuple(said(value(record)) for value in values) for record in found)


def _shared(spans: Spans, focus: Spans) -> bool:
    return any(a < d and c < b for a, b in spans for c, d in focus)
