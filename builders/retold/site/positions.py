"""Positions of a story: holder × target, and headlines against their bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retold.site.contents import Contents, Doc, Row, Story
from retold.site.names import anchor
from retold.wording import chain


@dataclass(frozen=True, eq=False)
class Quote:
    """A passage that carries a position; ``path`` leads to it."""

    id: str
    parts: Sequence[str]
    lang: str
    path: str
    chain: str
    expression: str


@dataclass(frozen=True, eq=False)
class Taken:
    """What one retelling has a holder say of a target, with one polarity."""

    doc: Doc
    polarity: str
    quotes: Sequence[Quote]


@dataclass(frozen=True, eq=False)
class Target:
    """A proposition or an entity, and for each holder what the retellings have them say."""

    id: str
    text: str
    cells: Sequence[tuple[str, Sequence[Taken]]]
    """Holder, and what is taken; a holder who says nothing has an empty list."""


@dataclass(frozen=True, eq=False)
class Headline:
    """A headline, what it asserts, and the passages of the body that decide whether that is so."""

    row: Row
    doc: Doc
    lang: str
    path: str
    holder: str
    asserts: str
    evidence: Sequence[Quote]


@dataclass(frozen=True, eq=False)
class Positions:
    """Of one story."""

    story: Story
    holders: Sequence[str]
    targets: Sequence[Target]
    headlines: Sequence[Headline]


def positions_of(contents: Contents, story: Story) -> Positions:
    """Holders and targets by how often they occur, in the order of the text where that is equal."""
    taken: dict[tuple[str, str], dict[tuple[int, str], list[Quote]]] = {}
    holders: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    for doc in story.docs:
        for row in doc.records("stances"):
            holder, target = row["holder_id"], row["target_id"]
            holders[holder] += 1
            targets[target] += 1
            cell = taken.setdefault((target, holder), {})
            quotes = cell.setdefault((doc.number, row["polarity"]), [])
            quotes.append(_quote(contents, story, doc, row, "stance_id"))
    ordered = [holder for holder, _ in holders.most_common()]
    return Positions(
        story=story,
        holders=[name_of(contents, holder) for holder in ordered],
        targets=[
            Target(
                target,
                contents.name(target),
                [
                    (name_of(contents, holder), _cell(story, taken.get((target, holder), {})))
                    for holder in ordered
                ],
            )
            for target, _ in targets.most_common()
        ],
        headlines=[
            _headline(contents, story, doc, row)
            for doc in story.docs
            for row in doc.records("headlines")
        ],
    )


def name_of(contents: Contents, holder: str | None) -> str:
    """What a holder is called; the outlet speaking for itself is one too."""
    return "the outlet itself" if holder == "author" else contents.name(holder)


def _cell(story: Story, found: dict[tuple[int, str], list[Quote]]) -> list[Taken]:
    return [
        Taken(story.docs[number], polarity, quotes)
        for (number, polarity), quotes in sorted(found.items())
    ]


def _quote(contents: Contents, story: Story, doc: Doc, row: Row, id: str) -> Quote:
    spans = row["evidence_spans"]
    return Quote(
        id=row[id],
        parts=doc.fragments(spans),
        lang=doc.lang_at(spans[0][0]) if spans else doc.lang,
        path=f"{story.path(doc)}#{anchor(row[id])}",
        chain=chain(contents.name, row) if "source_chain" in row else "",
        expression=row.get("expression") or "",
    )


def _headline(contents: Contents, story: Story, doc: Doc, row: Row) -> Headline:
    quotes = [
        Quote(
            id=row["headline_id"],
            parts=[doc.text[start:end]],
            lang=doc.lang_at(start),
            path=f"{story.path(doc)}#{anchor(row['headline_id'])}~evidence{f'~{n}' if n > 1 else ''}",
            chain="",
            expression="",
        )
        for n, (start, end) in enumerate(row["evidence_spans"], 1)
    ]
    return Headline(
        row=row,
        doc=doc,
        lang=doc.lang_at(row["spans"][0][0]) if row["spans"] else doc.lang,
        path=f"{story.path(doc)}#{anchor(row['headline_id'])}",
        holder=name_of(contents, row["holder_id"]),
        asserts=contents.name(row["asserts_id"]),
        evidence=quotes,
    )
