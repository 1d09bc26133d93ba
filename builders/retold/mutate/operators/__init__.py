"""The operators: one file a family, one row an operator."""

from __future__ import annotations

from retold.mutate.base import Operator
from retold.mutate.operators import (
    challenge,
    claims,
    counts,
    faults,
    fields,
    figures,
    files,
    gold,
    lines,
    links,
    mentions,
    registry,
    retellings,
    spans,
    splits,
    stances,
    texts,
    zones,
)
from retold.rules import answers, authored, interchange

FAMILIES: dict[str, tuple[Operator, ...]] = {
    "files": files.OPERATORS,
    "lines": lines.OPERATORS,
    "fields": fields.OPERATORS,
    "texts": texts.OPERATORS,
    "zones": zones.OPERATORS,
    "spans": spans.OPERATORS,
    "mentions": mentions.OPERATORS,
    "links": links.OPERATORS,
    "stances and headlines": stances.OPERATORS,
    "counts": counts.OPERATORS,
    "claims": claims.OPERATORS,
    "figures in the text": figures.OPERATORS,
    "faults": faults.OPERATORS,
    "registry": registry.OPERATORS,
    "splits and manifest": splits.OPERATORS,
    "retellings": retellings.OPERATORS,
    "gold and what may stand": gold.OPERATORS,
    "challenge set": challenge.OPERATORS,
}
OPERATORS = {operator.name: operator for family in FAMILIES.values() for operator in family}
UNREACHED: dict[str, str] = {
    **{rule.code: "not of a corpus: it is about files in other formats" for rule in interchange.RULES},
    **{rule.code: "not of a corpus: it is about a system's answers" for rule in answers.RULES},
    **{
        rule.code: "only of sources of invented stories, none of which is here"
        for rule in authored.RULES
    },
    "RT023": "only of shards and compressed files, of which this corpus has none",
}
"""Codes that no change of files brings about, and why."""
