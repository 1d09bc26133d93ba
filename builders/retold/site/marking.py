"""A document's text as HTML: its zones, and in them what the annotators marked.

The text is cut wherever a mark begins or ends. Each piece is an element that names the records and keys
it belongs to, so marks may overlap as they like. A name is a link, with the pieces of the outermost name
inside. Without the elements the words are those of the document, character for character.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from retold.site.contents import Doc
from retold.site.names import anchor
from retold.site.safety import language, shown
from retold.visible import attribute
from retold.wording import words

Span = tuple[int, int]


@dataclass(frozen=True)
class Note:
    """A sign behind the last fragment of a mark, which leads to what is said of it."""

    sign: str
    label: str
    href: str
    css: str
    keys: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A record, or one part of it (``role``), in the text.

    ``kind`` is the class of its pieces; ``rank`` says whose key comes first where several marks share a
    piece; ``href`` makes a link of it; ``colour`` is that of a name.
    """

    record: str
    spans: tuple[Span, ...]
    kind: str
    rank: int
    keys: tuple[int, ...] = ()
    role: str = ""
    href: str | None = None
    colour: int = 0
    note: Note | None = None

    def anchor(self, fragment: int = 1) -> str:
        """The id of the element at which a fragment begins."""
        name = anchor(self.record)
        name = f"{name}~{self.role}" if self.role else name
        return name if fragment == 1 else f"{name}~{fragment}"


@dataclass(frozen=True)
class _Piece:
    """A fragment of a mark."""

    start: int
    end: int
    mark: Mark
    id: str
    last: bool


def marked(doc: Doc, marks: Iterable[Mark]) -> Markup:
    """The whole text, zone by zone; what stands in no zone is a part of its own."""
    pieces = sorted(_pieces(doc, marks), key=lambda piece: (piece.start, -piece.end))
    starts = [piece.start for piece in pieces]
    longest = max((piece.end - piece.start for piece in pieces), default=0)
    parts = []
    for start, end, kind, lang, id in _blocks(doc):
        near = pieces[bisect_left(starts, start - longest) : bisect_left(starts, end)]
        inside = [piece for piece in near if piece.end > start]
        tag = language(lang)
        parts.append(
            f'<p class="z z-{_css(kind)}" id="{attribute(id)}"'
            f'{f" lang={chr(34)}{tag}{chr(34)}" if tag else ""} dir="auto" data-at="{start}">'
            f'<span class="zone" lang="en">{attribute(words(kind))} </span>'
            f"{''.join(_runs(doc.text, start, end, inside))}</p>\n"
        )
    return Markup("".join(parts))  # noqa: S704 - every part is escaped


def _css(kind: str) -> str:
    """A zone's class in the style sheet: its label, where it has the form of one."""
    return kind if re.fullmatch(r"[a-z_]{1,40}", kind) else "other"


def _pieces(doc: Doc, marks: Iterable[Mark]) -> Iterator[_Piece]:
    for mark in marks:
        for number, (start, end) in enumerate(mark.spans, 1):
            yield _Piece(start, end, mark, mark.anchor(number), number == len(mark.spans))
    for sentence in doc.records("sentences"):
        span = (sentence["start"], sentence["end"])
        mark = Mark(sentence["sentence_id"], (span,), "", 9)
        yield _Piece(*span, mark, mark.anchor(), False)


def _blocks(doc: Doc) -> Iterator[tuple[int, int, str, str, str]]:
    """Start, end, kind, language and anchor of the zones and of what words stand between them."""
    at = 0
    for zone in sorted(doc.row["zones"], key=lambda zone: (zone["start"], zone["end"])):
        yield from _between(doc, at, zone["start"])
        start = max(at, zone["start"])
        if start < zone["end"]:
            yield start, zone["end"], zone["zone"], zone["lang"], anchor(zone["zone_id"])
        at = max(at, zone["end"])
    yield from _between(doc, at, len(doc.text))


def _between(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int, str, str, str]]:
    for line in doc.text[start:end].splitlines(keepends=True):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            yield first, start + len(line.rstrip()), "unzoned", doc.lang, f"r-between~{first}"
        start += len(line)


def _runs(text: str, start: int, end: int, pieces: Sequence[_Piece]) -> Iterator[str]:
    """The pieces of a zone; those inside an outermost name stand in a link."""
    links: list[_Piece] = []
    for piece in pieces:
        if piece.mark.href and (not links or piece.start >= links[-1].end):
            links.append(piece)
    cuts = {start, end}
    opening: dict[int, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        cuts.update((max(piece.start, start), min(piece.end, end)))
        opening[max(piece.start, start)].append(piece)
    places = sorted(cuts)
    link: _Piece | None = None
    waiting: list[str] = []
    live: list[_Piece] = []
    for here, there in pairwise(places):
        live = [piece for piece in live if piece.end > here] + opening[here]
        if link is None and links and links[0].start <= here:
            link = links.pop(0)
            yield _open(link)
        yield _span(text[here:there], [p.id for p in opening[here] if p.start == here], live)
        notes = (p.mark.note for p in live if p.end == there and p.last)
        waiting += [_sign(note) for note in notes if note is not None]
        if link is not None and link.end <= there:
            yield "</a>"
            link = None
        if link is None:
            yield from waiting
            waiting = []
    if link is not None:
        yield "</a>"
    yield from waiting


def _open(link: _Piece) -> str:
    mark = link.mark
    colour = f" c{mark.colour}" if mark.colour else ""
    href = attribute(mark.href or "")
    return f'<a class="e{colour}" href="{href}"{_lit(mark.keys)}>'


def _span(words: str, ids: Sequence[str], live: Sequence[_Piece]) -> str:
    """One piece of text, with the anchors of what begins here."""
    extra = "".join(f'<span id="{attribute(id)}"></span>' for id in ids[1:])
    id = f' id="{attribute(ids[0])}"' if ids else ""
    ranked = sorted(live, key=lambda piece: (piece.mark.rank, piece.end - piece.start))
    kinds = dict.fromkeys(piece.mark.kind for piece in ranked if piece.mark.kind)
    if not kinds and not id:
        return str(shown(words))
    records = dict.fromkeys(piece.mark.anchor()[2:] for piece in ranked if piece.mark.kind)
    keys = dict.fromkeys(key for piece in ranked for key in piece.mark.keys)
    css = f' class="{attribute(" ".join(kinds))}"' if kinds else ""
    of = f' data-r="{attribute(" ".join(records))}"' if records else ""
    return f"{extra}<span{id}{css}{of}{_lit(keys)}>{shown(words)}</span>"


def _sign(note: Note) -> str:
    return (
        f'<a class="n {note.css}" href="{attribute(note.href)}"{_lit(note.keys)}'
        f' aria-label="{attribute(note.label)}">{attribute(note.sign)}</a>'
    )


def _lit(keys: Iterable[int]) -> str:
    """The attribute that the script looks for."""
    found = " ".join(map(str, keys))
    return f' data-k="{found}"' if found else ""
