"""One label of this corpus changes: the whole way from the release to readers of both versions."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from conftest import ROOT, replace
from hub_server import serving
from hub_story import REPO, USERS, Client
from test_cli import retold
from test_git import git
from test_sources import committed

DOC = "000_5869bfeec2b9019e"
STANCE = "000-s03"
READ = (
    "import json, sys; from datasets import load_dataset\n"
    "def polarity(revision):\n"
    f"    rows = load_dataset({REPO!r}, 'stance', split='test', revision=revision)\n"
    f"    (row,) = (row for row in rows if row['stance_id'] == {STANCE!r})\n"
    "    return rows.features['polarity'].int2str(row['polarity'])\n"
    "print(json.dumps({r: polarity(r) for r in sys.argv[1:]}))\n"
)


def corpus_of_this_repository(folder: Path) -> Path:
    """This corpus in a repository of its own, as last committed, without a tag."""
    for name in ("seeds", "annotations", "data"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "docs").mkdir()
    texts = ("dataset_card.md", "LICENSE", "CITATION.cff", "CHANGELOG.md", "docs/results.json")
    for name in ("retold.toml", *texts):
        shutil.copyfile(ROOT / name, folder / name)
    committed(folder)
    git(folder, "tag", "--delete", "v0.2.0")
    return folder


def relabelled(corpus: Path) -> None:
    """One stance as both annotators would have it, and gold made of them."""
    for annotator in ("second", "third"):
        path = corpus / f"annotations/{annotator}/{DOC}.jsonl"
        (line,) = (s for s in path.read_text("utf-8").splitlines() if f'"id":"{STANCE}"' in s)
        replace(path, line, line.replace('"polarity":"oppose"', '"polarity":"unclear"'))
    assert retold("adjudicate", cwd=corpus).returncode == 0


def test_one_label_from_the_release_to_the_readers(tmp_path: Path) -> None:
    corpus = corpus_of_this_repository(tmp_path / "corpus")
    version = json.loads((corpus / "data/release.json").read_bytes())["version"]
    first, second = f"v{version}", f"v{int(version.split('.')[0]) + 1}.0.0"
    tagged = retold("release", "--yes", cwd=corpus)
    assert f"Released {version}: tagged {first}." in tagged.stdout, tagged.stdout + tagged.stderr

    with serving(USERS) as hub:
        (tmp_path / "home").mkdir()
        client = Client(hub, tmp_path / "home")
        published = client.publish(REPO, corpus, "--yes")
        assert published.returncode == 0, published.stderr

        relabelled(corpus)
        shown = retold("release", cwd=corpus).stdout
        assert "at least major" in shown
        told = f"test/id {DOC} {STANCE} polarity: oppose -> unclear |"
        assert [line for line in shown.splitlines() if told in line], shown
        refused = retold("release", "--minor", cwd=corpus)
        assert refused.returncode == 2
        assert "Refused: " in refused.stdout
        git(corpus, "commit", "--quiet", "--all", "--message=One label")
        released = retold("release", "--yes", cwd=corpus)
        assert f"tagged {second}." in released.stdout, released.stdout + released.stderr
        published = client.publish(REPO, corpus, "--yes")
        assert published.returncode == 0, published.stderr

        read = client.python(READ, first, second, "main")
        assert read.returncode == 0, read.stderr
        labels = json.loads(read.stdout.splitlines()[-1])
        assert labels == {first: "oppose", second: "unclear", "main": "unclear"}

    damaged = tmp_path / "damaged"
    shutil.copytree(corpus / "data", damaged)
    table = damaged / "casualties/test-00000-of-00001.parquet"
    table.write_bytes(table.read_bytes()[:-9] + b"x" + table.read_bytes()[-8:])
    verified = retold("verify", str(damaged))
    assert verified.returncode == 1
    assert verified.stdout.startswith("casualties/test-00000-of-00001.parquet: has SHA-256 ")

    edition, full = tmp_path / "edition", tmp_path / "full"
    assert retold("release", "--text", "omit", "--out", str(edition), cwd=corpus).returncode == 0
    runs = {
        " ".join(words[at : at + 5])
        for seed in (corpus / "seeds").glob("*.txt")
        for words in [re.findall(r"\w+", seed.read_text("utf-8").lower())]
        for at in range(len(words) - 4)
    }
    assert len(runs) > 1000
    for path in edition.rglob("*"):
        if path.suffix in (".jsonl", ".json", ".md", ".svg", ".cff"):
            words = re.findall(r"\w+", path.read_text("utf-8").lower())
            found = {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
            assert not runs & found, path
    words_ = ("hydrate", str(edition), "--seeds", str(corpus / "seeds"), "--out", str(full))
    assert retold(*words_).returncode == 0
    records = [json.loads((folder / "release.json").read_bytes()) for folder in (full, corpus / "data")]
    assert records[0]["content"] == records[1]["content"]
    assert records[0] == records[1]
