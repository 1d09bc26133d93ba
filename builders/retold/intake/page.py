"""A web page -> a received text: what trafilatura takes for its article, below its title.

What comes out is not what was received, so the digest of the page goes along.
"""

from __future__ import annotations

from typing import Any

from retold.corpora.problems import Problem
from retold.intake.received import Extraction, LackingError, Origin, Received
from retold.manifest import sha256
from retold.model import Published

# The day of publication from the markup alone: no guess from the text, and none by the clock.
_DAY = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}


def read_page(data: bytes, origin: Origin, stem: str) -> Received | Problem:
    """The article of a page, with title, outlet, day and language as its markup says.

    A problem where no article is found. Raises LackingError.
    """
    try:
        import trafilatura
    except ImportError:
        raise LackingError(
            "trafilatura, which takes the text out of a page, is not installed: pip install "
            "'retold[html]', or save the text as .txt"
        ) from None

    tree = trafilatura.load_html(data)
    found: Any = None
    if tree is not None:
        claimed = _language(tree)
        found = trafilatura.bare_extraction(
            data, with_metadata=True, include_comments=False, date_extraction_params=_DAY
        )
    if found is None or not (found.text or "").strip():
        return origin.problem("no article is found in the page; save its text as .txt")
    return Received(
        origin=origin,
        stem=stem,
        text=_below_title(found.title, found.text),
        claimed_lang=claimed,
        outlet=found.sitename or None,
        published=Published(found.date, False) if found.date else None,
        extraction=Extraction(
            sha256(data),
            f"trafilatura {trafilatura.__version__}",
            found.url or None,
            found.title or None,
        ),
    )


def _below_title(title: str | None, text: str) -> str:
    """The text, opened by the title as a line of its own."""
    lines = text.strip().splitlines()
    if title and lines[0].strip() != title.strip():
        lines = [title.strip(), *lines]
    return "\n\n".join(line for line in lines if line.strip()) + "\n"


def _language(tree: Any) -> str | None:
    """The ``lang`` of the page's root."""
    return (tree.get("lang") or "").strip() or None
