"""``retold site`` as it is used: folders written, kept and refused; served on loopback."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from conftest import replace, snapshot
from retold.cli import app
from retold.exploring.beside import beside
from retold.exploring.serving import server
from retold.files import CorpusFolder
from site_pages import GOLDEN_DATA, parsed, words


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["site", *map(str, arguments)])


def test_a_site_is_written_and_replaced_by_a_later_one(tmp_path: Path) -> None:
    out = tmp_path / "site"
    first = run(GOLDEN_DATA, "--out", out)
    assert first.exit_code == 0, first.output
    assert "Open" in first.output
    made = snapshot(out)
    assert run(GOLDEN_DATA, "--out", out).exit_code == 0
    assert snapshot(out) == made
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert run(GOLDEN_DATA, "--out", out).exit_code == 0
    (out / "mine.txt").write_text("mine")
    before = snapshot(out)
    refused = run(GOLDEN_DATA, "--out", out)
    assert refused.exit_code == 2
    assert "not empty" in " ".join(refused.output.replace("│", " ").split())
    assert snapshot(out) == before


def test_without_a_folder_or_a_server_there_is_nothing_to_do() -> None:
    refused = run(GOLDEN_DATA)
    assert refused.exit_code == 2
    assert "--serve" in refused.output


def test_a_corpus_gives_titles_names_and_what_was_waived(corpus: Path, tmp_path: Path) -> None:
    assert run(corpus, "--out", tmp_path / "site").exit_code == 0
    (title,) = parsed((tmp_path / "site/story/port-strike.html").read_bytes()).xpath("//h1")
    stories = [json.loads(line) for line in (corpus / "seeds/stories.jsonl").read_text().splitlines()]
    assert words(title) == next(s["title"] for s in stories if s["id"] == "port-strike")
    entity = words(parsed((tmp_path / "site/entity/e-dock-union.html").read_bytes()))
    assert "in the registry, hi" in entity
    quality = words(parsed((tmp_path / "site/quality.html").read_bytes()))
    assert "Waivers are not in the dataset" not in quality


def test_lines_beside_the_dataset_that_are_no_records_are_told(corpus: Path, tmp_path: Path) -> None:
    replace(corpus / "seeds/stories.jsonl", '"title"', '"tilte"')
    refused = run(corpus, "--out", tmp_path / "site")
    assert refused.exit_code == 2
    assert "seeds/stories.jsonl:1" in refused.output
    assert not (tmp_path / "site").exists()


def test_mutation_figures_come_from_the_page_that_make_writes(corpus: Path) -> None:
    assert beside(CorpusFolder(corpus)).mutation is None
    (corpus / "docs").mkdir()
    (corpus / "docs/mutation.md").write_text("| kind | caught |\n| structural | 3 | 4 |\n")
    assert beside(CorpusFolder(corpus)).mutation == [("structural", 3, 4)]


def test_findings_of_a_check_are_shown(corpus: Path, tmp_path: Path) -> None:
    found = {"code": "RT508", "severity": "warning", "file": "f", "doc": "d", "record": "r1",
             "message": "It sounds odd."}  # fmt: skip
    (tmp_path / "f.json").write_text(json.dumps({"findings": [found]}))
    made = run(corpus, "--out", tmp_path / "site", "--findings", tmp_path / "f.json")
    assert made.exit_code == 0, made.output
    assert "It sounds odd." in words(parsed((tmp_path / "site/quality.html").read_bytes()))
    (tmp_path / "f.json").write_text("[]")
    refused = run(corpus, "--out", tmp_path / "other", "--findings", tmp_path / "f.json")
    assert refused.exit_code == 2
    assert "retold check --format json" in refused.output


def test_the_differences_from_an_earlier_version_are_shown(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = built
    assert run(new, "--out", tmp_path / "site", "--against", old).exit_code == 0
    page = parsed((tmp_path / "site/data.html").read_bytes())
    (section,) = page.xpath("//section[@id='versions']")
    assert "record added, casualty port-hi-c2" in words(section)


def test_a_library_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    refused = run(GOLDEN_DATA, "--out", tmp_path / "site")
    assert refused.exit_code == 3
    assert "jinja2" in refused.output
    assert "pip install 'retold[site]'" in refused.output
    assert not (tmp_path / "site").exists()


def test_bytes_depend_on_no_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        command = [
            sys.executable,
            "-m",
            "retold",
            "site",
            str(GOLDEN_DATA),
            "--out",
            str(tmp_path / seed),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, timeout=120)
    assert snapshot(tmp_path / "1") == snapshot(tmp_path / "2")


def test_serve_ends_with_control_c_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "retold", "site", str(GOLDEN_DATA), "--serve"]
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            port = int(line.split(":")[2].split("/")[0])
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            asked.request("GET", "/story/port-strike.html")
            assert b"NORHAVEN" in asked.getresponse().read()
            asked.close()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
    assert list(tmp_path.iterdir()) == []


def test_the_server_answers_to_its_own_name_only(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>Here</title>")
    with server(tmp_path) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        try:
            for host, status in ((f"127.0.0.1:{found.server_port}", 200), ("evil.example", 421)):
                asked = http.client.HTTPConnection("127.0.0.1", found.server_port, timeout=20)
                asked.request("GET", "/", headers={"Host": host})
                answer = asked.getresponse()
                assert answer.status == status
                assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")
                assert ("Here" in answer.read().decode()) is (status == 200)
                asked.close()
        finally:
            found.shutdown()
            thread.join()
    assert found.server_address[0] == "127.0.0.1"
