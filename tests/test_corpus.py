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
    assert corpus.annotators["first"].kind == "rule"
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
    assert "annotations/gold/port-en.jsonl:9" in str(caught.value)


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
