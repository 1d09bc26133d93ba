"""The invented MUC-4 files of tests/muc4, as the tests read them."""

from __future__ import annotations

from hypothesis import strategies as st

from conftest import ROOT
from retold.corpora.muc4.templates import Template, parse_keys

FILES = ROOT / "tests" / "muc4"
KEYS = ("key-dev-9001", "key-dev-9003")


def read(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


def templates() -> list[Template]:
    found = []
    for name in KEYS:
        keys, problems = parse_keys(read(name), name)
        assert problems == []
        found += keys
    return found


def template(message: str, number: int | None) -> Template:
    return next(t for t in templates() if (t.message, t.number) == (message, number))


# fillers

words = st.lists(st.from_regex(r"[A-Z][A-Z'.]{0,6}", fullmatch=True), min_size=1, max_size=3).map(
    " ".join
)


# the corpus


def sources() -> dict[str, str]:
    return {path.name: read(path.name) for path in FILES.iterdir()}
