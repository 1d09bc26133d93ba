"""Steps that the tests of releases take in a corpus."""

from __future__ import annotations

from pathlib import Path

from conftest import replace
from test_git import git

GOLD = "annotations/gold/port-en.jsonl"
FIRST = "annotations/first/port-en.jsonl"


def commit(corpus: Path) -> None:
    git(corpus, "commit", "--quiet", "--all", "--message=changed")


def relabel(corpus: Path) -> None:
    """Another stance of the only annotator, and so of gold."""
    for path in (FIRST, GOLD):
        old = '"polarity":"oppose","expression":"action"'
        replace(corpus / path, old, '"polarity":"support","expression":"action"')
