"""What of a document the rows of a WebAnno TSV can say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from retold.formats import own_layers
from retold.formats.base import Fitted, Loss
from retold.formats.features import FEATURES, cut
from retold.formats.layers import is_type, placed, sentences_of
from retold.formats.neutral import Attribute, Document, Event, Group, Item, Mark, Relation
from retold.formats.webanno_out import COMMENTS, NAME
from retold.model import Span as Offsets


class Tokens:
    """The tokens of a text, and which of them an annotation is said at."""

    def __init__(self, sentences: Sequence[Sequence[Offsets]]) -> None:
        self.spans = [token for sentence in sentences for token in sentence]
        self._starts = [start for start, _ in self.spans]
        self._ends = [end for _, end in self.spans]

    def covered(self, start: int, end: int) -> list[tuple[int, Offsets]] | None:
        """The tokens' numbers, each with the part that is covered; None where an edge is in none.

        What has no characters is at the end of a token, if there is one, else inside or at the start.
        """
        if start == end:
            first = last = bisect_left(self._ends, end)
            sound = first < len(self.spans) and self._starts[first] <= start
        else:
            first, last = bisect_right(self._ends, start), bisect_left(self._starts, end) - 1
            sound = 0 <= first <= last < len(self.spans)
            sound = sound and self._starts[first] <= start and end <= self._ends[last]
        if not sound:
            return None
        numbers = range(first, last + 1)
        return [(n, (max(start, self._starts[n]), min(end, self._ends[n]))) for n in numbers]


def fit(document: Document) -> Fitted:
    """The document without what no layer can say, and what no row can."""
    losses: Counter[str] = Counter()

    def note(found: Fitted) -> Document:
        losses.update({loss.feature: loss.count for loss in found[1]})
        return found[0]

    kept = {}
    if document.written is not None and document.written.format == NAME:
        kept = {key: value for key, value in document.metadata.items() if key == COMMENTS}
    if len(document.metadata) > len(kept):
        losses["metadata"] += 1
        document = replace(document, metadata=kept)
    document = note(placed(document))
    document = note(cut(document, ["higher-relations"]))
    document = _without(document, _of_relations(document), losses)
    document = note(placed(document))
    document = note(_text(document))
    tokens = Tokens(sentences_of(document))
    bad = [m for m in document.marks if any(tokens.covered(*span) is None for span in m.spans)]
    document = _without(document, bad, losses)
    document = note(placed(document))
    document = note(_strings(document))
    return document, tuple(Loss(name, losses[name]) for name in _in_order(losses))


def _in_order(losses: Counter[str]) -> list[str]:
    names = list(FEATURES)
    return sorted(losses, key=lambda name: names.index(name) if name in names else len(names))


def _without(document: Document, gone: Sequence[Item], losses: Counter[str]) -> Document:
    for item in gone:
        empty = isinstance(item, Mark) and any(start == end for start, end in item.spans)
        losses["zero-width" if empty else f"{type(item).__name__.lower()}s".replace("mark", "span")] += 1
    ids = set(map(id, gone))
    return replace(document, items=tuple(item for item in document.items if id(item) not in ids))


def _of_relations(document: Document) -> list[Item]:
    """Events and groups that a relation takes part in."""
    relations = {item.id for item in document.items if isinstance(item, Relation)}
    found: list[Item] = []
    for item in document.items:
        match item:
            case Event(args=args) if relations.intersection(id for _, id in args):
                found.append(item)
            case Group(members=members) if relations.intersection(members):
                found.append(item)
    return found


def _text(document: Document) -> Fitted:
    """Tokens without tabs and line breaks; white space before the first becomes spaces."""
    losses = []
    given = document.sentences
    text = document.text
    if given is not None and (
        any(re.search(r"[\t\r\n]", text[a:b]) for row in given for a, b in row)
        or (not any(given) and text)
        or (given and re.search(r"\S", text[: given[0][0][0]]))
    ):
        document = replace(document, sentences=None)
        losses.append(Loss("tokens", 1))
    rows = sentences_of(document)
    first = rows[0][0][0] if rows else 0
    spaced = " " * first + text[first:] if rows else ""
    if spaced != text:
        document = replace(document, text=spaced)
        losses.append(Loss("white-space", 1))
    return document, tuple(losses)


def _strings(document: Document) -> Fitted:
    """Numbers and truth values of other projects' layers as the words that a cell has."""
    named = {
        item.target
        for item in document.items
        if isinstance(item, Attribute) and item.name == "layer" and _is_other(item.value)
    }
    items = tuple(
        replace(item, value=own_layers.as_json(item.value))
        if isinstance(item, Attribute) and item.target in named and _is_word(item.value)
        else item
        for item in document.items
    )
    count = sum(a is not b for a, b in zip(items, document.items, strict=True))
    return replace(document, items=items), (Loss("values", count),) if count else ()


def _is_word(value: object) -> bool:
    return isinstance(value, bool | int | float)


def _is_other(layer: object) -> bool:
    return is_type(layer) and not own_layers.is_own(str(layer))
