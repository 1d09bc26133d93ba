"""The rules: one function and one row a code.

To add one: a function and a row of ``RULES`` in the file of its family, and ``tests/cases/<CODE>/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from retold.findings import Finding
from retold.rules import (
    adjudicated,
    answers,
    authored,
    bare_names,
    casualties,
    challenge,
    claim_links,
    claims_in_text,
    claims_together,
    consistency,
    coverage,
    holders,
    ids,
    interchange,
    leakage,
    links,
    mentions,
    registry,
    retellings,
    spans,
    stages,
    stances,
    texts,
    value_consistency,
    values,
    zones,
)
from retold.rules.base import Rule

_TABLES: tuple[tuple[Rule, ...], ...] = (
    stages.RULES,
    ids.RULES,
    texts.RULES,
    zones.RULES,
    spans.RULES,
    mentions.RULES,
    values.RULES,
    links.RULES,
    stances.RULES,
    holders.RULES,
    casualties.RULES,
    claims_in_text.RULES,
    claims_together.RULES,
    claim_links.RULES,
    consistency.RULES,
    bare_names.RULES,
    value_consistency.RULES,
    registry.RULES,
    leakage.RULES,
    retellings.RULES,
    coverage.RULES,
    adjudicated.RULES,
    interchange.RULES,
    answers.RULES,
    challenge.RULES,
    authored.RULES,
)
RULES = tuple(sorted((rule for table in _TABLES for rule in table), key=lambda rule: rule.code))
CATALOGUE = {rule.code: rule for rule in RULES}


def graded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with the severity that their rules set."""
    for finding in findings:
        yield replace(finding, severity=CATALOGUE[finding.code].severity)
