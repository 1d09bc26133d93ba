"""Token lines with IOB2 tags -> mentions at their places in gold's documents.

The tokens must be those of gold, in its order: all sentences of the config ``ner`` in one file, or those
of one document, or all of a document's text, a file each. White space may differ, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retold.findings import Finding, Place
from retold.formats import FORMATS
from retold.formats.neutral import Document
from retold.metrics.scores.page import Page
from retold.metrics.scores.tasks import Task
from retold.model import EntityType, Mention, labels, surface_of
from retold.records import Row

TOKEN_LINES = FORMATS["iob2"]
_Found = list[tuple[str, tuple[Row[Mention], ...], Place]]
_Character = tuple[int, int]
"""Number of a page, and a code point of its text."""


def of_token_lines(
    files: Mapping[str, str], gold: Sequence[Page], task: Task
) -> tuple[_Found, list[Finding]]:
    """Documents with their mentions and where they stand, and what is wrong."""
    if task.record is not Mention:
        message = f"token lines hold mentions; {task.name} is scored from record lines"
        return [], [Finding("RT920", Place(name), message) for name in sorted(files)]
    read = TOKEN_LINES.loads(files)
    findings = list(read.findings)
    found: _Found = []
    for document in read.documents:
        place = Place(document.written.file if document.written else document.id)
        laid = _laid(document, gold)
        if laid is None:
            message = "its tokens are those of no document of gold, and not those of all of them"
            findings.append(Finding("RT920", place, message))
            continue
        by_page: dict[int, list[Row[Mention]]] = {number: [] for number, _ in laid}
        findings += _unknown(document, place)
        for row, number in _mentions(document, laid, gold, place):
            by_page[number].append(row)
        found += [(gold[n].id, tuple(rows), place) for n, rows in sorted(by_page.items())]
    return found, findings


def _laid(document: Document, gold: Sequence[Page]) -> list[_Character] | None:
    """Where each character of the tokens stands in gold; None where the tokens are others."""
    words = "".join(document.text.split())
    for candidate in _candidates(gold):
        if len(candidate) == len(words) and all(
            (gold[page].text or "")[at] == character
            for (page, at), character in zip(candidate, words, strict=True)
        ):
            return candidate
    return None


def _candidates(gold: Sequence[Page]) -> Iterator[list[_Character]]:
    """What a file may hold: the tokens of all pages, of one page, or all the text of one."""
    told = [(n, page) for n, page in enumerate(gold) if page.text is not None]
    tokens = {n: list(_of_tokens(n, page)) for n, page in told}
    yield [character for n, _ in told for character in tokens[n]]
    for n, page in told:
        yield tokens[n]
        yield [(n, at) for at, c in enumerate(page.text or "") if not c.isspace()]


def _of_tokens(number: int, page: Page) -> Iterator[_Character]:
    for part in page.parts:
        for start, end in part.tokens:
            yield from ((number, at) for at in range(start, end))


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
