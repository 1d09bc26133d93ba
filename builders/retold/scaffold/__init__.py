"""The files of an empty corpus, from the templates in ``files/``.

A template's name is that of its file with ``.in`` behind it and ``dot-`` for a leading dot, so that no
tool takes it for a file of this repository. ``@WORD@`` stands for a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

PLACEHOLDER = "FILL IN"
"""Stands in the templates where only those who make the corpus can say something."""
_FILES = Path(__file__).parent / "files"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def name_from(words: str) -> str | None:
    """A corpus's name made of a folder's: lower-case letters, digits, hyphens; None if none is left."""
    return "-".join(re.findall(r"[a-z0-9]+", words.lower())) or None


def is_name(name: str) -> bool:
    """Whether retold.toml takes it as the name of a corpus."""
    return _NAME.fullmatch(name) is not None


def is_title(title: str) -> bool:
    """Whether a title is one line that the card can have as its heading."""
    return bool(title.strip()) and title.isprintable() and "<!--" not in title


def unfilled(path: str, text: str) -> list[str]:
    """The lines of a text where the placeholder still stands, as ``path:line``."""
    lines = enumerate(text.splitlines(), start=1)
    return [f"{path}:{number}" for number, line in lines if PLACEHOLDER in line]


def paths() -> list[str]:
    """Paths of the files in an empty corpus, sorted."""
    return sorted(_target(path) for path in _FILES.rglob("*.in"))


def empty_corpus(name: str, title: str, languages: Sequence[str]) -> dict[str, bytes]:
    """Path -> bytes of the files of an empty corpus, which checks and builds.

    ``languages`` are BCP 47 tags and go to the card. Raises ValueError for a name or title that the
    files cannot hold.
    """
    if not is_name(name) or not is_title(title):
        raise ValueError(f"no name and title of a corpus: {name!r}, {title!r}")
    # JSON's strings are strings of TOML and YAML too
    values = {
        "NAME": json.dumps(name),
        "TITLE": json.dumps(title, ensure_ascii=False),
        "PLAIN_TITLE": title,
        "LANGUAGES": json.dumps(list(languages)),
    }
    return {_target(path): _filled(path, values).encode("utf-8") for path in _FILES.rglob("*.in")}


def _target(template: Path) -> str:
    parts = template.relative_to(_FILES).parts
    return "/".join(re.sub("^dot-", ".", part) for part in parts).removesuffix(".in")


def _filled(template: Path, values: Mapping[str, str]) -> str:
    text = template.read_text(encoding="utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda found: values[found[1]], text)
