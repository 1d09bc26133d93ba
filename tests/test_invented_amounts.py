"""How much the invented stories bring: enough of every label and language to learn from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from statistics import mean
from typing import get_args

import pyarrow.parquet as pq

from conftest import ROOT
from retold.authoring import compiled
from retold.files import CorpusFolder
from retold.model import (
    Annotation,
    Casualty,
    CountForm,
    EntityType,
    Harm,
    Headline,
    Mention,
    Polarity,
    Stance,
)

STORIES = compiled(CorpusFolder(ROOT)).stories
TELLINGS = [document for story in STORIES for document in story.documents]
SPLITS = ("train", "validation", "test_authored")


def records() -> Iterator[tuple[str, Annotation]]:
    for telling in TELLINGS:
        for record in telling.records:
            yield telling.seed.lang, record


def rows(config: str) -> Iterator[tuple[str, int]]:
    for split in SPLITS:
        file = pq.ParquetFile(ROOT / "data" / config / f"{split}-00000-of-00001.parquet")
        yield split, file.metadata.num_rows


def test_sixty_six_stories_of_many_kinds_some_without_harm() -> None:
    assert len(STORIES) == 66
    assert Counter(story.story.split for story in STORIES) == {
        "train": 50,
        "validation": 8,
        "test_authored": 8,
    }
    assert len({story.incident for story in STORIES}) >= 15
    silent = [
        story
        for story in STORIES
        if not any(isinstance(r, Casualty) for d in story.documents for r in d.records)
    ]
    assert len(silent) >= 8


def test_four_retellings_a_story_in_three_languages() -> None:
    assert {len(story.documents) for story in STORIES} == {4}
    langs = Counter(telling.seed.lang for telling in TELLINGS)
    assert langs["en"] >= 90
    assert langs["id"] >= 75
    assert langs["hi"] >= 75
    for story in STORIES:
        assert len({telling.seed.outlet for telling in story.documents}) >= 3, story.story.id


def test_retellings_are_as_long_as_short_news() -> None:
    lengths = {telling.seed.id: len(telling.text.split()) for telling in TELLINGS}
    assert {doc: n for doc, n in lengths.items() if not 150 <= n <= 450} == {}


def test_drifts_are_one_to_three_in_a_hundred_and_nearly_all_others_are_faithful() -> None:
    drifts = Counter(len(telling.drifts) for telling in TELLINGS)
    assert sum(n for many, n in drifts.items() if 1 <= many <= 3) >= 100
    assert drifts[0] >= 100
    assert sum(n for many, n in drifts.items() if many > 3) <= 9
    assert max(drifts) <= 6


def test_every_type_of_name_and_value_stands_there() -> None:
    types = Counter(r.type for _, r in records() if isinstance(r, Mention) and r.level == "name")
    assert set(types) == set(get_args(EntityType))
    assert types.total() >= 9000


def test_claims_of_every_form_and_language() -> None:
    claims = [(lang, r) for lang, r in records() if isinstance(r, Casualty)]
    assert len(claims) >= 800
    forms = Counter(claim.count.form for _, claim in claims)
    assert {form: forms[form] for form in get_args(CountForm) if forms[form] < 30} == {}
    langs = Counter(lang for lang, _ in claims)
    assert min(langs[lang] for lang in ("en", "id", "hi")) >= 200
    assert {claim.harm for _, claim in claims} == set(get_args(Harm))


def test_positions_of_every_polarity() -> None:
    polarities = Counter(r.polarity for _, r in records() if isinstance(r, Stance))
    assert polarities.total() >= 900
    assert {p: polarities[p] for p in get_args(Polarity) if polarities[p] < 60} == {}


def test_headlines_and_those_that_their_bodies_deny() -> None:
    against = Counter(r.vs_body for _, r in records() if isinstance(r, Headline))
    assert against.total() >= 240
    assert against["disagree"] >= 50


def test_sentences_and_rows_in_every_config_and_split() -> None:
    assert sum(n for _, n in rows("ner")) >= 2500
    for config in ("documents", "entities", "ner", "stance", "headlines", "casualties", "faults"):
        assert all(n > 0 for _, n in rows(config)), config


def test_the_card_says_how_many_were_annotated_twice() -> None:
    twice = {path.stem for path in (ROOT / "annotations/blind").glob("*.jsonl")}
    splits = Counter(
        story.story.split for story in STORIES for d in story.documents if d.seed.id in twice
    )
    assert splits.total() == len(twice)
    text = " ".join((ROOT / "dataset_card.md").read_text(encoding="utf-8").split())
    assert (
        f"{len(twice)} documents were annotated a second time (`blind`), {splits['train']} in `train`, "
        f"{splits['validation']} in `validation` and {splits['test_authored']} in `test_authored`"
    ) in text


def test_the_card_says_how_natural_readers_found_the_texts() -> None:
    """Of the texts as they are: a text that is changed has to be read again."""
    lines = (ROOT / "docs/naturalness.jsonl").read_text(encoding="utf-8").splitlines()
    said = [json.loads(line) for line in lines]
    seeds = {telling.seed.id: telling.seed for telling in TELLINGS}
    assert [r["doc"] for r in said if seeds[r["doc"]].sha256 != r["sha256"]] == []
    assert all(r["lang"] == seeds[r["doc"]].lang and r["note"] and 1 <= r["points"] <= 5 for r in said)

    def means(drawn: bool) -> str:
        points = {
            lang: [r["points"] for r in said if (r["lang"], r["drawn"]) == (lang, drawn)]
            for lang in ("en", "id", "hi")
        }
        return ", ".join(f"{lang} {mean(found):.1f}" for lang, found in points.items())

    text = " ".join((ROOT / "dataset_card.md").read_text(encoding="utf-8").split())
    drawn = Counter(r["lang"] for r in said if r["drawn"])
    assert {*drawn.values()} == {12}
    assert f"judged {len(said)} texts for how natural they are" in text
    assert f"12 a language drawn at random ({means(True)})" in text
    assert f"the {len(said) - drawn.total()} of the six newest stories ({means(False)})" in text
