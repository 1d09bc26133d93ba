"""The words of a whole number -> the number, in English, Indonesian and Hindi.

Texts are as ``numerals.normal`` leaves them, languages the keys of the tables. Halves and quarters
count only before a scale word ("dua setengah ribu", "साढे तीन सौ"): elsewhere they leave no whole
number.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction

from retold.numeral_words import (
    FILLERS,
    HUNDRED,
    LARGE,
    PART_BEFORE,
    PART_BEHIND,
    PART_OF_SCALE,
    SMALL,
    WHOLE,
)


def number(text: str, lang: str) -> int | None:
    """The whole number that the text spells, with nothing left over; None for anything else."""
    found = _plain(text, lang)
    return found if found is not None else _with_part(text, lang)


def in_scale_of(text: str, other: str, lang: str) -> int | None:
    """The number that the text spells with the scale words of another one, where a part is in either.

    "दो से ढाई हजार" is 2,000 to 2,500: the first end has the scale of the second. None where the
    text has scale words of its own, or no half or quarter is told.
    """
    scales = _apart(other, lang)[1]
    if not scales or _apart(text, lang)[1]:
        return None
    full = f"{text} {' '.join(scales)}"
    parts = _with_part(full, lang), _with_part(other, lang)
    return None if parts == (None, None) else number(full, lang)


def opens_with_part(word: str, lang: str) -> bool:
    """Whether a number may begin with this word for a part, which alone is none ("साढे", "ढाई")."""
    return word in PART_OF_SCALE[lang] or word in PART_BEFORE[lang]


def _with_part(text: str, lang: str) -> int | None:
    """A number below a thousand with a half or a quarter, then the scale words that make it whole."""
    head, scales = _apart(text, lang)
    sizes = [_scales(lang)[word] for word in scales]
    value = _mixed(" ".join(head), lang)
    # they rise: "सौ करोड" is a scale, in "सौ सौ" something else is meant
    if value is None or not sizes or sizes != sorted(set(sizes)):
        return None
    return int(value * math.prod(sizes))  # 12 and 100 have whole quarters, so all scales have


def _mixed(head: str, lang: str) -> Fraction | None:
    """What stands before the scale words: a part of one, or a whole number and a part."""
    if head in PART_OF_SCALE[lang]:
        return PART_OF_SCALE[lang][head]
    for part, size in PART_BEFORE[lang].items():
        if head.startswith(f"{part} "):
            return _more(head.removeprefix(f"{part} "), size, lang)
    for part, size in PART_BEHIND[lang].items():
        if head.endswith(f" {part}"):
            return _more(head.removesuffix(f" {part}"), size, lang)
    return None


def _more(text: str, part: Fraction, lang: str) -> Fraction | None:
    # from a thousand on, "two thousand two and a half thousand", it is two numbers
    whole = _plain(text, lang)
    return whole + part if whole is not None and 0 < whole < 1000 else None


def _apart(text: str, lang: str) -> tuple[list[str], list[str]]:
    """The words of a number, and the scale words that close it."""
    head, scales = _words(text), _scales(lang)
    at = len(head)
    while at and head[at - 1] in scales:
        at -= 1
    return head[:at], head[at:]


def _scales(lang: str) -> dict[str, int]:
    return HUNDRED[lang] | LARGE[lang]


def _words(text: str) -> list[str]:
    return re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text).replace(", ", " ").split()


def _plain(text: str, lang: str) -> int | None:
    """A number without a half or quarter in words.

    It is groups that a large word closes (``two hundred thousand``), and a last group;
    a group is hundreds and a rest below a hundred.
    """
    total, hundreds, rest = Fraction(0), Fraction(0), Fraction(0)
    seen = False
    for word in _words(text):
        digits = _digits(word, lang)
        if digits is not None or word in SMALL[lang]:
            value = digits if digits is not None else Fraction(SMALL[lang][word])
            if not _adds(rest, value, seen=seen, hundreds=hundreds, lang=lang):
                return None
            rest += value
        elif word in HUNDRED[lang]:
            hundreds, rest = hundreds + (rest or 1) * HUNDRED[lang][word], Fraction(0)
        elif word in LARGE[lang]:
            total, hundreds, rest = (
                total + (hundreds + rest or 1) * LARGE[lang][word],
                Fraction(0),
                Fraction(0),
            )
        elif word in WHOLE[lang]:
            large = WHOLE[lang][word] >= 1000
            total, hundreds = (total + WHOLE[lang][word], hundreds) if large else (total, hundreds + 100)
        elif lang == "id" and word in ("belas", "puluh") and 2 <= rest <= 9:
            rest = rest + 10 if word == "belas" else rest * 10
        elif word in FILLERS[lang]:
            continue
        else:
            return None
        seen = True
    value = total + hundreds + rest
    return int(value) if seen and value.denominator == 1 else None


def _adds(rest: Fraction, value: Fraction, *, seen: bool, hundreds: Fraction, lang: str) -> bool:
    """Whether a word below a hundred may follow: nothing stands there, or tens take a unit."""
    if value == 0:
        return not seen
    if rest == 0:
        return hundreds == 0 or value < 100
    return lang != "hi" and rest >= 20 and rest % 10 == 0 and rest < 100 and value < 10


def _digits(word: str, lang: str) -> Fraction | None:
    """A number in digits, with the separators of the language; a fraction only before a large word."""
    thousands, decimal = (".", ",") if lang == "id" else (",", ".")
    grouped = rf"[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{2,3}})*{re.escape(thousands)}[0-9]{{3}}"
    match = re.fullmatch(rf"({grouped}|[0-9]+)(?:{re.escape(decimal)}([0-9]+))?", word)
    if match is None:
        return None
    whole, part = match[1].replace(thousands, ""), match[2] or ""
    return Fraction(int(whole + part), 10 ** len(part))
