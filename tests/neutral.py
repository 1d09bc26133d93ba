"""Neutral documents drawn by chance, and what makes two of them alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hypothesis import strategies as st

from retold.formats.neutral import (
    Attribute,
    Blank,
    Document,
    Event,
    Group,
    Item,
    Mark,
    Normalisation,
    Note,
    Relation,
    targets,
)
from retold.model import Spans
from strategies import texts

NAMES = st.sampled_from(
    ["PER", "start", "zone-body", "Member-of", "नाम", "a:b", "two words", "", "B-x", "🚢"]
)
VALUES = st.sampled_from(
    [True, False, None, 46, 1.5, "word", "min 20", "", "a\u2028b", "a\tb\n", ["outlet", "e-x"], {"a": 1}]
)
LINES = st.sampled_from(
    ["", "one line", " ends blank ", "two\nlines", "tab\there", "a\x85b", "🚢 उ\u200d"]
)


@st.composite
def spans(draw: st.DrawFn, length: int) -> Spans:
    edges = sorted(draw(st.lists(st.integers(0, length), min_size=2, max_size=6)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return tuple(pairs if draw(st.booleans()) else pairs[:1])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any document; its handles are of no format."""
    text = draw(texts())
    marks = [Mark(f"m{n}", draw(NAMES), draw(spans(len(text)))) for n in range(draw(st.integers(0, 6)))]
    items: list[Item] = [*marks]
    for n in range(draw(st.integers(0, 5)) if marks else 0):
        id = f"x{n}"
        of = st.sampled_from([i.id for i in items if isinstance(i, Mark | Event | Relation)])
        trigger = draw(st.sampled_from(marks)).id
        pairs = st.tuples(NAMES, of)
        items.append(
            draw(
                st.one_of(
                    st.builds(Relation, st.just(id), NAMES, st.tuples(pairs, pairs)),
                    st.builds(
                        Group, st.just("*"), NAMES, st.lists(of, min_size=2, max_size=4).map(tuple)
                    ),
                    st.builds(
                        Event,
                        st.just(id),
                        NAMES,
                        st.just(trigger),
                        st.lists(pairs, max_size=3).map(tuple),
                    ),
                    st.builds(Attribute, st.just(id), of, NAMES, VALUES),
                    st.builds(Normalisation, st.just(id), of, NAMES, NAMES, LINES),
                    st.builds(Note, st.just(id), of, NAMES, LINES),
                )
            )
        )
    metadata = draw(st.sampled_from([{}, {}, {"source": "x", "n": [1]}, {"text": 1}, {"meta": 1}]))
    return Document("doc", text, tuple(items), metadata=metadata)


KINDS = (Mark, Relation, Group, Event, Attribute, Normalisation, Note)


def alike(document: Document) -> Document:
    """The document with handles by position and without layout: what two formats can share.

    Marks stand by position, what is said of an item by that item, attributes by name; else order counts
    within a kind.
    """
    items = [item for item in document.items if not isinstance(item, Blank)]

    def key(item: Item) -> tuple[int, int, Spans, str]:
        said = isinstance(item, Attribute | Normalisation | Note)
        spans = item.spans if isinstance(item, Mark) else ()
        name = item.name if isinstance(item, Attribute) else ""
        return KINDS.index(type(item)), place[item.target] if said else 0, spans, name

    place: dict[str, int] = {}
    things = sorted((i for i in items if not isinstance(i, Attribute | Normalisation | Note)), key=key)
    place = {item.id: n for n, item in enumerate(things) if not isinstance(item, Group)}
    said = [item for item in items if isinstance(item, Attribute | Normalisation | Note)]
    items = [*things, *sorted(said, key=key)]
    new = {item.id: f"i{n}" for n, item in enumerate(items) if not isinstance(item, Group)}
    return replace(
        document, items=tuple(_renamed(item, new) for item in items), sentences=None, named=True
    )


def _renamed(item: Item, new: dict[str, str]) -> Item:
    match item:
        case Mark(id=id):
            return replace(item, id=new[id])
        case Relation(id=id, args=args):
            return replace(item, id=new[id], args=tuple((role, new[a]) for role, a in args))
        case Event(id=id, trigger=trigger, args=args):
            pairs = tuple((role, new[a]) for role, a in args)
            return replace(item, id=new[id], trigger=new[trigger], args=pairs)
        case Group(members=members):
            return replace(item, members=tuple(new[a] for a in members))
        case Attribute(id=id, target=target) | Normalisation(id=id, target=target):
            return replace(item, id=new[id], target=new[target])
        case Note(id=id, target=target):
            return replace(item, id=new[id], target=new[target])
    raise AssertionError(item)


def unordered(document: Document) -> Document:
    """``alike`` for a format whose files have no order of their own: items stand by what is said of
    them and by what they point to and from, however far (colours that are refined until they stay).
    """
    items = [item for item in document.items if not isinstance(item, Blank)]
    colours = [repr(replace(_renamed(item, defaultdict(str)), written=None)) for item in items]
    for _ in items:
        by_id = defaultdict(list)
        for item, colour in zip(items, colours, strict=True):
            for role, id in _ends(item):
                by_id[id].append((role, colour))
        own = {item.id: colour for item, colour in zip(items, colours, strict=True)}
        said = [
            (colour, [own.get(id) for _, id in _ends(item)], sorted(by_id[item.id]))
            for item, colour in zip(items, colours, strict=True)
        ]
        ranks = {key: f"{n:04}" for n, key in enumerate(sorted(set(map(repr, said))))}
        colours = [ranks[repr(key)] for key in said]
    order = sorted(range(len(items)), key=lambda n: (colours[n], n))
    return alike(replace(document, items=tuple(items[n] for n in order)))


def _ends(item: Item) -> list[tuple[str, str]]:
    return [(f"{type(item).__name__}{n}", id) for n, id in enumerate(targets(item))]
