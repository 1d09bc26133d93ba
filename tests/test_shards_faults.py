"""Shards that are wrong: each fault is a finding at its file, line and record, and nothing crashes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retold.model import Annotation, SeedText
from retold.rules import CATALOGUE
from retold.shards.addresses import Store
from retold.shards.pairing import ENDINGS, Shard, paired
from retold.shards.reading import ShardReading
from retold.shards.writing import write_shard
from sharded import found, golden, laid_out, lines_of, packed, read, table_bytes
from test_cases import CASES, lay_out

DOCUMENTS, RECORDS = golden()
SEEDS = lines_of(DOCUMENTS)
GOLD = lines_of(RECORDS["gold"])
OF = {doc.id: [line for line in GOLD if json.loads(line)["doc"] == doc.id] for doc in DOCUMENTS}
SEED_PATH = "seeds/shards/part-1.jsonl"
GOLD_PATH = "annotations/gold/shards/part-1.jsonl"


def said(root: Path, seeds: list[str], gold: list[str], **more: Any) -> list[str]:
    """What is found in a shard of these lines."""
    return found(read(*laid_out(root, seeds, {"gold": gold}), **more)[1])


@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_cases_of_damage(kind: str, tmp_path: Path) -> None:
    case = CASES / "RT023" / kind
    store = Store(str(lay_out(case, tmp_path / "corpus").root))
    (shard,), findings = paired(store.paths())
    assert findings == []
    expected = (case / "expected.txt").read_text("utf-8").splitlines() if kind == "bad" else []
    assert found(read(store, shard)[1]) == expected


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.zst", ".parquet"])
@pytest.mark.parametrize("part", [0, 1, 20, 200, -30, -9, -1])
def test_a_file_that_is_cut_off(ending: str, part: int, tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, SEEDS, {"gold": GOLD}, ending)
    for path in shard.paths:
        whole = (tmp_path / path).read_bytes()
        (tmp_path / path).write_bytes(whole[:part])
        documents, reading = read(store, shard)
        assert [line for line in found(reading) if line.startswith(f"RT023 {path}")]
        assert path in reading.broken
        if path != shard.seeds:
            assert not documents[-1].layers["gold"].whole
        (tmp_path / path).write_bytes(whole)
    assert found(read(store, shard)[1]) == []


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.zst", ".parquet"])
@settings(deadline=None)
@given(data=st.data())
def test_any_damage_is_a_finding(ending: str, data: st.DataObject, tmp_path_factory: Any) -> None:
    """A byte of a compressed file that is another: its check sum or its content says so."""
    root = tmp_path_factory.mktemp("shard")
    store, shard = laid_out(root, SEEDS, {"gold": []}, ending)
    raw = bytearray((root / shard.seeds).read_bytes())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    (root / shard.seeds).write_bytes(raw)
    documents, reading = read(store, shard)
    assert {f.code for f in reading.findings} <= set(CATALOGUE)
    same = [(d.seed.record, d.text) for d in documents] == [(d.seed, d.text) for d in DOCUMENTS]
    assert same or reading.findings


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl.zst", ".parquet"])
def test_damage_to_what_we_wrote_is_seen(ending: str, tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    path = f"seeds/shards/p{ending}"
    write_shard(store, path, DOCUMENTS)
    shard = Shard("p", path, {})
    whole = (tmp_path / path).read_bytes()
    for at in range(0, len(whole), 7):
        raw = bytearray(whole)
        raw[at] ^= 1
        (tmp_path / path).write_bytes(raw)
        documents, reading = read(store, shard)
        same = [SeedText.of(d.seed.record, d.text) for d in documents] == DOCUMENTS
        assert reading.findings or same, at


def test_a_changed_value_in_parquet_is_seen_by_the_sum_of_its_page(tmp_path: Path) -> None:
    """Where nothing is compressed, nothing else would see it."""
    store, shard = laid_out(tmp_path, SEEDS, {"gold": []}, ".parquet")
    table = pa.Table.from_pylist([json.loads(line) for line in SEEDS])
    pq.write_table(table, tmp_path / shard.seeds, compression="none", write_page_checksum=True)
    whole = (tmp_path / shard.seeds).read_bytes()
    assert whole.count(b"Coast Wire") > 0
    (tmp_path / shard.seeds).write_bytes(whole.replace(b"Coast Wire", b"Coast Wine"))
    _, reading = read(store, shard)
    assert [f.code for f in reading.findings] == ["RT023"]


def test_a_plain_file_that_is_called_compressed(tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, SEEDS, {"gold": GOLD}, ".jsonl.zst")
    (tmp_path / shard.seeds).write_bytes(packed(SEEDS, ".jsonl"))
    assert [line[:46] for line in found(read(store, shard)[1])] == [
        "RT023 seeds/shards/part-1.jsonl.zst: the zstd "
    ]


def test_a_text_that_is_not_the_pinned_one(tmp_path: Path) -> None:
    changed = [SEEDS[0].replace("Norhaven", "Norhavem", 1), *SEEDS[1:]]
    documents, reading = read(*laid_out(tmp_path, changed, {"gold": GOLD}))
    (line,) = found(reading)
    assert line.startswith(f"RT003 {SEED_PATH}:1 port-en sha256: the text has SHA-256 ")
    assert DOCUMENTS[0].sha256 in line
    assert [d.seed.record.id for d in documents] == ["port-hi", "port-id"]
    assert GOLD_PATH in reading.broken


def test_a_document_twice(tmp_path: Path) -> None:
    documents, reading = read(*laid_out(tmp_path, [SEEDS[0], SEEDS[0], *SEEDS[1:]], {"gold": GOLD}))
    assert found(reading) == [
        f"RT005 {SEED_PATH}:2 port-en id: id 'port-en' stands already at {SEED_PATH}:1"
    ]
    assert [d.seed.line for d in documents] == [1, 3, 4]
    assert [len(d.layers["gold"].rows) for d in documents] == [len(lines) for lines in OF.values()]


def test_documents_that_are_not_in_order(tmp_path: Path) -> None:
    swapped = [SEEDS[1], SEEDS[0], SEEDS[2]]
    gold = [*OF["port-hi"], *OF["port-en"], *OF["port-id"]]
    assert said(tmp_path, swapped, gold) == [
        f"RT013 {SEED_PATH}:2 port-en: stands after 'port-hi', belongs before it"
    ]


def test_one_document_out_of_order_does_not_take_the_records_of_others(tmp_path: Path) -> None:
    documents, reading = read(*laid_out(tmp_path, [SEEDS[2], *SEEDS[:2]], {"gold": GOLD}))
    assert [f"{f.code} {f.place}" for f in reading.findings] == [f"RT013 {SEED_PATH}:2 port-en"]
    assert {d.seed.record.id: len(d.layers["gold"].rows) for d in documents} == {
        id: len(lines) for id, lines in OF.items()
    }


def test_records_whose_documents_are_not_in_order(tmp_path: Path) -> None:
    gold = [*OF["port-hi"], *OF["port-en"], *OF["port-id"]]
    first = json.loads(OF["port-en"][0])["id"]
    number = len(OF["port-hi"]) + 1
    lines = said(tmp_path, SEEDS, gold)
    assert lines == [
        f"RT013 {GOLD_PATH}:{number} {first} doc: document 'port-en' stands elsewhere in {SEED_PATH}; "
        f"its records here: {len(OF['port-en'])}"
    ]


def test_records_of_a_document_that_are_not_in_order(tmp_path: Path) -> None:
    gold = [GOLD[1], GOLD[0], *GOLD[2:]]
    a, b = (json.loads(line)["id"] for line in GOLD[:2])
    assert said(tmp_path, SEEDS, gold) == [
        f"RT013 {GOLD_PATH}:2 {a}: stands after {b!r}, belongs before it"
    ]


@pytest.mark.parametrize(
    ("known", "code", "words"),
    [
        ((), "RT302", "no document 'port-hi'"),
        (("port-hi",), "RT019", f"doc is 'port-hi', which is not in {SEED_PATH}"),
    ],
)
def test_records_of_documents_that_are_not_in_the_shard(
    known: tuple[str, ...], code: str, words: str, tmp_path: Path
) -> None:
    first = json.loads(OF["port-hi"][0])["id"]
    number = len(OF["port-en"]) + 1
    assert said(tmp_path, [SEEDS[0], SEEDS[2]], GOLD, known=known) == [
        f"{code} {GOLD_PATH}:{number} {first} doc: {words}; records here: {len(OF['port-hi'])}"
        if code == "RT302"
        else f"{code} {GOLD_PATH}:{number} {first} doc: {words}; its records here: {len(OF['port-hi'])}"
    ]


def test_nobody_is_a_stranger_where_the_documents_cannot_be_read(tmp_path: Path) -> None:
    lines = said(tmp_path, [SEEDS[0], "{", SEEDS[2]], GOLD)
    assert [line.split(" ")[:2] for line in lines] == [["RT010", f"{SEED_PATH}:2:"]]


def test_a_document_with_an_invalid_line_is_still_known(tmp_path: Path) -> None:
    invalid = SEEDS[1].replace('"lang":"hi"', '"lang":"Hindi"')
    documents, reading = read(*laid_out(tmp_path, [SEEDS[0], invalid, SEEDS[2]], {"gold": GOLD}))
    assert [f"{f.code} {f.place}" for f in reading.findings] == [f"RT018 {SEED_PATH}:2 port-hi lang"]
    assert reading.broken == {"seed", SEED_PATH}
    assert [d.seed.record.id for d in documents] == ["port-en", "port-id"]


CHANGES: list[tuple[Callable[[str], str], str]] = [
    (lambda line: "not JSON", "RT010"),
    (lambda line: line.replace('"kind"', '"kind":"zone","kind"'), "RT011"),
    (lambda line: line.replace(",", ", ", 1), "RT012"),
    (lambda line: "", "RT012"),
    (lambda line: line[:-1] + ',"x":1}', "RT015"),
    (lambda line: line.replace('"kind":', '"kin":'), "RT016"),
    (lambda line: line.replace('"kind":"', '"kind":"x'), "RT017"),
    (lambda line: line.replace('"id":"', '"id":"-'), "RT018"),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("change", "code"), CHANGES, ids=[code for _, code in CHANGES])
def test_a_line_that_is_wrong(
    change: Callable[[str], str], code: str, ending: str, tmp_path: Path
) -> None:
    """In Parquet the column still says the document, so the others of the shard stay whole."""
    store, shard = laid_out(tmp_path, SEEDS, {"gold": GOLD}, ending)
    at = len(OF["port-en"]) + 2
    lines = [*GOLD[: at - 1], change(GOLD[at - 1]), *GOLD[at:]]
    docs = [json.loads(line)["doc"] for line in GOLD]
    (tmp_path / shard.layers["gold"]).write_bytes(
        table_bytes(pa.table({"doc": docs, "record": lines}))
        if ending == ".parquet"
        else packed(lines, ending)
    )
    documents, reading = read(store, shard)
    places = {(f.code, f.place.file, f.place.line) for f in reading.findings}
    assert (code, shard.layers["gold"], at) in places
    assert {line for _, _, line in places} == {at}
    whole = [d.layers["gold"].whole for d in documents]
    readable = code == "RT012"
    assert whole == [True, readable, True]
    assert (shard.layers["gold"] in reading.broken) == (not readable)


def test_a_broken_line_between_documents_leaves_both_in_doubt(tmp_path: Path) -> None:
    gold = [*OF["port-en"], "{", *OF["port-id"]]
    documents, _ = read(*laid_out(tmp_path, SEEDS, {"gold": gold}))
    assert [d.layers["gold"].whole for d in documents] == [False, False, False]
    gold = [*OF["port-en"], *OF["port-hi"][:1], "{", *OF["port-hi"][1:], *OF["port-id"]]
    documents, _ = read(*laid_out(tmp_path, SEEDS, {"gold": gold}))
    assert [d.layers["gold"].whole for d in documents] == [True, False, True]


@pytest.mark.parametrize("path", [SEED_PATH, GOLD_PATH])
def test_bytes_that_are_no_utf8(path: str, tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, SEEDS, {"gold": GOLD})
    data = (tmp_path / path).read_bytes()
    at = data.index(b"\n") + 20
    (tmp_path / path).write_bytes(data[:at] + b"\xe9" + data[at + 1 :])
    _, reading = read(store, shard)
    (finding,) = [f for f in reading.findings if f.code == "RT004"]
    assert (finding.place.file, finding.place.line) == (path, 2)
    assert finding.message.startswith(f"byte {at} is not UTF-8: ")
    assert path in reading.broken


def test_a_value_in_parquet_that_is_no_utf8(tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, SEEDS, {"gold": GOLD}, ".parquet")
    lines = [line.encode() for line in GOLD]
    lines[1] = lines[1].replace(b'"id":"', b'"id":"\xe9')
    docs = [json.loads(line)["doc"] for line in GOLD]
    binary = pa.array(lines, pa.binary())
    table = pa.table({"doc": docs, "record": binary.cast(pa.string(), safe=False)})
    (tmp_path / shard.layers["gold"]).write_bytes(table_bytes(table))
    documents, reading = read(store, shard)
    (finding,) = reading.findings
    assert (finding.code, finding.place.line) == ("RT004", 2)
    assert [d.layers["gold"].whole for d in documents] == [False, True, True]


def columns(table: pa.Table, change: str) -> pa.Table:
    named = {name: table.column(name) for name in table.column_names}
    if change == "missing":
        named.pop("lang")
    elif change == "more":
        named["colour"] = pa.array(["blue"] * table.num_rows)
    elif change == "type":
        named["lang"] = pa.array(range(table.num_rows))
    elif change == "struct":
        named["published"] = pa.array([{"date": "2031-05-04"}] * table.num_rows)
    elif change == "null":
        named["lang"] = pa.array([None, *table.column("lang").to_pylist()[1:]], pa.string())
    elif change == "large":
        named["text"] = table.column("text").cast(pa.large_string())
    made = pa.table(named)
    return pa.Table.from_arrays(
        [*made.columns, made.column("lang")], [*made.column_names, "lang"]
    ) if change == "twice" else made  # fmt: skip


@pytest.mark.parametrize(
    ("change", "findings", "count"),
    [
        ("missing", [f"RT016 {SEED_PATH} lang: column 'lang' is missing"], 0),
        ("type", [f"RT018 {SEED_PATH} lang: column 'lang' is int64, not string"], 0),
        ("twice", [f"RT011 {SEED_PATH} lang: column 'lang' stands twice"], 0),
        ("null", [f"RT018 {SEED_PATH}:1 port-en lang: None is not of type 'string'"], 2),
        ("large", [], 3),
        ("more", [f"RT015 {SEED_PATH} colour: unknown column 'colour'; the columns are id, sha256, "
                  "lang, outlet, story, published, licence, obtained, text, provenance"], 3),
        ("struct", [f"RT018 {SEED_PATH} published: column 'published' is struct<date: string>, not "
                    "struct<date: string, inferred: bool>"], 0),
    ],
)  # fmt: skip
def test_columns_of_documents(change: str, findings: list[str], count: int, tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, [], {"gold": []}, ".parquet")
    table = columns(pa.Table.from_pylist([json.loads(line) for line in SEEDS]), change)
    (tmp_path / shard.seeds).write_bytes(table_bytes(table))
    documents, reading = read(store, shard)
    assert found(reading) == [line.replace(".jsonl", ".parquet") for line in findings]
    assert len(documents) == count
    assert (shard.seeds in reading.broken) == bool(findings)


def test_a_column_that_says_another_document_than_the_record(tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, SEEDS, {"gold": GOLD}, ".parquet")
    docs = [json.loads(line)["doc"] for line in GOLD]
    docs[1] = "port-hi"
    (tmp_path / shard.layers["gold"]).write_bytes(table_bytes(pa.table({"doc": docs, "record": GOLD})))
    id = json.loads(GOLD[1])["id"]
    assert found(read(store, shard)[1]) == [
        f"RT019 {shard.layers['gold']}:2 {id} doc: column doc says 'port-hi', the record 'port-en'"
    ]


def test_a_file_without_the_columns_of_annotations(tmp_path: Path) -> None:
    store, shard = laid_out(tmp_path, SEEDS, {"gold": []}, ".parquet")
    (tmp_path / shard.layers["gold"]).write_bytes(table_bytes(pa.table({"doc": ["port-en"]})))
    documents, reading = read(store, shard)
    assert found(reading) == [f"RT016 {shard.layers['gold']} record: column 'record' is missing"]
    assert not any(d.layers["gold"].whole for d in documents)


PAIRING = [
    ("seeds/shards/notes.txt", "RT009 seeds/shards/notes.txt: no stage reads this file; a shard is "
     "named like seeds/shards/part-1.jsonl (.jsonl, .jsonl.gz, .jsonl.zst, .parquet)"),
    ("seeds/shards/more/part-2.jsonl", "RT009 seeds/shards/more/part-2.jsonl: no stage reads"),
    ("seeds/shards/.jsonl", "RT009 seeds/shards/.jsonl: no stage reads"),
    ("annotations/registry/shards/part-1.jsonl", "RT009 annotations/registry/shards/part-1.jsonl: no"),
    ("seeds/shards/part-1.jsonl.gz", "RT009 seeds/shards/part-1.jsonl.gz: shard 'part-1' is there "
     "already: seeds/shards/part-1.jsonl"),
    ("annotations/gold/shards/part-7.parquet", "RT009 annotations/gold/shards/part-7.parquet: there is "
     "no shard 'part-7' in seeds/shards/, so nothing reads this file"),
    ("seeds/shards/part-2.jsonl", "RT006 annotations/gold/shards/part-2: seeds/shards/part-2.jsonl has "
     "no gold annotation: there is no shard 'part-2' here"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "message"), PAIRING)
def test_files_that_make_no_shard(path: str, message: str) -> None:
    sound = [
        "annotations/gold/shards/part-1.jsonl",
        "seeds/shards/README.md",
        "seeds/shards/part-1.jsonl",
    ]
    assert paired(sound)[1] == []
    (finding,) = paired([*sound, path])[1]
    assert f"{finding.code} {finding.place}: {finding.message}".startswith(message)


def test_documents_of_a_shard_without_gold_come_nevertheless(tmp_path: Path) -> None:
    path = tmp_path / SEED_PATH
    path.parent.mkdir(parents=True)
    path.write_bytes(packed(SEEDS, ".jsonl"))
    shards, findings = paired(Store(str(tmp_path)).paths())
    assert [finding.code for finding in findings] == ["RT006"]
    documents, reading = read(Store(str(tmp_path)), shards[0])
    assert [d.layers for d in documents] == [{"gold": ((), False)}] * 3
    assert reading.broken == {"annotations/gold/shards/part-1"}


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(ENDINGS), st.booleans())
def test_any_bytes_give_findings_never_a_crash(data: bytes, ending: str, of_seeds: bool) -> None:
    class Held(Store):
        def chunks(self, path: str) -> Any:
            own = path.startswith("seeds/") == of_seeds
            held = io.BytesIO(data if own else packed([], ending))
            yield from iter(lambda: held.read(7), b"")

    shard = Shard("p", f"seeds/shards/p{ending}", {"gold": f"annotations/gold/shards/p{ending}"})
    reading = ShardReading(Held("nowhere"), shard)
    assert list(reading.documents()) == []
    assert {f.code for f in reading.findings} <= set(CATALOGUE)
    assert reading.findings or not data or ending != ".jsonl"


def test_records_are_annotations() -> None:
    assert all(isinstance(record, Annotation) for record in RECORDS["gold"])
