"""retold import iob2 --out: token lines in three layouts become corpora that check, build and load."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest

from conftest import ROOT, snapshot
from iob2_files import FILES, own, run
from retold.corpora.conversion import Choices
from retold.corpora.iob2 import mapping
from retold.corpora.iob2.back import token_lines
from retold.corpora.iob2.corpus import convert
from retold.corpora.iob2.documents import split_of
from retold.corpora.iob2.mentions import Case
from retold.corpus_import import import_corpus, read_labels
from retold.files import CorpusFolder
from retold.pipeline import build, check
from samples import SAMPLES

LAYOUTS = {
    "conll": ("--labels", "conll2003", "--lang", "en"),
    "nergrit": ("--labels", "nergrit"),
    "hiner": ("--labels", "hiner", "--split", "test"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Layout -> its corpus, imported by the command and built."""
    found = {}
    for name, options in LAYOUTS.items():
        out = tmp_path_factory.mktemp(name) / "corpus"
        result = run(FILES / name, *options, "--out", out, "--obtained", "2031-06-01")
        assert result.exit_code == 0, result.output
        built = build(CorpusFolder(out))
        assert built.findings == []
        assert built.record is not None
        found[name] = out
    return found


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def report(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "import/report.json").read_text(encoding="utf-8"))
    return found


def mentions(root: Path) -> list[dict[str, Any]]:
    files = sorted((root / "annotations/gold").iterdir())
    return [r for path in files for r in jsonl(path) if r["kind"] == "mention"]


def rows(text: str) -> list[list[str]]:
    """The columns of token lines, but of those that begin a document."""
    lines = (line.split("\t") if "\t" in line else line.split(" ") for line in text.split("\n") if line)
    return [row for row in lines if row[0] != "-DOCSTART-"]


# what is made


def test_labels_become_types_as_the_mapping_says(made: dict[str, Path]) -> None:
    found = {
        m["surface"]: (m["type"], m["org_subtype"], m["metonym"]) for m in mentions(made["nergrit"])
    }
    assert found["Partai Pasang"] == ("ORG", "party", None)
    assert found["Serikat Pelabuhan"] == ("ORG", "other", None)
    assert found["Norhaven"] == ("GPE", None, "none")
    assert found["Luteran"] == ("NORP", None, None)
    assert found["Kidung Laut"] == found["K-22"] == ("MISC", None, None)
    assert not {"kedua", "20 persen", "2 ton"} & set(found), "dropped"


def test_values_are_those_that_the_words_surely_say(made: dict[str, Path]) -> None:
    found = {m["surface"]: m["value"] for m in mentions(made["nergrit"]) if m["entity"] is None}
    assert found == {"Rabu": None, "10.30": None, "Tiga": "3", "46": "46", "Rp 1.200": None}
    assert [m["value"] for m in mentions(made["hiner"]) if m["type"] == "CARDINAL"] == ["3"]


def test_a_name_and_type_is_one_entity_without_a_link(made: dict[str, Path]) -> None:
    registry = {e["id"]: e for e in jsonl(made["conll"] / "annotations/registry/entities.jsonl")}
    lund = [m["entity"] for m in mentions(made["conll"]) if m["surface"] == "Ada Lund"]
    assert lund == ["e-per-ada-lund"] * 2
    assert registry["e-per-ada-lund"]["names"] == {"en": ["Ada Lund"]}
    assert {e["wikidata"] for e in registry.values()} == {None}


def test_names_differ_by_more_than_case_and_ids_never_clash() -> None:
    text = "ADA B-PER\nAda B-PER\nA-da B-PER\nA.da B-PER\nअदा B-PER\nऔर O\nएडा B-PER\nAda B-ORG\n"
    lines = own(text)["annotations/registry/entities.jsonl"].splitlines()
    names = {(e["type"], *e["names"]["en"]) for e in map(json.loads, lines)}
    assert names == {
        ("PER", "ADA", "Ada"), ("PER", "A-da"), ("PER", "A.da"), ("PER", "अदा"), ("PER", "एडा"),
        ("ORG", "Ada"),
    }  # fmt: skip
    ids = {json.loads(line)["id"] for line in lines}
    assert len(ids) == 6
    assert {"e-per-ada", "e-org-ada"} <= ids


def test_documents_are_those_of_the_file_else_sentences_in_a_row() -> None:
    lines = [f"w{n} O\n\n" for n in range(5)]
    files = own("".join(lines), sentences=2)
    assert [files[f"seeds/train-000{n}.txt"] for n in (1, 2, 3)] == ["w0\nw1", "w2\nw3", "w4"]
    marked = own("".join([lines[0], "-DOCSTART- O\n\n", "-DOCSTART- O\n\n", *lines[1:]]), sentences=2)
    assert [marked[f"seeds/train-000{n}.txt"] for n in (1, 2)] == ["w0", "w1\nw2\nw3\nw4"]
    assert "seeds/train-0003.txt" not in marked
    assert "seeds/train-0002.txt" not in own("".join(lines)), "100, where nobody says how many"


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("train_preprocess.txt", "train"), ("eng.testa", "validation"), ("eng.testb", "test"),
        ("data/dev.conll", "validation"), ("train/part-1.txt", "train"), ("TEST.txt", "test"),
        ("train/valid.txt", "validation"), ("train-dev.txt", None), ("original.conll", None),
        ("restraint/latest.txt", None),
    ],
)  # fmt: skip
def test_the_split_is_the_word_in_the_name_of_the_file(path: str, split: str | None) -> None:
    assert split_of(path) == split


def test_files_of_like_names_become_documents_of_their_own() -> None:
    text = "Ada B-PER\n"
    names = ("train/a.txt", "train-a.txt", "Train/A.txt", "train/ए.txt", "train/.x/ए.txt",
             "train-b-x.txt", "train-b/X.txt")  # fmt: skip
    given = Choices("2031-06-01", read_labels("conll2003"), "en")
    files = convert(dict.fromkeys(names, text), given).files
    ids = [path for path in files if path.endswith(".txt")]
    assert len({path.lower() for path in ids}) == 7


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert own("\ufeffAda B-PER\r\n\r\nLund B-PER\r\n")["seeds/train-0001.txt"] == "Ada\nLund"


# nothing is lost in silence


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_tag_is_accounted_for(made: dict[str, Path], name: str) -> None:
    told = report(made[name])
    sources = [
        rows(path.read_text("utf-8")) for path in (FILES / name).iterdir() if path.name != "README"
    ]
    tags = [row[-1] for source in sources for row in source if row[-1] != "O"]
    assert told["unaccounted"] == {}
    assert told["counts"]["tags"] == sum(row["tags"] for row in told["labels"]) == len(tags)
    for row in told["labels"]:
        assert row["mentions"] == row["exact"] + row["approximate"] + row["dropped"]
        assert row["tags"] == sum(tag[2:] == row["label"] for tag in tags)
    assert sum(row["exact"] + row["approximate"] for row in told["labels"]) == len(mentions(made[name]))


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_token_lines_come_back(made: dict[str, Path], name: str) -> None:
    again = ""
    for kept in jsonl(made[name] / "import/tags.jsonl"):
        text = (made[name] / f"seeds/{kept['doc']}.txt").read_text("utf-8")
        again += token_lines(kept, text)
    sources = sorted(path for path in (FILES / name).iterdir() if path.name != "README")
    assert rows(again) == [row for path in sources for row in rows(path.read_text("utf-8"))]


def test_tags_of_labels_mapped_exactly_come_back_from_the_records_alone() -> None:
    text = "Ada\tB-PER\nLund\tI-PER\nOrm\tB-PER\n,\tO\nSund\tB-LOC\n\n46\tB-CRD\nRabu\tB-DAT\n\n"
    made = convert({"train.txt": text}, Choices("2031-06-01", read_labels("nergrit"), "id"))
    assert made.report["written_back"] == {"tags": 6, "same": 6, "dropped": 0}
    assert (
        token_lines(json.loads(made.files["import/tags.jsonl"]), "Ada Lund Orm , Sund\n46 Rabu") == text
    )


def test_tags_that_do_not_come_back_are_counted(made: dict[str, Path]) -> None:
    back = {name: report(root)["written_back"] for name, root in made.items()}
    assert back == {
        "conll": {"tags": 6, "same": 6, "dropped": 0},
        "nergrit": {"tags": 19, "same": 18, "dropped": 0},
        "hiner": {"tags": 3, "same": 2, "dropped": 1},
    }
    assert [file["irregular"] for file in report(made["nergrit"])["files"]] == [1, 0]


def test_how_tokens_and_sentences_stand_to_ours_is_counted(made: dict[str, Path]) -> None:
    """Two stops and a comma are glued to words, and one of the stops ends a sentence."""
    assert report(made["hiner"])["alignment"] == {
        "tokens": 29, "tokens_ours": 32, "tokens_same": 26, "share_of_tokens": 0.8966,
        "boundaries": 58, "boundaries_ours": 58, "share_of_boundaries": 1.0,
        "sentences": 3, "sentences_ours": 4, "sentences_same": 2, "share_of_sentences": 0.6667,
    }  # fmt: skip


def test_a_name_in_which_a_sentence_ends_here_is_dropped_and_listed(made: dict[str, Path]) -> None:
    assert report(made["hiner"])["names_dropped"] == [
        {"doc": "original-0001", "label": "PERSON", "surface": ".लुंड", "because": "sentence"}
    ]


def test_a_name_that_no_token_of_ours_holds_is_dropped() -> None:
    # a prepended mark (U+0600) takes the space behind it into its cluster
    files = own("\u0600 B-PER\nAda B-PER\n\u00a0\tB-LOC\nLund\u00a0\tB-PER\n".replace(" B", "\tB"))
    told = json.loads(files["import/report.json"])
    assert {(d["surface"], d["because"]) for d in told["names_dropped"]} == {
        ("\u0600", "token"), ("", "blank")
    }  # fmt: skip
    found = [json.loads(line) for line in files["annotations/gold/train-0001.jsonl"].splitlines()]
    assert [r["surface"] for r in found if r["kind"] == "mention"] == ["Ada", "Lund"]


def test_the_table_has_a_row_for_each_way_to_drop_a_name() -> None:
    cases = {part.case for part in mapping.PARTS if part.case}
    assert cases == {*get_args(Case)} - {"kept"}
    assert f"\n{mapping.table()}\n" in (ROOT / "docs/corpora.md").read_text(encoding="utf-8")


def test_the_outcome_depends_on_the_files_alone(made: dict[str, Path]) -> None:
    texts = {path.name: path.read_text("utf-8") for path in (FILES / "nergrit").iterdir()}
    given = Choices("2031-06-01", read_labels("nergrit"), "id")
    assert convert(texts, given).files == convert(dict(reversed(texts.items())), given).files
    there = snapshot(made["nergrit"])
    for path, text in convert(texts, given).files.items():
        assert path == "dataset_card.md" or there[path].decode() == text, "the build writes the card"


# the dataset


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_built_corpus_loads_with_its_names_as_tags(
    made: dict[str, Path], name: str, tmp_path: Path
) -> None:
    from datasets import load_dataset

    data, cache = str(made[name] / "data"), str(tmp_path)
    entities = load_dataset(data, "entities", cache_dir=cache)
    assert {split: rows.num_rows for split, rows in entities.items()}.keys() == {
        "conll": {"train", "validation"}, "nergrit": {"train", "validation"}, "hiner": {"test"}
    }[name]  # fmt: skip
    assert sum(rows.num_rows for rows in entities.values()) == len(mentions(made[name]))
    ner = load_dataset(data, "ner", cache_dir=cache)
    names = next(iter(ner.values())).features["ner_tags"].feature.names
    tags = [names[tag] for rows in ner.values() for row in rows for tag in row["ner_tags"]]
    assert sum(tag.startswith("B-") for tag in tags) == len(mentions(made[name]))


# the real files, where they lie beside the repository


@pytest.mark.parametrize(
    ("folder", "labels", "counts", "labelled", "back", "shares"),
    [
        (
            "nergrit_id",
            "nergrit",
            {"sentences": 1881, "tokens": 63193, "tags": 11380, "mentions": 5981},
            {"PERSON": 1831, "ORGANISATION": 1136, "PLACE": 3016},
            {"tags": 3345, "same": 3340, "dropped": 5},
            (1.0, 1.0, 0.857),
        ),
        (
            "hiner_hi",
            "hiner",
            {"sentences": 2500, "tokens": 50582, "tags": 9633, "mentions": 7441},
            {"PERSON": 900, "LOCATION": 4717, "ORGANIZATION": 581, "LANGUAGE": 117, "RELIGION": 33,
             "FESTIVAL": 8, "GAME": 34, "LITERATURE": 15, "MISC": 122, "NUMEX": 552, "TIMEX": 400},
            {"tags": 1578, "same": 1566, "dropped": 12},
            (1.0, 0.9476, 0.7644),
        ),
    ],
)  # fmt: skip
def test_the_real_files_import_and_check(
    folder: str,
    labels: str,
    counts: dict[str, int],
    labelled: dict[str, int],
    back: dict[str, int],
    shares: tuple[float, ...],
    tmp_path: Path,
) -> None:
    path = SAMPLES / "iob2" / folder
    if not path.is_dir():
        pytest.skip(f"no samples of {folder} beside the repository")
    mapped = read_labels(labels)
    made = import_corpus(
        "iob2", path, tmp_path / "out", Choices("2031-06-01", mapped, mapped.lang, "test")
    )
    told = made.report
    assert {name: told["counts"][name] for name in counts} == counts
    assert {row["label"]: row["mentions"] for row in told["labels"]} == labelled
    assert (told["unaccounted"], told["written_back"]) == ({}, back)
    aligned = told["alignment"]
    assert shares == tuple(aligned[f"share_of_{part}"] for part in ("boundaries", "tokens", "sentences"))
    assert [f for f in check(CorpusFolder(tmp_path / "out")).findings if f.severity == "error"] == []
