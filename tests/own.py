"""The corpus of this repository, read once a process, and the part of it that is real."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from conftest import ROOT
from retold.corpus import Corpus
from retold.pipeline import read_corpus


@cache
def whole() -> Corpus:
    """Everything: real documents and invented ones."""
    return read_corpus(ROOT)


@cache
def real() -> Corpus:
    """The same with the documents that outlets published alone; its registry is the whole one."""
    layers = {
        name: tuple(d for d in documents if d.seed.provenance == "real")
        for name, documents in whole().layers.items()
    }
    return replace(whole(), layers=layers)
