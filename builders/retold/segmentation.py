"""Sentences and tokens: computed, never annotated; the text is untouched.

docs/segmentation.md says by which measurement each was chosen. A change that moves a boundary is
a major data version. White space is what ``str.isspace`` says.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, groupby
from typing import Any

from retold.model import Span

# A run of grapheme clusters that begin with a letter or digit, or one other cluster. In scripts
# that put no spaces between words, each cluster is a token: finer than a word, but never across one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = rf"(?:(?=[\p{{L}}\p{{N}}])(?![{_UNSPACED}])\X)+|(?=[^\s\x1c-\x1f])\X"
# Where most plain characters are: Latin to Tibetan, less common Latin and Greek, signs, kana, Han.
_PLAIN = (
    range(0x1000),
    range(0x1E00, 0x2100),
    range(0x3000, 0x3100),
    range(0x4E00, 0xA000),
    range(0xFF00, 0xFF61),
)
_OTHER_SPACE = re.compile(r"[^\S ]")
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
def _plain() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What matches a plain text, and the tokens of one: those of ``_TOKEN``, found three times as fast.

    A character is plain if UAX #29 joins it to its neighbours for no other reason than that it is a
    mark, or that one follows. Then a cluster is one character and the marks behind it, which takes no
    ``\\X``, and the quicker ``re`` can find it. A mark that also joins what follows (a virama) is plain
    behind a letter, whose token goes on anyhow. Which characters are what, ``regex`` says.
    """
    import regex

    chars = "".join(map(chr, chain(*_PLAIN)))
    spaces = {char for char in chars if char.isspace()}
    letters = set(regex.findall(rf"(?=[\p{{L}}\p{{N}}])[^{_UNSPACED}]", chars))
    # a mark that is a letter opens a token where it stands alone: not plain
    marks = set(regex.findall(r"[\p{GCB=Extend}\p{GCB=SpacingMark}\p{GCB=ZWJ}]", chars)) - letters
    joining = set(regex.findall(r"\p{InCB=Linker}", chars))
    single = set(regex.findall(r"(?=\p{GCB=Other})\P{Extended_Pictographic}", chars)) - spaces
    found = (single & letters, marks - joining, joining, single - letters, spaces)
    letter, mark, join, other, space = map(_class, found)
    # No mark comes first: what stands before a part is none of its business. Possessive (++, *+): a text
    # that is not plain would else be tried in all ways to cut it into runs.
    plain = f"[{letter}{mark}{other}{space}]++|(?:(?<=[{letter}])|(?<=[{letter}][{mark}]))[{join}]"
    return (
        re.compile(f"(?![{mark}{join}])(?:{plain})*+"),
        re.compile(f"[{letter}][{letter}{mark}{join}]*|[{other}{mark}][{mark}]*"),
    )


def _class(chars: Iterable[str]) -> str:
    """What stands in the brackets of a regular expression for these characters."""
    points = enumerate(sorted(map(ord, chars)))
    runs = ([p for _, p in run] for _, run in groupby(points, key=lambda pair: pair[1] - pair[0]))
    return "".join(rf"\U{run[0]:08x}-\U{run[-1]:08x}" for run in runs)


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
    return _tokens(text, (0, len(text)))


def _tokens(text: str, part: Span) -> list[Span]:
    """Tokens of a part of ``text``, as if there were nothing around it."""
    plain, token = _plain()
    if plain.fullmatch(text, *part):
        return [match.span() for match in token.finditer(text, *part)]
    start, end = part
    # a text of its own: given positions, regex would look at what stands before the first
    found = (match.span() for match in _token().finditer(text[start:end]))
    return [(start + a, start + b) for a, b in found]


def sentences(text: str, lang: str) -> list[Span]:
    """Sentence spans in code points of ``text``, without white space at their edges.

    ``lang`` is a BCP 47 tag. A sentence ends at each line end, and where ``sentencex`` ends it,
    but not behind an abbreviation of the list and not inside a token. A language that sentencex
    does not know is split by its general rules.
    """
    return [span for span, _ in segmented(text, lang, (0, len(text)))]


def segmented(text: str, lang: str, part: Span) -> Iterator[tuple[Span, list[Span]]]:
    """The ``sentences`` of a part of ``text``, each with the ``tokens`` that are found in it alone.

    The part is read as if there were nothing around it; spans are in ``text``.
    """
    language = lang.split("-", maxsplit=1)[0]
    for line in _LINE.finditer(text, *part):
        yield from _segmented_line(text, language, line.span())


def lines_of(text: str) -> list[Span]:
    """Spans of the lines of ``text`` that say something, without white space at their edges."""
    found: list[Span] = []
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if words:
            start = line.start() + line.group().index(words)
            found.append((start, start + len(words)))
    return found


def _segmented_line(text: str, lang: str, line: Span) -> Iterator[tuple[Span, list[Span]]]:
    found = _tokens(text, line)
    for start, end in _line_sentences(text, lang, line, found):
        own = found[bisect_left(found, (start,)) : bisect_left(found, (end,))]
        # a cluster may end with white space, at which the sentence does not end
        yield (start, end), own if own[-1][1] <= end else _tokens(text, (start, end))


def _line_sentences(text: str, lang: str, line: Span, found: list[Span]) -> list[Span]:
    """The sentences of a line whose tokens were found."""
    import sentencex

    shift, end = line
    words = text[shift:end]
    # Some white space, as in "A\u00a0.", makes sentencex abort the process; a space does not.
    pieces = sentencex.get_sentence_boundaries(lang, _OTHER_SPACE.sub(" ", words))
    abbreviation = _abbreviation(lang) if len(pieces) > 1 else None
    closed = {match.end() for match in abbreviation.finditer(words)} if abbreviation else set()
    spans: list[Span] = []
    for piece in pieces:
        start, end = piece["start_index"], piece["end_index"]
        part = words[start:end]
        if not part.strip():
            continue
        start, end = end - len(part.lstrip()), start + len(part.rstrip())
        if spans and (start in closed or _inside(found, shift + start)):
            spans[-1] = (spans[-1][0], shift + end)
        else:
            spans.append((shift + start, shift + end))
    return spans


def _inside(found: list[Span], at: int) -> bool:
    """Whether a place is inside a token: neither before nor behind it."""
    number = bisect_left(found, (at,))
    return number > 0 and at < found[number - 1][1]
