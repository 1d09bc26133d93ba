"""Addresses of the site: file names and anchors that any id can have, and no two share."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

_FILE = re.compile(r"[a-z0-9][a-z0-9._-]{0,90}")
_ANCHOR = re.compile(r"[A-Za-z0-9._-]{1,100}")
_DIGEST = re.compile(r".*-[0-9a-f]{10}")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")  # Windows keeps these for itself


@lru_cache(100_000)
def file_name(id: str) -> str:
    """The id, if every file system can tell it from others; else what it begins with and a digest.

    Capital letters count as what some file systems cannot tell apart.
    """
    taken = _DEVICE.fullmatch(id) or _DIGEST.fullmatch(id) or id.endswith(".")
    return id if _FILE.fullmatch(id) and not taken else _digested(id)


@lru_cache(100_000)
def anchor(record: str) -> str:
    """The anchor of a record: ``r-002-s03``."""
    plain = _ANCHOR.fullmatch(record) and not _DIGEST.fullmatch(record)
    return f"r-{record if plain else _digested(record)}"


def _digested(id: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", id.lower()))[:40].strip("-")
    digest = hashlib.sha256(id.encode("utf-8")).hexdigest()[:10]
    return f"{words or 'x'}-{digest}"
