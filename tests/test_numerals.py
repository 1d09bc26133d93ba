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
        ("30 और 35 के बीच", "hi", Meaning("range", 30, 35)),
        ("30 से 35 के बीच", "hi", Meaning("range", 30, 35)),
        ("तीस और पैंतीस के बीच", "hi", Meaning("range", 30, 35)),
        ("30 के बीच", "hi", None),
        ("35 और 30 के बीच", "hi", None),
        ("के बीच", "hi", None),
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


@pytest.mark.parametrize(
    ("words", "lang", "number"),
    [
        ("twelve and a half thousand", "en", 12_500),
        ("12 and a half thousand", "en", 12_500),
        ("One-and-a-half thousand", "en", 1500),
        ("two and a half million", "en", 2_500_000),
        ("one hundred and twelve and a half thousand", "en", 112_500),
        ("two and a half hundred thousand", "en", 250_000),
        ("two and a half dozen", "en", 30),
        ("dua setengah ribu", "id", 2500),
        ("satu setengah juta", "id", 1_500_000),
        ("dua belas setengah ribu", "id", 12_500),
        ("2 setengah juta", "id", 2_500_000),
        ("डेढ़ सौ", "hi", 150),
        ("डेढ़ दर्जन", "hi", 18),
        ("ढाई हज़ार", "hi", 2500),
        ("अढ़ाई सौ", "hi", 250),
        ("सवा सौ", "hi", 125),
        ("सवा लाख", "hi", 125_000),
        ("सवा दो लाख", "hi", 225_000),
        ("साढ़े तीन हज़ार", "hi", 3500),
        ("साढ़े ३ हज़ार", "hi", 3500),
        ("पौने दो सौ", "hi", 175),
        ("पौन लाख", "hi", 75_000),
        ("सवा सौ करोड़", "hi", 1_250_000_000),
        ("ढाई लाख करोड़", "hi", 2_500_000_000_000),
    ],
)
def test_halves_and_quarters_before_a_scale_word(words: str, lang: str, number: int) -> None:
    assert meaning(words, lang) == exact(number)


@pytest.mark.parametrize("words", ["डेढ़ सौ", "साढ़े तीन हज़ार"])
def test_a_nukta_may_be_one_character_with_its_letter_or_not(words: str) -> None:
    decomposed = words.replace("\u095d", "\u0922\u093c").replace("\u095b", "\u091c\u093c")
    composed = decomposed.replace("\u0922\u093c", "\u095d").replace("\u091c\u093c", "\u095b")
    found = {meaning(spelled, "hi") for spelled in (decomposed, composed, normal(words))}
    assert len({decomposed, composed, normal(words)}) == 3
    assert found == {exact(150 if "सौ" in words else 3500)}


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("half", "en"),
        ("a half", "en"),
        ("twelve and a half", "en"),
        ("and a half thousand", "en"),
        ("half thousand", "en"),
        ("twelve thousand and a half", "en"),
        ("1.5 and a half thousand", "en"),
        ("two thousand two and a half thousand", "en"),
        ("zero and a half thousand", "en"),
        ("two and a half thousand hundred", "en"),
        ("two and a half thousand and twelve", "en"),
        ("two and a half people", "en"),
        ("setengah", "id"),
        ("setengah ribu", "id"),
        ("dua setengah", "id"),
        ("ढाई", "hi"),
        ("डेढ़", "hi"),
        ("सवा", "hi"),
        ("सवा दो", "hi"),
        ("साढ़े सौ", "hi"),
        ("पौने शून्य सौ", "hi"),
        ("साढ़े तीन", "hi"),
        ("साढ़े तीन बजे", "hi"),
        ("दो ढाई सौ", "hi"),
        ("डेढ़ सौ पचास", "hi"),
        ("साढ़े डेढ़ सौ", "hi"),
    ],
)
def test_a_fraction_elsewhere_is_no_whole_number(words: str, lang: str) -> None:
    assert meaning(words, lang) is None


@given(st.integers(1, 99), st.sampled_from([("सौ", 100), ("हज़ार", 1000), ("लाख", 100_000)]))
def test_fractions_and_decimals_say_the_same(number: int, scale: tuple[str, int]) -> None:
    word, size = scale
    spelled = spell_hindi(number, lang="hi")
    assert meaning(f"सवा {spelled} {word}", "hi") == exact(number * size + size // 4)
    assert meaning(f"साढ़े {spelled} {word}", "hi") == exact(number * size + size // 2)
    assert meaning(f"पौने {spelled} {word}", "hi") == exact(number * size - size // 4)
    half = exact(number * 1000 + 500)
    assert meaning(f"{spell(number, lang='en')} and a half thousand", "en") == half
    assert meaning(f"{number}.5 thousand", "en") == half
    assert meaning(f"{spell(number, lang='id')} setengah ribu", "id") == half


@pytest.mark.parametrize(
    ("words", "lang", "wanted"),
    [
        ("more than two and a half million", "en", Meaning("more_than", 2_500_001, None)),
        ("sekitar dua setengah juta", "id", Meaning("approx", None, None)),
        ("कम से कम ढाई हज़ार", "hi", Meaning("at_least", 2500, None)),
        ("डेढ़ सौ से अधिक", "hi", Meaning("more_than", 151, None)),
        ("सौ-डेढ़ सौ", "hi", Meaning("range", 100, 150)),
        ("डेढ़ सौ और दो सौ के बीच", "hi", Meaning("range", 150, 200)),
        ("between one and a half thousand and two thousand", "en", Meaning("range", 1500, 2000)),
        # the scale word stands once, for both ends
        ("दो-ढाई हज़ार", "hi", Meaning("range", 2000, 2500)),
        ("डेढ़ से दो हज़ार", "hi", Meaning("range", 1500, 2000)),
        ("साढ़े तीन से साढ़े चार हज़ार के बीच", "hi", Meaning("range", 3500, 4500)),
        ("two to two and a half million", "en", Meaning("range", 2_000_000, 2_500_000)),
        ("between one and a half and two million", "en", Meaning("range", 1_500_000, 2_000_000)),
        ("satu setengah sampai dua juta", "id", Meaning("range", 1_500_000, 2_000_000)),
        # not here: the end would be below the start
        ("30 से डेढ़ सौ", "hi", Meaning("range", 30, 150)),
        ("एक लाख से ढाई लाख", "hi", Meaning("range", 100_000, 250_000)),
        # without a part nobody knows whether it is 1 or 100: as it stands
        ("between one and two hundred", "en", Meaning("range", 1, 200)),
        ("ढाई हज़ार से दो", "hi", None),
    ],
)
def test_fractions_with_bounds(words: str, lang: str, wanted: Meaning | None) -> None:
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
