"""Installed is as good as checked out: the wheel has schema and label mappings, and builds a corpus."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

from conftest import ROOT, snapshot
from retold.corpora.labels import PRESETS


def test_a_wheel_outside_the_checkout_builds_the_same(corpus_copy: Path, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, ROOT], check=True)
    (wheel,) = wheels.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"retold/schema/{p.name}" for p in (ROOT / "schema").iterdir()} <= names
    templates = ROOT / "builders/retold/scaffold/files"
    there = {p.relative_to(templates).as_posix() for p in templates.rglob("*") if p.is_file()}
    assert {f"retold/scaffold/files/{name}" for name in there} <= names
    assert {f"retold/corpora/presets/{name}.toml" for name in PRESETS} <= names
    assert "retold/py.typed" in names
    assert not [n for n in names if n.startswith(("tests/", "data/", "seeds/"))]
    (entry_points,) = (n for n in names if n.endswith(".dist-info/entry_points.txt"))
    declared = zipfile.ZipFile(wheel).read(entry_points).decode("utf-8")
    assert "[pytest11]\nretold = retold.pytest_plugin\n" in declared

    # A fresh environment, with the libraries of this one but without this checkout.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    site = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "retold" not in entry.name:
            (libraries / entry.name).symlink_to(entry)
    (Path(site) / "libraries.pth").write_text(f"{libraries}\n")
    target = ["--target", site, "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, "install", *target], check=True)

    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    where = "import retold.schemas as s; print(s.folder())"
    found = subprocess.check_output([python, "-c", where], text=True, env=env, cwd=tmp_path).strip()
    assert found == f"{site}/retold/schema"
    subprocess.run([python, "-m", "retold", "build", corpus_copy], check=True, env=env, cwd=tmp_path)
    installed = snapshot(corpus_copy / "data")
    subprocess.run([sys.executable, "-m", "retold", "build", corpus_copy], check=True)
    assert snapshot(corpus_copy / "data") == installed
