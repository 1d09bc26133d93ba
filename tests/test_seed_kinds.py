"""Pages, JSON lines and Parquet as seeds: what is taken from them, and what they may not be."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retold.intake.page import read_page
from retold.intake.received import Origin, Received
from retold.manifest import sha256
from retold.seeding import inputs
from retold.seeding.inputs import offered
from test_seed_add import FERRY, KNOWN, NEW, add, corpus, said, seeds

__all__ = ["corpus"]

BODY = FERRY.split("\n\n")[1].replace(". ", ".</p><p>")
PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Ferry late | Coast Daily</title>
<meta property="og:title" content="Ferry late">
<meta property="og:site_name" content="Coast Daily">
<meta property="article:published_time" content="2031-05-04T08:00:00+02:00">
<link rel="canonical" href="https://coast.example/ferry-late"></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Ferry late</h1><p>{BODY}</p></article>
<footer>Share this. Comments are closed.</footer></body></html>
"""


# pages


def test_a_page_gives_its_article_below_its_title() -> None:
    found = read_page(PAGE.encode(), Origin("a.html"), "a")
    assert isinstance(found, Received)
    assert found.text.split("\n\n")[0] == "Ferry late"
    assert found.text.split() == FERRY.split()
    assert (found.outlet, found.claimed_lang) == ("Coast Daily", "en-GB")
    assert found.published is not None
    assert (found.published.date, found.published.inferred) == ("2031-05-04", False)


def test_a_title_that_the_article_lacks_is_put_above_it() -> None:
    page = PAGE.replace("<h1>Ferry late</h1>", "")
    found = read_page(page.encode(), Origin("a.html"), "a")
    assert isinstance(found, Received)
    assert found.text.startswith("Ferry late\n\nAda Lund waits")


def test_a_page_without_an_article_is_a_problem() -> None:
    for page in (b"", b"\xff\xfe", b"<html></html>"):
        found = read_page(page, Origin("a.html"), "a")
        assert "no article is found" in str(found)


def test_a_page_is_recorded_with_the_digest_of_what_was_received(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "late.html").write_text(PAGE)
    result = add(corpus, tmp_path / "late.html", "--story", "ferry", *NEW)
    assert result.exit_code == 0, result.output
    found = seeds(corpus)["late"]
    text = (corpus / "seeds/late.txt").read_bytes()
    assert (found["sha256"], found["outlet"], found["lang"]) == (sha256(text), "Coast Daily", "en")
    digest = sha256(PAGE.encode())
    line = json.loads((corpus / "import/extracted.jsonl").read_text())
    assert line.pop("by").startswith("trafilatura ")
    assert line == {
        "id": "late",
        "file": "late.html",
        "sha256": digest,
        "url": "https://coast.example/ferry-late",
        "title": "Ferry late",
    }
    assert f"out of a page with SHA-256 {digest}" in said(result)


def test_what_was_extracted_before_stays_on_record(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    other = PAGE.replace("Ada Lund", "Bo Berg").replace("ferry", "boat").replace("crane", "lorry")
    (tmp_path / "b.htm").write_text(other)
    record = corpus / "import/extracted.jsonl"
    for name in ("a.html", "b.htm"):
        assert add(corpus, tmp_path / name, "--story", "ferry", *NEW).exit_code == 0
        # an editor may leave the last line without its line feed
        record.write_text(record.read_text().removesuffix("\n"))
    lines = record.read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]


def test_a_page_that_claims_another_language_is_not_believed(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "late.html").write_text(PAGE.replace("en-GB", "fr"))
    result = add(corpus, tmp_path / "late.html", "--story", "ferry", *NEW)
    assert result.exit_code == 1
    assert "the page says fr): say it with --lang" in said(result)


def test_without_trafilatura_the_status_is_3(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "late.html").write_text(PAGE)
    result = add(corpus, tmp_path / "late.html", *KNOWN, *NEW)
    assert result.exit_code == 3
    assert "pip install 'retold[html]'" in said(result)


# rows

ROWS: list[dict[str, Any]] = [
    {
        "id": "one",
        "text": FERRY,
        "lang": "en",
        "outlet": "Coast Daily",
        "story": "ferry",
        "published": "2031-05-04",
        "licence": "CC0-1.0",
    },
    {
        "text": "Crane back on the quay.\r\n",
        "published": {"date": "2031-05-05", "inferred": True},
        "story": "ferry",
        "lang": "en",
        "unknown": [1],
    },
]


def test_lines_of_json_say_what_they_know(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n\n".join(map(json.dumps, ROWS)) + "\n")
    assert add(corpus, path, *NEW).exit_code == 0
    found = seeds(corpus)
    assert list(found) == ["one", "rows-3"]
    assert (found["one"]["outlet"], found["one"]["licence"]) == ("Coast Daily", "CC0-1.0")
    assert found["rows-3"]["published"] == {"date": "2031-05-05", "inferred": True}
    assert (corpus / "seeds/rows-3.txt").read_bytes() == b"Crane back on the quay.\r\n"


def test_what_the_user_says_goes_before_what_a_row_says(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROWS[0]))
    add(corpus, path, *NEW, "--outlet", "Other", "--lang", "hi", "--published", "2031-05-06")
    found = seeds(corpus)["one"]
    assert (found["outlet"], found["lang"]) == ("Other", "hi")
    assert found["published"] == {"date": "2031-05-06", "inferred": False}


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("{", "not JSON"),
        ('{"text":"a","text":"b"}', "key 'text' stands twice"),
        ("[]", "a list, not an object"),
        ('{"body":"a"}', "the key is 'text' (it has body)"),
        ('{"text":" "}', "there is no text in it"),
        ('{"text":"a","lang":1,"id":[]}', "lang is 1, not a string"),
        ('{"text":"a","lang":1,"id":[]}', "id is [], not a string"),
        ('{"text":"a","published":"May"}', "published is 'May', not a day"),
        ('{"text":"a","published":{"date":"2031-05-04","inferred":"no"}}', "published is"),
        ('{"text":"\\ud800"}', "a lone surrogate"),
    ],
)
def test_each_bad_line_is_named_with_its_number(
    line: str, text: str, corpus: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{json.dumps(ROWS[0])}\n{line}\n")
    result = add(corpus, path, *NEW)
    assert result.exit_code == 1
    assert "rows.jsonl:2: " in said(result)
    assert text in said(result)
    assert seeds(corpus) == {}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"id": "a/b"}, "'a/b' is no id"),
        ({"lang": "English"}, "lang: "),
        ({"story": "a b", "id": "x"}, "story: "),
    ],
)
def test_values_that_the_schema_refuses_are_problems(
    change: dict[str, str], text: str, corpus: Path, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROWS[0] | change))
    result = add(corpus, path, *NEW)
    assert result.exit_code == 1
    assert text in said(result)


def test_an_id_that_is_taken_is_not_changed_in_silence(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row | {"id": "one"}) for row in ROWS))
    result = add(corpus, path, *NEW)
    assert "rows.jsonl:2: a document has the id 'one' already" in said(result)


def test_rows_of_parquet_are_read_batch_by_batch(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "_BATCH", 1)
    rows = [
        {"text": FERRY, "published": date(2031, 5, 4), "other": 1},
        {"text": "Crane back on the quay.", "published": date(2031, 5, 5), "other": 2},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "rows.parquet")
    assert (
        add(corpus, tmp_path / "rows.parquet", "--story", "ferry", *NEW, "--lang", "en").exit_code == 0
    )
    found = seeds(corpus)
    assert {id: seed["published"]["date"] for id, seed in found.items()} == {
        "rows-1": "2031-05-04",
        "rows-2": "2031-05-05",
    }


def test_a_column_of_instants_gives_their_day(tmp_path: Path) -> None:
    rows = [{"text": "a", "published": datetime(2031, 5, 4, 8)}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "rows.parquet")
    (found,) = offered(tmp_path / "rows.parquet").received
    assert found.published is not None
    assert found.published.date == "2031-05-04"


def test_parquet_without_texts_and_what_is_no_parquet_are_problems(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["a"]}), tmp_path / "rows.parquet")
    (problem,) = offered(tmp_path / "rows.parquet").problems
    assert "no column 'text'; its columns are body" in str(problem)
    (tmp_path / "rows.parquet").write_bytes(b"PAR1 not really")
    (problem,) = offered(tmp_path / "rows.parquet").problems
    assert "cannot be read as Parquet" in str(problem)


def test_a_file_of_rows_without_any_is_a_problem(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_bytes(b"")
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "none.parquet")
    for name in ("none.jsonl", "none.parquet"):
        result = add(corpus, tmp_path / name, "--story", "ferry")
        assert result.exit_code == 1
        assert f"{name}: there is no text in it; leave it out" in said(result)


def test_lines_that_are_not_utf_8_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_bytes(b'{"text":"caf\xe9"}')
    (problem,) = offered(tmp_path / "rows.jsonl").problems
    assert "convert the file" in str(problem)
