"""action.yml as GitHub reads it: expressions filled in, the scripts run by bash."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def step(name: str) -> dict[str, Any]:
    """The step of that name or id."""
    return next(s for s in ACTION["runs"]["steps"] if name in (s.get("name"), s.get("id")))


@dataclass(frozen=True)
class Ran:
    """What became of a step."""

    status: int
    stdout: str
    stderr: str
    outputs: dict[str, str]


def run(name: str, workspace: Path, temp: Path, values: Mapping[str, str]) -> Ran:
    """Runs the script of a step in ``workspace`` with the environment that GitHub gives it.

    ``values`` are the contexts, for example ``inputs.corpus``; inputs have their defaults.
    """
    found = step(name)
    assert found["shell"] == "bash"
    contexts = {f"inputs.{key}": spec["default"] for key, spec in ACTION["inputs"].items()} | values
    env = {key: EXPRESSION.sub(lambda m: contexts[m[1]], value) for key, value in found["env"].items()}
    script, outputs = temp / "script.sh", temp / "outputs"
    script.write_text(found["run"], encoding="utf-8")
    outputs.write_text("")
    given = {"RUNNER_TEMP": str(temp), "GITHUB_OUTPUT": str(outputs), "COLUMNS": "100"}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=workspace,
        env={**os.environ, **given, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    written = dict(line.split("=", 1) for line in outputs.read_text().splitlines())
    return Ran(done.returncode, done.stdout, done.stderr, written)
