"""The card's pictures: what they are of is in them, in light and in dark, and always the same bytes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from conftest import GOLDEN, ROOT, replace
from retold.charts.pictures import DARK, LIGHT, PANELS, claims_picture
from retold.pipeline import read_corpus
from retold.release import make
from retold.tables.shown import tables_of
from retold.wording import figure

BUILT = [ROOT / "tests/golden/data", ROOT / "data"]
NAMES = ["golden", "retold"]


def pictures(root: Path) -> dict[str, bytes]:
    """Region of the card -> picture, of a corpus that is built in memory."""
    corpus = read_corpus(root)
    files = make(corpus, tables_of(corpus), "", {}, {}).files
    return {Path(path).stem: data for path, data in files.items() if path.startswith("figures/")}


def rows(built: Path, config: str) -> list[dict[str, object]]:
    return [row for path in (built / config).iterdir() for row in pq.read_table(path).to_pylist()]


def texts(svg: bytes, kind: str | None = None) -> list[str]:
    return [
        "".join(node.itertext())
        for node in ElementTree.fromstring(svg).iter()
        if node.tag.endswith("text") and kind in (None, node.get("class"))
    ]


def test_the_golden_corpus_tells_who_says_what_on_whose_word() -> None:
    svg = pictures(GOLDEN)["events"]
    assert texts(svg, "head") == ["Crane accident in Norhaven: injured"]
    assert texts(svg, "said") == ["A 12 injured · exact", "B दर्जनों injured · vague"]
    assert texts(svg, "label") == ["Coast Wire (en)", "port-hi (hi)"]
    assert texts(svg, "soft") == [
        "on the word of the outlet › Coast Wire (media)",
        "blamed: unattributed",
        "on the word of the outlet",
        "blamed: unattributed",
    ]


@pytest.mark.parametrize("built", BUILT, ids=NAMES)
def test_every_claim_and_every_silence_of_an_event_with_figures_is_in_it(built: Path) -> None:
    svg = (built / "figures/events.svg").read_bytes()
    claims = {row["claim_id"]: row for row in rows(built, "casualties")}
    wanted: Counter[str] = Counter()
    real = {row["doc_id"] for row in rows(built, "documents") if row["provenance"] == "real"}
    for event in rows(built, "events"):
        if not real & {*event["documents"], *event["denying_documents"]}:  # type: ignore[misc]
            continue
        of_event = [claims[id] for id in event["claims"]]  # type: ignore[attr-defined]
        if any(row["count_min"] is not None or row["count_max"] is not None for row in of_event):
            wanted.update(figure(row) for row in of_event)
            wanted["says nothing"] += len(event["silent_documents"])  # type: ignore[arg-type]
            assert f"{event['title']}: {event['harm']}" in texts(svg, "head")
    shown = Counter(said[2:].partition(" · ")[0] for said in texts(svg, "said"))
    assert shown == +wanted
    assert len(texts(svg, "label")) == sum(wanted.values()) >= 2


@pytest.mark.parametrize("built", BUILT, ids=NAMES)
def test_labels_are_counted_as_the_dataset_has_them(built: Path) -> None:
    svg = (built / "figures/labels.svg").read_bytes()
    counted: Counter[tuple[str, int]] = Counter()
    for config, column in [("entities", "type"), ("stance", "polarity"), ("headlines", "vs_body"),
                           ("casualties", "count_form"), ("faults", "fault")]:  # fmt: skip
        of_config = Counter(str(row[column]).replace("_", " ") for row in rows(built, config))
        counted.update(of_config.items())
    zones = (zone for row in rows(built, "documents") for zone in row["zones"])  # type: ignore[attr-defined]
    counted.update(Counter(zone["zone"] for zone in zones).items())
    charts = [node for node in ElementTree.fromstring(svg).iter() if node.get("class") == "chart"]
    shown: Counter[tuple[str, int]] = Counter()
    for chart in charts:
        lines = ElementTree.tostring(chart)
        labels, values = texts(lines, "label"), texts(lines, "value")
        shown.update(
            (label, int(value.replace(",", ""))) for label, value in zip(labels, values, strict=True)
        )
    assert shown == counted
    assert len(charts) == 6


def test_agreement_is_that_of_quality_json() -> None:
    svg = (ROOT / "data/figures/agreement.svg").read_bytes()
    quality = json.loads((ROOT / "data/quality.json").read_bytes())
    groups = [quality["agreement"], *quality["groups"].values()]
    layers = [layer for group in groups for layer in group["layers"].values()]
    scores = [layer["all"]["pairs"][0]["scores"]["exact"]["f1"] for layer in layers]
    assert texts(svg, "value") == [f"{score:.2f}" for score in scores if score is not None]


@pytest.mark.parametrize("name", ["events", "labels", "agreement"])
def test_a_picture_is_painted_for_light_and_dark_and_can_do_nothing(name: str) -> None:
    svg = (ROOT / f"data/figures/{name}.svg").read_text(encoding="utf-8")
    light, dark = svg.split("@media (prefers-color-scheme:dark)")
    assert all(colour in light for colour in LIGHT.values())
    assert all(colour in dark for colour in DARK.values())
    assert 'class="sheet"' in dark
    elements = {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(svg).iter()}
    assert elements <= {"svg", "style", "rect", "g", "path", "line", "text"}
    assert "url(" not in svg
    assert "href" not in svg


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_what_is_drawn_can_be_told_from_the_ground(colours: dict[str, str]) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for what is drawn."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(name: str) -> float:
        dim, bright = sorted((luminance(colours[name]), luminance(colours["sheet"])))
        return (bright + 0.05) / (dim + 0.05)

    assert min(contrast("ink"), contrast("soft")) >= 4.5
    assert contrast("c1") >= 3


def test_the_colours_are_those_of_the_site() -> None:
    style = (ROOT / "builders/retold/site/static/site.css").read_text(encoding="utf-8")
    light, _, dark = style.partition("@media (prefers-color-scheme: dark)")
    for colours, sheet in ((LIGHT, light), (DARK, dark.partition("* {")[0])):
        found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", sheet))
        assert {name: found[name] for name in colours} == colours


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from pathlib import Path; from retold.pipeline import read_corpus\n"
        "from retold.release import make; from retold.tables.shown import tables_of\n"
        f"corpus = read_corpus(Path({str(GOLDEN)!r}))\n"
        "files = make(corpus, tables_of(corpus), '', {}, {}).files\n"
        "sys.stdout.buffer.write(b''.join(files[f'figures/{n}.svg'] for n in sys.argv[1:]))"
    )
    names = ["events", "labels"]
    env = {"PYTHONHASHSEED": "7", "PATH": "/usr/bin"}
    command = [sys.executable, "-c", code, *names]
    drawn = subprocess.run(command, capture_output=True, check=True, env=env)
    here = pictures(GOLDEN)
    assert drawn.stdout == b"".join(here[name] for name in names)


def test_no_picture_where_there_is_nothing_to_show(corpus_copy: Path) -> None:
    claims = rows(BUILT[0], "casualties")
    events = rows(BUILT[0], "events")
    told = {row["doc_id"]: ("A", "x") for row in claims}
    told |= {id: ("A", "x") for row in events for id in row["silent_documents"]}  # type: ignore[attr-defined]
    none = [{**row, "count_min": None, "count_max": None} for row in claims]
    assert claims_picture(events, none, told, str) is None
    assert claims_picture([], [], {}, str) is None
    many = [event for event in events if event["high"] or event["low"]] * 20
    svg = claims_picture(many, claims, told, str)
    assert svg is not None
    assert len(texts(svg, "head")) == PANELS


def test_a_title_is_text_whatever_it_holds_and_long_lines_end(corpus_copy: Path) -> None:
    title = "Cost $1 < 2$ & <script>"
    events = corpus_copy / "annotations/registry/events.jsonl"
    replace(events, "Crane accident in Norhaven", title)
    svg = pictures(corpus_copy)["events"]
    assert texts(svg, "head") == [f"{title}: injured"]
    assert b"<script" not in svg
    replace(events, title, title * 20)
    assert max(map(len, texts(pictures(corpus_copy)["events"]))) < 90
