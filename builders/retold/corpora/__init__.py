"""Public corpora -> this schema: one package a corpus, texts in, the files of a corpus out.

To add one: a package with a function like ``muc4.corpus.convert``, and a row of ``CORPORA``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from retold.corpora.conversion import Choices, Conversion
from retold.corpora.iob2.corpus import convert as iob2
from retold.corpora.muc4.corpus import convert as muc4

Convert = Callable[[Mapping[str, str], Choices], Conversion]
"""Texts by path inside the folder, and what the user chose -> the files of a corpus."""


@dataclass(frozen=True, slots=True)
class PublicCorpus:
    """A row of the table: how a corpus is converted, and which further ``Choices`` it takes."""

    title: str
    convert: Convert
    takes: tuple[str, ...] = ()


CORPORA: Mapping[str, PublicCorpus] = {
    "muc4": PublicCorpus("MUC-4", lambda texts, choices: muc4(texts, choices.obtained)),
    "iob2": PublicCorpus(
        "token lines with tags", iob2, takes=("labels", "lang", "split", "sentences", "strict")
    ),
}
