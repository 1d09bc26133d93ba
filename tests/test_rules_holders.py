"""Rules on holders and source chains: what a case folder for each does not show."""

from __future__ import annotations

import msgspec
import pytest

from page import Page
from retold.model import Headline


def test_a_lack_says_nothing_without_mentions_or_with_a_line_unread_or_a_link_broken() -> None:
    page = Page("Lund waits. The talks end.")
    page.stance("The talks end")
    assert page.found("RT405") == []
    page.mention("Lund", "PER", "e-ada-lund")
    assert page.found("RT405") == ["no mention is 'e-union' (Dock Union) or has it as referent"]
    assert page.found("RT405", whole=False) == []
    page.mention("waits", "ORG", "e-unoin")
    assert page.found("RT405") == []


def test_an_adjective_near_the_evidence_may_stand_for_a_state() -> None:
    for holder, expected in (("e-norland", 0), ("e-union", 1)):
        page = Page("The Norlandic refusal ended the talks.")
        page.mention("Norlandic", "NORP", "e-norlanders")
        page.stance("The Norlandic refusal ended the talks", holder=holder)
        assert len(page.found("RT405")) == expected
    indonesian = Page("Awak Norlandik menolak tawaran.", lang="id")
    indonesian.mention("Norlandik", "NORP", "e-norlanders")
    indonesian.stance("Awak Norlandik menolak tawaran", holder="e-norland")
    assert len(indonesian.found("RT405")) == 1
    far = Page("Norlandic crews sang.", "They ate.", "They slept.", "The refusal ended the talks.")
    far.mention("Norlandic", "NORP", "e-norlanders")
    far.stance("The refusal ended the talks", holder="e-norland")
    assert len(far.found("RT405")) == 1


@pytest.mark.parametrize(
    ("holder", "nominal", "expected"),
    [("e-captains", False, 0), ("e-captains", True, 1), ("e-ada-lund", False, 1)],
)
def test_a_bare_numeral_may_stand_for_unnamed_persons(holder: str, nominal: bool, expected: int) -> None:
    page = Page("Two refused the offer.")
    page.mention("Two", "CARDINAL", value="2")
    if nominal:
        page.mention(
            "Two refused", "PER", "e-ada-lund" if holder != "e-ada-lund" else None, level="nominal"
        )
    page.stance("Two refused the offer", holder=holder, chain=(holder,))
    assert len(page.found("RT405")) == expected
    page.stance("refused the offer", holder="e-wire", chain=(holder,))
    assert len(page.found("RT407")) == expected


def test_a_numeral_of_another_sentence_stands_for_nobody_here() -> None:
    page = Page("Two cranes fell. The offer was refused.")
    page.mention("Two", "CARDINAL", value="2")
    page.stance("The offer was refused", holder="e-captains")
    assert len(page.found("RT405")) == 1


@pytest.mark.parametrize("evidence", ["Nobody came:", "The offer was refused:"])
def test_a_zone_that_touches_the_evidence_is_not_its_sentence(evidence: str) -> None:
    page = Page("Nobody came:Two cranes fell:The offer was refused:")
    (whole,) = page.records
    page.records = [
        msgspec.structs.replace(whole, spans=(page.span(words),))
        for words in ("Nobody came:", "Two cranes fell:", "The offer was refused:")
    ]
    page.mention("Two", "CARDINAL", value="2")
    page.stance(evidence, holder="e-captains")
    assert len(page.found("RT405")) == 1


def test_evidence_outside_the_story_brings_nothing_else() -> None:
    for zone, expected in (("related", 0), ("body", 1)):
        page = Page("Lund waits.", "The talks end.", zones=("body", zone))  # type: ignore[arg-type]
        page.mention("Lund", "PER", "e-ada-lund")
        page.stance("The talks end", chain=("e-wire",))
        assert len(page.found("RT405")) == len(page.found("RT407")) == expected


def test_the_expression_author_is_the_author_s_alone() -> None:
    page = Page("The talks are given up for lost.")
    page.stance("The talks are given up for lost")
    page.records[-1] = msgspec.structs.replace(page.records[-1], expression="author")
    assert page.found("RT409") == ["the holder is e-union, the expression author"]
    page.records[-1] = msgspec.structs.replace(page.records[-1], holder="author")
    assert page.found("RT409") == []


@pytest.mark.parametrize(
    ("lang", "sentence", "expected"),
    [
        ("en", "The talks were broken off.", 1),
        ("en", "They broke off the talks.", 0),
        ("en", "The talks with the US were broken off.", 1),
        ("id", "Perundingan dihentikan.", 1),
        ("id", "Mereka menghentikan perundingan.", 0),
        ("id", "Perundingannya dihentikan.", 0),
        ("hi", "बातचीत रोक दी गई।", 1),
        ("hi", "उन्होंने बातचीत रोक दी।", 0),
        ("hi", "उन्\u200dहोंने बातचीत रोक दी।", 0),
        ("sw", "Mazungumzo yamesitishwa.", 0),
    ],
)
def test_a_pronoun_may_refer_back(lang: str, sentence: str, expected: int) -> None:
    page = Page("Dock Union", "x 1.", sentence, lang=lang)
    page.mention("Dock Union", "ORG", "e-union")
    page.stance(sentence)
    assert len(page.found("RT408")) == expected


def test_near_is_the_paragraph_and_the_sentence_on_either_side() -> None:
    lines = ("The Dock Union met.", "The talks were off. Rain fell. Cranes stood.", "Ships left.")
    for evidence, expected in (("Cranes stood", 0), ("Ships left", 1)):
        page = Page(*lines)
        page.mention("Dock Union", "ORG", "e-union")
        page.stance(evidence)
        assert len(page.found("RT408")) == expected
    after = Page("The talks were off.", "So the Dock Union said.")
    after.mention("Dock Union", "ORG", "e-union")
    after.stance("The talks were off")
    assert after.found("RT408") == []


def test_a_speaker_of_the_chain_is_near_enough_and_a_headline_drops_its_subject() -> None:
    lines = ("The Dock Union met.", "Rain fell.", "The talks are off, Lund said.")
    for chain, expected in ((("e-ada-lund",), 0), ((), 1)):
        page = Page(*lines)
        page.mention("Dock Union", "ORG", "e-union")
        page.mention("Lund", "PER", "e-ada-lund")
        page.stance("The talks are off", chain=chain)
        assert len(page.found("RT408")) == expected
    title = Page("Talks off", "Rain fell.", "The Dock Union met.", zones=("headline",))
    title.mention("Dock Union", "ORG", "e-union")
    title.stance("Talks off")
    assert title.found("RT408") == []


def test_a_headline_that_is_known_to_disagree_contradicts_nothing() -> None:
    for vs_body, expected in (("disagree", 0), ("agree", 1)):
        page = Page("Talks on", "The talks are off.", zones=("headline",))
        page.stance("Talks on")
        page.records[-1] = msgspec.structs.replace(page.records[-1], polarity="support")
        page.stance("The talks are off")
        record = {
            "kind": "headline", "id": "h1", "doc": "d", "annotator": "a", "spans": [[0, 8]],
            "holder": "e-union", "asserts": "p-x", "polarity": "support", "vs_body": vs_body,
            "evidence": [[9, 26]],
        }  # fmt: skip
        page.records.append(msgspec.convert(record, Headline))
        assert len(page.found("RT406")) == expected


def test_each_contradiction_names_all_it_contradicts() -> None:
    page = Page("One. Two. Three.")
    for words in ("One", "Two", "Three"):
        page.stance(words)
    page.records[-1] = msgspec.structs.replace(page.records[-1], polarity="support")
    assert page.found("RT406") == ["'s3' has 'e-union' support 'p-x', 's1' and 's2' oppose"]
