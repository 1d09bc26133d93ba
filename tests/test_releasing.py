"""A release is planned: from what changed since the last one, with all that keeps it back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, replace, snapshot
from release_steps import FIRST, GOLD, commit, relabel
from retold.files import CorpusFolder
from retold.git import Repository
from retold.pipeline import build
from retold.releasing import ReleaseError, carry_out, last_release, plan
from retold.scaffold import empty_corpus
from retold.versions import Bump
from test_cli import retold
from test_git import git
from test_sources import committed

CASES = ROOT / "tests/cases"


def add(corpus: Path) -> None:
    """One more stance."""
    for path in (FIRST, GOLD):
        lines = (corpus / path).read_text(encoding="utf-8").splitlines(keepends=True)
        number = next(n for n, line in enumerate(lines) if '"kind":"stance"' in line)
        record = json.loads(lines[number])
        record.update(id="port-en-s2", target="e-norland")
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        (corpus / path).write_text("".join([*lines[: number + 1], f"{text}\n", *lines[number + 1 :]]))


def reword(corpus: Path) -> None:
    (corpus / "dataset_card.md").write_text((corpus / "dataset_card.md").read_text() + "\nMore prose.\n")


@pytest.mark.parametrize(
    ("change", "bump", "version"),
    [(reword, Bump.patch, "0.2.1"), (add, Bump.minor, "0.3.0"), (relabel, Bump.major, "1.0.0")],
)
def test_the_least_version_follows_from_what_changed(
    change: Any, bump: Bump, version: str, corpus: Path
) -> None:
    change(corpus)
    found = plan(CorpusFolder(corpus))
    assert found.diff is not None and found.last is not None
    assert (found.last.name, str(found.last.version)) == ("v0.2.0", "0.2.0")
    assert (found.diff.bump, str(found.version), found.refused) == (bump, version, None)
    assert not found.findings
    assert [o.split(":")[0] for o in found.obstacles] == ["uncommitted changes"]


def test_nothing_changed_nothing_to_release(corpus: Path) -> None:
    found = plan(CorpusFolder(corpus))
    assert (found.version, found.obstacles) == (None, ())
    result = retold("release", "--yes", cwd=corpus)
    assert result.returncode == 0
    assert "Nothing to release." in result.stdout


def test_more_may_be_asked_for_less_is_refused(corpus: Path) -> None:
    add(corpus)
    folder = CorpusFolder(corpus)
    assert str(plan(folder, asked=Bump.major).version) == "1.0.0"
    refused = plan(folder, asked=Bump.patch).refused
    assert refused is not None
    assert "0.2.1 is a patch version and promises the same rows" in refused
    assert "demands a minor one, 0.3.0: record added, stance port-en port-en-s2" in refused


def test_a_version_raised_by_hand_counts(corpus: Path) -> None:
    relabel(corpus)
    replace(corpus / "retold.toml", 'version = "0.2.0"', 'version = "0.3.0"')
    refused = plan(CorpusFolder(corpus)).refused
    assert refused is not None and "0.3.0 is a minor version" in refused
    replace(corpus / "retold.toml", 'version = "0.3.0"', 'version = "2.0.0"')
    found = plan(CorpusFolder(corpus))
    assert (str(found.version), found.refused) == ("2.0.0", None)


def test_dry_run_shows_the_record_old_and_new_and_writes_nothing(corpus: Path) -> None:
    relabel(corpus)
    before = snapshot(corpus)
    result = retold("release", cwd=corpus)
    assert result.returncode == 0
    lines = result.stdout.splitlines()
    assert "Compared with v0.2.0." in lines
    told = "polarity: oppose -> support | Dock Union ends talks with Norland"
    assert f"  test/en port-en port-en-s1 {told}" in lines
    assert "relabelled: stance (1, major)" in lines
    assert "The next version is 1.0.0. Nothing written; --yes does it:" in lines
    assert "  makes the tag v1.0.0." in lines
    assert lines[-1].startswith("Before that: uncommitted changes: annotations/first/port-en.jsonl,")
    assert snapshot(corpus) == before


def test_a_smaller_version_is_wrong_usage(corpus: Path) -> None:
    relabel(corpus)
    commit(corpus)
    head = Repository(corpus).commit("HEAD")
    result = retold("release", "--minor", "--yes", cwd=corpus)
    assert result.returncode == 2
    assert "Refused: 0.3.0 is a minor version and promises that all rows" in result.stdout
    assert "demands a major one, 1.0.0: relabelled, stance port-en port-en-s1" in result.stdout
    assert Repository(corpus).commit("HEAD") == head
    assert retold("release", "--minor", "--major", cwd=corpus).returncode == 2


def test_without_a_tag_the_last_release_is_where_its_version_came_in(corpus: Path) -> None:
    git(corpus, "tag", "--delete", "v0.2.0")
    first = git(corpus, "rev-parse", "HEAD").strip()
    reword(corpus)
    build(CorpusFolder(corpus))
    commit(corpus)
    folder = CorpusFolder(corpus)
    found = last_release(folder)
    assert found is not None
    assert found.name == f"commit {first[:12]} (no tag; the first with 0.2.0)"
    assert str(found.version) == "0.2.0"
    carry_out(folder, plan(folder))
    git(corpus, "tag", "--delete", "v0.2.1")
    found = last_release(folder)
    assert found is not None
    assert (found.name[:7], str(found.version)) == ("commit ", "0.2.1")
    planned = plan(folder)
    assert (str(planned.version), planned.only_tag) == ("0.2.1", True)


def test_a_version_that_lacks_only_its_tag_gets_it(corpus: Path) -> None:
    git(corpus, "tag", "--delete", "v0.2.0")
    before = snapshot(corpus)
    result = retold("release", cwd=corpus)
    assert result.returncode == 0
    assert "0.2.0 has no tag yet. Nothing written; --yes makes the tag v0.2.0." in result.stdout
    result = retold("release", "--yes", cwd=corpus)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Released 0.2.0: tagged v0.2.0." in result.stdout
    assert Repository(corpus).tags() == ["v0.2.0"]
    files = {path: data for path, data in snapshot(corpus).items() if not path.startswith(".git/")}
    assert files == {path: data for path, data in before.items() if not path.startswith(".git/")}


def test_a_branch_that_was_merged_is_not_the_last_release(corpus: Path) -> None:
    """The side branch is younger than the release on the main line, and has the older version."""
    git(corpus, "tag", "--delete", "v0.2.0")
    git(corpus, "branch", "side")
    add(corpus)
    commit(corpus)
    carry_out(CorpusFolder(corpus), plan(CorpusFolder(corpus)))
    git(corpus, "tag", "--delete", "v0.3.0")
    wanted = git(corpus, "rev-parse", "HEAD").strip()
    git(corpus, "checkout", "--quiet", "side")
    (corpus / "CITATION.cff").write_text((corpus / "CITATION.cff").read_text() + "# side\n")
    commit(corpus)
    git(corpus, "checkout", "--quiet", "main")
    git(corpus, "merge", "--quiet", "--strategy=ours", "--no-ff", "--message=merge", "side")
    relabel(corpus)
    found = last_release(CorpusFolder(corpus))
    assert found is not None
    assert found.name.startswith(f"commit {wanted[:12]}")
    assert str(plan(CorpusFolder(corpus)).version) == "1.0.0"


def test_a_tag_of_something_else_is_not_the_last_release(corpus: Path) -> None:
    git(corpus, "tag", "v5.0.0")
    found = last_release(CorpusFolder(corpus))
    assert found is not None
    assert found.name == "v0.2.0"


def test_a_shallow_clone_does_not_know_the_last_release(corpus: Path, tmp_path: Path) -> None:
    git(corpus, "tag", "--delete", "v0.2.0")
    reword(corpus)
    commit(corpus)
    clone = tmp_path / "clone"
    git(corpus, "clone", "--quiet", "--depth=1", corpus.as_uri(), str(clone))
    with pytest.raises(ReleaseError, match="git fetch --unshallow --tags"):
        plan(CorpusFolder(clone))
    assert plan(CorpusFolder(clone), since=str(corpus)).last is not None
    result = retold("release", cwd=clone)
    assert result.returncode == 2
    assert "--since" in result.stderr


def test_the_greatest_version_counts_not_the_latest_tag(corpus: Path) -> None:
    for version in ("0.10.0", "0.9.0"):
        replace(corpus / "retold.toml", 'version = "', f'version = "{version}"  # "')
        build(CorpusFolder(corpus))
        commit(corpus)
        git(corpus, "tag", f"v{version}")
    for name in ("v1.0", "version", "v01.0.0", "v0.11.0"):
        git(corpus, "tag", name)
    found = last_release(CorpusFolder(corpus))
    assert found is not None
    assert found.name == "v0.10.0"


def test_since_names_the_release_to_compare_with(corpus: Path) -> None:
    relabel(corpus)
    build(CorpusFolder(corpus))
    commit(corpus)
    assert plan(CorpusFolder(corpus), since="HEAD").version is None
    assert str(plan(CorpusFolder(corpus), since="HEAD~1").version) == "1.0.0"
    with pytest.raises(ReleaseError, match="nope is no dataset"):
        plan(CorpusFolder(corpus), since="nope")
    assert retold("release", "--since", "nope", cwd=corpus).returncode == 2


def test_a_first_release_keeps_the_version_of_the_settings(corpus_copy: Path) -> None:
    committed(corpus_copy)
    git(corpus_copy, "rm", "--quiet", "-r", "data")
    git(corpus_copy, "tag", "--delete", "v0.2.0")
    git(corpus_copy, "commit", "--quiet", "--amend", "--message=without data")
    result = retold("release", "--yes", cwd=corpus_copy)
    assert result.returncode == 0, result.stdout + result.stderr
    assert Repository(corpus_copy).tags() == ["v0.2.0"]
    assert "## Data 0.2.0\n\nFirst release." in (corpus_copy / "CHANGELOG.md").read_text()


def test_errors_of_the_corpus_are_shown_with_the_diff_and_nothing_is_released(corpus: Path) -> None:
    old = '"polarity":"oppose","expression":"action"'
    replace(corpus / GOLD, old, '"polarity":"support","expression":"action"')
    commit(corpus)
    result = retold("release", "--yes", cwd=corpus)
    assert result.returncode == 1
    assert "RT801 error" in result.stdout
    assert "relabelled: stance (1, major)" in result.stdout
    assert "Nothing released: the corpus has 1 error, shown first. The version would be 1.0.0." in (
        result.stdout
    )
    assert Repository(corpus).tags() == ["v0.2.0"]


def test_a_corpus_whose_tables_cannot_be_made_has_no_diff(corpus: Path) -> None:
    replace(corpus / GOLD, '"entity":"e-dock-union"', '"entity":"e-nobody"')
    result = retold("release", cwd=corpus)
    assert result.returncode == 1
    assert "RT3" in result.stdout
    assert "The version would be" not in result.stdout


def test_json_says_the_same(corpus: Path) -> None:
    relabel(corpus)
    result = retold("release", "--format", "json", cwd=corpus)
    found = json.loads(result.stdout)
    assert (found["last"], found["version"]) == ({"name": "v0.2.0", "version": "0.2.0"}, "1.0.0")
    assert found["diff"]["bump"] == "major"
    kinds = [(c["kind"], c["old"], c["new"]) for c in found["diff"]["changes"]]
    assert ("relabelled", "oppose", "support") in kinds
    assert (found["written"], found["refused"], found["released"]) == ([], None, False)


def test_uncommitted_changes_keep_a_release_back(corpus: Path) -> None:
    reword(corpus)
    result = retold("release", "--yes", cwd=corpus)
    assert result.returncode == 1
    said = "no release: uncommitted changes: dataset_card.md; commit them, or `git stash -u`"
    assert said in result.stderr
    found = json.loads(retold("release", "--yes", "--format", "json", cwd=corpus).stdout)
    assert (found["released"], found["error"]) == (False, found["obstacles"][0])


def test_what_keeps_a_release_back_is_said_before(corpus: Path, tmp_path: Path) -> None:
    reword(corpus)
    commit(corpus)
    git(corpus, "tag", "v0.2.1", "HEAD~1")
    git(corpus, "checkout", "--quiet", "--detach")
    (corpus / ".gitignore").write_text(".retold-*\nCHANGELOG.md\n")
    git(corpus, "rm", "--quiet", "--cached", "CHANGELOG.md")
    replace(corpus / "CITATION.cff", "version: 0.2.0\n", "")
    commit(corpus)
    folder = CorpusFolder(corpus)
    planned = plan(folder)
    said = " / ".join(planned.obstacles)
    assert "HEAD is on no branch" in said
    assert "there is a tag v0.2.1 already, and a tag never moves" in said
    assert "git ignores CHANGELOG.md, which a release commits" in said
    assert "CITATION.cff has no line `version:`" in said
    before = snapshot(corpus)
    with pytest.raises(ReleaseError, match="a tag never moves"):
        carry_out(folder, planned)
    assert snapshot(corpus) == before


def test_a_changelog_that_is_a_link_keeps_a_release_back(corpus: Path, tmp_path: Path) -> None:
    (corpus / "CHANGELOG.md").rename(tmp_path / "log.md")
    (corpus / "CHANGELOG.md").symlink_to(tmp_path / "log.md")
    reword(corpus)
    commit(corpus)
    assert any("is a link" in said for said in plan(CorpusFolder(corpus)).obstacles)


def test_what_only_its_makers_can_say_is_said_before_a_release(corpus: Path) -> None:
    """The files of `retold init` hold such places, those of the golden corpus none."""
    files = empty_corpus("ferry", "Ferry", ["en"])
    assert not any("FILL IN" in said for said in plan(CorpusFolder(corpus)).obstacles)
    (corpus / "LICENSE").write_bytes(files["LICENSE"])
    (corpus / "CITATION.cff").write_bytes(files["CITATION.cff"])
    commit(corpus)
    line = 1 + files["CITATION.cff"].decode().splitlines().index('  - name: "FILL IN"')
    (said,) = [said for said in plan(CorpusFolder(corpus)).obstacles if "FILL IN" in said]
    assert said.startswith(f"FILL IN still stands in LICENSE:1, CITATION.cff:{line}: say there")
    assert retold("release", "--yes", cwd=corpus).returncode == 1


def test_a_repository_without_a_commit(corpus_copy: Path) -> None:
    git(corpus_copy, "init", "--quiet")
    result = retold("release", cwd=corpus_copy)
    assert result.returncode == 0
    assert "Before that: the repository has no commit yet" in result.stdout
    assert retold("release", "--yes", cwd=corpus_copy).returncode == 1


def test_a_waiver_that_the_new_version_ends_is_an_error_before(corpus: Path) -> None:
    shutil.copytree(CASES / "RT807/good/annotations", corpus / "annotations", dirs_exist_ok=True)
    add(corpus)
    folder = CorpusFolder(corpus)
    assert {f.code for f in plan(folder, asked=Bump.patch).findings} == {"RT807"}  # until 0.2.0
    waivers = corpus / "annotations/waivers.jsonl"
    waivers.write_text(waivers.read_text().replace('"0.2.0"', '"0.10.0"'))
    assert not plan(folder).findings
    assert {f.code for f in plan(folder, asked=Bump.major).findings} == {"RT807"}


def test_a_first_release_has_nothing_to_count_from(corpus_copy: Path) -> None:
    git(corpus_copy, "init", "--quiet")
    result = retold("release", "--major", cwd=corpus_copy)
    assert result.returncode == 2
    assert "there is no release to count from; set the version in retold.toml" in result.stdout


def test_outside_git_there_is_a_plan_but_no_release(
    corpus_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ceiling = str(corpus_copy.parent)
    result = retold("release", cwd=corpus_copy, GIT_CEILING_DIRECTORIES=ceiling)
    assert result.returncode == 0
    assert "No release before this one" in result.stdout
    result = retold("release", "--yes", cwd=corpus_copy, GIT_CEILING_DIRECTORIES=ceiling)
    assert result.returncode == 1
    assert "is in no git repository" in result.stderr
