"""What makes a check quick changes no finding: tasks, and tests that let rules pass a document by.

Every case of tests/cases and every mutation operator is tried, which takes minutes, so that pytest does
not collect this file by itself; name it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import GOLDEN
from retold import checking
from retold.corpus import Corpus
from retold.documents import Document
from retold.engine.survey import Options
from retold.files import CorpusFolder
from retold.findings import Finding
from retold.mutate import engine
from retold.mutate.operators import FAMILIES
from retold.pipeline import check
from retold.rules import RULES
from retold.rules.base import Rule
from test_cases import BAD, CASES, found, lay_out

CLEARED = [rule for rule in RULES if rule.clear]


@pytest.mark.parametrize("kind", ["bad", "good"])
@pytest.mark.parametrize("code", BAD)
def test_a_case_in_tasks_of_one_document_is_what_it_is_whole(
    code: str, kind: str, tmp_path: Path
) -> None:
    folder = lay_out(CASES / code / kind, tmp_path / "corpus")
    whole = found(folder)
    tasks = check(folder, options=Options(per_task=1)).findings
    assert [f"{f.code} {f.place}: {f.message}" for f in tasks] == whole


class Watch:
    """Asks every rule and its quick test, and notes how often the test spoke for the rule."""

    def __init__(self) -> None:
        self.cleared = Counter[str]()
        self.looked = Counter[str]()

    def over(self, rule: Rule, document: Document, corpus: Corpus) -> Iterator[Finding]:
        assert rule.document
        assert rule.clear
        findings = list(rule.document(document, corpus))
        if rule.clear(document, corpus):
            self.cleared[rule.code] += 1
            assert not findings, f"{rule.code} would be lost: {findings}"
        else:
            self.looked[rule.code] += 1
        yield from findings


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    looks = [lambda document, corpus, rule=rule: watch.over(rule, document, corpus) for rule in CLEARED]
    monkeypatch.setattr(checking, "_DOCUMENT", tuple(looks))
    return watch


@pytest.mark.parametrize("family", list(FAMILIES))
def test_no_quick_test_passes_a_planted_fault_by(family: str, watch: Watch) -> None:
    outcomes = list(engine.run(CorpusFolder(GOLDEN), FAMILIES[family], 1, 3))
    crashes = [m.crash for o in outcomes for m in o.mutants if m.crash is not None]
    assert crashes == []
    assert watch.cleared.keys() == {rule.code for rule in CLEARED}


@pytest.mark.parametrize("code", [rule.code for rule in CLEARED])
def test_a_quick_test_fails_where_its_rule_finds_something(
    code: str, watch: Watch, tmp_path: Path
) -> None:
    found(lay_out(CASES / code / "bad", tmp_path / "corpus"))
    assert watch.looked[code] > 0
