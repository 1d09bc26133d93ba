"""Invented names, each in Latin letters, in Devanagari and in the letters of Urdu.

A name is three open syllables and sometimes a last consonant. Consonants and vowels take turns and
have letters of their own in each script, so that two names differ in all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

# ज़ is two code points, so letters stand apart.
_CONSONANTS = tuple(
    zip(
        "bdklmnrstghpjzf",
        ("ब", "द", "क", "ल", "म", "न", "र", "स", "त", "ग", "ह", "प", "ज", "ज़", "फ"),
        "بدکلمنرستگہپجزف",
        strict=True,
    )
)
_VOWELS = (("a", "ा", "ا"), ("i", "ी", "ی"), ("o", "ो", "و"))
_LAST = (("", "", ""), ("n", "न", "ن"), ("r", "र", "ر"), ("l", "ल", "ل"))
_SYLLABLES = tuple(
    (c[0] + v[0], c[1] + v[1], c[2] + v[2]) for c in _CONSONANTS for v in _VOWELS
)  # fmt: skip
_SIZE = len(_SYLLABLES)
# Has no divisor in common with the number of stems, so that each comes once, in no visible order.
_STEP = 36_061


class Name(NamedTuple):
    """One name in three scripts."""

    latin: str
    devanagari: str
    urdu: str

    def of(self, lang: str) -> str:
        """The name as a text of that language writes it."""
        return {"hi": self.devanagari, "ur": self.urdu}.get(lang, self.latin)


def stems(taken: Set[str]) -> Iterator[Name]:
    """Names of six letters or seven, without end for what a registry needs; never twice one.

    ``taken`` are words, in lower case, that are no names: those of the sentences around them.
    """
    for number in range(_SIZE**3):
        at = number * _STEP % _SIZE**3
        parts = (_SYLLABLES[at // _SIZE**2], _SYLLABLES[at // _SIZE % _SIZE], _SYLLABLES[at % _SIZE])
        last = _LAST[number % len(_LAST)]
        open_name = Name(*("".join(letters) for letters in zip(*parts, strict=True)))
        name = Name(*(a + b for a, b in zip(open_name, last, strict=True)))
        if taken.isdisjoint((*open_name, *name)):
            yield Name(name.latin.capitalize(), name.devanagari, name.urdu)


def given_names(count: int) -> list[Name]:
    """Names of four letters; ``count`` of them, which several people may have."""
    pairs = [(_SYLLABLES[n % _SIZE], _SYLLABLES[(n * 7 + n // _SIZE) % _SIZE]) for n in range(count)]
    names = (Name(*("".join(letters) for letters in zip(*pair, strict=True))) for pair in pairs)
    return [Name(name.latin.capitalize(), name.devanagari, name.urdu) for name in names]
