"""Configs: rows, columns, and that Arrow, features and card say the same."""

from __future__ import annotations

import pyarrow as pa
import pytest

from conftest import GOLDEN
from own import real
from retold import schemas
from retold.columns import Column, arrow_schema, yaml_features
from retold.model import Polarity, labels
from retold.pipeline import read_corpus
from retold.tables import CONFIGS, config, content_digest, counts, table
from retold.tables.base import Config
from retold.tables.stances import FAVOR

corpus = read_corpus(GOLDEN)


def rows(name: str) -> list[dict]:  # type: ignore[type-arg]
    return table(config(name), corpus, corpus.documents).to_pylist()


@pytest.mark.parametrize("found", CONFIGS, ids=lambda c: c.name)
def test_features_of_the_card_are_those_of_datasets(found: Config) -> None:
    from datasets import Features

    features = Features._from_yaml_list(yaml_features(found.columns))
    assert features._to_yaml_list() == yaml_features(found.columns)

    def as_labels(column: Column, kind: pa.DataType) -> pa.DataType:
        # a ClassLabel is an int64 in datasets and a word in our files
        if pa.types.is_list(kind):
            return pa.list_(as_labels(column, kind.value_type))
        if column.fields:
            return pa.struct(
                [pa.field(f.name, as_labels(f, kind.field(f.name).type)) for f in column.fields]
            )
        return pa.int64() if column.labels else kind

    schema = arrow_schema(found.columns)
    wanted = pa.schema(
        [pa.field(c.name, as_labels(c, schema.field(c.name).type)) for c in found.columns]
    )
    assert features.arrow_schema.remove_metadata().equals(wanted)


def leaves(columns: tuple[Column, ...]) -> list[Column]:
    return [leaf for c in columns for leaf in (c, *leaves(c.fields))]


@pytest.mark.parametrize("found", CONFIGS, ids=lambda c: c.name)
def test_columns_that_come_from_the_schema_agree_with_it(found: Config) -> None:
    for column in leaves(found.columns):
        assert column.about
        if column.about.startswith("="):
            field = schemas.field_schema(column.about[1:])
            allowed = tuple(label for label in field.get("enum", ()) if label is not None)
            assert column.labels == allowed, column.name


@pytest.mark.parametrize("found", CONFIGS, ids=lambda c: c.name)
def test_rows_have_the_columns_and_only_known_labels(found: Config) -> None:
    shown = list(found.rows(corpus, corpus.documents))
    assert shown
    for row in shown:
        assert list(row) == [column.name for column in found.columns]
        for column in found.columns:
            value = row[column.name]
            values = value if isinstance(value, list) else [value]
            assert not column.labels or set(values) <= {*column.labels, None}


def test_entities() -> None:
    found = rows("entities")
    assert len(found) == sum(len(d.mentions) for d in corpus)
    union = [r for r in found if r["entity_id"] == "e-dock-union"]
    assert [(r["lang"], r["surface"], r["entity_name"]) for r in union] == [
        ("en", "Dock Union", "Dock Union"),
        ("en", "Dock Union", "Dock Union"),
        ("hi", "डॉक यूनियन", "Dock Union"),
        ("id", "Serikat Dermaga", "Dock Union"),
    ]
    assert union[2]["sentence"] == "डॉक यूनियन ने शुक्रवार को कहा: 12 क्रेन बंद हैं।"
    parted = next(r for r in found if len(r["spans"]) == 2)
    assert (parted["start"], parted["end"], parted["spans"]) == (110, 126, [[110, 113], [122, 126]])


def test_offsets_of_every_config_lead_back_into_the_text() -> None:
    texts = {row["doc_id"]: row["text"] for row in rows("documents")}
    for row in rows("entities"):
        text = texts[row["doc_id"]]
        assert " ".join(text[a:b] for a, b in row["spans"]) == row["surface"]
    for row in rows("ner"):
        text = texts[row["doc_id"]]
        found = [text[a:b] for a, b in zip(row["token_starts"], row["token_ends"], strict=True)]
        assert found == row["tokens"]
        assert len(row["tokens"]) == len(row["ner_tags"]) > 0


def test_ner_leaves_furniture_out() -> None:
    assert "furniture" not in {row["zone"] for row in rows("ner")}
    assert "furniture" in {zone["zone"] for row in rows("documents") for zone in row["zones"]}


def test_documents_nest_everything() -> None:
    row = next(r for r in rows("documents") if r["doc_id"] == "port-en")
    assert row["text"] == corpus.document("port-en").text
    assert [z["zone"] for z in row["zones"]] == ["headline", "dateline", "body", "furniture"]
    assert len(row["mentions"]) == len(corpus.document("port-en").mentions)
    flat = [r for r in rows("entities") if r["doc_id"] == "port-en"]
    assert [m["mention_id"] for m in row["mentions"]] == [r["mention_id"] for r in flat]
    for nested, name in (
        ("stances", "stance"),
        ("headlines", "headlines"),
        ("casualties", "casualties"),
        ("faults", "faults"),
    ):
        wanted = [r for r in rows(name) if r["doc_id"] == "port-en"]
        head = ("doc_id", "story_id", "provenance", "lang")
        assert row[nested] == [{k: v for k, v in r.items() if k not in head} for r in wanted]


def test_counts() -> None:
    found = {row["lang"]: row for row in counts("all", corpus.documents)}
    assert {lang: row["documents"] for lang, row in found.items()} == {"en": 1, "hi": 1, "id": 1}
    assert sum(row["mentions"] for row in found.values()) == len(rows("entities"))
    assert sum(row["zones"] for row in found.values()) == sum(len(d.zones) for d in corpus)


def test_favor_follows_from_polarity() -> None:
    assert {r["polarity"]: r["favor"] for r in rows("stance")} == {
        "oppose": "AGAINST",
        "unclear": "NONE",
        "conditional": "FAVOR",
    }
    assert {polarity: FAVOR[polarity] for polarity in labels(Polarity)} == {
        "support": "FAVOR",
        "oppose": "AGAINST",
        "conditional": "FAVOR",
        "neutral_stated": "NONE",
        "unclear": "NONE",
    }


def test_a_stance_on_an_actor_shows_the_actor_s_name() -> None:
    row = next(r for r in rows("stance") if r["doc_id"] == "port-hi")
    assert (row["holder_name"], row["target_text"]) == ("author", "Dock Union")


def test_headlines() -> None:
    first, second = rows("headlines")
    assert (first["surface"], first["vs_body"]) == ("Dock Union ends talks with Norland", "agree")
    assert first["evidence"] == "The Dock Union’s crews left Norhaven"
    assert (second["vs_body"], second["evidence"], second["evidence_spans"]) == ("unrelated", "", [])


def test_casualties() -> None:
    found = {row["claim_id"]: row for row in rows("casualties")}
    assert {id: (r["harm"], r["occurred"]) for id, r in found.items()} == {
        "port-en-c1": ("injured", True),
        "port-hi-c1": ("injured", True),
        "port-hi-c2": ("killed", False),
    }
    one = found["port-en-c1"]
    assert (one["count_best"], one["victims_surface"], one["source_party"]) == (12, "12 men", "media")
    assert one["evidence"] == "A crane hurt 12 men"


def test_faults_show_the_right_passage_of_another_document() -> None:
    (row,) = rows("faults")
    assert (row["right_doc"], row["right_text"]) == ("port-hi", "शुक्रवार")


def test_counts_go_by_the_language_of_the_zone() -> None:
    row = next(row for row in counts("test", real().documents) if row["lang"] == "hi")
    # one headline: Islamic State, Taliban, ISIS, America; two assertions, one of them distorted
    assert row == {
        "split": "test", "lang": "hi", "documents": 0, "sentences": 1, "zones": 1, "mentions": 4,
        "stances": 0, "headlines": 2, "casualties": 0, "faults": 1,
    }  # fmt: skip


def test_content_digest_sees_rows_and_names_only() -> None:
    one = pa.table({"a": ["x", None], "b": [[1], []]})
    chunked = pa.concat_tables([one.slice(0, 1), one.slice(1)])
    assert content_digest(one) == content_digest(chunked)
    assert content_digest(one) != content_digest(one.rename_columns(["a", "c"]))
    assert content_digest(one) != content_digest(one.slice(0, 1))
    assert content_digest(one) != content_digest(pa.table({"a": ["x", ""], "b": [[1], []]}))


def test_unknown_config_names_those_there_are() -> None:
    with pytest.raises(
        KeyError, match="documents, entities, ner, stance, headlines, casualties, events, faults"
    ):
        config("mentions")
