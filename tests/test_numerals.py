"""Figures in words: against two libraries that spell numbers, and by hand where none does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indic_numtowords import num2words as spell_hindi
from num2words import num2words as spell

from retold.model import Count
from retold.numerals import LANGUAGES, Meaning, cue_beside, meaning, normal
from strategies import texts

numbers = st.integers(0, 9999)


def exact(number: int) -> Meaning:
    return Meaning("exact", number, number)


@pytest.mark.parametrize("lang", ["en", "id"])
def test_number_words_as_num2words_spells_them(lang: str) -> None:
    wrong = [n for n in range(10_000) if meaning(spell(n, lang=lang), lang) != exact(n)]
    assert wrong == []


def test_hindi_number_words_as_indic_numtowords_spells_them() -> None:
    # 44 and 34 share a spelling there ("चौंतालीस" is unusual); all others are unambiguous
    wrong = [n for n in range(10_000) if meaning(spell_hindi(n, lang="hi"), "hi") != exact(n)]
    assert wrong == []


@given(st.integers(0, 10**7))
def test_digits_with_the_separators_of_each_language(number: int) -> None:
    grouped = f"{number:,}"
    assert meaning(grouped, "en") == exact(number)
    assert meaning(grouped.replace(",", "."), "id") == exact(number)
    deva = str(number).translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert meaning(deva, "hi") == exact(number)


@pytest.mark.parametrize(
    ("words", "lang", "wanted"),
    [
        ("1.200", "id", exact(1200)),
        ("1.200", "en", None),  # a decimal fraction there
        ("1,200", "en", exact(1200)),
        ("1,200", "id", None),
        ("1,00,000", "hi", exact(100_000)),
        ("2 लाख", "hi", exact(200_000)),
        ("३ हज़ार", "hi", exact(3000)),
        ("1.5 million", "en", exact(1_500_000)),
        ("1,5 juta", "id", exact(1_500_000)),
        ("2 crore", "en", exact(20_000_000)),
        ("two dozen", "en", exact(24)),
        ("seratus", "id", exact(100)),
        ("seribu dua ratus", "id", exact(1200)),
        ("Forty-Six", "en", exact(46)),
        ("dozens", "en", Meaning("vague", 24, None)),
        ("hundreds", "en", Meaning("vague", 200, None)),
        ("several", "en", Meaning("vague", 2, None)),
        ("puluhan", "id", Meaning("vague", 20, None)),
        ("belasan", "id", Meaning("vague", 11, 19)),
        ("ratusan", "id", Meaning("vague", 200, None)),
        ("दर्जनों", "hi", Meaning("vague", 24, None)),
        ("सैकड़ों", "hi", Meaning("vague", 200, None)),
        ("at least seven", "en", Meaning("at_least", 7, None)),
        ("setidaknya 7", "id", Meaning("at_least", 7, None)),
        ("कम से कम ७", "hi", Meaning("at_least", 7, None)),
        ("more than 50", "en", Meaning("more_than", 51, None)),
        ("lebih dari lima puluh", "id", Meaning("more_than", 51, None)),
        ("50 से ज़्यादा", "hi", Meaning("more_than", 51, None)),
        ("up to 50", "en", Meaning("at_most", None, 50)),
        ("paling banyak 50", "id", Meaning("at_most", None, 50)),
        ("अधिकतम 50", "hi", Meaning("at_most", None, 50)),
        ("about 50", "en", Meaning("approx", None, None)),
        ("sekitar 50", "id", Meaning("approx", None, None)),
        ("लगभग 50", "hi", Meaning("approx", None, None)),
        ("6-8", "en", Meaning("range", 6, 8)),
        ("between six and eight", "en", Meaning("range", 6, 8)),
        ("6 hingga 8", "id", Meaning("range", 6, 8)),
        ("10 से 15", "hi", Meaning("range", 10, 15)),
        ("no one", "en", exact(0)),
        ("tidak ada", "id", exact(0)),
        ("कोई नहीं", "hi", exact(0)),
        ("8-6", "en", None),
        ("two three", "en", None),
        ("seven people", "en", None),
        ("orang", "id", None),
        ("", "en", None),
        ("and", "en", None),
        ("46", "fr", None),
        ("46", "en-GB", exact(46)),
    ],
)
def test_meaning(words: str, lang: str, wanted: Meaning | None) -> None:
    assert meaning(words, lang) == wanted


@given(texts() | st.text(), st.sampled_from(LANGUAGES))
def test_any_text_has_a_meaning_or_none(text: str, lang: str) -> None:
    found = meaning(text, lang)
    assert found is None or found.min is None or found.max is None or found.min <= found.max


def test_fits() -> None:
    assert exact(46).fits(Count("46", "exact", 46, 46, 46))
    assert not exact(46).fits(Count("46", "exact", 64, 64, 64))
    assert not exact(46).fits(Count("46", "at_least", 46, None, None))
    assert Meaning("approx", None, None).fits(Count("about 46", "approx", 40, 50, None))
    assert Meaning("vague", 24, None).fits(Count("dozens", "vague", 24, None, None))
    assert not Meaning("vague", 24, None).fits(Count("dozens", "vague", 24, 99, None))


@pytest.mark.parametrize(
    ("before", "behind", "lang", "wanted"),
    [
        ("killed at least ", " people", "en", ("at least", "at_least")),
        ("killed no more than ", "", "en", ("no more than", "at_most")),
        ("menewaskan sedikitnya ", " orang", "id", ("sedikitnya", "at_least")),
        ("", " से अधिक लोग", "hi", ("से अधिक", "more_than")),
        ("killed ", " people", "en", None),
        ("crossover ", "", "en", None),
        ("plus de ", "", "fr", None),
    ],
)
def test_cue_beside(before: str, behind: str, lang: str, wanted: tuple[str, str] | None) -> None:
    assert cue_beside(before, behind, lang) == wanted


def test_normal_folds_what_is_spelled_in_two_ways() -> None:
    assert normal("हज़ार") == normal("ह\u095bार") == normal("हजार")
    assert normal("पाँच") == normal("पांच")
    assert normal("  At\u00a0Least ") == "at least"
