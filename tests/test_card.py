"""The card: regions are filled, the rest is left alone, the front matter is what the Hub reads."""

from __future__ import annotations

import json

import pytest
import yaml
from huggingface_hub import DatasetCard

from conftest import ROOT
from own import whole
from retold import card
from retold.authoring import described
from retold.files import RESULTS, CorpusFolder
from retold.release import describe
from retold.scoreboard.pages import region
from retold.scoreboard.rows import loads
from retold.tables import CONFIGS
from retold.tables.shown import tables_of

CARD = (ROOT / "dataset_card.md").read_text(encoding="utf-8")
SHIPPED = (ROOT / "data/README.md").read_text(encoding="utf-8")
QUALITY = json.loads((ROOT / "data/quality.json").read_text(encoding="utf-8"))
RELEASE = json.loads((ROOT / "data/release.json").read_text(encoding="utf-8"))


def test_regions_hold_what_the_release_says() -> None:
    tables = tables_of(whole())
    results = region(loads((ROOT / RESULTS).read_bytes()), RELEASE["content"])
    measured = {"results": results, "invented": described(CorpusFolder(ROOT))}
    pictures = {name: f"figures/{name}.svg" for name in card.PICTURES}
    beside = {name: f"data/{path}" for name, path in pictures.items()}
    regions = card.regions(RELEASE, tables, describe, beside, QUALITY, measured)
    assert set(regions) == set(card.REGION_NAMES)
    assert card.fill(CARD, regions) == CARD
    shipped = card.regions(RELEASE, tables, describe, pictures, QUALITY, measured)
    for text in shipped.values():
        assert text in SHIPPED


def test_every_region_is_used_by_the_card() -> None:
    for name in card.REGION_NAMES:
        assert f"<!-- generated:{name} -->" in CARD


def test_every_column_is_in_the_card() -> None:
    for config in CONFIGS:
        for column in config.columns:
            assert f"| `{column.name}` |" in SHIPPED


def test_fill_leaves_the_rest_and_can_be_repeated() -> None:
    text = "a\n<!-- generated:counts -->\nold\n<!-- /generated -->\nb\n"
    once = card.fill(text, {"counts": "new | \\1"})
    assert once == "a\n<!-- generated:counts -->\n\nnew | \\1\n\n<!-- /generated -->\nb\n"
    assert card.fill(once, {"counts": "new | \\1"}) == once


def test_a_card_with_cr_lf_and_spaces_is_filled_too() -> None:
    text = "---\r\nlicense: mit\r\n---\r\n<!-- generated:counts --> \r\nold\r\n<!-- /generated -->\r\n"
    filled = card.fill(text, {"counts": "new"})
    assert "old" not in filled
    assert "new" in filled
    assert card.split_front_matter(filled)[0] == {"license": "mit"}
    assert list(card.region_findings(text, "card.md", ("counts",))) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# no front matter\n", 0),
        ("---\nlicense: mit\n---\n", 0),
        ("---\nlicense: [mit\n---\n", 1),
        ("---\n- a\n- b\n---\n", 1),
        ("---\na: b: c\n---\n", 1),
        ("---\n\x01\n---\n", 1),
        ("---\nday: 2031-02-30\n---\n", 1),
        ("---\nsure: !!bool maybe\n---\n", 1),
        ("---\nday: !!timestamp soon\n---\n", 1),
        ("---\na: " + "[" * 2000 + "]" * 2000 + "\n---\n", 1),
    ],
)
def test_front_matter_findings(text: str, count: int) -> None:
    found = list(card.front_matter_findings(text, "card.md"))
    assert [f.code for f in found] == ["RT803"] * count


def test_front_matter_is_joined() -> None:
    joined = card.with_metadata("---\nlicense: mit\nlanguage: [id]\n---\nBody\n", {"configs": [1]})
    assert joined == "---\nlicense: mit\nlanguage:\n- id\nconfigs:\n- 1\n---\nBody\n"
    assert card.split_front_matter("Body\n") == ({}, "Body\n")
    assert card.split_front_matter("---\njust text\n---\nBody\n") == ({}, "Body\n")


def test_the_hub_s_own_library_reads_the_card() -> None:
    data = DatasetCard(SHIPPED).data
    assert data.license == "other"
    assert data.license_name == "retold-mixed"
    assert data.language == ["id", "en", "hi"]
    names = [config["config_name"] for config in data.configs]
    assert names == [config.name for config in CONFIGS]
    assert [c["config_name"] for c in data.configs if c.get("default")] == ["documents"]


def test_languages_of_the_front_matter_are_those_of_the_data() -> None:
    metadata = yaml.safe_load(SHIPPED.split("---\n")[1])
    assert set(metadata["language"]) == {row["lang"] for row in RELEASE["counts"]}


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", []),
        ("<!-- generated:a -->\n<!-- /generated -->", []),
        ("<!-- generated:a -->", ["region 'a' is not closed"]),
        ("<!-- generated:b -->\n<!-- /generated -->", ["no region 'b'; there are: a"]),
        (
            "<!-- generated:a -->\n<!-- generated:a -->\n<!-- /generated -->",
            ["region 'a' is not closed"],
        ),
    ],
)
def test_region_findings(text: str, messages: list[str]) -> None:
    assert [f.message for f in card.region_findings(text, "card.md", ("a",))] == messages


@pytest.mark.parametrize(
    "title", ["A <!-- /generated --> B", "A | B", "A\nB", "<script>", "<!-- generated:labels -->"]
)
def test_no_cell_ends_its_table_or_opens_a_region(title: str) -> None:
    table = card.markdown_table(("title", "n"), [[title, 1]])
    assert len(table.splitlines()) == 3
    assert table.splitlines()[2].replace("\\|", "").count("|") == 3
    text = f"<!-- generated:counts -->\n{table}\n<!-- /generated -->\n"
    assert list(card.region_findings(text, "c", ("counts",))) == []
    assert card.fill(card.fill(text, {"counts": table}), {"counts": table}).count("<!-- /generated") == 1
    assert "<script" not in table


def test_figures_written_by_hand_are_those_of_the_data() -> None:
    words = {1: "one", 2: "two", 3: "three"}
    documents = sum(row["documents"] for row in RELEASE["counts"] if row["split"] == "test")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"one story in {words[documents]}\ndocuments" in CARD
    assert f"one story in {words[documents]} retellings" in readme
    assert f"{words[documents]} whole news pages" in CARD


def test_markdown_table_sets_numbers_right() -> None:
    table = card.markdown_table(("a", "n"), [["x", 1], ["y", 2]])
    assert table == "| a | n |\n| --- | ---: |\n| x | 1 |\n| y | 2 |"


@pytest.mark.parametrize(
    ("text", "wanted"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("`` ` ", "``` `` `  ```")]
)
def test_code_holds_backticks(text: str, wanted: str) -> None:
    assert card.code(text) == wanted
