"""Numbers, dates, durations and sums that are proposed, with a value where the words give one."""

from __future__ import annotations

import pytest

from proposing import mentions


def values(text: str, lang: str) -> list[tuple[str, str, str | None, str | None]]:
    """Surface, type, value and anchor of each value."""
    found = mentions(f"…\n{text}", lang)
    return [(m.surface, m.type, m.value, m.anchor) for m in found if m.entity is None]


DAY = "2031-05-04"
N, D = "CARDINAL", "DATE"


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "12 cranes and forty-two men", [("12", N, "12"), ("forty-two", N, "42")]),
        ("en", "two hundred and five crates", [("two hundred and five", N, "205")]),
        ("en", "two and a half thousand crates", [("two and a half thousand", N, "2500")]),
        ("en", "1,200 crates, dozens hurt", [("1,200", N, "1200"), ("dozens", N, "min 24")]),
        ("en", "several men, one of them, no one, both", []),
        ("en", "the 3rd crane, 12% and 12 percent, 7/8, F-35, K-22", []),
        ("en", "since 2019, a 30-year wait", [("2019", D, "2019"), ("30-year", D, "P30Y")]),
        ("en", "for three weeks and a month", [("three weeks", D, "P3W"), ("a month", D, "P1M")]),
        ("en", "two hours at 10:30", [("two hours", "TIME", "PT2H"), ("10:30", "TIME", "T10:30")]),
        ("en", "on 4 May 2031", [("4 May 2031", D, "2031-05-04")]),
        ("en", "on May 4, 2031", [("May 4, 2031", D, "2031-05-04")]),
        ("en", "on 31 June 2031", [("31", N, "31"), ("June 2031", D, "2031-06")]),
        ("en", "on Friday, late August", [("Friday", D, None), ("late August", D, None)]),
        ("en", "we may march in 2031-05-04", [("2031-05-04", D, "2031-05-04")]),
        ("en", "for $5 million", [("$5 million", "MONEY", "5000000 USD")]),
        ("en", "for 300 euros", [("300 euros", "MONEY", "300 EUR")]),
        ("id", "46 orang dan puluhan lain", [("46", N, "46"), ("puluhan", N, "min 20")]),
        ("id", "1.200 peti, dua puluh lima orang", [("1.200", N, "1200"),
                                                    ("dua puluh lima", N, "25")]),
        ("id", "banyak, beberapa, sejumlah, salah satu", []),
        ("id", "Senin lalu, awal Mei", [("Senin lalu", D, None), ("awal Mei", D, None)]),
        ("id", "4 Mei 2031, sepekan", [("4 Mei 2031", D, "2031-05-04"), ("sepekan", D, "P1W")]),
        ("id", "Rp 5 juta", [("Rp 5 juta", "MONEY", "5000000 IDR")]),
        ("hi", "बारह लोग, दर्जनों घायल", [("बारह", N, "12"), ("दर्जनों", N, "min 24")]),
        ("hi", "४६ लोग, एक आदमी, कई लोग", [("४६", N, "46")]),
        ("hi", "शुक्रवार को 20 साल बाद", [("शुक्रवार", D, None), ("20 साल", D, "P20Y")]),
        ("hi", "साढ़े तीन हज़ार लोग", [("साढ़े तीन हज़ार", N, "3500")]),
        ("hi", "30 और 35 के बीच लोग", [("30 और 35 के बीच", N, "30-35")]),
        ("fr", "12 grues", []),
    ],
)  # fmt: skip
def test_words_that_are_a_value(lang: str, text: str, wanted: list[tuple[str, str, str | None]]) -> None:
    assert values(text, lang) == [(*found, None) for found in wanted]


@pytest.mark.parametrize(
    ("lang", "text", "surface", "value"),
    [
        ("en", "left yesterday", "yesterday", "2031-05-03"),
        ("en", "Tomorrow they leave", "Tomorrow", "2031-05-05"),
        ("en", "of last month", "last month", "2031-04"),
        ("id", "berangkat kemarin", "kemarin", "2031-05-03"),
        ("id", "sejak tahun lalu", "tahun lalu", "2030"),
        ("hi", "आज देर हुई", "आज", "2031-05-04"),
        ("hi", "पिछले साल से", "पिछले साल", "2030"),
    ],
)
def test_what_is_counted_from_the_day_of_publication_says_so(
    lang: str, text: str, surface: str, value: str
) -> None:
    assert values(text, lang) == [(surface, D, value, DAY)]


def test_a_number_in_a_name_is_no_value() -> None:
    assert [m.surface for m in mentions("…\nThe DU-S has 12 cranes")] == ["DU-S", "12"]
