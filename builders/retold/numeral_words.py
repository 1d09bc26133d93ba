"""Number words and cue words of English, Indonesian and Hindi: tables, no code.

Words stand as ``numerals.normal`` leaves them: lower case, without nukta, with anusvara for
chandrabindu. Spellings with a slash are variants.
"""

from __future__ import annotations

from fractions import Fraction

from retold.model import CountForm


def _numbered(text: str, start: int = 0) -> dict[str, int]:
    return {
        spelling: number
        for number, word in enumerate(text.split(), start)
        for spelling in word.split("/")
    }


_ENGLISH_TENS = ["twenty", "thirty", "forty/fourty", "fifty", "sixty", "seventy", "eighty", "ninety"]

# Numbers below a hundred that are one word.
SMALL: dict[str, dict[str, int]] = {
    "en": {
        **_numbered(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
            " fifteen sixteen seventeen eighteen nineteen"
        ),
        **{w: 10 * n for n, word in enumerate(_ENGLISH_TENS, 2) for w in word.split("/")},
    },
    "id": {
        **_numbered("nol/kosong satu dua tiga empat lima enam tujuh delapan sembilan"),
        "sepuluh": 10,
        "sebelas": 11,
    },
    "hi": _numbered(
        "शून्य एक दो तीन चार पांच छः/छह/छै सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह/पन्द्रह सोलह"
        " सत्रह/सत्तरह अठारह/अट्ठारह उन्नीस बीस इक्कीस बाईस/बाइस तेईस/तेइस चौबीस पच्चीस छब्बीस"
        " सत्ताईस/सत्ताइस अट्ठाईस/अठाईस/अट्ठाइस उनतीस/उन्तीस तीस इकतीस/इकत्तीस बत्तीस तैंतीस/तेंतीस"
        " चौंतीस पैंतीस छत्तीस सैंतीस अडतीस उनतालीस/उन्तालीस चालीस इकतालीस बयालीस तैंतालीस/तेतालीस"
        " चौवालीस/चवालीस/चौंतालीस पैंतालीस छियालीस/छयालीस सैंतालीस अडतालीस उनचास/उन्चास पचास"
        " इक्यावन बावन तिरपन/तिरेपन चौवन/चौअन पचपन छप्पन सत्तावन अट्ठावन/अठावन उनसठ साठ इकसठ बासठ"
        " तिरसठ/तिरेसठ चौंसठ/चौसठ पैंसठ छियासठ/छयासठ सडसठ/सरसठ अडसठ उनहत्तर सत्तर इकहत्तर बहत्तर"
        " तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी/उनासी अस्सी इक्यासी बयासी तिरासी"
        " चौरासी पचासी छियासी सत्तासी/सतासी अट्ठासी/अठासी नवासी नब्बे इक्यानवे/इक्यानबे बानवे/बानबे"
        " तिरानवे/तिरानबे चौरानवे/चौरानबे पचानवे/पंचानवे/पचानबे छियानवे/छियानबे सत्तानवे/सत्तानबे"
        " अट्ठानवे/अठानवे/अट्ठानबे निन्यानवे/निन्यानबे"
    ),
}
HUNDRED: dict[str, dict[str, int]] = {"en": {"hundred": 100}, "id": {"ratus": 100}, "hi": {"सौ": 100}}
# Words that close a group: the group times this.
LARGE: dict[str, dict[str, int]] = {
    "en": {"dozen": 12, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7},
    "id": {"lusin": 12, "ribu": 10**3, "juta": 10**6, "miliar": 10**9},
    "hi": {"दर्जन": 12, "हजार": 10**3, "लाख": 10**5, "करोड": 10**7},
}
# Halves and quarters before a scale word, which is one of HUNDRED or LARGE: how many of it ("ढाई सौ",
# 250); what a word adds to the number that follows it ("पौने दो सौ", 175), and to the one before it.
PART_OF_SCALE: dict[str, dict[str, Fraction]] = {
    "en": {},
    "id": {},
    "hi": {
        "पौन": Fraction(3, 4),
        "सवा": Fraction(5, 4),
        "डेढ": Fraction(3, 2),
        "ढाई": Fraction(5, 2),
        "अढाई": Fraction(5, 2),
    },
}
PART_BEFORE: dict[str, dict[str, Fraction]] = {
    "en": {},
    "id": {},
    "hi": {"पौने": Fraction(-1, 4), "सवा": Fraction(1, 4), "साढे": Fraction(1, 2)},
}
PART_BEHIND: dict[str, dict[str, Fraction]] = {
    "en": {"and a half": Fraction(1, 2)},
    "id": {"setengah": Fraction(1, 2)},
    "hi": {},
}
# Words that are a group or a hundred of their own: "seratus", "seribu".
WHOLE: dict[str, dict[str, int]] = {
    "en": {},
    "id": {"seratus": 100, "seribu": 1000, "sejuta": 10**6},
    "hi": {},
}
# Words between numbers that mean nothing.
FILLERS: dict[str, frozenset[str]] = {
    "en": frozenset({"and", "a"}),
    "id": frozenset(),
    "hi": frozenset(),
}
# Words that count nobody.
NOBODY: dict[str, frozenset[str]] = {
    "en": frozenset({"no", "none", "no one", "nobody"}),
    "id": frozenset({"tidak ada", "tak ada", "nihil"}),
    "hi": frozenset({"कोई नहीं", "किसी को नहीं"}),
}
# Vague words: least and greatest number that they admit, literally and in their own language.
VAGUE: dict[str, dict[str, tuple[int, int | None]]] = {
    "en": {
        "dozens": (24, None),
        "scores": (40, None),
        "tens": (20, None),
        "several": (2, None),
        "hundreds": (200, None),
        "thousands": (2000, None),
        "tens of thousands": (20_000, None),
        "hundreds of thousands": (200_000, None),
    },
    "id": {
        "puluhan": (20, None),
        "belasan": (11, 19),
        "ratusan": (200, None),
        "ribuan": (2000, None),
        "puluhan ribu": (20_000, None),
        "sejumlah": (2, None),
        "beberapa": (2, None),
    },
    "hi": {
        "दर्जनों": (24, None),
        "सैकडों": (200, None),
        "हजारों": (2000, None),
        "लाखों": (200_000, None),
        "कई": (2, None),
    },
}
# Cue words before the number, and behind it (Hindi postpositions).
BEFORE: dict[str, dict[str, CountForm]] = {
    "en": {
        "at least": "at_least", "no fewer than": "at_least", "no less than": "at_least",
        "not less than": "at_least", "not fewer than": "at_least",
        "a minimum of": "at_least",
        "more than": "more_than", "over": "more_than", "above": "more_than",
        "at most": "at_most", "up to": "at_most", "no more than": "at_most",
        "a maximum of": "at_most",
        "about": "approx", "around": "approx", "some": "approx", "approximately": "approx",
        "roughly": "approx", "nearly": "approx", "almost": "approx",
    },
    "id": {
        "setidaknya": "at_least", "sedikitnya": "at_least", "paling sedikit": "at_least",
        "paling tidak": "at_least", "tak kurang dari": "at_least",
        "minimal": "at_least", "tidak kurang dari": "at_least",
        "lebih dari": "more_than", "di atas": "more_than",
        "paling banyak": "at_most", "maksimal": "at_most", "tidak lebih dari": "at_most",
        "tak lebih dari": "at_most",
        "sekitar": "approx", "kurang lebih": "approx", "kira-kira": "approx", "hampir": "approx",
    },
    "hi": {
        "कम से कम": "at_least", "न्यूनतम": "at_least",
        "अधिकतम": "at_most", "ज्यादा से ज्यादा": "at_most", "अधिक से अधिक": "at_most",
        "लगभग": "approx", "करीब": "approx", "तकरीबन": "approx",
    },
}  # fmt: skip
BEHIND: dict[str, dict[str, CountForm]] = {
    "en": {"or more": "at_least"},
    "id": {"lebih": "more_than"},
    "hi": {"से अधिक": "more_than", "से ज्यादा": "more_than"},
}
# What stands between the two ends of a range, and what may open and close it.
BETWEEN: dict[str, tuple[str, ...]] = {
    "en": (" to ", " and ", " or "),
    "id": (" hingga ", " sampai ", " dan ", " atau "),
    "hi": (" से ", " और ", " या "),
}
OPENING: dict[str, str] = {"en": "between ", "id": "antara ", "hi": ""}
CLOSING: dict[str, str] = {"en": "", "id": "", "hi": " के बीच"}
