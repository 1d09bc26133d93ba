"""Token lines with IOB2 tags -> mentions at their places in gold's documents.

The tokens must be those of gold, in its order: all sentences of the config ``ner`` in one file, or those
of one document, or all of a document's text, a file each. White space may differ, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from retold.findings import Finding, Place
from retold.formats import FORMATS
from retold.formats.neutral import Document
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import Task
from retold.model import EntityType, Mention, Span, labels, surface_of
from retold.records import Row

TOKEN_LINES = FORMATS["iob2"]
_Found = list[tuple[str, tuple[Row[Mention], ...], Place]]
_Character = tuple[int, int]
"""Number of a page, and a code point of its text."""


class _Stretch(NamedTuple):
    """What a file may hold: the tokens of these pages, or all their text."""

    pages: tuple[int, ...]
    tokens: bool

    def characters(self, gold: Sequence[Page]) -> list[_Character]:
        """Where its characters stand, without white space."""
        return [
            (number, at)
            for number in self.pages
            for start, end in (_tokens(gold[number]) if self.tokens else [(0, gold[number].length)])
            for at in range(start, end)
            if not (gold[number].text or "")[at].isspace()
        ]


def of_token_lines(
    files: Mapping[str, str], gold: Sequence[Page], task: Task
) -> tuple[_Found, list[Finding]]:
    """Documents with their mentions and where they stand, and what is wrong."""
    if task.record is not Mention:
        message = f"token lines hold mentions; {task.name} is scored from record lines"
        return [], [Finding("RT920", Place(name), message) for name in sorted(files)]
    if any(page.text is None for page in gold):
        message = "token lines are found by their words, and gold is an edition without the texts"
        return [], [Finding("RT920", Place(name), message) for name in sorted(files)]
    read = TOKEN_LINES.loads(files)
    findings = list(read.findings)
    stretches = _stretches(gold)
    found: _Found = []
    for document in read.documents:
        place = Place(document.written.file if document.written else document.id)
        stretch = _stretch(document, stretches, gold)
        if stretch is None:
            message = "its tokens are those of no document of gold, and not those of all of them"
            findings.append(Finding("RT920", place, message))
            continue
        laid = stretch.characters(gold)
        by_page: dict[int, list[Row[Mention]]] = {number: [] for number in stretch.pages}
        findings += _unknown(document, place)
        for row, number in _mentions(document, laid, gold, place):
            by_page[number].append(row)
        found += [(gold[n].id, tuple(rows), place) for n, rows in sorted(by_page.items())]
    return found, findings


def _stretches(gold: Sequence[Page]) -> dict[str, list[_Stretch]]:
    """What files may hold, by its characters: all tokens, those of a page, or all the text of one."""
    alone = [_Stretch((n,), tokens) for n in range(len(gold)) for tokens in (True, False)]
    found: dict[str, list[_Stretch]] = defaultdict(list)
    for stretch in (_Stretch(tuple(range(len(gold))), True), *alone):
        found["".join(_words(gold[n], stretch.tokens) for n in stretch.pages)].append(stretch)
    return found


def _words(page: Page, tokens: bool) -> str:
    text = page.text or ""
    pieces = (text[a:b] for a, b in _tokens(page)) if tokens else (text,)
    return "".join("".join(pieces).split())


def _tokens(page: Page) -> Iterator[Span]:
    return (token for part in page.parts for token in part.tokens)


def _stretch(
    document: Document, stretches: Mapping[str, list[_Stretch]], gold: Sequence[Page]
) -> _Stretch | None:
    """What a file holds; of pages of the same words, the one of the file's name."""
    found = stretches.get("".join(document.text.split()), [])
    name = document.id.rpartition("/")[2]
    named = (stretch for stretch in found if [gold[n].id for n in stretch.pages] == [name])
    return next(named, found[0] if found else None)


def _unknown(document: Document, place: Place) -> Iterator[Finding]:
    known = labels(EntityType)
    for label in dict.fromkeys(mark.label for mark in document.marks if mark.label not in known):
        message = f"{label!r} is no type of mention; there are: {', '.join(known)}"
        yield Finding("RT901", place, message)


def _mentions(
    document: Document, laid: Sequence[_Character], gold: Sequence[Page], place: Place
) -> Iterator[tuple[Row[Mention], int]]:
    """The marks as mentions; one that runs from page to page, which tokens cannot, is cut there."""
    dense = [n for n, character in enumerate(document.text) if not character.isspace()]
    order = {at: n for n, at in enumerate(dense)}
    numbers: dict[int, int] = {}
    for mark in document.marks:
        (start, end), *_ = mark.spans
        characters = [laid[order[at]] for at in range(start, end) if at in order]
        if mark.label not in labels(EntityType) or not characters:
            continue
        page, first = characters[0]
        last = max(at for other, at in characters if other == page)
        numbers[page] = numbers.get(page, 0) + 1
        spans = ((first, last + 1),)
        mention = Mention(
            id=f"{gold[page].id}-m{numbers[page]:03d}",
            doc=gold[page].id,
            annotator="system",
            spans=spans,
            surface=surface_of(gold[page].text or "", spans),
            type=mark.label,  # type: ignore[arg-type]
            level="name",
            org_subtype=None,
            metonym=None,
            entity=None,
            referent=None,
            value=None,
            anchor=None,
        )
        yield Row(mention, place.file, place.line or 1), page
