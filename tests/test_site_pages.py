"""The explorer's pages: what they show is what the dataset says, and every address leads somewhere."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from conftest import ROOT
from retold import parquet
from retold.dataset import Dataset, DatasetError
from retold.exploring.assets import assets
from retold.site.contents import Beside
from retold.site.names import anchor, file_name
from retold.site.pages import site
from retold.wording import letter
from site_pages import anchors, dataset, golden_site, links, parsed, pieces, plain_words, tree, words


def documents(found: Dataset) -> list[dict[str, Any]]:
    return [row for table in found.tables["documents"].values() for row in table.to_pylist()]


def test_the_same_dataset_gives_the_same_bytes() -> None:
    assert site(dataset(), assets()) == golden_site()


def test_every_document_of_the_dataset_has_a_page_with_its_whole_text() -> None:
    for row in documents(dataset()):
        page = tree(f"document/{row['doc_id']}.html")
        (text,) = page.xpath("//div[@class='text']")
        for extra in text.xpath(".//*[contains(@class,'zone')]|.//a[starts-with(@class,'n ')]"):
            tail = extra.tail or ""
            extra.clear()
            extra.tail = tail
        assert plain_words(text.text_content()) == plain_words(row["text"])


SPANS = (
    ("mentions", "mention_id", "spans", ""),
    ("stances", "stance_id", "evidence_spans", ""),
    ("headlines", "headline_id", "spans", ""),
    ("headlines", "headline_id", "evidence_spans", "~evidence"),
    ("casualties", "claim_id", "evidence_spans", ""),
    ("casualties", "claim_id", "victims_spans", "~victims"),
    ("faults", "fault_id", "spans", ""),
)


@pytest.mark.parametrize("folder", [ROOT / "tests/golden/data", ROOT / "data"], ids=["golden", "data"])
def test_the_words_of_every_span_on_the_page_are_the_datasets(folder: Path) -> None:
    found = dataset(folder)
    made = golden_site() if "golden" in str(folder) else site(found, assets())
    seen: Counter[str] = Counter()
    for row in documents(found):
        page = parsed(made[f"document/{row['doc_id']}.html"])
        for layer, id, spans, role in SPANS:
            for record in row[layer]:
                wanted = "".join(row["text"][start:end] for start, end in record[spans] or ())
                assert pieces(page, f"{record[id]}{role}") == wanted
                seen[layer] += bool(wanted)
    assert all(seen[layer] for layer in ("mentions", "stances", "headlines", "casualties", "faults"))


def test_every_record_has_an_address_on_its_documents_page() -> None:
    for row in documents(dataset()):
        there = anchors(tree(f"document/{row['doc_id']}.html"))
        assert len(there) == len(set(there))
        for layer in ("zones", "sentences"):
            assert {anchor(record[f"{layer[:-1]}_id"]) for record in row[layer]} <= set(there)
        for layer, id, spans, role in SPANS:
            for record in row[layer]:
                for number, _ in enumerate(record[spans] or (), 1):
                    name = f"{anchor(record[id])}{role}" + (f"~{number}" if number > 1 else "")
                    assert name in there


def test_every_link_leads_to_a_file_of_the_site_and_to_an_anchor_in_it() -> None:
    outside = leads_nowhere(golden_site())
    assert all(link.startswith("https://www.wikidata.org/wiki/Q") for link in outside)


def leads_nowhere(made: dict[str, bytes]) -> set[str]:
    """Fails for a link of the site to what is not in it; returns the links to elsewhere."""
    pages = {path: parsed(data) for path, data in made.items() if path.endswith(".html")}
    there = {path: set(anchors(page)) for path, page in pages.items()}
    outside = set()
    for path, page in pages.items():
        for link in links(page):
            if link.startswith("https://"):
                outside.add(link)
                continue
            to, _, place = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) if to else path
            assert target in made, f"{path}: {link}"
            assert not place or place in there[target], f"{path}: {link}"
    return outside


def test_the_story_page_has_all_retellings_and_passages_that_set_faults_right() -> None:
    page = tree("story/port-strike.html")
    assert [words(h) for h in page.xpath("//article//h2")] == ["A Coast Wire", "B port-hi"]
    assert pieces(page, "port-en-f1~right") != ""
    assert pieces(page, "port-en-f1~right") in documents_text("port-hi")


def documents_text(id: str) -> str:
    return str(next(row["text"] for row in documents(dataset()) if row["doc_id"] == id))


def test_passages_name_their_language() -> None:
    page = tree("story/port-strike.html")
    by_language = Counter(page.xpath("//p[starts-with(@class,'z ')]/@lang"))
    zones = Counter(
        zone["lang"]
        for row in documents(dataset())
        if row["doc_id"] != "port-id"
        for zone in row["zones"]
    )
    assert by_language == zones


def test_one_name_has_one_colour_in_all_retellings() -> None:
    page = tree("story/port-strike.html")
    colours: dict[str, set[str]] = {}
    for link in page.xpath("//div[@class='text']//a[starts-with(@class,'e')]"):
        colours.setdefault(link.get("href"), set()).add(link.get("class"))
    assert len(colours) > 1
    assert all(len(found) == 1 for found in colours.values())
    assert len({next(iter(found)) for found in colours.values()}) == len(colours)


def test_an_event_page_says_who_reports_what_and_who_is_silent() -> None:
    page = tree("event/ev-norhaven-crane.html")
    said = {words(claim.xpath(".//p[@class='said']")[0]) for claim in page.xpath("//li[@class='claim']")}
    assert said == {"12 injured", "दर्जनों injured", "nobody killed"}
    assert "Denies it: B port-hi" in words(page)
    assert "Says nothing of it: A Coast Wire" in words(page)


def test_a_chart_has_a_link_a_claim_and_its_words_as_text() -> None:
    (chart, *_) = tree("event/ev-norhaven-crane.html").xpath("//*[local-name()='svg']")
    targets = [link.rpartition("#")[2] for link in chart.xpath(".//@href")]
    assert targets == [anchor("port-en-c1"), anchor("port-hi-c1")]
    assert "दर्जनों injured" in chart.text_content()
    assert not chart.xpath(".//@style|.//@fill|.//@stroke")


def test_the_matrix_has_each_position_once_with_its_words() -> None:
    page = tree("positions/port-strike.html")
    quotes = [words(quote) for quote in page.xpath("//div[@popover]/blockquote")]
    wanted = [stance["evidence"] for row in documents(dataset()) for stance in row["stances"]
              if row["story_id"] == "port-strike"]  # fmt: skip
    assert sorted(quotes) == sorted(wanted)


def test_entities_are_counted_and_called_as_the_texts_call_them() -> None:
    mentions = [m for row in documents(dataset()) for m in row["mentions"] if m["entity_id"]]
    for id, count in Counter(m["entity_id"] for m in mentions).items():
        page = tree(f"entity/{id}.html")
        assert f"{count} mention" in words(page)
        lines = page.xpath("//ul[@class='kwic']/li[not(contains(., 'meant, not named'))]//a")
        said = (" ".join(map(str, a.xpath("text()"))) for a in lines)
        assert Counter(said) == Counter(m["surface"] for m in mentions if m["entity_id"] == id)


def test_the_data_page_lists_configs_that_no_code_knows() -> None:
    files = dict(dataset().files)
    for path in dataset().files:
        if path.startswith("faults/"):
            files[path.replace("faults", "novelty")] = files[path]
    page = parsed(site(Dataset(files), assets())["data.html"])
    names = [words(h) for h in page.xpath("//section[@class='config']/h2")]
    assert names[-1] == "novelty"
    assert set(names) == {entry["config"] for entry in dataset().record["configs"]} | {"novelty"}
    (section,) = page.xpath("//section[@id='config-r-novelty']")
    assert 'load_dataset("data", "novelty", split="test")' in words(section)
    assert "right_spans" in words(section)


def test_columns_that_are_those_of_another_config_are_told_once() -> None:
    cells = tree("data.html").xpath("//section[@id='config-r-challenge']//th/code")
    told = [words(cell) for cell in cells]
    assert "mentions" in told
    assert "mentions.surface" not in told
    assert "zones.zone" in told


@cache
def own_site() -> dict[str, bytes]:
    return site(dataset(ROOT / "data"), assets())


def test_what_is_invented_is_called_so_on_every_page_and_what_is_real_is_not() -> None:
    def tagged(path: str) -> bool:
        return bool(parsed(own_site()[path]).xpath("//main//span[@class='tag' and .='invented']"))

    invented = ("story/ostrane-flood.html", "document/ostrane-flood-en-wire.html",
                "event/ev-ostrane-flood.html", "positions/ostrane-flood.html",
                "entity/e-ostrane-sodrika.html")  # fmt: skip
    real = ("story/doha-talks-2021-10.html", "document/001_7f241891985e0e26.html",
            "event/ev-kunduz-mosque-2021-10-08.html", "positions/doha-talks-2021-10.html",
            "entity/e-islamic-state.html")  # fmt: skip
    assert {path: tagged(path) for path in (*invented, *real)} == {
        **dict.fromkeys(invented, True),
        **dict.fromkeys(real, False),
    }
    assert "66 of the stories are invented" in words(parsed(own_site()["index.html"]).xpath("//main")[0])
    assert not any(
        row.xpath(".//span[.='invented']")
        for row in parsed(own_site()["index.html"]).xpath("//section[@class='story-card']")
        if "doha-talks" in row.xpath(".//h2/a/@href")[0]
    )


def test_the_site_of_this_corpus_is_small_and_has_what_its_pages_show_to_download() -> None:
    found = own_site()
    documents = [path for path in found if path.startswith("document/")]
    assert sum(map(len, found.values())) < 200_000 * len(documents)
    assert max(len(data) for path, data in found.items() if path.endswith((".html", ".js"))) < 400_000
    copied = {path.split("/")[1] for path in found if path.startswith("download/")}
    assert copied == set(dataset(ROOT / "data").tables) - {"challenge"}


def test_what_is_not_in_the_dataset_is_said_to_be_missing_or_read_beside_it() -> None:
    assert "Waivers are not in the dataset" in words(tree("quality.html"))
    waiver = {"code": "RT508", "record": "x", "reason": "So it stands.", "by": "ada", "until": "9.0.0"}
    beside = Beside(titles={"port-strike": "Talks in the port"}, waivers=[waiver])
    made = site(dataset(), assets(), beside=beside)
    assert "So it stands." in words(parsed(made["quality.html"]))
    assert words(parsed(made["story/port-strike.html"]).xpath("//h1")[0]) == "Talks in the port"


def test_a_dataset_from_the_hub_is_loaded_from_there() -> None:
    made = site(dataset(), assets(), address="hf://datasets/acme/harbour@v0.2.0")
    wanted = 'load_dataset("acme/harbour", "documents", split="test", revision="v0.2.0")'
    assert wanted in words(parsed(made["data.html"]))


def test_editions_without_texts_are_refused() -> None:
    from retold.standoff.omit import omit

    with pytest.raises(DatasetError, match="retold hydrate"):
        site(Dataset(omit(dataset().files)), assets())


def test_a_dataset_that_lacks_columns_is_refused_with_their_names() -> None:
    files = dict(dataset().files)
    path = "documents/test-00000-of-00001.parquet"
    files[path] = parquet.dump(parquet.load(files[path]).drop_columns(["faults"]))
    with pytest.raises(DatasetError, match=r"documents, test: no column faults, faults\.fault_id"):
        site(Dataset(files), assets())


def test_spans_outside_the_text_are_refused() -> None:
    files = dict(dataset().files)
    path = "documents/train-00000-of-00001.parquet"
    rows = parquet.load(files[path]).to_pylist()
    rows[0]["mentions"][0]["spans"] = [[0, 10_000]]
    files[path] = parquet.dump(pa.Table.from_pylist(rows, schema=parquet.load(files[path]).schema))
    with pytest.raises(DatasetError, match=r"mentions of 'port-id': span \[0, 10000\)"):
        site(Dataset(files), assets())


def test_long_stories_and_lists_go_on_over_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    files = dict(dataset().files)
    path = "documents/test-00000-of-00001.parquet"
    table = parquet.load(files[path])
    first, second = table.to_pylist()
    more = json.dumps(second, ensure_ascii=False)
    copies = [json.loads(more.replace("port-hi", f"port-hi-{n}")) for n in range(12)]
    for copy in copies:
        copy["casualties"] = []  # the events count those of the first
    files[path] = parquet.dump(pa.Table.from_pylist([first, second, *copies], schema=table.schema))
    monkeypatch.setattr("retold.site.pages.LISTED", 3)
    made = site(Dataset(files), assets())
    headings = [
        words(heading)
        for path in ("story/port-strike.html", "story/port-strike.2.html")
        for heading in parsed(made[path]).xpath("//article//h2")
    ]
    assert headings[:2] == ["A Coast Wire", "B port-hi"]
    assert headings[12:] == ["M port-hi-10", "N port-hi-11"]
    listed = [path for path in made if path.startswith("entities")]
    assert listed == ["entities.html", "entities-2.html", "entities-3.html"]
    rows = [a.text for path in listed for a in parsed(made[path]).xpath("//tbody/tr/th/a")]
    assert len(rows) == len(set(rows)) == sum(path.startswith("entity/") for path in made)
    leads_nowhere(made)


@pytest.mark.parametrize(
    ("id", "name"),
    [("002_4d23", "002_4d23"), ("TST1-MUC3-0001", "tst1-muc3-0001-"), ("con", "con-"), ("..", "x-"),
     ("a/b", "a-b-"), ("दोहा", "x-"), ("a.", "a-"), ("x" * 200, "x" * 40 + "-")],
)  # fmt: skip
def test_file_names_are_plain_and_short(id: str, name: str) -> None:
    found = file_name(id)
    assert found == name or (found.startswith(name) and len(found) == len(name) + 10)
    assert file_name(found) != found or found == id


def test_letters_go_on_as_columns_of_sheets_do() -> None:
    assert [letter(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip
