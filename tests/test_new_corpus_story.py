"""A new corpus from nothing: init, seeds, proposals, a person's layer, gold, data that loads."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from retold.cli import app
from test_seed_add import FERRY
from test_seed_kinds import PAGE

runner = CliRunner()
ENTITIES = [
    {"id": "e-ada-lund", "type": "PER", "org_subtype": None, "names": {"en": ["Ada Lund"]}},
    {"id": "e-norhaven", "type": "GPE", "org_subtype": None, "names": {"en": ["Norhaven"]}},
    {"id": "e-port-authority", "type": "ORG", "org_subtype": "government",
     "names": {"en": ["Port Authority"]}},
    {"id": "e-saltmark", "type": "GPE", "org_subtype": None, "names": {"en": ["Saltmark"]}},
]  # fmt: skip


def retold(*words: str, code: int = 0) -> str:
    result = runner.invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


def test_a_corpus_grows_from_nothing_to_data_that_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasets import load_dataset

    (tmp_path / "first.txt").write_text(FERRY)
    other = PAGE.replace("two hours late", "late by two hours").replace("left on the quay", "lost there")
    (tmp_path / "second.html").write_text(
        other.replace("the crews do not believe it yet", "crews doubt it")
    )
    retold("init", str(tmp_path / "ferry"), "--title", "Ferry news")
    monkeypatch.chdir(tmp_path / "ferry")

    story = ("--story", "late-ferry", "--title", "A late ferry", "--split", "test")
    retold("seed", "add", "../first.txt", *story, "--published", "2031-05-04")
    assert "story late-ferry" in retold("seed", "add", "../second.html", "--story", "late-ferry")
    assert "RT006" in retold("check", code=1)

    registry = "".join(
        json.dumps(entity | {"wikidata": None}, separators=(",", ":")) + "\n" for entity in ENTITIES
    )
    Path("annotations/registry/entities.jsonl").write_text(registry)
    assert "first: 2 zones, 4 names, 2 values" in retold("preannotate")
    with_proposals_alone = retold("adjudicate", code=2)
    assert "does not say whose layers are adjudicated" in " ".join(
        with_proposals_alone.replace("│", " ").split()
    )

    echo, mkdir, copy = commands_of_the_page()
    for command in (echo, mkdir, *(copy.replace("late", doc) for doc in ("first", "second"))):
        carried_out(command)
    assert "fixed annotations/annotators.jsonl" in retold("check", "--fix", code=1)
    assert "wrote annotations/gold/first.jsonl" in retold("adjudicate")
    assert retold("check", "--strict").startswith("Checked 2 documents: no findings")
    retold("build")
    retold("verify")
    rows = load_dataset("data", "entities", split="test", cache_dir=str(tmp_path / "cache"))
    assert {row["entity_name"] for row in rows if row["entity_id"]} == {
        "Ada Lund",
        "Norhaven",
        "Port Authority",
        "Saltmark",
    }
    annotators = [
        json.loads(line) for line in Path("annotations/annotators.jsonl").read_text().splitlines()
    ]
    assert [(a["id"], a["kind"]) for a in annotators] == [("ann", "human"), ("rules", "rule")]
    assert not Path("data/quality.json").exists()


def commands_of_the_page() -> list[str]:
    """How docs/new-corpus.md makes a person's layer of the proposals."""
    page = (ROOT / "docs/new-corpus.md").read_text(encoding="utf-8")
    block = re.findall(r"## Proposals, and gold\n\n```sh\n(.*?)```", page, re.DOTALL)[0]
    chosen = [line for line in block.splitlines() if line.startswith(("echo", "mkdir", "sed"))]
    assert len(chosen) == 3
    readme = (ROOT / "builders/retold/scaffold/files/README.md.in").read_text(encoding="utf-8")
    for line in chosen:
        assert line.replace("late.jsonl", "DOC.jsonl") in readme
    return chosen


def carried_out(command: str) -> None:
    """The three commands, as a shell does them."""
    words: Any = shlex.split(command)
    if words[0] == "mkdir":
        Path(words[1]).mkdir()
    elif words[0] == "echo":
        assert words[2] == ">>"
        with Path(words[3]).open("a") as file:
            file.write(f"{words[1]}\n")
    else:
        _, old, new, _ = words[1].split("/")
        shutil.copy(words[2], words[4])
        path = Path(words[4])
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
