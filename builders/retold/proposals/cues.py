"""Words by which parts of a page are known: tables, no code.

Patterns are matched without regard to case, at the beginning of a line; those of ``FURNITURE`` must
match it whole. They are phrases that sites of many outlets have, not those of one.
"""

from __future__ import annotations

RELATED: dict[str, tuple[str, ...]] = {
    "en": (
        r"(?:also|must|you may also) read\b", r"read (?:also|more|next)\b", r"see also\b",
        r"related (?:story|stories|news|article|articles)?\s*:",
    ),
    "id": (r"(?:baca|lihat|simak|tonton) (?:juga|selengkapnya|pula)\b", r"berita terkait\s*:"),
    "ms": (r"(?:baca|lihat) juga\b", r"berita berkaitan\s*:"),
    "hi": (r"(?:यह|ये|इसे|इन्हें) भी (?:पढ़ें|पढ़ें|देखें|पढ़िए|पढ़िए)", r"संबंधित (?:खबर|खबरें|ख़बरें)\s*:"),
}  # fmt: skip
FURNITURE: dict[str, tuple[str, ...]] = {
    "en": (
        r"comments? (?:are|is) closed\.?", r"leave a (?:reply|comment)", r"(?:\d+ )?comments?",
        r"(?:post|view|add|write) (?:a )?comments?", r"log in to (?:comment|reply)",
        r"what.s your reaction\?", r"(?:\d+ )?(?:likes?|shares?|views?)",
        r"(?:share|like|tweet|print|email|save)(?: (?:this|on|via|with)\b.{0,40})?",
        r"follow .{1,60} on\b.{0,40}", r"(?:follow|like|find) us\b.{0,60}",
        r"subscribe\b.{0,60}", r"sign up\b.{0,60}", r"download (?:our|the) app\b.{0,40}",
        r"you (?:may|might) (?:also )?like", r"more (?:from|in|on|stories)\b.{0,40}",
        r"(?:most|related|recent|latest|trending|popular) (?:read|posts?|news|stories|articles?)",
        r"recommended(?: for you)?", r"advertisements?", r"sponsored(?: content)?", r"tags?\s*:.*",
        r"(?:all rights reserved|copyright|©).*", r"read more", r"next (?:post|article)",
        r"previous (?:post|article)", r"loading\W*",
    ),
    "id": (
        r"bagikan\b.{0,40}", r"komentar(?: \(?\d+\)?)?", r"\d+ komentar",
        r"tinggalkan (?:komentar|balasan)",
        r"ikuti (?:kami|berita)\b.{0,60}", r"ikuti .{1,60} di\b.{0,40}", r"berlangganan\b.{0,40}",
        r"(?:berita|artikel) (?:terkait|terkini|terbaru|terpopuler|lainnya)", r"terpopuler", r"iklan",
        r"advertisement", r"tags?\s*:.*", r"selengkapnya", r"hak cipta\b.*",
    ),
    "ms": (
        r"kongsi\b.{0,40}", r"komen", r"tinggalkan (?:komen|balasan)", r"ikuti kami\b.{0,60}",
        r"berita (?:berkaitan|terkini)", r"langgan\b.{0,40}", r"iklan", r"hak cipta\b.*",
    ),
    "hi": (
        r"शेयर करें.{0,40}", r"साझा करें.{0,40}", r"टिप्पणियां?", r"टिप्पणी (?:करें|लिखें)", r"कमेंट(?: करें)?",
        r"हमें फॉलो करें.{0,40}", r"फॉलो करें.{0,40}", r"सब्सक्राइब करें.{0,40}", r"विज्ञापन", r"टैग्स?\s*:.*",
        r"(?:संबंधित|ताजा|ताज़ा|लोकप्रिय) (?:खबरें|ख़बरें|समाचार)",
    ),
}  # fmt: skip
CAPTION: dict[str, tuple[str, ...]] = {
    "en": (r"(?:file )?(?:photo|picture|image)\s*(?:by|:|/|courtesy)", r"\((?:file )?photo\b"),
    "id": (r"(?:foto|ilustrasi|gambar)\s*(?:oleh|:|/)", r"ilustrasi\b"),
    "ms": (r"(?:foto|gambar)\s*(?:oleh|:|/|hiasan)",),
    "hi": (r"(?:फोटो|फ़ोटो|तस्वीर|चित्र)\s*(?:साभार|:|/)", r"\((?:फाइल )?फोटो"),
}
# Script (Unicode) -> the language that a part in it most likely has, on a page in another script.
SCRIPTS: dict[str, str] = {
    "Latin": "en", "Devanagari": "hi", "Arabic": "ar", "Bengali": "bn", "Cyrillic": "ru", "Greek": "el",
    "Gujarati": "gu", "Gurmukhi": "pa", "Han": "zh", "Hangul": "ko", "Hebrew": "he", "Hiragana": "ja",
    "Kannada": "kn", "Katakana": "ja", "Khmer": "km", "Lao": "lo", "Malayalam": "ml", "Myanmar": "my",
    "Sinhala": "si", "Tamil": "ta", "Telugu": "te", "Thai": "th",
}  # fmt: skip
