"""Gold of the real seeds, searched again for what a reader misses, and of invented ones."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from own import real, whole
from retold.documents import Document
from retold.model import Entity

corpus = real()
SHARED = ROOT.parent / "shared"
documents = pytest.mark.parametrize("document", corpus.documents, ids=lambda d: d.id)


def uncovered(document: Document, pattern: str) -> Iterator[re.Match[str]]:
    """Matches outside every name and every furniture zone."""
    held: set[int] = set()
    for mention in document.mentions:
        if mention.level == "name":
            held.update(i for start, end in mention.spans for i in range(start, end))
    for zone in document.zones:
        if zone.zone == "furniture":
            held.update(range(*zone.spans[0]))
    return (m for m in re.finditer(pattern, document.text) if m.start() not in held)


@documents
def test_no_figure_is_left_bare(document: Document) -> None:
    assert [m.group() for m in uncovered(document, r"\d+")] == []


@documents
def test_no_name_of_the_registry_is_left_bare(document: Document) -> None:
    names = {name for entity in real_entities() for found in entity.names.values() for name in found}
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names))
    assert [m.group() for m in uncovered(document, pattern)] == []


# Capitalised words that are no names: sentence openings, headline words, titles, search tags.
NO_NAMES = re.findall(
    r"\w+",
    """
    Ajak Allow Also A Afiliasi Ambyar Apart Baca Bakal Bikin Bom Civil Conflict Deputy Dia
    Ekonomi He In Inert Ini It Jatuhkan Jet Juga Kembali Kerja Nuklir Officials PM Para
    Pejabat Pemerintahan Pendeta Perangi Pertemuan Sama Secretary Sejak Selama Senior Serangan
    Siluman Spokesperson State Talks Tapering Tempur Tension The This War We Which
    """,
)


@documents
def test_no_capitalised_word_is_left_bare_unseen(document: Document) -> None:
    assert {m.group() for m in uncovered(document, r"(?<!\w)[A-Z]\w*")} <= set(NO_NAMES)


@documents
def test_every_mention_says_what_it_is(document: Document) -> None:
    for mention in document.mentions:
        named = mention.entity is not None
        assert named != (mention.type in ("DATE", "TIME", "CARDINAL", "MONEY")), mention.id


def real_entities() -> list[Entity]:
    return [entity for entity in corpus.entities.values() if not entity.fictional]


def test_every_entity_of_the_registry_is_used() -> None:
    mentions = [m for document in corpus for m in document.mentions]
    used = {m.entity for m in mentions} | {m.referent for m in mentions}
    assert {entity.id for entity in real_entities()} <= used


def test_entities_of_invented_stories_are_fictional_and_the_others_are_not() -> None:
    for document in whole():
        invented = document.seed.provenance == "authored"
        for mention in document.mentions:
            if mention.entity is not None:
                assert corpus.entities[mention.entity].fictional == invented, mention


def test_no_digit_and_no_name_of_its_story_is_left_bare_in_an_invented_text() -> None:
    named: dict[str, set[str]] = {}
    invented = [d for d in whole() if d.seed.provenance == "authored"]
    for document in invented:
        names = (m for m in document.mentions if m.level == "name" and m.entity is not None)
        named.setdefault(document.seed.story, set()).update(m.surface for m in names)
    bare = {}
    for document in invented:
        # a name that is a common word, too, or part of a longer word, is looked at by the rules
        long = [name for name in named[document.seed.story] if " " in name]
        pattern = "|".join(
            [r"\d+(?:[.,]\d\b)?", *(rf"(?<!\w){re.escape(n)}(?!\w)" for n in sorted(long))]
        )
        found = [m.group() for m in uncovered(document, pattern)]
        # a decimal may stand on a scale, where it counts nothing (2.3.9)
        found = [word for word in found if not re.fullmatch(r"\d+[.,]\d", word)]
        if found:
            bare[document.id] = found
    assert bare == {}


def test_names_of_the_registry_are_those_of_the_texts() -> None:
    """Each surface is, but for case, one of its entity's names in some language."""
    for document in corpus:
        for mention in document.mentions:
            if mention.entity is None or mention.level == "nominal":
                continue
            entity = corpus.entities[mention.entity]
            known = {name for names in entity.names.values() for name in names}
            # a plural or a demonym that stands for the place
            assert mention.surface in known or mention.surface in {"Islamic States"}, mention


def values(type: str) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = {}
    for document in corpus:
        for mention in document.mentions:
            if mention.type == type:
                found.setdefault(mention.surface, set()).add(mention.value)
    return found


def test_one_surface_has_one_value() -> None:
    for type in ("DATE", "CARDINAL", "MONEY"):
        assert {s: v for s, v in values(type).items() if len(v) > 1} == {}


def test_figures() -> None:
    assert {s: v.copy().pop() for s, v in values("CARDINAL").items()} == {
        "46": "46", "105": "105", "95": "95", "two": "2", "dozens": "min 24", "puluhan": "min 20",
    }  # fmt: skip


def test_iso_values() -> None:
    day = r"\d{4}(-\d\d(-\d\d)?)?"
    for surface, found in values("DATE").items():
        for value in found:
            assert value is None or re.fullmatch(rf"{day}|{day}/({day}|\.\.)|P\d+[YMWD]", value), surface


def test_no_person_is_said_to_have_annotated() -> None:
    assert {a.kind for a in corpus.annotators.values()} == {"model"}
    card = (ROOT / "dataset_card.md").read_text(encoding="utf-8")
    assert "No person has reviewed it yet" in card


@pytest.mark.skipif(
    not (SHARED / "seeds").exists(), reason="the received seeds are not beside the checkout"
)
def test_seeds_are_byte_for_byte_as_received() -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        wanted = hashlib.sha256(path.read_bytes()).hexdigest()
        assert corpus.seeds[path.stem].sha256 == wanted


@pytest.mark.skipif(
    not (SHARED / "wikidata.jsonl").exists(),
    reason="the list of verified ids is not beside the checkout",
)
def test_wikidata_ids_are_verified_ones() -> None:
    rows = map(json.loads, Path(SHARED / "wikidata.jsonl").read_text(encoding="utf-8").splitlines())
    verified = {row["qid"]: row["name"] for row in rows if row["verified"]}
    given = [entity for entity in corpus.entities.values() if entity.wikidata]
    assert len({entity.wikidata for entity in given}) == len(given) > 20
    for entity in given:
        assert entity.wikidata in verified, entity.id
        words = set(re.findall(r"\w+", verified[entity.wikidata].lower()))
        assert words & set(re.findall(r"\w+", entity.name().lower())), entity.id
