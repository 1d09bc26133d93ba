"""Public corpora -> this schema: one package a corpus, texts in, the files of a corpus out.

To add one: a package with a function like ``muc4.corpus.convert``, and a row of ``CORPORA``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from retold.corpora.conversion import Conversion
from retold.corpora.muc4.corpus import convert as muc4

Convert = Callable[[Mapping[str, str], str], Conversion]
"""Texts by path inside the folder, and the day on which they came -> the files of a corpus."""

CORPORA: Mapping[str, Convert] = {"muc4": muc4}
