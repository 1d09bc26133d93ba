"""Real files of other tools, beside the repository where there are any; never part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT

SAMPLES = ROOT.parent / "shared" / "samples"


def sample_files(folder: str, *suffixes: str) -> dict[str, str]:
    """Path below a folder of the samples -> text. Skips the test, saying so, where it is not there."""
    root: Path = SAMPLES / folder
    if not root.is_dir():
        pytest.skip(f"no samples of {folder} beside the repository")
    paths = sorted(p for p in root.rglob("*") if p.is_file() and p.name.endswith(suffixes))
    return {p.relative_to(root).as_posix(): p.read_bytes().decode("utf-8") for p in paths}
