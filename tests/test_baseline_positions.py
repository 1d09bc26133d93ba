"""Stance and headlines by rules, over an invented harbour dispute."""

from __future__ import annotations

import pytest

from retold.baselines.positions import headlines, stances, subjects
from retold.metrics.scores.page import Page, Part
from retold.model import Mention, Proposition
from retold.segmentation import tokens

NAMES = {"e-norhaven": ("Norhaven",), "e-adalia": ("Adalia",), "e-union": ("Dockers' Union",)}
TEXTS = {
    "p-norhaven-joins-adalia": "Norhaven and Adalia build a harbour together.",
    "p-fees-lowered": "Harbour fees are lowered.",
}
ABOUT = subjects({id: Proposition(id, text) for id, text in TEXTS.items()}, NAMES)


def page(*lines: tuple[str, str, str]) -> Page:
    """A page of one sentence a line: zone, language, text; the names in it are its mentions."""
    text = "\n".join(line for _, _, line in lines)
    parts, mentions = [], []
    at = 0
    for zone, lang, line in lines:
        spans = tuple((at + a, at + b) for a, b in tokens(line))
        parts.append(Part((at, at + len(line)), lang, spans, zone))
        for entity, names in NAMES.items():
            for name in (n for n in names if n in line):
                start = at + line.index(name)
                mentions.append(mention(entity, name, start, len(mentions)))
        at += len(line) + 1
    mentions.sort(key=lambda m: m.spans)
    return Page("harbour", "en", len(text), tuple(mentions), tuple(parts), text)


def mention(entity: str, name: str, start: int, number: int) -> Mention:
    return Mention(
        f"m{number}", "harbour", "rules", ((start, start + len(name)),), name, "ORG", "name", "other",
        None, entity, None, None, None,
    )  # fmt: skip


def test_a_proposition_is_about_its_entities_and_its_other_words() -> None:
    (fees, joins) = ABOUT
    assert fees.entities == frozenset()
    assert joins.entities == {"e-norhaven", "e-adalia"}
    assert {"harbo", "fees", "lower"} == fees.stems
    assert "norha" not in joins.stems


@pytest.mark.parametrize(
    ("lang", "line", "told"),
    [
        ("en", "Adalia will not build a harbour with Norhaven, the Dockers' Union said.",
         ("e-union", "p-norhaven-joins-adalia", "oppose", "indirect")),
        ("en", "“We want lower harbour fees,” said the Dockers' Union.",
         ("e-union", "p-fees-lowered", "support", "direct_quote")),
        ("en", "Norhaven welcomes lower harbour fees.",
         ("e-norhaven", "p-fees-lowered", "support", "action")),
        ("en", "Harbour fees must be lowered.", ("author", "p-fees-lowered", "support", "author")),
        ("id", "Adalia menolak bekerja dengan Norhaven, kata Dockers' Union.",
         ("e-union", "p-norhaven-joins-adalia", "oppose", "indirect")),
        ("hi", "Norhaven ने कहा कि Adalia का समर्थन करते हैं।",
         ("e-norhaven", "p-norhaven-joins-adalia", "support", "indirect")),
    ],
)  # fmt: skip
def test_who_holds_what_and_how(lang: str, line: str, told: tuple[str, ...]) -> None:
    (stance,) = stances(page(("body", lang, line)), ABOUT)
    assert (stance.holder, stance.target, stance.polarity, stance.expression) == told
    assert stance.source_chain == (
        ("outlet", told[0]) if told[3] in ("indirect", "direct_quote") else ("outlet",)
    )


def test_the_same_position_twice_is_one_record_with_two_passages() -> None:
    line = "Norhaven welcomes lower harbour fees."
    (stance,) = stances(page(("summary", "en", line), ("body", "en", line)), ABOUT)
    assert stance.evidence == ((0, 37), (38, 75))


@pytest.mark.parametrize(
    "line", ["Norhaven welcomes the sun.", "Harbour fees, lowered, are paid in May.", ""]
)
def test_without_a_proposition_or_a_cue_nothing_is_said(line: str) -> None:
    assert stances(page(("body", "en", line)), ABOUT) == []


@pytest.mark.parametrize(
    ("body", "vs_body"),
    [
        ("Norhaven demands lower harbour fees.", "agree"),
        ("Norhaven rejects lower harbour fees.", "disagree"),
        ("Norhaven negotiates lower harbour fees.", "discuss"),
        ("The sun shines.", "unrelated"),
    ],
)
def test_a_headline_is_held_against_the_positions_of_its_body(body: str, vs_body: str) -> None:
    told = page(("headline", "en", "Norhaven wants lower harbour fees"), ("body", "en", body))
    (headline,) = headlines(told, ABOUT)
    assert (headline.asserts, headline.polarity, headline.vs_body) == (
        "p-fees-lowered",
        "support",
        vs_body,
    )
