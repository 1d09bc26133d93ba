"""Names of the registry in a text: at the edges of words, in any script, the longest first."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import strategies
from proposing import CORPUS, REGISTRY, left_out, mentions, proposals, seed
from retold import checking
from retold.documents import Document
from retold.model import Mention
from retold.records import Row
from retold.rules import CATALOGUE


def named(text: str, lang: str = "en") -> list[tuple[str, str]]:
    """Surface and entity of each name."""
    return [(m.surface, m.entity.removeprefix("e-")) for m in mentions(text, lang) if m.entity]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Lund’s crews left Norhaven's port", [("Lund", "ada"), ("Norhaven", "norhaven")]),
        ("Norhavens and norhaven", []),
        ("The Dock Union ended it", [("Dock Union", "union")]),
        ("Ada Lund spoke, Lund left", [("Ada Lund", "ada"), ("Lund", "ada")]),
        ("The DU-S is no DU", [("DU-S", "union-s"), ("DU", "union")]),
        ("The DU-K and the Ada-Lund", []),
        ("Anti-Norland talk and a Norland-led crew", [("Norland", "norland")] * 2),
        ("O’Lund spoke", []),
        ("unnamed crews of Norhaven", [("Norhaven", "norhaven")]),
        ("#Norhaven (Norhaven)", [("Norhaven", "norhaven")] * 2),
    ],
)
def test_latin_names_end_where_words_end(text: str, wanted: list[tuple[str, str]]) -> None:
    assert named(f"Late\n{text}") == wanted


def test_a_matra_belongs_to_the_word() -> None:
    """नोर is a name here, and the beginning of other words."""
    assert named("देर\nनोर में, नोरहेवन में", "hi") == [("नोर", "norland"), ("नोरहेवन", "norhaven")]
    assert named("देर\nनोरा और नोरी, नोर्‍वे", "hi") == []


def test_without_spaces_a_name_ends_where_a_cluster_ends() -> None:
    assert named("เรือ\nที่นอร์เฮเวนวันนี้", "th") == [("นอร์เฮเวน", "norhaven")]
    assert named("เรือ\nที่นอร์เฮเวน\u0e49", "th") == []


def test_a_name_is_found_in_either_form_of_composition() -> None:
    only = (REGISTRY[-1],)
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "Late\nVår left.")
        (found,) = (r for r in proposals(text, registry=only).records if isinstance(r, Mention))
        assert text[slice(*found.spans[0])] == found.surface == unicodedata.normalize(form, "Vår")


def test_names_of_other_languages_count_but_not_short_ones() -> None:
    assert named("Terlambat\nDock Union di Norhaven", "id") == [
        ("Dock Union", "union"),
        ("Norhaven", "norhaven"),
    ]
    assert named("Terlambat\nKata DU dan NL", "id") == []
    assert named("Late\nThe DU said so in NL") == [("DU", "union"), ("NL", "norland")]
    assert named("Late\nTHE DU SAID SO IN NL") == []


def test_a_name_inside_a_name_is_marked_where_the_guidelines_want_it() -> None:
    assert named("Late\nThe Bank of Norland") == [("Bank of Norland", "bank"), ("Norland", "norland")]
    assert named("Late\nA Norland Lutheran crew") == [("Norland Lutheran", "norlanders")]


def test_a_name_of_several_entities_is_counted_and_not_proposed() -> None:
    assert named("Late\nVår left.") == []
    assert left_out("Late\nVår left.") == {"several entities": 1}


def test_nothing_is_named_in_furniture_and_everything_in_links() -> None:
    assert named("Late\nAlso read - Norhaven waits\nFollow Norhaven on") == [("Norhaven", "norhaven")]


def test_a_mention_says_what_the_registry_says() -> None:
    place, group = mentions("Late\nNorhaven and the Dock Union")
    assert (place.type, place.metonym, place.level, place.org_subtype) == ("GPE", "none", "name", None)
    assert (group.type, group.metonym, group.referent, group.org_subtype) == ("ORG", None, None, "other")


WORDS = [name for found in REGISTRY for names in found.names.values() for name in names]
PIECES = st.sampled_from(
    [
        *WORDS,
        *strategies.PIECES,
        "\n",
        " ",
        "12",
        "two hundred",
        "4 May 2031",
        "बारह",
        "Senin lalu",
        "$5",
        "a week",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["en", "id", "hi", "th"]))
@example("Norhaven\u0301 Norhaven", "en")
@example("Late\nBank of Norland Lutheran", "en")
def test_every_proposal_in_any_text_passes_the_rules(text: str, lang: str) -> None:
    made = proposals(text, lang)
    rows = tuple(Row(record, "d.jsonl", n) for n, record in enumerate(made.records, 1))
    document = Document(seed(text, lang), text, "rules", "d.jsonl", rows)
    found = [f for f in checking.of_document(document, CORPUS) if CATALOGUE[f.code].severity == "error"]
    # what the rules alone can tell is left to them: preannotate takes such a record out
    assert {f.code for f in found} <= {"RT212", "RT602"}
    for record in made.records:
        if isinstance(record, Mention):
            (span,) = record.spans
            assert text[slice(*span)] == record.surface == record.surface.strip()
            assert record.entity is None or record.surface in {
                form for word in WORDS for form in (word, unicodedata.normalize("NFD", word))
            }
