"""The words by which a sentence tells a harm, or denies it: they choose between passages, no more."""

from __future__ import annotations

import re

from retold.model import Harm, Spans

_BEGINNINGS: dict[Harm, str] = {
    "killed": "kill|murder|dead|death|die|assassin|massacr|slain|slay|execut|fatal|shot",
    "injured": "injur|wound|hurt|harm|unhurt|unharmed|unscathed",
    "killed_or_injured": "casualt|victim|injur|wound|hurt|harm|unhurt|unharmed|unscathed|kill|death",
    "abducted": "kidnap|abduct|hostage|seiz|captur|free|releas|held|captiv",
}
_HARM = {harm: re.compile(rf"\b(?:{words})", re.IGNORECASE) for harm, words in _BEGINNINGS.items()}
_DENIAL = re.compile(
    r"\b(?:no|not|none|nobody|nor|neither|never|without|unhurt|unharmed|unscathed)\b|\bescap",
    re.IGNORECASE,
)


def has_harm(harm: Harm, text: str, spans: Spans) -> bool:
    """Whether a word of the harm begins in one of the spans."""
    return any(_HARM[harm].search(text, *span) for span in spans)


def has_denial(text: str, spans: Spans) -> bool:
    """Whether a word that denies stands in one of the spans."""
    return any(_DENIAL.search(text, *span) for span in spans)
