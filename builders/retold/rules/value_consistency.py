"""A rule on values: in one document the same words have one value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Mention, extent
from retold.numerals import meaning
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.mentions import placed
from retold.rules.names import language
from retold.rules.values import in_form
from retold.rules.words import folded

# Not TIME: half past ten is one in the morning and one at night.
_TYPES = ("DATE", "CARDINAL", "MONEY")


def two_values(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if document.layer != "gold":
        return
    first: dict[tuple[str, str, str], Row[Mention]] = {}
    for row, zone, _ in placed(document):
        mention = row.record
        if zone is None or not _counts(document, mention, zone.lang):
            continue
        key = (language(zone.lang), mention.type, folded(mention.surface))
        before = first.setdefault(key, row).record
        if before.value != mention.value and not _other_time(before, mention):
            message = f"{mention.surface!r} is {mention.value} here, {before.value} at {before.id!r}"
            yield row.finding("RT606", message, "value", extent(mention.spans))


def _counts(document: Document, mention: Mention, lang: str) -> bool:
    """Whether a value is there to be compared and has no finding yet (RT216, RT217, RT218)."""
    return (
        mention.value is not None
        and mention.type in _TYPES
        and in_form(mention.type, mention.value)
        and mention.anchor in (None, document.seed.published.date)
        and (mention.type != "CARDINAL" or meaning(mention.surface, lang) is None)
    )


def _other_time(a: Mention, b: Mention) -> bool:
    """Whether relative words may mean both: this Friday and the next, this May and the last."""
    if a.anchor is None and b.anchor is None:
        return False
    days = [re.findall(r"\d{4}(?:-\d\d){0,2}", mention.value or "") for mention in (a, b)]
    return len(days[0]) == len(days[1]) > 0 and all(map(_recurs, *days))


def _recurs(a: str, b: str) -> bool:
    """Whether two days, months or years have one name: whole weeks apart, or of one number."""
    if len(a) == len(b) == len("2031-05-04"):
        return (date.fromisoformat(a) - date.fromisoformat(b)).days % 7 == 0 or a[-2:] == b[-2:]
    return len(a) == len(b) == len("2031-05") and a[-2:] == b[-2:]


RULES = (
    Rule(
        "RT606",
        "warning",
        "same words, two values",
        why="In one document the same words nearly always mean one date or number.",
        fix="Correct one of the values, unless the text means two.",
        bad="[yesterday] as 2031-05-03 and, in the same document, as 2031-05-04",
        good="[Friday] as 2031-05-02 (they met) and as 2031-05-09 (they will meet)",
        document=two_values,
    ),
)
