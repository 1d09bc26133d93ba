"""Runs of words are found, and any value and any sound corpus is put together of pieces."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import snapshot
from retold.files import CorpusFolder
from retold.pipeline import build
from retold.standoff.hydrate import hydrate
from retold.standoff.omit import omit, texts_of
from retold.standoff.pieces import decode, encode
from retold.standoff.wording import Wording, redacted
from standoff_runs import changed, five, rows, strings
from strategies import texts as odd_texts
from valid_corpora import corpora

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("one two three four five", ["one two three four five"]),
        ("say ONE, two; three\nFour — five six", ["ONE, two; three\nFour — five six"]),
        ("one two three four", []),
        ("one two three four x five", []),
        ("x-one two three four five-x", ["one two three four five"]),
        (
            "one two six seven eight nine ten three four five",
            ["one two six seven eight nine ten three four five"],
        ),
        ("", []),
    ],
)
def test_runs_of_five_words_are_found_in_either_sense(text: str, taken: list[str]) -> None:
    wording = Wording({"a": "One two three four five six.", "b": "six seven eight nine ten"})
    found = wording.redact(text)
    assert [text[a:b] for (a, b), _ in found] == taken
    assert not wording.repeated_in(redacted(text, (range_ for range_, _ in found)))
    assert wording.repeated_in(text) == bool(taken)


@settings(deadline=None)
@given(st.lists(odd_texts(), min_size=1, max_size=3), odd_texts(), st.data())
def test_pieces_give_back_any_value(found: list[str], more: str, data: st.DataObject) -> None:
    texts = {f"d{number}": text for number, text in enumerate(found)}
    doc = data.draw(st.sampled_from(sorted(texts)))
    ends = sorted(data.draw(st.lists(st.integers(0, len(texts[doc])), min_size=2, max_size=4)))
    parts = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    fragments = " ".join(texts[doc][a:b] for a, b in parts)
    for value in (fragments, fragments.swapcase() + more, more, texts[doc], ""):
        for own in (None, doc):
            for spans in ((), parts):
                pieces = encode(value, texts, own, spans=spans, near=ends[0])
                assert decode(json.loads(json.dumps(pieces)), texts, own) == value
                everywhere = set("".join(texts.values())) | {" "}
                literals = "".join(piece for piece in pieces if isinstance(piece, str))
                assert not (set(literals) & everywhere) - {" "}


def test_pieces_prefer_the_records_own_spans_and_place() -> None:
    texts = {"a": "port and port and ship", "b": "ship of the port"}
    assert encode("port", texts, "a", spans=[[9, 13]]) == ((9, 13),)
    assert encode("port", texts, "a", near=5) == ((9, 13),)
    assert encode("port ship", texts, "a", spans=[[0, 4], [18, 22]]) == ((0, 4), " ", (18, 22))
    assert encode("ship of", texts, "a") == (("b", 0, 7),)
    assert encode("PORT", texts, "a") == ("PORT",)


@pytest.mark.parametrize(
    "piece", [["nobody", 0, 1], ["a", 2, 1], ["a", 0, 9], ["a", -1, 1], [0, 1], ["a", "0", 1]]
)
def test_pieces_of_nothing_are_refused(piece: list[Any]) -> None:
    with pytest.raises(ValueError, match=r"no text|no range"):
        decode([piece], {"a": "ab"})


def test_long_literals_hold_no_run() -> None:
    shouted = "A-B-C-D-E-F"
    pieces = encode(shouted, {"a": "a b c d e f"})
    assert not any(five(piece, r"\w+") for piece in pieces if isinstance(piece, str))
    assert len(pieces) > 1


@settings(deadline=None, max_examples=15, suppress_health_check=SLOW)
@given(corpora(), st.lists(odd_texts(), max_size=3))
def test_any_sound_corpus_goes_there_and_back(files: dict[str, bytes], notes: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        assert build(CorpusFolder(root)).record is not None
        full = snapshot(root / "data")
    texts = texts_of(full)
    quoted = [*notes, *(text.swapcase() for text in texts.values())]
    full = changed(full, "notes.json", json.dumps(quoted, ensure_ascii=False, indent=2).encode())
    edition = omit(full)
    assert dict(hydrate(edition, texts).files) == full
    of_texts = {p: set().union(*(five(t, p) for t in texts.values())) for p in (r"\w+", r"\S+")}
    for path, data in edition.items():
        if path.endswith(".parquet"):
            said = list(strings(rows(data)))
        else:
            said = [
                t for line in data.splitlines() if path.endswith("l") for t in strings(json.loads(line))
            ]
            said += list(strings(json.loads(data))) if path.endswith("json") else []
        for pattern, runs in of_texts.items():
            assert not [text for text in said if five(text, pattern) & runs], path


def test_a_dataset_without_documents_goes_there_and_back(tmp_path: Path) -> None:
    for path, text in {
        "retold.toml": 'name = "none"\ntitle = "None"\nversion = "0.1.0"\n\n'
        '[licences]\ntexts = "CC0-1.0"\nannotations = "CC0-1.0"\n',
        "dataset_card.md": "# None\n",
        "seeds/seeds.jsonl": "",
        "seeds/stories.jsonl": "",
        "annotations/annotators.jsonl": "",
        "annotations/registry/entities.jsonl": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert build(CorpusFolder(tmp_path)).findings == []
    full = snapshot(tmp_path / "data")
    edition = omit(full)
    assert json.loads(edition["release.json"])["edition"]["texts"] == []
    assert dict(hydrate(edition, {}).files) == full
