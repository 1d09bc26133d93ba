"""What a rule is: its code, what is said of it, and the function that looks.

A rule looks at one of five things: the text of a seed, a document in one layer, the layers of one
document side by side, the tables (registry, manifest, links), or facts gathered from all documents.
The last never has two documents in memory: it gathers small values under a key while the documents
pass by, and judges them afterwards, sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from retold.corpus import Corpus
from retold.documents import Document, Layers
from retold.findings import Finding, Severity
from retold.model import Seed
from retold.records import Row

TextCheck = Callable[[Row[Seed], str, Corpus], Iterator[Finding]]
DocumentCheck = Callable[[Document, Corpus], Iterator[Finding]]
DocumentTest = Callable[[Document, Corpus], bool]
LayersCheck = Callable[[Layers, Corpus], Iterator[Finding]]
TablesCheck = Callable[[Corpus], Iterator[Finding]]
Fact = tuple[str, Any]
"""A key and a value."""
Condense = Callable[[Sequence[Any]], Sequence[Any]]
"""Values of one key -> fewer that say the same."""


@dataclass(frozen=True, slots=True)
class Across:
    """A check over all documents.

    ``facts`` is called on each document of each layer; ``judge`` once, with every (key, value) that
    came, by key and then in the order of the documents. ``value`` is the type of the values.

    Two things keep what is remembered of a large corpus small, and change no verdict. ``reading``: a key
    whose values all have one reading cannot be wrong, and ``judge`` need not see it. ``condense``: the
    values of a key of some documents in a row -> fewer that say the same.
    """

    value: Any
    facts: Callable[[Document, Corpus], Iterator[Fact]]
    judge: Callable[[Iterator[Any], Corpus], Iterator[Finding]]
    reading: Callable[[Any], str] | None = None
    condense: Condense | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One code: the row of a table, from which `retold explain` and docs/rules.md are made.

    ``why`` is the rationale, ``fix`` what to do, ``bad`` and ``good`` a short example of each.
    ``structural`` says that later stages rely on it: no setting and no waiver lets it pass. A rule
    without a check belongs to a stage that reads or to the card.

    ``clear`` is a quick test of a whole document for several rules: where it holds, ``document`` finds
    nothing. It may fail without a fault, and then ``document``, the reference, looks.
    """

    code: str
    severity: Severity
    title: str
    why: str
    fix: str
    bad: str
    good: str
    fixable: bool = False
    structural: bool = False
    text: TextCheck | None = None
    document: DocumentCheck | None = None
    clear: DocumentTest | None = None
    layers: LayersCheck | None = None
    tables: TablesCheck | None = None
    across: Across | None = None

    @property
    def looks(self) -> bool:
        """Whether the rule has a check of its own."""
        return any((self.text, self.document, self.layers, self.tables, self.across))
