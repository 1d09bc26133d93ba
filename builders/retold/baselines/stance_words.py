"""Words by which positions are told in English, Indonesian and Hindi: tables, no code.

Words stand as ``numerals.normal`` leaves them: lower case, without nukta, with anusvara for
chandrabindu. A word that ends in ``*`` stands for all that begin so.
"""

from __future__ import annotations

from retold.model import Polarity

SAYING: dict[str, tuple[str, ...]] = {
    "en": ("said", "says", "told", "according to", "stated", "announced", "declared", "added", "warned",
           "claimed", "insisted", "tweeted", "argued", "stressed", "reiterated"),
    "id": ("kata", "mengatakan", "ujar", "menurut", "menyatakan", "ungkap", "tutur", "jelas",
           "menegaskan", "menambahkan", "tegas", "katanya", "ujarnya", "mengumumkan"),
    "hi": ("कहा", "कहना", "बताया", "मुताबिक", "अनुसार", "बोले", "घोषणा", "चेतावनी"),
}  # fmt: skip
"""Words that attribute a statement."""

BEHIND: dict[str, frozenset[str]] = {
    "en": frozenset({"according to"}),
    "id": frozenset({"kata", "ujar", "menurut", "ungkap", "tutur", "jelas", "tegas"}),
    "hi": frozenset(),
}
"""Those of them behind which, not before which, the speaker stands."""

CUES: dict[str, dict[Polarity, tuple[str, ...]]] = {
    "en": {
        "oppose": ("not", "never", "no", "reject*", "refus*", "oppos*", "condemn*", "den*", "rule out",
                   "ruled out", "against", "critici*", "unacceptable"),
        "conditional": ("if", "provided", "unless", "on condition"),
        "support": ("support*", "agree*", "welcom*", "want*", "urg*", "demand*", "call* for", "back*",
                    "promis*", "pledg*", "commit*", "allow*", "seek*", "press*", "assur*", "invit*",
                    "ask*", "hope*", "should", "must"),
        "neutral_stated": ("discuss*", "talks", "issue", "issues", "negotiat*", "question*"),
    },
    "id": {
        "oppose": ("tidak", "tak", "bukan", "menolak", "ditolak", "membantah", "mengecam", "menentang",
                   "melarang"),
        "conditional": ("jika", "asalkan", "apabila", "kalau", "dengan syarat"),
        "support": ("mendukung", "setuju", "sepakat", "menyambut", "mengajak", "ajak", "meminta",
                    "mendesak", "ingin", "berjanji", "mengizinkan", "menuntut", "berharap", "harus"),
        "neutral_stated": ("membahas", "membicarakan", "pembicaraan", "perundingan", "isu"),
    },
    "hi": {
        "oppose": ("नहीं", "इनकार", "इंकार", "खारिज", "विरोध", "निंदा", "खिलाफ", "मना"),
        "conditional": ("अगर", "यदि", "बशर्ते", "शर्त"),
        "support": ("समर्थन", "सहमत", "स्वागत", "मांग", "अपील", "चाहता", "चाहते", "वादा", "अनुमति", "आग्रह"),
        "neutral_stated": ("चर्चा", "बातचीत", "वार्ता", "मुद्दा", "मुद्दे"),
    },
}  # fmt: skip
"""Polarity -> its cues; of several in one sentence the polarity that stands first here counts."""

QUOTES = '“”"«»「」'


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON: dict[str, frozenset[str]] = {
    "en": _words(
        "the a an and or of to in on for by with is are be their its from that who may as at it"
        " this has have was were will more than better own new"
    ),
}
"""Words that say nothing about what a proposition is about."""
