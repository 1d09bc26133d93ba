"""What a page may hold of the data: text, and never anything else.

Templates escape every value that they print (``templating.py``). Characters that no page can hold, or
that change the order of those around them, are shown by their names.
"""

from __future__ import annotations

import html
import re

from markupsafe import Markup

# C0 and C1 controls but tab and line feed; bidi embeddings, overrides and isolates; noncharacters
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_QID = re.compile(r"Q[1-9][0-9]{0,15}")
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: nothing runs or loads but files of the site."""


def named(character: str) -> str:
    """How a control character is shown: ``␀``, ``[U+202E]``."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"[U+{code:04X}]"


def plain(text: str) -> str:
    """The text with its control characters shown; not escaped."""
    if text.isprintable():  # nothing of what is sought is
        return text
    return _CONTROL.sub(lambda found: named(found[0]), text)


def shown(text: str) -> Markup:
    """Words of a document as HTML; a control character is an element that says which one it is."""
    escaped = html.escape(text)
    if not text.isprintable():
        escaped = _CONTROL.sub(_element, escaped)
    return Markup(escaped)  # noqa: S704 - escaped above


def attribute(text: str) -> str:
    """The text as HTML, also between quotation marks, with its control characters shown."""
    return html.escape(plain(text))


def _element(found: re.Match[str]) -> str:
    code = f"U+{ord(found[0]):04X}"
    return f'<span class="ctl" title="{code}">{named(found[0])}</span>'


def language(tag: str | None) -> str | None:
    """The tag, if it has the form of BCP 47; a page says nothing of the language otherwise."""
    return tag if tag is not None and _LANG.fullmatch(tag) else None


def wikidata(qid: str | None) -> str | None:
    """The address of a Wikidata item; None for what is no id of one."""
    if qid is None or not _QID.fullmatch(qid):
        return None
    return f"https://www.wikidata.org/wiki/{qid}"
