"""The card shows results where it has the region: an input of the build, stale or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import ROOT, replace
from measured import row
from retold.card import region_texts
from retold.files import BUILT_CARD, CARD, RESULTS, CorpusFolder
from retold.manifest import RELEASE, sha256
from retold.pipeline import build, check
from retold.scoreboard.pages import region
from retold.scoreboard.rows import dumps
from retold.sources import changed_inputs, open_dataset


@pytest.fixture
def shown(corpus_copy: Path) -> Path:
    """The golden corpus; its card has the region, and there is a file of results."""
    with (corpus_copy / CARD).open("a", encoding="utf-8") as file:
        file.write("\n<!-- generated:results -->\n<!-- /generated -->\n")
    (corpus_copy / "docs").mkdir()
    (corpus_copy / RESULTS).write_bytes(dumps([row()]))
    return corpus_copy


def record(corpus: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((corpus / "data" / RELEASE).read_text(encoding="utf-8"))
    return found


def in_card(corpus: Path, file: str = CARD) -> str:
    return region_texts((corpus / file).read_text(encoding="utf-8"))["results"]


def test_the_card_and_that_of_the_dataset_have_the_same_table(shown: Path) -> None:
    assert build(CorpusFolder(shown)).findings == []
    assert in_card(shown) == in_card(shown, BUILT_CARD) == region([row()], str(record(shown)["content"]))
    assert "| task | system | sees | figure | `test` (seeds) |" in in_card(shown)
    assert check(CorpusFolder(shown)).findings == []


def test_results_are_an_input_and_no_part_of_the_content(shown: Path) -> None:
    build(CorpusFolder(shown))
    before = record(shown)
    digest = sha256((shown / RESULTS).read_bytes())
    assert {"path": RESULTS, "sha256": digest} in before["inputs"]  # type: ignore[operator]
    (shown / RESULTS).write_bytes(dumps([row(documents=9)]))
    assert changed_inputs(open_dataset(str(shown)), CorpusFolder(shown)) == [RESULTS]
    build(CorpusFolder(shown))
    assert record(shown)["content"] == before["content"]
    assert record(shown)["inputs"] != before["inputs"]


def test_stale_results_are_told_by_the_card_and_do_not_stop_the_build(shown: Path) -> None:
    folder = CorpusFolder(shown)
    content = build(folder).record["content"]  # type: ignore[index]
    assert "**Measured on other rows than these:** content cccccccccccc, not" in in_card(shown)
    (shown / RESULTS).write_bytes(dumps([row(content=content)]))
    build(folder)
    assert "other rows than these" not in in_card(shown)


def test_without_results_the_card_says_so(shown: Path) -> None:
    (shown / RESULTS).unlink()
    build(CorpusFolder(shown))
    assert in_card(shown) == "Nothing is measured."


def test_results_that_cannot_be_read_stop_the_build(shown: Path) -> None:
    (shown / RESULTS).write_text('{"rows":[{}]}')
    built = build(CorpusFolder(shown))
    assert built.record is None
    (found,) = built.findings
    assert (found.code, found.place.file, found.message) == (
        "RT803",
        RESULTS,
        "Object missing required field `task` - at `$.rows[0]`",
    )


def test_a_card_without_the_region_does_not_depend_on_results(shown: Path) -> None:
    text = (shown / CARD).read_text(encoding="utf-8")
    assert text.count("generated:results") == 1
    replace(shown / CARD, "\n<!-- generated:results -->\n<!-- /generated -->\n", "")
    (shown / RESULTS).write_text("{")
    built = build(CorpusFolder(shown))
    assert built.findings == []
    assert RESULTS not in {entry["path"] for entry in record(shown)["inputs"]}  # type: ignore[attr-defined]


# the card of this corpus


def figures() -> dict[tuple[str, str, str], dict[str, float]]:
    """The first figure of each row with its interval, by task, system and set."""
    rows = json.loads((ROOT / RESULTS).read_bytes())["rows"]
    return {(r["task"], r["system"], r["set"]): r["figures"][0] for r in rows if r["figures"]}


INVENTED = ("validation", "authored")


def test_what_the_card_says_of_taggers_is_what_was_measured() -> None:
    text = " ".join((ROOT / CARD).read_text(encoding="utf-8").split())
    found = figures()
    assert "finds real names, fewer than on invented stories" in text
    tagger = {on: found["ner", "spacy-authored", on] for on in ("seeds", *INVENTED)}
    assert tagger["seeds"]["low"] > 0
    assert tagger["seeds"]["high"] < min(tagger[on]["low"] for on in INVENTED)
    assert (
        "more of `train` makes it better there, and as far as so few sentences tell on real ones" in text
    )
    for on, whole in tagger.items():
        quarter, half = (found["ner", f"spacy-authored{part}", on] for part in ("-25", "-50"))
        assert quarter["value"] < half["value"] < whole["value"]
        assert (half["value"] < whole["low"]) == (on in INVENTED)
    assert "On NERGrit and HiNER it is far worse than taggers that were trained there" in text
    for on in ("nergrit", "hiner"):
        assert found["ner", "spacy-authored", on]["high"] < found["ner", f"spacy-{on}", on]["low"]
    assert "on MUC-4, which is all in capitals, it finds next to nothing" in text
    assert found["ner", "spacy-authored", "muc4"]["high"] < 0.05


def test_what_the_card_says_of_classifiers_is_what_was_measured() -> None:
    text = " ".join((ROOT / CARD).read_text(encoding="utf-8").split())
    found = figures()
    assert (
        "A classifier of stance beats the most frequent answer (the rows *majority*) on invented" in text
    )
    for on in INVENTED:
        assert (
            found["stance", "spacy-stance", on]["low"] > found["stance", "majority-stance", on]["high"]
        )
    assert "on the few real records that is not sure" in text
    real, most = (found["stance", f"{system}-stance", "seeds"] for system in ("spacy", "majority"))
    assert real["low"] < most["value"] < real["high"]
    assert "One of headlines, trained on all of `train`, beats it nowhere" in text
    for on in ("seeds", *INVENTED):
        learned, most = (found["headlines", f"{s}-headlines", on] for s in ("spacy", "majority"))
        assert learned["value"] <= most["value"]
