"""The Python API on a whole corpus."""

from __future__ import annotations

import subprocess
import sys

import pytest

import retold
from conftest import GOLDEN, replace


def test_read_corpus() -> None:
    corpus = retold.read_corpus(GOLDEN)
    assert len(corpus) == 3
    assert [document.id for document in corpus] == ["port-en", "port-hi", "port-id"]
    assert corpus.settings.version == "0.2.0"
    assert corpus.stories["port-storm"].split == "train"
    assert corpus.annotators["first"].kind == "human"
    assert corpus.seeds["port-en"].outlet == "Coast Wire"
    assert set(corpus.layers) == {"gold", "first"}


def test_mentions_of_an_entity_in_three_languages() -> None:
    corpus = retold.read_corpus(GOLDEN)
    found = [(d.id, m.surface) for d, m in corpus.mentions_of("e-dock-union")]
    assert found == [
        ("port-en", "Dock Union"),
        ("port-en", "Dock Union"),
        ("port-hi", "डॉक यूनियन"),
        ("port-id", "Serikat Dermaga"),
    ]


def test_unknown_names_are_named() -> None:
    corpus = retold.read_corpus(GOLDEN)
    with pytest.raises(KeyError, match="e-nobody"):
        list(corpus.mentions_of("e-nobody"))
    with pytest.raises(KeyError, match="port-en, port-hi, port-id"):
        corpus.document("port-fr")


def test_no_corpus_there(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FileNotFoundError, match=r"retold\.toml"):
        retold.read_corpus(tmp_path)


def test_a_broken_corpus_raises_with_all_findings(corpus_copy) -> None:  # type: ignore[no-untyped-def]
    gold = corpus_copy / "annotations/gold/port-en.jsonl"
    replace(gold, '"surface":"Norhaven"', '"surface":"Norhavn"')
    replace(gold, '"entity":"e-coast-wire"', '"entity":"e-nobody"')
    with pytest.raises(retold.CorpusError) as caught:
        retold.read_corpus(corpus_copy)
    assert {"RT203", "RT301", "RT801"} == {f.code for f in caught.value.findings}
    assert "annotations/gold/port-en.jsonl:11" in str(caught.value)


def test_a_layer_of_its_own() -> None:
    corpus = retold.read_corpus(GOLDEN)
    assert [d.layer for d in corpus.layers["first"]] == ["first"] * 3
    assert corpus.layers["first"][0].mentions == corpus.documents[0].mentions


def test_public_names_and_a_wrong_one() -> None:
    assert all(getattr(retold, name) for name in retold.__all__)
    assert set(retold.__all__) <= set(dir(retold))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = retold.nothing


def test_importing_retold_imports_nothing_heavy() -> None:
    heavy = "('pyarrow', 'datasets', 'jsonschema', 'msgspec')"
    code = f"import retold, sys; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_records_of_the_later_layers() -> None:
    document = retold.read_corpus(GOLDEN).document("port-en")
    assert [s.polarity for s in document.stances] == ["oppose"]
    assert [h.vs_body for h in document.headlines] == ["agree"]
    assert [c.harm for c in document.casualties] == ["injured"]
    assert [f.fault for f in document.faults] == ["wrong_time"]


def test_evidence_to_text_and_sentence() -> None:
    document = retold.read_corpus(GOLDEN).document("port-en")
    (claim,) = document.casualties
    assert document.surface(claim.evidence) == "A crane hurt 12 men"
    assert [document.surface((s.span,)) for s in document.sentences_at(claim.evidence)] == [
        "A crane hurt 12 men."
    ]
    parted = ((0, 10), *claim.evidence)
    assert len(document.sentences_at(parted)) == 2


def test_a_claim_and_its_counterparts() -> None:
    corpus = retold.read_corpus(GOLDEN)
    ((other, links),) = corpus.counterparts(corpus.claims["port-en-c1"])
    assert (other.id, [link.relation for link in links]) == ("port-hi-c1", ["contradicts"])
    assert list(corpus.counterparts(corpus.claims["port-hi-c2"])) == []


def test_who_says_what_on_a_proposition() -> None:
    corpus = retold.read_corpus(GOLDEN)
    found = [(d.id, s.holder, s.polarity) for d, s in corpus.stances_on("p-talks-go-on")]
    assert found == [("port-en", "e-dock-union", "oppose"), ("port-id", "e-norland", "conditional")]
    assert [s.id for _, s in corpus.stances_on("e-dock-union")] == ["port-hi-s1"]
    with pytest.raises(KeyError, match="p-nothing"):
        list(corpus.stances_on("p-nothing"))


def test_registries() -> None:
    corpus = retold.read_corpus(GOLDEN)
    assert corpus.events["ev-norhaven-crane"].date == "2031-05-02"
    assert corpus.propositions["p-talks-go-on"].text.startswith("The talks")
    assert corpus.links["l-1"].field == "count"
