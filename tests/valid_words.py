"""The words of which random sound corpora are written, in three languages, and what they mean."""

from __future__ import annotations

from hypothesis import strategies as st

from retold.model import (
    CountForm,
    Entity,
    Harm,
    Polarity,
    Proposition,
)

PUBLISHED = "2031-05-04"
FRIDAY = "2031-05-02"  # before that Sunday

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("e-norland", "GPE", None,
               {"en": ("Norland",), "id": ("Norlandia",), "hi": ("नोरलैंड",)}, "Q1001"),
        Entity("e-norhaven", "GPE", None,
               {"en": ("Norhaven",), "id": ("Norhaven",), "hi": ("नोरहेवन",)}, None),
        Entity("e-cafe-point", "LOC", None,
               {"en": ("Café Point",), "id": ("Tanjung Kafé",), "hi": ("नोर्\u200dवे ज़मीन",)}, None),
        Entity("e-ada-lund", "PER", None,
               {"en": ("Ada Lund",), "id": ("Ada Lund",), "hi": ("अदा लुंड",)}, None),
        Entity("e-orm-lund", "PER", None,
               {"en": ("Orm Lund",), "id": ("Orm Lund",), "hi": ("ओर्म लुंड",)}, None),
        Entity("e-dock-union", "ORG", "other",
               {"en": ("Dock Union",), "id": ("Serikat Dermaga",), "hi": ("डॉक यूनियन",)}, None),
        Entity("e-coast-wire", "ORG", "media",
               {"en": ("Coast Wire",), "id": ("Kawat Pesisir",), "hi": ("कोस्ट वायर",)}, "Q1002"),
        Entity("e-bank", "ORG", "government",
               {"en": ("Bank of Norland",), "id": ("Bank Norlandia",), "hi": ("नोरलैंड बैंक",)}, None),
        Entity("e-cabinet", "ORG", "government", {"en": ("government of Norland",)}, None),
        Entity("e-norlanders", "NORP", None,
               {"en": ("Norlandic",), "id": ("Norlander",), "hi": ("क्षत्रिय",)}, None),
        Entity("e-crane", "WEA", None, {"en": ("F-35",), "id": ("F-35",), "hi": ("F-35",)}, None),
    )
}  # fmt: skip
PROPOSITION = Proposition("p-talks-go-on", "The talks go on.")
PROPOSED = Proposition("p-talks-are-secret", "The talks are secret.")

LANGUAGES = ("en", "id", "hi")
OPEN = {"en": "Then", "id": "Lalu", "hi": "फिर"}
STOP = {"en": ".", "id": ".", "hi": "।"}
DAY = {"en": "Friday", "id": "Jumat", "hi": "शुक्रवार"}
SHARE = {"en": "Share this", "id": "Bagikan ini", "hi": "साझा करें"}
ALSO = {"en": "Also read:", "id": "Baca juga:", "hi": "यह भी पढ़ें:"}
MEN = {"en": "men", "id": "pria", "hi": "आदमी"}
# Words before the victims, behind them, and that name the source.
HARMED: dict[str, dict[Harm, tuple[str, str]]] = {
    "en": {"killed": ("A storm killed", ""), "injured": ("A storm injured", "")},
    "id": {"killed": ("Badai menewaskan", ""), "injured": ("Badai melukai", "")},
    "hi": {"killed": ("तूफान में", "मारे गए"), "injured": ("तूफान में", "घायल हुए")},
}
SPARED = {"en": "Nobody was killed", "id": "Tidak ada yang tewas", "hi": "कोई नहीं मारा गया"}
ON, IN = {"en": "on", "id": "pada", "hi": "को"}, {"en": "in", "id": "di", "hi": "पर"}
BY = {"en": "according to", "id": "menurut", "hi": "बताया"}
# A figure: its words around a number, its form, and its bounds from that number.
FIGURES: dict[str, list[tuple[str, CountForm]]] = {
    "en": [
        ("{}", "exact"), ("{}", "exact"), ("at least {}", "at_least"), ("more than {}", "more_than"),
        ("up to {}", "at_most"), ("between {} and {}", "range"), ("about {}", "approx"),
        ("dozens", "vague"), ("", "unstated"),
    ],
    "id": [
        ("{}", "exact"), ("{}", "exact"), ("setidaknya {}", "at_least"),
        ("lebih dari {}", "more_than"), ("paling banyak {}", "at_most"), ("{} hingga {}", "range"),
        ("sekitar {}", "approx"), ("puluhan", "vague"), ("", "unstated"),
    ],
    "hi": [
        ("{}", "exact"), ("{}", "exact"), ("कम से कम {}", "at_least"), ("{} से अधिक", "more_than"),
        ("अधिकतम {}", "at_most"), ("{} से {}", "range"), ("लगभग {}", "approx"), ("दर्जनों", "vague"),
        ("", "unstated"),
    ],
}  # fmt: skip
VAGUE = {"en": 24, "id": 20, "hi": 24}
WORDS = {
    "en": {7: "seven", 12: "twelve"},
    "id": {7: "tujuh", 11: "sebelas"},
    "hi": {7: "सात", 12: "बारह"},
}
# Holder's position on the talks: words behind the holder, polarity, expression.
POSITIONS: dict[str, list[tuple[str, Polarity, str]]] = {
    "en": [("ends the talks", "oppose", "action"), ("said the talks must go on", "support", "indirect")],
    "id": [("menolak perundingan", "oppose", "action"),
           ("mengatakan perundingan harus berlanjut", "support", "indirect")],
    "hi": [("ने बातचीत रोकी", "oppose", "action"), ("ने कहा बातचीत जारी रहे", "support", "indirect")],
}  # fmt: skip

# What stands between: nothing of it is a name, a figure, a cue, or the end of a line.
FILLERS = [
    "the", "U.S.", "Mr.", "dll.", "डॉ.", "A\u00a0.", "“quoted”", "(brackets)", "…", "-", "–",
    "e\u0301", "ki\u0301la", "हैं", "ज़", "क्\u200dष", "\u0301", "\u0941", "ﬁ", "ß", "中文", "ไทย",
    "👩‍👩‍👧", "🇮🇩", "\U0001f1ee", "🚢", "\u202eabc\u202c", "\u200f", "\u200b", "\ufeff",
    "\u3000", "\u00a0", "\x00", "\x1c",
]  # fmt: skip
LINE_ENDS = ["\n", "\n\n", "\r\n", "\n \n", "\u2028", "\x85", "\r"]
LETTERS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp", "Nd", "No", "Nl"]),
    min_size=1,
    max_size=5,
)
