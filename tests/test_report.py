"""The report as a value: every field is accounted for, parts add up, larger corpora."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from conftest import GOLDEN
from own import real
from retold import schemas
from retold.corpus import Corpus
from retold.documents import Document
from retold.metrics.blocks import FEW_DOCUMENTS, Blocks
from retold.metrics.layers import LAYERS, Layer, text
from retold.metrics.report import agreement
from retold.metrics.values import Report, Score, Slice
from retold.model import ANNOTATION_KINDS, Annotation, Casualty, EntityType, Mention, labels
from retold.pipeline import read_corpus
from retold.records import Row

Documents = tuple[Document, ...]
Change = Callable[[Annotation], Annotation | None]

# What no figure compares label by label: names of records, texts under spans, and spans but those
# by which records match; drifts and facts, which no reader of the text alone can know.
NOT_COMPARED = {
    "id", "doc", "annotator", "derived_from", "decision", "level", "surface", "note", "evidence",
    "spans", "victims.spans", "right.spans", "drift", "fact",
}  # fmt: skip


def leaves(kind: type[msgspec.Struct], before: str = "") -> set[str]:
    """Paths of all fields of a record, those of its parts with a dot."""
    found = set()
    for field in msgspec.structs.fields(kind):
        parts = [t for t in (field.type, *getattr(field.type, "__args__", ())) if is_struct(t)]
        path = f"{before}{field.name}"
        found |= leaves(parts[0], f"{path}.") if parts else {path}
    return found


def is_struct(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, msgspec.Struct)


@pytest.mark.parametrize("kind", sorted(ANNOTATION_KINDS))
def test_every_field_is_compared_or_named_as_not(kind: str) -> None:
    layers = [layer for layer in LAYERS if layer.name.startswith(kind)]
    assert layers
    for layer in layers:
        compared = {*layer.fields, *layer.key, layer.spans, layer.label}
        assert leaves(ANNOTATION_KINDS[kind]) - compared <= NOT_COMPARED, layer.name
        assert {layer.spans, layer.label, *layer.fields, *layer.key} <= leaves(ANNOTATION_KINDS[kind])


def corpus_of(*layers: tuple[str, tuple[Document, ...]]) -> Corpus:
    found = read_corpus(GOLDEN)
    return replace(found, layers=dict(layers))


def changed(documents: Documents, kept: Change = lambda record: record) -> Documents:
    """Documents whose records went through a function; None leaves one out."""
    out = []
    for document in documents:
        records = [(row, kept(row.record)) for row in document.rows]
        rows = tuple(Row(r, row.file, row.line) for row, r in records if r is not None)
        out.append(replace(document, rows=rows))
    return tuple(out)


def every_other_mention(record: Annotation) -> Annotation | None:
    dropped = isinstance(record, Mention) and int(record.id[-1]) % 2
    return None if dropped else record


@pytest.fixture(scope="module")
def landed() -> Report:
    """The corpus of this repository against itself without every other mention."""
    corpus = real()
    layers = {"gold": corpus.documents, "other": changed(corpus.documents, every_other_mention)}
    return agreement(replace(corpus, layers=layers), ["gold", "other"])


def scores(part: Slice) -> dict[str, Score]:
    (pair,) = part.pairs
    return pair.scores


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_languages_and_labels_add_up(landed: Report, layer: Layer) -> None:
    found = landed.layers[layer.name]
    labelled = "exact" if layer.label_in_key else "exact_label"
    for parts, criterion in ((found.languages, "exact"), (found.labels, labelled)):
        whole = scores(found.all)[criterion]
        counts = [
            (s.matched, s.only_a, s.only_b) for s in (scores(part)[criterion] for part in parts.values())
        ]
        assert tuple(map(sum, zip(*counts, strict=True))) == (whole.matched, whole.only_a, whole.only_b)
    if layer.unitized:
        whole_units = found.all.unitizing
        assert whole_units is not None
        lengths = [part.unitizing.code_points for part in found.languages.values() if part.unitizing]
        assert sum(lengths) <= whole_units.code_points


def test_what_is_the_same_agrees_wholly(landed: Report) -> None:
    for name in ("zone", "stance", "headline", "casualty", "fault"):
        found = landed.layers[name]
        assert scores(found.all)["exact"].f1 == 1
        assert {field.alpha.value for field in found.fields} <= {1.0, None}
        if found.all.unitizing:
            assert found.all.unitizing.alpha.value == 1


def test_intervals_hold_their_estimate(landed: Report) -> None:
    found = landed.layers["mention_name"].all
    exact = scores(found)["exact"]
    assert exact.f1 is not None and exact.f1_interval is not None
    assert exact.f1_interval.low < exact.f1 < exact.f1_interval.high
    assert found.unitizing is not None
    alpha = found.unitizing.alpha
    assert alpha.value is not None and alpha.interval is not None
    assert alpha.interval.low < alpha.value < alpha.interval.high


def many(number: int) -> Documents:
    """The golden documents again and again, each under a name of its own."""
    documents = read_corpus(GOLDEN).documents
    return tuple(
        replace(document, seed=msgspec.structs.replace(document.seed, id=f"{document.id}-{copy}"))
        for copy in range(number)
        for document in documents
    )


def test_ten_documents_are_resampled_as_documents() -> None:
    few, enough = many(3), many(4)
    assert len(few) < FEW_DOCUMENTS <= len(enough)
    for documents, unit, units in ((few, "sentence", 3 * 15), (enough, "document", 12)):
        report = agreement(corpus_of(("a", documents), ("b", changed(documents))), ["a", "b"])
        assert (report.sampling.unit, report.sampling.units) == (unit, units)
        assert report.documents == len(documents)


def test_figures_of_documents_add_up() -> None:
    """Four copies of a corpus have four times its counts and the same ratios."""
    one, four = (
        agreement(
            corpus_of(("a", many(n)), ("b", changed(many(n), every_other_mention))), ["a", "b"]
        ).layers["mention_name"]
        for n in (1, 4)
    )
    assert scores(four.all)["exact"].only_a == 4 * scores(one.all)["exact"].only_a > 0
    assert scores(four.all)["exact"].f1 == scores(one.all)["exact"].f1
    assert one.fields[0].alpha.n * 4 == four.fields[0].alpha.n


def test_a_document_of_one_annotator_is_left_out() -> None:
    documents = read_corpus(GOLDEN).documents
    corpus = corpus_of(("a", documents), ("b", documents[:2]), ("c", documents[1:2]))
    report = agreement(corpus, ["a", "b", "c"])
    assert report.documents == 2
    assert [(s.a, s.b, s.documents) for s in report.shared] == [
        ("a", "b", 2),
        ("a", "c", 1),
        ("b", "c", 1),
    ]
    matched = [p.scores["exact"].matched for p in report.layers["zone"].all.pairs]
    assert matched == [len(documents[0].zones) + len(documents[1].zones), *[len(documents[1].zones)] * 2]


def test_names_that_cannot_be_compared() -> None:
    corpus = read_corpus(GOLDEN)
    with pytest.raises(ValueError, match="no layer of 'x'; there are: first, gold"):
        agreement(corpus, ["first", "x"])
    with pytest.raises(ValueError, match="two different annotators or more"):
        agreement(corpus, ["first"])


def test_blocks_hold_every_character_and_go_by_zones() -> None:
    documents = read_corpus(GOLDEN).documents
    blocks = Blocks(documents)
    assert sum(blocks.lengths) == sum(len(document.text) for document in documents)
    assert len(blocks.languages) == len(blocks.lengths) == sum(len(d.sentences) for d in documents)
    for number, document in enumerate(documents):
        for sentence in document.sentences:
            ends = np.array([sentence.span[0], sentence.span[1] - 1])
            block, last = blocks.at(np.full(2, number), ends).tolist()
            assert last == block
            assert blocks.languages[block] == sentence.zone.lang
    assert blocks.rows("hi").size == len(documents[1].sentences)
    assert blocks.rows("fr").size == 0


def test_a_document_without_zones_is_one_block() -> None:
    bare = tuple(replace(d, rows=()) for d in read_corpus(GOLDEN).documents)
    blocks = Blocks(bare)
    assert blocks.lengths == [len(document.text) for document in bare]
    assert blocks.languages == ["en", "hi", "id"]


def test_fields_as_labels() -> None:
    (claim,) = read_corpus(GOLDEN).documents[0].casualties
    assert isinstance(claim, Casualty)
    paths = ("count.form", "count.min", "method", "source.chain", "perpetrator.actor", "occurred")
    assert [text(claim, path) for path in paths] == [
        "exact", "12", "accident", '["outlet","e-coast-wire"]', "null", "true",
    ]  # fmt: skip


FILLED = {
    "org_subtype": "media", "metonym": "government", "referent": "e-x", "entity": "e-x",
    "value": "2", "anchor": "2031-05-04",
}  # fmt: skip


@pytest.mark.parametrize("path", FILLED)
@pytest.mark.parametrize("kind", labels(EntityType))
def test_fields_apply_where_the_schema_lets_them_hold_a_value(path: str, kind: str) -> None:
    """A field that RT020 forbids for a type is not compared for it."""
    mention = read_corpus(GOLDEN).documents[0].mentions[0]
    needed = {"anchor": {"value": "2"}, "referent": {"metonym": "government"}}.get(path, {})
    filled = {**dict.fromkeys(FILLED), **needed, path: FILLED[path], "type": kind}
    value = msgspec.to_builtins(mention) | filled
    forbidden = {v.field for v in schemas.violations("mention", value) if "write null" in v.message}
    (layer,) = (layer for layer in LAYERS if layer.name == "mention_name")
    assert layer.applies(path, [kind]) == forbidden.isdisjoint({path, *needed})


def test_a_field_applies_if_it_does_for_one_of_the_records() -> None:
    (layer,) = (layer for layer in LAYERS if layer.name == "mention_name")
    assert layer.applies("metonym", ["ORG", "GPE"])
    assert not layer.applies("metonym", ["ORG"])
    assert layer.applies("type", ["ORG"])
