"""Hypothesis strategies: texts that break offsets, and records that the schema allows."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from retold.model import (
    ANNOTATION_KINDS,
    Annotation,
    Entity,
    RegistryType,
    labels,
)

# Pieces that tools count in different ways: matras, ZWJ, flags, bidi, CR LF, NBSP, surrogates' heirs.
PIECES = [
    "Norhaven", "the", "Lund’s", "U.S.", "1.200", "F-35", "20-year", "क्षत्रिय", "हैं।", "नोर्‍वे", "ज़",
    "👩‍👩‍👧", "🇮🇩", "🚢", "e\u0301", "\u202eabc\u202c", "\u200f", "\ufeff", "\u00a0", "\u3000", "\u200b",
    "\r\n", "\n", "\r", " ", ". ", "? ", "! ", "… ", "“", "”", "(", ")", "…", "-", "–",
    "\x00", "\x1c", "\x85", "A\u00a0.",
]  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    """Text in three scripts with everything that shifts an offset."""
    pieces = st.sampled_from(PIECES) | st.text(alphabet=st.characters(codec="utf-8"), max_size=4)
    return st.lists(pieces, max_size=25).map("".join)


ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
entity_ids = st.from_regex(r"e-[a-z0-9]{1,8}(-[a-z0-9]{1,5})?", fullmatch=True)
words = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12)
names = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=12
)
langs = st.sampled_from(["en", "id", "hi", "sr-Latn", "pt-BR"])
dates = st.dates().map(lambda d: d.isoformat())


@st.composite
def spans(draw: st.DrawFn) -> list[list[int]]:
    edges = sorted(draw(st.sets(st.integers(0, 500), min_size=2, max_size=6)))
    return [[a, b] for a, b in zip(edges[::2], edges[1::2], strict=False)]


def from_schema(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Values of the later layers, close to their schema's example."""
    from retold import schemas

    base = schemas.schemas()[kind]["examples"][0]
    return st.fixed_dictionaries(
        {"id": ids, "evidence" if "evidence" in base else "spans": spans()}
    ).map(lambda drawn: {**base, **drawn})


@st.composite
def mentions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["PER", "NORP", "ORG", "GPE", "WEA", "DATE", "CARDINAL"]))
    value = kind in ("DATE", "CARDINAL")
    metonym = {"GPE": draw(st.sampled_from(["none", "government", "population"])),
               "PER": draw(st.sampled_from([None, "government"]))}.get(kind)  # fmt: skip
    said = draw(st.none() | words) if value else None
    return {
        "kind": "mention",
        "id": draw(ids),
        "doc": draw(ids),
        "annotator": draw(ids),
        "spans": draw(spans()),
        "surface": draw(words),
        "type": kind,
        "level": "name" if value else draw(st.sampled_from(["name", "nominal"])),
        "org_subtype": draw(st.sampled_from(["media", "igo"])) if kind == "ORG" else None,
        "metonym": metonym,
        "entity": None if value else draw(entity_ids),
        "referent": draw(entity_ids) if metonym in ("government", "population") else None,
        "value": said,
        "anchor": draw(st.none() | dates) if kind == "DATE" and said is not None else None,
    }


def annotations() -> st.SearchStrategy[Annotation]:
    """Any annotation record that its schema allows."""
    later = [from_schema(kind) for kind in ANNOTATION_KINDS if kind not in ("mention",)]
    zones = from_schema("zone").map(lambda value: {**value, "spans": value["spans"][:1]})
    values = st.one_of(mentions(), zones, *later[1:])
    return values.map(lambda value: msgspec.convert(value, Annotation))


@st.composite
def entities(draw: st.DrawFn) -> Entity:
    kind = draw(st.sampled_from(labels(RegistryType)))
    drawn = draw(
        st.dictionaries(langs, st.lists(names, min_size=1, max_size=3, unique=True), min_size=1)
    )
    return msgspec.convert(
        {
            "id": draw(entity_ids),
            "type": kind,
            "org_subtype": "party" if kind == "ORG" else None,
            "names": drawn,
            "wikidata": draw(st.none() | st.integers(1, 10**9).map("Q{}".format)),
        },
        Entity,
    )
