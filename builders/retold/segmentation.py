"""Sentences and tokens: computed, never annotated; the text is untouched.

docs/segmentation.md says by which measurement each was chosen. A change that moves a boundary is
a major data version. White space is what ``str.isspace`` says.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from retold.model import Span

# A run of grapheme clusters that begin with a letter or digit, or one other cluster. In scripts
# that put no spaces between words, each cluster is a token: finer than a word, but never across one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = rf"(?:(?=[\p{{L}}\p{{N}}])(?![{_UNSPACED}])\X)+|(?=[^\s\x1c-\x1f])\X"
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]+")
# Abbreviations that sentencex lacks and that end no sentence as written here.
_ABBREVIATIONS = {
    "en": r"(?:Ms|Messrs|Ft|[Aa]pprox)\.",
    "id": r"(?:Jl|Jln|Gg|Tn|Ny|Nn|Sdr|Sdri|Bpk|Hj|KH|Ir|Dra|drg|Kab|Kec|Kel|PT|CV|UD|Mgr|Kol"
    r"|Letkol|Letjen|Mayjen|Brigjen|Jend|Kapt|Kombes|Irjen|Komjen|tgl|hlm|Rp)\."
    r"|(?:dll|dsb|dst|dkk|dgn|Tbk)\.(?=\s+[a-z])",
    "hi": r"(?:डॉ|डा|मि|श्री|श्रीमती|सुश्री|कु|प्रो|पं|सं|मो|स्व|इं|न्या|एड)\.|रु\.(?=\s*\d)",
}


@cache
def _token() -> Any:
    import regex

    return regex.compile(_TOKEN)


@cache
def _abbreviation(lang: str) -> re.Pattern[str] | None:
    known = _ABBREVIATIONS.get(lang)
    return re.compile(rf"(?<![^\s(\"'“‘])(?:{known})\s+") if known else None


def tokens(text: str) -> list[Span]:
    """Token spans in code points of ``text``.

    A token is a run of grapheme clusters (UAX #29) that begin with a letter or a digit, or one
    other cluster; in scripts without spaces each cluster is one. Hyphens, apostrophes and stops
    stand alone. Every character that is not white space is in exactly one token, and no token
    ends inside a cluster.
    """
    return [match.span() for match in _token().finditer(text)]


def sentences(text: str, lang: str) -> list[Span]:
    """Sentence spans in code points of ``text``, without white space at their edges.

    ``lang`` is a BCP 47 tag. A sentence ends at each line end, and where ``sentencex`` ends it,
    but not behind an abbreviation of the list and not inside a token. A language that sentencex
    does not know is split by its general rules.
    """
    language = lang.split("-", maxsplit=1)[0]
    found: list[Span] = []
    for line in _LINE.finditer(text):
        shift = line.start()
        found.extend((shift + a, shift + b) for a, b in _line_sentences(line.group(), language))
    return found


def lines_of(text: str) -> list[Span]:
    """Spans of the lines of ``text`` that say something, without white space at their edges."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if words:
            start = line.start() + line.group().index(words)
            found.append((start, start + len(words)))
    return found


def _line_sentences(line: str, lang: str) -> list[Span]:
    import sentencex

    abbreviation = _abbreviation(lang)
    closed = {match.end() for match in abbreviation.finditer(line)} if abbreviation else set()
    closed.update(at for start, end in tokens(line) for at in range(start + 1, end))
    found: list[Span] = []
    # Some white space, as in "A\u00a0.", makes sentencex abort the process; a space does not.
    for piece in sentencex.get_sentence_boundaries(lang, re.sub(r"\s", " ", line)):
        start, end = piece["start_index"], piece["end_index"]
        part = line[start:end]
        if not part.strip():
            continue
        start, end = end - len(part.lstrip()), start + len(part.rstrip())
        if found and start in closed:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
