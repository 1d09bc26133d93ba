"""The picture of the figures: every claim and every silence is in it, and always the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import GOLDEN, ROOT, replace
from retold.events import event_facts
from retold.pipeline import read_corpus
from retold.report.figures import Mark, claims_svg, marks


def texts(svg: bytes) -> list[str]:
    return [
        "".join(node.itertext())
        for node in ElementTree.fromstring(svg).iter()
        if node.tag.endswith("text")
    ]


def test_marks_of_the_golden_corpus() -> None:
    corpus = read_corpus(GOLDEN)
    killed, injured = event_facts(corpus, corpus.documents)
    assert marks(corpus, corpus.documents, injured) == [
        Mark("port-en Coast Wire (en)", 12, 12, "12; nobody blamed"),
        Mark("port-hi (hi)", 24, None, "दर्जनों (vague: 24 to …); nobody blamed"),
    ]
    assert marks(corpus, corpus.documents, killed) == [
        Mark("port-en Coast Wire (en)", None, None, "says nothing"),
        Mark("port-hi (hi)", None, None, "denied: harm without a figure; nobody blamed"),
    ]


@pytest.mark.parametrize("root", [GOLDEN, ROOT], ids=["golden", "retold"])
def test_every_mark_of_an_event_with_figures_is_in_the_picture(root: Path) -> None:
    corpus = read_corpus(root)
    svg = claims_svg(corpus, corpus.documents)
    assert svg is not None
    shown = texts(svg)
    drawn = 0
    for facts in event_facts(corpus, corpus.documents):
        if facts.low is None and facts.high is None:
            continue
        assert f"{facts.event.title}: {facts.harm}" in shown
        for mark in marks(corpus, corpus.documents, facts):
            assert mark.words in shown
            assert mark.document in shown
            drawn += 1
    assert drawn >= 2


def test_no_picture_without_figures() -> None:
    corpus = read_corpus(GOLDEN)
    assert claims_svg(corpus, [corpus.document("port-id")]) is None


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys; from retold.pipeline import read_corpus\n"
        "from retold.report.figures import claims_svg\n"
        f"c = read_corpus({str(ROOT)!r}); sys.stdout.buffer.write(claims_svg(c, c.documents))"
    )
    env = {"PYTHONHASHSEED": "7", "PATH": "/usr/bin"}
    drawn = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env)
    corpus = read_corpus(ROOT)
    assert drawn.stdout == claims_svg(corpus, corpus.documents)


def test_a_picture_has_at_most_twelve_panels_and_no_long_line(corpus_copy: Path) -> None:
    replace(corpus_copy / "annotations/registry/events.jsonl", "Crane accident", "Crane accident " * 20)
    corpus = read_corpus(corpus_copy)
    svg = claims_svg(corpus, corpus.documents)
    assert svg is not None
    assert max(map(len, texts(svg))) < 90


def test_a_title_is_text_whatever_it_holds(corpus_copy: Path) -> None:
    title = "Cost $1 < 2$ & <script>"
    replace(corpus_copy / "annotations/registry/events.jsonl", "Crane accident in Norhaven", title)
    corpus = read_corpus(corpus_copy)
    svg = claims_svg(corpus, corpus.documents)
    assert svg is not None
    assert f"{title}: injured" in texts(svg)
    assert b"<script" not in svg
