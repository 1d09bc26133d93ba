"""The casualty extractor: one sentence, the claims that it makes."""

from __future__ import annotations

import pytest

from retold import schemas
from retold.baselines.casualties import casualties
from retold.metrics.scores.page import Page, Part
from retold.model import Casualty
from retold.records import dump, parse
from retold.segmentation import tokens


def read(text: str, lang: str, zone: str = "body") -> list[Casualty]:
    part = Part((0, len(text)), lang, tuple(tokens(text)), zone)
    return casualties(Page("harbour", lang, len(text), parts=(part,), text=text))


def told(claim: Casualty) -> str:
    """killed 12 (exact), injured - (unstated), no killed."""
    bounds = [str(n) if n is not None else "?" for n in (claim.count.min, claim.count.max)]
    number = bounds[0] if bounds[0] == bounds[1] else "-".join(bounds)
    if claim.count.form == "unstated":
        number = "-"
    return f"{'' if claim.occurred else 'no '}{claim.harm} {number} ({claim.count.form})"


SENTENCES = {
    "en": [
        ("Twelve people were killed and 30 wounded.", ["killed 12 (exact)", "injured 30 (exact)"]),
        ("The blast killed 12 and injured dozens.", ["killed 12 (exact)", "injured 24-? (vague)"]),
        ("At least 40 sailors died on Monday.", ["killed 40-? (at_least)"]),
        ("More than 200 villagers were displaced.", ["displaced 201-? (more_than)"]),
        ("Between 10 and 15 hikers are missing.", ["missing 10-15 (range)"]),
        ("Twelve and a half thousand people were displaced.", ["displaced 12500 (exact)"]),
        ("No one was hurt.", ["no injured 0 (exact)"]),
        ("A storm killed 12 people, including five children.",
         ["killed 12 (exact)", "killed 5 (exact)"]),
        ("The mayor was killed.", ["killed - (unstated)"]),
        ("The death toll rose to 19.", ["killed 19 (exact)"]),
        # numbers that count no dead
        ("In 2019 a ferry sank after 40 minutes.", []),
        ("A 15-year-old was rescued.", []),
        ("Forty people were evacuated.", []),
        ("He paid $ 300 to the killed man's heirs.", ["killed - (unstated)"]),
        # each cue has the figure nearest to it
        ("Three were kidnapped, two were killed.", ["abducted 3 (exact)", "killed 2 (exact)"]),
    ],
    "id": [
        ("Ledakan itu menewaskan 12 orang dan melukai puluhan lainnya.",
         ["killed 12 (exact)", "injured 20-? (vague)"]),
        ("Sedikitnya 40 penumpang tewas.", ["killed 40-? (at_least)"]),
        ("Sebanyak 12 warga meninggal, termasuk lima anak.", ["killed 12 (exact)", "killed 5 (exact)"]),
        ("Satu setengah ribu warga tewas.", ["killed 1500 (exact)"]),
        ("Belasan nelayan hilang.", ["missing 11-19 (vague)"]),
        ("Kapal itu tenggelam dalam 40 menit.", []),
    ],
    "hi": [
        ("धमाके में 12 लोग मारे गए और 30 घायल हुए।", ["killed 12 (exact)", "injured 30 (exact)"]),
        ("कम से कम चालीस यात्रियों की मौत हो गई।", ["killed 40-? (at_least)"]),
        ("दर्जनों मछुआरे लापता हैं।", ["missing 24-? (vague)"]),
        ("साढ़े तीन सौ लोग घायल हुए।", ["injured 350 (exact)"]),
        ("नाव 40 मिनट में डूब गई।", []),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "sentence", "claims"),
    [(lang, text, claims) for lang, rows in SENTENCES.items() for text, claims in rows],
)
def test_a_sentence_makes_these_claims(lang: str, sentence: str, claims: list[str]) -> None:
    assert [told(claim) for claim in read(sentence, lang)] == claims


def test_victims_are_the_noun_phrase_of_the_figure() -> None:
    text = "The blast killed 12 harbour workers in Norhaven."
    (claim,) = read(text, "en")
    ((start, end),) = claim.victims.spans or ()
    assert text[start:end] == "12 harbour workers"
    assert claim.count.surface == "12"


def test_how_and_on_whose_word_come_from_the_sentence() -> None:
    (claim,) = read("A bomb killed 12 soldiers, police said.", "en")
    assert (claim.method, claim.victims.role) == ("bombing", "state_force")
    assert (claim.source.party, claim.certainty) == ("authority", "reported")


@pytest.mark.parametrize("zone", ["related", "furniture", "dateline"])
def test_nothing_is_claimed_where_claims_are_not_annotated(zone: str) -> None:
    assert read("The blast killed 12.", "en", zone) == []


def test_other_languages_and_editions_without_texts_give_nothing() -> None:
    assert read("L'explosion a fait 12 morts.", "fr") == []
    assert casualties(Page("harbour", "en", 20, parts=(Part((0, 20), "en"),))) == []


def test_its_records_pass_the_schema() -> None:
    claims = [claim for rows in SENTENCES["en"] for claim in read(rows[0], "en")]
    lines = "".join(dump([claim]) for claim in claims)
    _, findings = parse(lines, "harbour.jsonl", None, schemas.violations)
    assert {finding.code for finding in findings} <= {"RT013", "RT014"}  # each sentence is a document
    assert len(lines.splitlines()) == len(claims) > 10
