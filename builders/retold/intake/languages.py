"""In which language a text is written, and when that is not sure.

py3langid 0.4 (naive Bayes over byte n-grams; Lui and Baldwin 2012, langid.py) gives each of 140
languages a probability, which it evens out by the length of the text. ``SURE`` was measured on the
seeds of this repository and on short texts in Malay, Marathi and Nepali, which are easily taken for
Indonesian and Hindi (tests/test_languages.py): nearly every whole document reaches it, and no line in
one language that was taken for another of these came near it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from retold.intake.received import LackingError

SURE = 0.8


class Guess(NamedTuple):
    """A language (ISO 639 code) and its probability."""

    lang: str
    probability: float


def guesses(text: str) -> list[Guess]:
    """The likeliest three languages of a text, best first. Raises LackingError."""
    return [Guess(lang, float(found)) for lang, found in _identifier().rank(text)[:3]]


def sure(found: list[Guess], claimed: str | None = None) -> bool:
    """Whether the first guess may be taken without asking anybody.

    ``claimed`` is what the markup of a page says: templates often claim what is not so, so it must
    agree, and where it does a lower probability is enough, the greatest one.
    """
    best = found[0]
    if claimed is None:
        return best.probability >= SURE
    return claimed.split("-", maxsplit=1)[0].lower() == best.lang and best.probability >= SURE / 2


@cache
def _identifier() -> Any:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        raise LackingError(
            "py3langid, which detects languages, is not installed: pip install 'retold[seeds]', or name "
            "the language with --lang"
        ) from None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
