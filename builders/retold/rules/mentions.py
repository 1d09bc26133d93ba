"""Rules on mentions against zones, sentences, tokens, the registry and each other."""

from __future__ import annotations

from collections.abc import Iterator

from retold.corpus import Corpus
from retold.documents import Document, Sentence
from retold.findings import Finding
from retold.model import Mention, Zone, extent, surface_of
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.naming import shown
from retold.rules.once import once
from retold.rules.spans import in_text, ordered
from retold.rules.words import words_of
from retold.rules.zones import tiled, zone_rows


def inside_token(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if not _zones_sound(document):
        return
    for row in mention_rows(document):
        for start, end in row.record.spans:
            sentence = document.sentence_at(((start, end),))
            for a, b in sentence.tokens if sentence else ():
                cut = next((at for at in (start, end) if a < at < b), None)
                if cut is not None:
                    message = f"boundary {cut} is inside the token {document.text[a:b]!r}"
                    yield row.finding("RT211", message, "spans", (start, end))


def over_sentences(document: Document, corpus: Corpus) -> Iterator[Finding]:
    if not _zones_sound(document) or document.file in corpus.broken:
        return
    for row in mention_rows(document):
        start, end = extent(row.record.spans)
        ends = [s.span[1] for s in document.sentences if start < s.span[1] < end]
        touched = [s for s in document.sentences if s.span[0] < end and start < s.span[1]]
        # outside any zone, or where zones overlap, it has its finding already (RT112, RT111)
        if len(touched) > 1 and ends:
            message = f"a sentence ends at {ends[0]}, inside {row.record.surface!r}"
            yield row.finding("RT212", message, "spans", (start, end))


def in_furniture(document: Document, corpus: Corpus) -> Iterator[Finding]:
    zones = [row.record for row in zone_rows(document) if row.record.zone == "furniture"]
    for row in mention_rows(document):
        start, end = extent(row.record.spans)
        if any(z.spans[0][0] < end and start < z.spans[0][1] for z in zones):
            message = f"{row.record.surface!r} stands in a furniture zone"
            yield row.finding("RT213", message, "spans", (start, end))


def crossing(document: Document, corpus: Corpus) -> Iterator[Finding]:
    open_rows: list[Row[Mention]] = []
    for row in mention_rows(document):
        start, end = extent(row.record.spans)
        open_rows = [o for o in open_rows if extent(o.record.spans)[1] > start]
        for other in open_rows:
            a, b = extent(other.record.spans)
            if a < start and b < end:
                message = f"crosses {other.record.id!r} ({other.record.surface!r})"
                yield row.finding("RT214", message, "spans", (start, end))
        open_rows.append(row)


def twice(document: Document, corpus: Corpus) -> Iterator[Finding]:
    first: dict[object, Row[Mention]] = {}
    for row in mention_rows(document):
        before = first.setdefault(row.record.spans, row)
        if before is not row:
            message = f"{before.record.id!r} has the same span"
            yield row.finding("RT215", message, "spans", extent(row.record.spans))


def type_differs(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in mention_rows(document):
        mention = row.record
        entity = corpus.registry(document.layer).entities.get(mention.entity or "")
        if entity is None:
            continue
        for field in ("type", "org_subtype"):
            said, wanted = getattr(mention, field), getattr(entity, field)
            if said != wanted:
                message = f"{said} here, but {shown(entity)} is {wanted} in the registry"
                yield row.finding("RT305", message, field, extent(mention.spans))


@once
def mention_rows(document: Document) -> list[Row[Mention]]:
    """The mentions that stand where they say; by start, longer first.

    One whose offsets drifted has its finding already (RT20x), and would only repeat it here.
    """
    sound = [row for row in document.rows_of(Mention) if _sound(document, row.record)]
    return sorted(sound, key=lambda r: (r.record.spans[0][0], -r.record.spans[-1][1]))


@once
def placed(document: Document) -> list[tuple[Row[Mention], Zone | None, Sentence | None]]:
    """The same with the zone and the sentence that hold each."""
    found = []
    for row in mention_rows(document):
        spans = row.record.spans
        found.append((row, document.zone_at(spans), document.sentence_at(spans)))
    return found


@once
def fitting(document: Document, corpus: Corpus) -> bool:
    """Whether mentions stand at edges of tokens, in a sentence and no furniture, apart or nested, once.

    Then RT211 to RT215 find nothing.
    """
    if not tiled(document, corpus):  # else tokens may overlap
        return False
    tokens = words_of(document)
    starts, ends = set(tokens.starts), set(tokens.ends)
    open_ends: list[int] = []
    found = placed(document)
    for row, _, sentence in found:
        spans = row.record.spans
        if sentence is None or sentence.zone.zone == "furniture":
            return False
        for start, end in spans:
            if start not in starts or end not in ends:
                return False
        start, end = extent(spans)
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        # the last one opened ends first: those before it hold it
        if open_ends and open_ends[-1] < end:
            return False
        open_ends.append(end)
    return len({row.record.spans for row, _, _ in found}) == len(found)


def _sound(document: Document, mention: Mention) -> bool:
    spans = mention.spans
    if len(spans) == 1:  # as most: the same at less cost
        start, end = spans[0]
        return 0 <= start < end <= len(document.text) and document.text[start:end] == mention.surface
    return (
        in_text(document, spans)
        and ordered(spans)
        and surface_of(document.text, spans) == mention.surface
    )


def _zones_sound(document: Document) -> bool:
    return all(in_text(document, zone.spans) for zone in document.zones)


RULES = (
    Rule(
        "RT211",
        "error",
        "mention boundary inside a token",
        why="The token layer could only hold it by moving the boundary.",
        fix="Move the boundary to the token's edge, or report the token as wrongly split.",
        bad="[Norhave]n",
        good="[Norhaven]’s",
        structural=True,
        document=inside_token,
        clear=fitting,
    ),
    Rule(
        "RT212",
        "error",
        "mention over more than one sentence",
        why="The token layer has one sentence a row and would cut the mention.",
        fix="Split the mention, or report the sentence boundary as wrong.",
        bad="[Lund. Berg]",
        good="[Lund]. [Berg]",
        structural=True,
        document=over_sentences,
        clear=fitting,
    ),
    Rule(
        "RT213",
        "error",
        "mention in furniture",
        why="Widgets and share bars are no part of the story.",
        fix="Remove the mention, or correct the zone.",
        bad="Share on [Facebook] in a share bar",
        good="no mention there",
        document=in_furniture,
        clear=fitting,
    ),
    Rule(
        "RT214",
        "error",
        "mentions cross",
        why="Of two overlapping names one lies inside the other.",
        fix="Correct the boundaries so that one contains the other, or they do not touch.",
        bad="[Bank of [Norland] Unions], the inner one ending outside",
        good="[Bank of [Norland]]",
        structural=True,
        document=crossing,
        clear=fitting,
    ),
    Rule(
        "RT215",
        "error",
        "span mentioned twice",
        why="One stretch of text names one thing.",
        fix="Remove one of the two records.",
        bad="two mentions over [4, 9)",
        good="one mention over [4, 9)",
        structural=True,
        document=twice,
        clear=fitting,
    ),
    Rule(
        "RT305",
        "error",
        "mention and entity differ in type",
        why="One actor has one type wherever it is named.",
        fix="Correct the mention's type or org_subtype, its link, or the registry.",
        bad="Norland as GPE here, as ORG in the registry",
        good="GPE in both",
        document=type_differs,
    ),
)
