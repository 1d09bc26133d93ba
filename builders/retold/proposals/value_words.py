"""Words of dates, durations and sums in English, Indonesian and Hindi: tables, no code.

Numbers are those of ``numeral_words.py``.
"""

from __future__ import annotations

# Months by number; spellings with a slash are variants.
MONTHS: dict[str, str] = {
    "en": "January/Jan February/Feb March/Mar April/Apr May June/Jun July/Jul August/Aug"
    " September/Sept/Sep October/Oct November/Nov December/Dec",
    "id": "Januari/Jan Februari/Feb Maret/Mar April/Apr Mei Juni/Jun Juli/Jul Agustus/Agu/Ags"
    " September/Sep/Sept Oktober/Okt November/Nov Desember/Des",
    "hi": "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
}
# Days of the week; which one is meant, the last or the next, is left to the reader.
WEEKDAYS: dict[str, str] = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "id": "Senin Selasa Rabu Kamis Jumat/Jum'at Sabtu Minggu/Ahad",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार/बृहस्पतिवार शुक्रवार शनिवार रविवार",
}
# Days counted from that of publication.
DAYS: dict[str, dict[str, int]] = {
    "en": {"today": 0, "yesterday": -1, "tomorrow": 1},
    "id": {"hari ini": 0, "kemarin": -1, "besok": 1},
    "hi": {"आज": 0},  # कल is yesterday and tomorrow
}
# Months and years counted from those of publication: words -> unit and steps.
PERIODS: dict[str, dict[str, tuple[str, int]]] = {
    "en": {
        "last month": ("M", -1), "this month": ("M", 0), "next month": ("M", 1),
        "last year": ("Y", -1), "this year": ("Y", 0), "next year": ("Y", 1),
    },
    "id": {
        "bulan lalu": ("M", -1), "bulan ini": ("M", 0), "bulan depan": ("M", 1),
        "tahun lalu": ("Y", -1), "tahun ini": ("Y", 0), "tahun depan": ("Y", 1),
    },
    "hi": {"पिछले महीने": ("M", -1), "इस महीने": ("M", 0), "अगले महीने": ("M", 1),
           "पिछले साल": ("Y", -1), "इस साल": ("Y", 0), "अगले साल": ("Y", 1)},
}  # fmt: skip
# Spans of time whose days are left to the reader.
LOOSE: dict[str, tuple[str, ...]] = {
    "en": ("last week", "this week", "next week", "last weekend", "this weekend", "next weekend",
           "weekend"),
    "id": ("pekan lalu", "pekan ini", "pekan depan", "minggu lalu", "minggu ini", "minggu depan",
           "akhir pekan lalu", "akhir pekan ini", "akhir pekan depan", "akhir pekan"),
    "hi": ("पिछले हफ्ते", "इस हफ्ते", "अगले हफ्ते", "पिछले सप्ताह", "इस सप्ताह", "अगले सप्ताह"),
}  # fmt: skip
# Words that belong to a month or a day of the week: before it, and behind it.
BEFORE: dict[str, tuple[str, ...]] = {
    "en": ("early", "mid", "late", "last", "this", "next"),
    "id": ("awal", "pertengahan", "akhir"),
    "hi": ("पिछले", "इस", "अगले"),
}
BEHIND: dict[str, tuple[str, ...]] = {"en": (), "id": ("lalu", "ini", "depan"), "hi": ()}
# Units of a duration: word -> the letter of ISO 8601, with T for those below a day.
UNITS: dict[str, dict[str, str]] = {
    "en": {"year": "Y", "years": "Y", "month": "M", "months": "M", "week": "W", "weeks": "W", "day": "D",
           "days": "D", "hour": "TH", "hours": "TH", "minute": "TM", "minutes": "TM"},
    "id": {"tahun": "Y", "bulan": "M", "pekan": "W", "minggu": "W", "hari": "D", "jam": "TH",
           "menit": "TM"},
    "hi": {"साल": "Y", "सालों": "Y", "वर्ष": "Y", "वर्षों": "Y", "महीने": "M", "महीना": "M", "महीनों": "M",
           "हफ्ते": "W", "हफ्ता": "W", "सप्ताह": "W", "दिन": "D", "दिनों": "D", "घंटे": "TH", "घंटा": "TH",
           "मिनट": "TM"},
}  # fmt: skip
# Words that make a duration of one.
A_UNIT: dict[str, dict[str, str]] = {
    "en": {"a year": "Y", "a month": "M", "a week": "W", "a day": "D", "an hour": "TH"},
    "id": {"setahun": "Y", "sebulan": "M", "sepekan": "W", "seminggu": "W", "sehari": "D",
           "sejam": "TH"},
    "hi": {},
}  # fmt: skip
# Sums: a sign before the number, a word behind it -> ISO 4217. A bare dollar is taken for the American.
SIGNS: dict[str, str] = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "Rp": "IDR"}
CURRENCIES: dict[str, dict[str, str]] = {
    "en": {"dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
           "rupees": "INR", "rupiah": "IDR"},
    "id": {"dolar": "USD", "dolar AS": "USD", "euro": "EUR", "rupiah": "IDR"},
    "hi": {"डॉलर": "USD", "यूरो": "EUR", "रुपये": "INR", "रुपए": "INR"},
}  # fmt: skip
# Words of a number that count nothing by themselves, or that the guidelines leave out (2.3.9).
NO_COUNT: dict[str, frozenset[str]] = {
    "en": frozenset({"one", "zero", "several", "no", "none", "no one", "nobody", "tens"}),
    "id": frozenset({"satu", "nol", "kosong", "sejumlah", "beberapa", "tidak ada", "tak ada", "nihil"}),
    "hi": frozenset({"एक", "शून्य", "कई", "कोई नहीं", "किसी को नहीं"}),
}
PERCENT: dict[str, tuple[str, ...]] = {
    "en": ("percent", "per cent"), "id": ("persen",), "hi": ("प्रतिशत", "फीसदी", "फ़ीसदी"),
}  # fmt: skip
