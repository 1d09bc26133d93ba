"""Publishing on a hub: the plan, the commit, the tag, every fault on the way, and loading it back.

The hub is a stand-in on loopback (hub_server.py); publishers and readers are processes of their own.
"""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import replace, snapshot
from hub_server import serving
from hub_story import READER, REPO, RETOLD, TOKEN, USERS, Client, Near, pauses
from retold.editions import write_standoff
from retold.files import CorpusFolder
from retold.pipeline import build
from test_git import git
from test_sources import committed

# huggingface_hub calls its HTTP library in a way that the library advises against
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture(scope="module")
def story(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Near]:
    """A hub with 0.1.0 and 0.2.0, published one after the other."""
    with serving(USERS) as hub, pytest.MonkeyPatch.context() as patch:
        client = Near(hub, tmp_path_factory.mktemp("home"), patch=patch)
        for folder in built:
            result = client.publish(REPO, folder, "--yes")
            assert (result.returncode, pauses(result)) == (0, []), result.stderr
        yield client


# The story: two versions, loaded by revision.


def test_two_versions_are_published_and_loaded_by_revision(
    apart: Client, built: tuple[Path, Path]
) -> None:
    hub = apart.hub
    for folder, version in zip(built, ("0.1.0", "0.2.0"), strict=True):
        result = apart.publish(REPO, folder, "--yes")
        assert (result.returncode, pauses(result)) == (0, []), result.stderr
        assert f"Published: hf://datasets/acme/harbour@v{version} (commit " in result.stdout
        assert f'load_dataset("acme/harbour", "casualties", revision="v{version}")' in result.stdout
    old, new = ["port-en-c1", "port-hi-c1"], ["port-en-c1", "port-hi-c1", "port-hi-c2"]
    commit = hub.repos[REPO].tags["v0.1.0"]
    loaded = apart.claims("v0.1.0", "v0.2.0", "main", commit)
    assert loaded == {"v0.1.0": old, "v0.2.0": new, "main": new, commit: old}

    # no token in what publisher and reader wrote, nor in the store; none went to storage
    found = [p for place in (apart.home, *built) for p in place.rglob("*") if p.is_file()]
    assert len(found) > 100
    assert [p for p in found if TOKEN.encode() in p.read_bytes()] == []
    assert not any(TOKEN.encode() in data for data in [*hub.blobs.values(), *hub.objects.values()])
    assert hub.called("storage")
    assert hub.tokens_at_storage == 0


def test_each_revision_is_the_folder_as_it_was_built(story: Near, built: tuple[Path, Path]) -> None:
    for folder, tag in zip(built, ("v0.1.0", "v0.2.0"), strict=True):
        content = story.hub.content(REPO, tag)
        attributes = content.pop(".gitattributes")
        assert content == snapshot(folder)
        assert b"*.parquet filter=lfs" in attributes
        assert content["README.md"].startswith(b"---\nlicense: cc0-1.0\n")


def test_a_file_that_left_the_dataset_leaves_the_hub(story: Near) -> None:
    gone = "faults/test-00000-of-00001.parquet"
    assert gone in story.hub.content(REPO, "v0.1.0")
    assert gone not in story.hub.content(REPO, "v0.2.0")


def test_a_version_is_one_commit_and_large_files_go_to_large_storage(story: Near) -> None:
    repo = story.hub.repos[REPO]
    assert [commit.title for commit in repo.commits.values()] == [
        "initial commit",
        "harbour 0.1.0",
        "harbour 0.2.0",
    ]
    assert repo.branches["main"] == repo.tags["v0.2.0"]
    files = repo.commits[repo.branches["main"]].files
    assert all(bool(entry.lfs) == path.endswith(".parquet") for path, entry in files.items())


def test_unchanged_files_are_not_sent_again(story: Near) -> None:
    digests = [call.path.partition("?")[0] for call in story.hub.called("upload")]
    assert len(digests) == len(set(digests)) == 13 + 3


def test_publishing_again_changes_nothing(story: Near, built: tuple[Path, Path]) -> None:
    for folder, tag in zip(built, ("v0.1.0", "v0.2.0"), strict=True):
        before = len(story.hub.called())
        result = story.publish(REPO, folder, "--yes")
        assert result.returncode == 0
        assert f"nothing: {tag} is there, with these files" in result.stdout
        assert f'load_dataset("acme/harbour", "casualties", revision="{tag}")' in result.stdout
        assert len(story.hub.called()) == before


# The plan, and what is asked.


def test_the_plan_says_what_changes(client: Near, built: tuple[Path, Path]) -> None:
    old, new = built
    first = client.publish(REPO, old, "--dry-run")
    assert first.returncode == 0
    assert f"to         {client.hub.address}/datasets/{REPO} (will be created, public)" in first.stdout
    assert "as         ada\n" in first.stdout
    assert "one commit, and the tag v0.1.0" in first.stdout
    assert client.hub.called() == []
    assert client.hub.repos == {}

    assert client.publish(REPO, old, "--yes", "--message", "First light").returncode == 0
    titles = [commit.title for commit in client.hub.repos[REPO].commits.values()]
    assert titles == ["initial commit", "First light"]
    client.hub.log.clear()
    result = client.publish(REPO, new, "--dry-run", "--format", "json")
    assert client.hub.called() == []
    found = json.loads(result.stdout)
    assert found["commit"] is None
    plan = found["plan"]
    changes = {file["path"]: file["change"] for file in plan.pop("files")}
    upload = sum(len(data) for path, data in snapshot(new).items() if changes[path] != "unchanged")
    assert plan == {
        "dataset": "harbour",
        "version": "0.2.0",
        "tag": "v0.2.0",
        "repository": REPO,
        "endpoint": client.hub.address,
        "user": "ada",
        "exists": True,
        "latest": "v0.1.0",
        "texts": "included, under CC0-1.0",
        "step": "commit",
        "upload_bytes": upload,
        "note": None,
    }
    assert changes.pop("faults/test-00000-of-00001.parquet") == "removed"
    there, here = snapshot(old), snapshot(new)
    assert changes == {p: "unchanged" if there[p] == here[p] else "changed" for p in here}
    assert ".gitattributes" not in changes


def test_revisions_on_the_hub_are_compared_and_verified(story: Near, built: tuple[Path, Path]) -> None:
    first, second = (f"hf://datasets/{REPO}@v{version}" for version in ("0.1.0", "0.2.0"))
    reader = Client(story.hub, story.home)
    differ = reader.python(RETOLD, "diff", first, second, "--format", "json")
    assert differ.returncode == 1, differ.stderr
    found = json.loads(differ.stdout)
    names = (f"{first} (harbour 0.1.0)", f"{second} (harbour 0.2.0)")
    assert (found["old"], found["new"], found["bump"]) == (*names, "major")
    kinds = {(c["kind"], c["layer"], c["record"]) for c in found["changes"]}
    assert ("record added", "casualty", "port-hi-c2") in kinds
    assert ("record removed", "fault", "port-en-f1") in kinds
    same = reader.python(RETOLD, "diff", second, str(built[1]))
    assert same.returncode == 0, same.stdout
    verified = reader.python(RETOLD, "verify", second, "--endpoint", story.hub.address)
    assert verified.returncode == 0, verified.stdout
    assert verified.stdout.endswith("files, all as recorded\n")


def test_a_revision_that_the_hub_does_not_have_is_one_sentence(story: Near) -> None:
    reader = Client(story.hub, story.home)
    missing = reader.python(RETOLD, "verify", f"hf://datasets/{REPO}@v9.0.0")
    assert missing.returncode == 3
    assert f"could not run: {REPO} has no revision v9.0.0" in missing.stderr
    wrong = reader.python(RETOLD, "verify", f"hf://{REPO}")
    assert wrong.returncode == 2
    assert "write hf://datasets/ORG/NAME" in " ".join(wrong.stderr.replace("│", " ").split())


def test_the_plan_says_what_becomes_of_the_texts_and_editions_do_not_replace_each_other(
    client: Near, built: tuple[Path, Path], tmp_path: Path
) -> None:
    write_standoff(built[0], tmp_path / "first")
    write_standoff(built[1], tmp_path / "second")
    shown = client.publish(REPO, built[0], "--dry-run").stdout
    assert "texts      included, under CC0-1.0" in shown
    result = client.publish(REPO, tmp_path / "first", "--yes")
    assert result.returncode == 0, result.stderr
    assert "texts      left out (stand-off edition)" in result.stdout
    refused = client.publish(REPO, built[1], "--yes")
    assert refused.returncode == 1
    assert f"{REPO} is the edition without the texts, and this is the one with them" in refused.stderr
    assert client.publish(REPO, tmp_path / "second", "--yes").returncode == 0
    assert client.publish(REPO, built[1], "--dry-run", "--switch-edition").returncode == 1  # the tag
    other = "acme/full"
    assert client.publish(other, built[0], "--yes").returncode == 0
    refused = client.publish(other, tmp_path / "second", "--yes")
    assert f"{other} is the edition with the texts" in refused.stderr
    switched = client.publish(other, tmp_path / "second", "--yes", "--switch-edition")
    assert switched.returncode == 0, switched.stderr


def test_an_edition_on_the_hub_is_put_together(
    apart: Client, built: tuple[Path, Path], tmp_path: Path
) -> None:
    write_standoff(built[0], tmp_path / "edition")
    assert apart.publish(REPO, tmp_path / "edition", "--yes").returncode == 0
    words = (f"hf://datasets/{REPO}@v0.1.0", "--seeds", str(built[0].parent / "seeds"))
    result = apart.python(RETOLD, "hydrate", *words, "--out", str(tmp_path / "full"))
    assert result.returncode == 0, result.stderr
    assert snapshot(tmp_path / "full") == snapshot(built[0])


def test_data_that_is_not_that_of_its_tag_in_git_is_not_published(
    client: Near, built: tuple[Path, Path], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(built[0].parent, corpus, ignore=shutil.ignore_patterns(".retold-*"))
    committed(corpus)  # and tagged v0.2.0, which is another version
    shown = client.publish(REPO, corpus, "--dry-run").stdout
    assert "note       git has no tag v0.1.0; `retold release` makes it" in shown
    git(corpus, "tag", "v0.1.0")
    assert "note" not in client.publish(REPO, corpus, "--dry-run").stdout
    card = corpus / "dataset_card.md"
    card.write_text(card.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    build(CorpusFolder(corpus))
    refused = client.publish(REPO, corpus, "--yes")
    assert refused.returncode == 1
    assert "data/ is not that of git's tag v0.1.0 (README.md" in refused.stderr
    assert not client.hub.called("commit", "create")


def test_going_back_is_noted(story: Near, built: tuple[Path, Path], tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(built[0].parent, corpus)
    replace(corpus / "retold.toml", 'version = "0.1.0"', 'version = "0.1.1"')
    build(CorpusFolder(corpus))
    older = corpus / "data"
    shown = story.publish(REPO, older, "--dry-run").stdout
    assert "note       v0.2.0 is newer; main goes back to 0.1.1" in shown


def on_a_terminal(client: Client, answer: bytes, *words: str) -> tuple[int, str]:
    """Exit status and what is shown when a person answers."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", RETOLD, "publish", *words],
        stdin=child,
        stdout=child,
        stderr=child,
        env=client.environment(TERM="xterm"),
        cwd=client.home,
    )
    os.close(child)
    shown, asked = b"", False
    while True:
        try:
            block = os.read(parent, 4096)
        except OSError:  # how Linux reports the end of a terminal
            break
        shown += block
        if b"[y/N]" in shown and not asked:
            os.write(parent, answer)
            asked = True
    os.close(parent)
    assert TOKEN.encode() not in shown
    return process.wait(), shown.decode()


def test_it_asks_and_no_is_no(apart: Client, built: tuple[Path, Path]) -> None:
    status, shown = on_a_terminal(apart, b"n\n", REPO, str(built[0]))
    assert status == 1
    assert "Publish acme/harbour v0.1.0? [y/N]" in shown
    assert "Nothing sent." in shown
    assert apart.hub.called() == []


def test_it_asks_and_yes_is_yes(client: Near, built: tuple[Path, Path]) -> None:
    status, shown = on_a_terminal(client, b"y\n", "--private", REPO, str(built[0]))
    assert status == 0
    assert "(will be created, private)" in shown
    assert "Published: hf://datasets/acme/harbour@v0.1.0" in shown
    assert client.hub.repos[REPO].private
    stranger = Near(client.hub, client.home, READER, client.patch)
    refused = stranger.publish(REPO, built[0], "--dry-run")
    assert "will be created" in refused.stdout  # a private dataset does not show itself
    denied = stranger.publish(REPO, built[0], "--yes")
    assert denied.returncode == 3


def test_without_a_terminal_it_wants_yes(apart: Client, built: tuple[Path, Path]) -> None:
    result = apart.publish(REPO, built[0])
    assert result.returncode == 2
    assert "there is no terminal to ask on; give --yes" in " ".join(result.stderr.split())
    assert apart.hub.log == []


def test_a_corpus_stands_for_its_data(client: Near, apart: Client, built: tuple[Path, Path]) -> None:
    corpus = built[0].parent
    named = client.publish(REPO, corpus, "--dry-run", "--format", "json")
    near = apart.python(
        RETOLD, "publish", REPO, "--dry-run", "--format", "json", cwd=corpus / "annotations"
    )
    assert json.loads(named.stdout)["plan"]["version"] == "0.1.0"
    assert named.stdout == near.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("harbour", "DATA"), "'harbour' is no dataset of a hub; write ORG/NAME"),
        ((REPO, "HOME"), "is no built dataset: it has no release.json"),
        ((REPO, "DATA", "--endpoint", "http://ada:pa55word@hub"), "with no name and password in it"),
        ((REPO, "DATA", "--endpoint", "hub.example.org"), "write an address as https://"),
    ],
)
def test_wrong_usage_is_2(
    client: Near, built: tuple[Path, Path], words: tuple[str, ...], said: str
) -> None:
    places = {"DATA": str(built[0]), "HOME": str(client.home)}
    result = client.publish(*(places.get(word, word) for word in words), "--yes")
    shown = " ".join(result.stderr.replace("│", " ").split())
    assert (result.returncode, said in shown) == (2, True), shown
    assert "pa55word" not in result.stderr + result.stdout
    assert client.hub.log == []


# Nothing is sent that was not built, and no tag is moved.


def test_a_folder_that_is_not_as_built_sends_nothing(
    client: Near, built: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(built[0], folder)
    card = (folder / "README.md").read_bytes()
    (folder / "README.md").write_bytes(bytes([card[0] ^ 1]) + card[1:])
    (folder / "schema/zone.schema.json").write_bytes(b"{}")
    (folder / "faults/test-00000-of-00001.parquet").unlink()
    (folder / "notes").write_text("mine")
    result = client.publish(REPO, folder, "--yes")
    assert result.returncode == 1
    *wrong, last = result.stderr.splitlines()
    assert last == "Nothing sent: the dataset is not as it was built. Run `retold build`."
    assert "notes is not listed in release.json" in wrong
    assert "faults/test-00000-of-00001.parquet is missing" in wrong
    named = {line.split(" ")[0] for line in wrong}
    assert named >= {"README.md", "schema/zone.schema.json"}
    assert str(folder) not in result.stderr
    assert client.hub.log == []


def test_a_folder_that_changes_under_the_plan_sends_nothing(
    client: Near, built: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(built[0], folder)

    def meddle(call: str) -> None:
        if call == "info":
            (folder / "README.md").write_text("mine")
            (folder / "quality.json").unlink(missing_ok=True)
            (folder / "release.json").unlink(missing_ok=True)

    client.hub.watch = meddle
    result = client.publish(REPO, folder, "--yes")
    assert result.returncode == 1
    assert "README.md changed after the plan was made\n" in result.stderr
    assert "release.json changed after the plan was made\n" in result.stderr
    assert client.hub.called() == []
