"""Records -> neutral document -> records: nothing is lost, whatever the fields hold."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import GOLDEN, ROOT
from retold import schemas
from retold.formats import brat, mapping
from retold.formats.base import Loss
from retold.formats.neutral import Attribute, Document, Event, Mark, Normalisation, Note, Relation
from retold.model import ANNOTATION_KINDS, Annotation, Stance
from retold.pipeline import read_corpus
from retold.records import parse
from strategies import annotations, texts

PROVENANCE = st.sampled_from([{}, {"derived_from": ("first/m1", "second/m2")}, {"decision": "d-1"}])


def records_of(document: Document, annotator: str) -> list[Annotation]:
    found, losses = mapping.values_of(document, annotator)
    assert losses == ()
    lines = "".join(json.dumps(record.values) + "\n" for record in found)
    rows, findings = parse(lines, "f", None, schemas.violations)
    assert {finding.code for finding in findings} <= {"RT012", "RT013"}
    return [row.record for row in rows]


@pytest.mark.parametrize("root", [ROOT, GOLDEN])
def test_every_layer_comes_back_through_the_neutral_model_and_brat(root: Path) -> None:
    corpus = read_corpus(root)
    for layer, documents in corpus.layers.items():
        for document in documents:
            records = [row.record for row in document.rows]
            neutral = mapping.document_of(document.id, document.text, records, layer)
            assert records_of(neutral, layer) == records
            assert brat.fit(neutral)[1] == ()
            assert records_of(brat.loads(brat.dumps([neutral])).documents[0], layer) == records


@given(text=texts(), drawn=st.lists(st.tuples(annotations(), PROVENANCE), max_size=6))
@settings(max_examples=100, deadline=None)
def test_any_record_comes_back(text: str, drawn: list[tuple[Annotation, dict[str, object]]]) -> None:
    records = [msgspec.structs.replace(record, doc="d", **more) for record, more in drawn]
    neutral = mapping.document_of("d", text, records, "ada")
    assert records_of(neutral, "ada") == records


def test_each_field_has_a_name_of_its_own() -> None:
    for kind in ANNOTATION_KINDS.values():
        names = [field.name for field in mapping.fields(kind)]
        assert len(names) == len(set(names))


def test_every_kind_has_a_row() -> None:
    assert {row.kind for row in mapping.KINDS} == set(ANNOTATION_KINDS)


def test_several_passages_are_one_event() -> None:
    document = next(d for d in read_corpus(GOLDEN).documents if d.casualties)
    claim = next(c for c in document.casualties if c.victims.spans)
    items = mapping.document_of(document.id, document.text, [claim], "gold").items
    trigger, victims, event = items[:3]
    assert isinstance(trigger, Mark)
    assert (trigger.label, trigger.spans) == (f"casualty-{claim.harm}", claim.evidence)
    assert isinstance(victims, Mark)
    assert (victims.label, victims.spans) == ("victims", claim.victims.spans)
    assert event.id != trigger.id
    said = {item.name: item.value for item in items if isinstance(item, Attribute)}
    assert said["count_form"] == claim.count.form
    assert "method" not in said or claim.method is not None


def test_a_plain_span_becomes_a_mention_with_what_can_be_known() -> None:
    (found,), losses = mapping.values_of(Document("d", "Ada", (Mark("T1", "PER", ((0, 3),)),)), "ben")
    assert losses == ()
    assert found.values == {
        "kind": "mention", "id": "d-m001", "doc": "d", "annotator": "ben", "spans": [[0, 3]],
        "surface": "Ada", "type": "PER", "org_subtype": None, "metonym": None, "entity": None,
        "referent": None, "value": None, "anchor": None,
    }  # fmt: skip
    assert "level" not in found.values, "nobody said it"


def test_ids_that_are_there_are_not_given_again() -> None:
    marks = (Mark("a", "PER", ((0, 3),)), Mark("b", "PER", ((0, 3),)))
    items = (*marks, Attribute("x", "b", "id", "d-m001"))
    found, _ = mapping.values_of(Document("d", "Ada", items), "ben")
    assert [record.values["id"] for record in found] == ["d-m002", "d-m001"]


def test_what_no_record_can_hold_is_counted() -> None:
    items = (
        Mark("a", "PER", ((0, 3),)),
        Mark("b", "PER", ((0, 3),)),
        Relation("r", "of", (("Arg1", "a"), ("Arg2", "b"))),
        Attribute("x", "a", "colour", "blue"),
        Attribute("y", "r", "sure"),
        Attribute("z", "a", "level", "name"),
        Attribute("zz", "a", "level", "nominal"),
        Normalisation("n", "a", "wikidata", "Q1"),
        Note("o", "a", "AnnotatorNotes", "?"),
    )
    found, losses = mapping.values_of(Document("d", "Ada", items, metadata={"a": 1}), "ben")
    assert found[0].values["level"] == "name"
    assert set(losses) == {
        Loss("relations", 1), Loss("attributes", 3), Loss("normalisations", 1), Loss("notes", 1),
        Loss("metadata", 1),
    }  # fmt: skip


def test_a_stance_has_its_evidence_as_passage() -> None:
    stance = Stance("s", "d", "ada", "e-x", "p-y", "support", "action", ("outlet",), ((0, 1), (2, 3)))
    first = mapping.document_of("d", "abc", [stance], "ada").items[0]
    assert first == Mark("r1.t", "stance-support", ((0, 1), (2, 3)))


def test_a_mention_that_takes_part_in_an_event_stays_a_mention() -> None:
    items = (
        Mark("T1", "casualty-killed", ((0, 3),)),
        Mark("T2", "PER", ((4, 7),)),
        Event("E1", "casualty-killed", "T1", (("victims", "T2"),)),
    )
    found, _ = mapping.values_of(Document("d", "Ada Orm", items), "ben")
    assert [record.values["kind"] for record in found] == ["mention", "casualty"]
    assert found[1].values["victims"]["spans"] == found[0].values["spans"] == [[4, 7]]
