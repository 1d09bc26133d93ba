"""Every format: what it holds comes back, what it lacks is counted, and nothing else happens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from neutral import alike, documents, unordered
from retold.formats import FORMATS
from retold.formats.base import Format
from retold.formats.features import FEATURES, plain_tokens
from retold.formats.neutral import (
    Attribute,
    Document,
    Event,
    Group,
    Mark,
    Normalisation,
    Note,
    Relation,
)

TEXT = "Ada Lund हैं 🚢\n👩‍👩‍👧 Orm"
A, B = Mark("a", "PER", ((0, 3),)), Mark("b", "PER", ((4, 8),))
# One document for each feature that has it; what else it has, every format holds or lacks alike.
SAMPLES = {
    "spans": Document("d", TEXT, (A,)),
    "adjacent": Document("d", "नोर्‍वे.", (Mark("a", "GPE", ((0, 7),)), Mark("b", "MISC", ((7, 8),)))),
    "nested": Document("d", TEXT, (Mark("a", "PER", ((0, 8),)), Mark("b", "PER", ((4, 8),)))),
    "stacked": Document("d", TEXT, (A, replace(A, id="b", label="ORG"))),
    "crossing": Document(
        "d", "Ada Lund Orm", (Mark("a", "PER", ((0, 8),)), Mark("b", "PER", ((4, 12),)))
    ),
    "lines": Document("d", TEXT, (Mark("a", "PER", ((9, 20),)),)),
    "discontinuous": Document("d", TEXT, (Mark("a", "PER", ((0, 3), (4, 8))),)),
    "zero-width": Document("d", TEXT, (Mark("a", "GAP", ((3, 3),)),)),
    "attributes": Document("d", TEXT, (A, Attribute("x", "a", "level", "name"))),
    "other-attributes": Document(
        "d",
        TEXT,
        (A, B, Relation("r", "of", (("from", "a"), ("to", "b"))), Attribute("x", "r", "sure")),
    ),
    "values": Document("d", TEXT, (A, Attribute("x", "a", "value", "min 20"))),
    "relations": Document("d", TEXT, (A, B, Relation("r", "of", (("from", "a"), ("to", "b"))))),
    "clashes": Document("d", TEXT, (A, Attribute("x", "a", "of"), Attribute("y", "a", "of", "b"))),
    "roles": Document("d", TEXT, (A, B, Relation("r", "of", (("Arg1", "a"), ("Arg2", "b"))))),
    "higher-relations": Document(
        "d",
        TEXT,
        (
            A,
            B,
            Relation("r", "of", (("from", "a"), ("to", "b"))),
            Relation("s", "of", (("from", "r"), ("to", "b"))),
        ),
    ),
    "groups": Document("d", TEXT, (A, B, Group("*", "Equiv", ("a", "b")))),
    "events": Document("d", TEXT, (A, B, Event("e", "PER", "a", (("who", "b"),)))),
    "normalisations": Document("d", TEXT, (A, Normalisation("n", "a", "wikidata", "Q1", "Ada"))),
    "notes": Document("d", TEXT, (A, Note("n", "a", "AnnotatorNotes", "sure? "))),
    "note-lines": Document("d", TEXT, (A, Note("n", "a", "AnnotatorNotes", "sure?\nno"))),
    "odd-names": Document("d", TEXT, (Mark("a", "a person", ((0, 3),)),)),
    "metadata": Document("d", TEXT, (A,), metadata={"source": "port"}),
    "tokens": Document("d", "Ada Lund", (Mark("a", "PER", ((0, 8),)),), sentences=(((0, 8),),)),
    "white-space": Document("d", " Ada\t Lund \r\n\n", (Mark("a", "PER", ((1, 4),)),)),
    "unannotated": Document("d", TEXT),
    "empty": Document("d", ""),
}


# In rows of tokens, annotations have the order of the text, and no other.
LIKENESS = {"webanno": unordered}


def back(format: Format, document: Document) -> Document:
    """The document written and read again."""
    read = format.loads(format.dumps([document]))
    assert {finding.code for finding in read.findings} <= {"RT909", "RT908"}
    (found,) = read.documents
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_of_every_feature_whether_it_holds_it(name: str) -> None:
    assert set(FORMATS[name].holds) == set(FEATURES) == set(SAMPLES)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_sample_of_a_feature_has_it(feature: str) -> None:
    assert FEATURES[feature].found(SAMPLES[feature])


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_held_comes_back_and_what_is_not_is_counted(name: str, feature: str) -> None:
    format, document = FORMATS[name], SAMPLES[feature]
    fitted, losses = format.fit(document)
    like = LIKENESS.get(name, alike)
    assert like(back(format, fitted)) == like(fitted)
    left = FEATURES[feature].found(fitted)
    if format.holds[feature].held:
        assert feature not in {loss.feature for loss in losses}
        assert left == FEATURES[feature].found(document)
        assert alike(fitted) == alike(document)
    else:
        assert losses
        assert left == set()
    for loss in losses:
        assert loss.feature != feature or loss.count == len(FEATURES[feature].found(document))


@pytest.mark.parametrize("name", FORMATS)
@given(document=documents())
@settings(max_examples=150, deadline=None)
def test_any_document_comes_back_but_for_what_is_counted(name: str, document: Document) -> None:
    format = FORMATS[name]
    fitted, losses = format.fit(document)
    like = LIKENESS.get(name, alike)
    assert like(back(format, fitted)) == like(fitted)
    assert bool(losses) == (alike(fitted) != alike(document))
    # what fits, fits as it is, and a file that was read is written as it was
    assert format.fit(fitted)[1] == ()
    files = format.dumps([fitted])
    assert format.dumps(format.loads(files).documents) == files


def test_plain_tokens_are_what_stands_between_spaces() -> None:
    assert plain_tokens("Ada  Lund\n\n Orm") == (((0, 3), (5, 9)), ((12, 15),))
