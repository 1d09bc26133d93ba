"""Names linked to the registry: accuracy of links with NIL.

An entity of gold without a Wikidata item is NIL: whoever says null there, or the same id of the
registry, is right (as TAC-KBP counts NIL, McNamee and Dang 2009).
"""

from __future__ import annotations

import numpy as np

from retold.metrics.marks import Integers
from retold.metrics.ratios import Vector, ratio
from retold.metrics.scores.compared import TYPES, Compared, Mentions
from retold.metrics.scores.counting import Column, Measure, Tallies
from retold.metrics.scores.names import Pairing
from retold.metrics.scores.sums import Figures, Sums, prf

_VALUES = [TYPES.index(type) for type in ("DATE", "TIME", "CARDINAL", "MONEY")]
_KINDS = ("linked", "nil")


def _linkable(side: Mentions) -> Mentions:
    assert side.marks.labels is not None
    return side.take(side.names & ~np.isin(side.marks.labels, _VALUES))


def _links(compared: Compared) -> Tallies:
    found = Pairing.of(_linkable(compared.gold), _linkable(compared.answers))
    ours, theirs = ([*side.entities, None] for side in (found.gold, found.answers))
    nil = [gold.nil for gold, _ in compared.pages]
    pages = found.gold.marks.documents.tolist()
    is_nil = [e is None or e in nil[page] for e, page in zip(ours, pages, strict=False)]
    kinds = np.append(np.array(is_nil, dtype=np.int64), -1)[found.ours]
    right = [
        same and (ours[i] == theirs[j] or (kind == 1 and theirs[j] is None))
        for i, j, same, kind in zip(
            found.ours.tolist(), found.theirs.tolist(), found.same.tolist(), kinds.tolist(), strict=True
        )
    ]
    parts = np.concatenate([found.parts, found.answers.parts])
    nothing = np.full(len(found.answers.parts), -1)
    answered = np.concatenate([np.full(len(kinds), -1), nothing + 1])

    def column(name: str, numbers: Integers) -> Column:
        return Column([(name, kind) for kind in _KINDS], np.concatenate([numbers, nothing]))

    return Tallies(
        parts,
        [
            column("gold", kinds),
            column("found", np.where(found.same, kinds, -1)),
            column("right", np.where(np.array(right, dtype=bool), kinds, -1)),
            Column([("answer",)], answered),
        ],
    )


def names_an_entity(compared: Compared) -> bool:
    """Whether any answer names an entity of the registry."""
    return any(entity is not None for entity in compared.answers.entities)


def _link_figures(sums: Sums) -> Figures:
    def both(key: str) -> Vector:
        return sums[key, "nil"] + sums[key, "linked"]

    return {
        "accuracy": ratio(both("right"), both("found")),
        "accuracy.linked": ratio(sums["right", "linked"], sums["found", "linked"]),
        "accuracy.nil": ratio(sums["right", "nil"], sums["found", "nil"]),
        **prf(both("right"), both("gold"), sums["answer",], "end_to_end"),
    }


LINKS = Measure(
    "links",
    "links of names to the registry",
    _links,
    _link_figures,
    needs=names_an_entity,
)
