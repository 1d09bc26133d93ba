"""Rules on what is there for nothing."""

from __future__ import annotations

import dataclasses

from marked import corpus, document, findings

TWENTY = " ".join(["word"] * 20)


def test_a_page_without_annotation() -> None:
    one = document("d", TWENTY)
    assert len(findings("RT708", corpus(), one)) == 1
    assert findings("RT708", corpus(), dataclasses.replace(one, layer="ada")) == []
    assert findings("RT708", dataclasses.replace(corpus(), broken={one.file}), one) == []


def test_few_words_or_furniture_or_one_mention_will_do() -> None:
    for marked in (TWENTY[5:], f"furniture| {TWENTY}", f"{TWENTY} [2029|DATE=2029]", "- " * 20):
        assert findings("RT708", corpus(), document("d", marked)) == []


def test_a_story_without_a_document() -> None:
    seed = document("d", "word", story="s").seed
    assert findings("RT709", corpus([], seed, splits={"s": "train"})) == []
    untold = corpus([], seed, splits={"s": "train", "t": "train"})
    assert [f.place.record for f in findings("RT709", untold)] == ["t"]
    assert findings("RT709", dataclasses.replace(untold, broken={"seed"})) == []
    assert findings("RT709", corpus([], seed, splits={"t": "train"})) == []  # RT304
