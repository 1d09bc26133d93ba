"""What a page may hold of the data: text, and never anything else.

Templates escape every value that they print (``templating.py``). Characters that no page can hold are
shown by their names (``retold.visible``).
"""

from __future__ import annotations

import html
import re

from markupsafe import Markup

from retold.visible import CONTROL, named

_QID = re.compile(r"Q[1-9][0-9]{0,15}")
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
"""The Content-Security-Policy of every page: nothing runs or loads but files of the site."""


def shown(text: str) -> Markup:
    """Words of a document as HTML; a control character is an element that says which one it is."""
    escaped = html.escape(text)
    if not text.isprintable():
        escaped = CONTROL.sub(_element, escaped)
    return Markup(escaped)  # noqa: S704 - escaped above


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
