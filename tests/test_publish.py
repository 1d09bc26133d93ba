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
from hub_store import Fault, blob_id
from hub_story import READER, REPO, RETOLD, TOKEN, USERS, Client, Near, pauses, versions
from retold.editions import write_standoff
from retold.files import CorpusFolder
from retold.hub import publishing
from retold.hub.calls import connected
from retold.pipeline import build
from test_git import git
from test_sources import committed

# huggingface_hub calls its HTTP library in a way that the library advises against
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return versions(tmp_path_factory.mktemp("versions"))


@pytest.fixture(scope="module")
def story(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Near]:
    """A hub with 0.1.0 and 0.2.0, published one after the other."""
    with serving(USERS) as hub, pytest.MonkeyPatch.context() as patch:
        client = Near(hub, tmp_path_factory.mktemp("home"), patch=patch)
        for folder in built:
            result = client.publish(REPO, folder, "--yes")
            assert (result.returncode, pauses(result)) == (0, []), result.stderr
        yield client


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Near]:
    """A hub without a dataset, and a client in this process."""
    home = tmp_path / "home"
    home.mkdir()
    with serving(USERS) as hub:
        yield Near(hub, home, patch=monkeypatch)


@pytest.fixture
def apart(client: Near) -> Client:
    """A client of that hub in a process of its own."""
    return Client(client.hub, client.home)


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
    assert len(digests) == len(set(digests)) == 12 + 3


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


def test_a_tag_is_never_moved(client: Near, built: tuple[Path, Path]) -> None:
    old, new = built
    assert client.publish(REPO, old, "--yes").returncode == 0
    repo = client.hub.repos[REPO]
    repo.tags["v0.2.0"] = repo.tags["v0.1.0"]
    before = len(client.hub.called())
    result = client.publish(REPO, new, "--yes")
    assert result.returncode == 1
    assert "acme/harbour has a tag v0.2.0 already, with other files (README.md, " in result.stderr
    assert "bump the version with `retold release`" in result.stderr
    assert repo.tags["v0.2.0"] == repo.tags["v0.1.0"]
    assert len(client.hub.called()) == before


def test_a_tag_that_someone_else_makes_meanwhile_stays(client: Near, built: tuple[Path, Path]) -> None:
    hub = client.hub

    def race(call: str) -> None:
        if call == "tag":
            hub.repos[REPO].tags["v0.1.0"] = next(iter(hub.repos[REPO].commits))

    hub.watch = race
    result = client.publish(REPO, built[0], "--yes")
    assert result.returncode == 1
    assert "has a tag v0.1.0 already, with other files" in result.stderr
    assert hub.repos[REPO].tags["v0.1.0"] == next(iter(hub.repos[REPO].commits))


def test_another_commit_meanwhile_is_not_overwritten(client: Near, built: tuple[Path, Path]) -> None:
    hub = client.hub

    def race(call: str) -> None:
        if call == "commit" and hub.watch is race:
            hub.watch = lambda call: None
            hub.repos[REPO].commit({"theirs.txt": hub.keep(b"theirs")}, "theirs")

    hub.watch = race
    result = client.publish(REPO, built[0], "--yes")
    assert result.returncode == 3
    assert "acme/harbour changed meanwhile (412 while committing: A commit has happened" in result.stderr
    assert hub.content(REPO, "main") == {"theirs.txt": b"theirs"}
    assert hub.repos[REPO].tags == {}
    again = client.publish(REPO, built[0], "--dry-run", "--format", "json")
    changes = {f["path"]: f["change"] for f in json.loads(again.stdout)["plan"]["files"]}
    assert changes["theirs.txt"] == "removed"


# Faults that end the run: one sentence, no tag, and the same command finishes later.

FAULTS: dict[str, tuple[Fault, str]] = {
    "401": (
        Fault("commit", 401, message="Invalid credentials {token} in Authorization header"),
        "does not accept the login (401 while committing: Invalid credentials *** in Authorization "
        "header): run `hf auth login`, or set HF_TOKEN",
    ),
    "402": (
        Fault("create", 402, message="Payment required"),
        "has no room left for acme/harbour (402 while creating acme/harbour: Payment required): free "
        "or buy storage",
    ),
    "403": (
        Fault("commit", 403, message="Forbidden for you"),
        "the token may not do this (403 while committing: Forbidden for you): take one with "
        "rights to acme/harbour (to write, if you publish) from http",
    ),
    "403 at the upload": (
        Fault("upload", 403, message="Request has expired"),
        "the token may not do this (403 while uploading",
    ),
    "quota": (
        Fault("preupload", 403, message="Private repository storage limit reached"),
        "has no room left for acme/harbour (403 while uploading: Private repository storage limit",
    ),
    "409": (
        Fault("commit", 409, message="Conflicting operation"),
        "acme/harbour changed meanwhile (409 while committing: Conflicting operation): run this again",
    ),
    "429 for too long": (
        Fault("lfs-batch", 429, headers={"Retry-After": "4000"}),
        "gets too many requests (429): run this again in 4000 s",
    ),
    "429 without end": (
        Fault("tag", 429, headers={"Retry-After": "7"}),
        "gets too many requests (429 while tagging v0.1.0: injected): run this again in 7 s",
    ),
    "500": (
        Fault("commit", 500, message="Internal Server Error"),
        "is in trouble (500 while committing: Internal Server Error): run this again in some minutes",
    ),
    "500 at the tag": (
        Fault("tag", 500),
        "is in trouble (500 while tagging v0.1.0: injected): run this again",
    ),
    "a line that drops": (
        Fault("upload", drop=True, nth=3),
        "(RemoteProtocolError while uploading): look at the network",
    ),
    "bytes that change on the way": (
        Fault("upload", spoil=True, nth=2, times=1),
        "refuses (400 while uploading: The SHA-256 you specified did not match",
    ),
    "bytes that change in the store": (
        Fault("commit", spoil=True, times=1),
        "does not confirm what it was sent (README.md), and no tag was made: run this again",
    ),
    "a file the store has lost": (
        Fault("lfs-verify", 404, message="Object not found"),
        "does not have it, or does not show it to you (404 while uploading: Object not found)",
    ),
    "a card it does not take": (
        Fault("validate-yaml", 400, message="no such licence"),
        "refuses (400 while committing: no such licence): mend that, and run this again",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_one_sentence_and_the_next_run_finishes(
    client: Near, built: tuple[Path, Path], name: str
) -> None:
    fault, said = FAULTS[name]
    client.hub.faults = [Fault(**vars(fault))]
    result = client.publish(REPO, built[0], "--yes", RETOLD_TRACEBACK="1" if name == "401" else "")
    assert result.returncode == 3
    sentence = result.stderr.splitlines()[-1]
    assert sentence.startswith("retold: could not publish: ")
    assert said in sentence
    assert ("Traceback" in result.stderr) == (name == "401")
    assert all(repo.tags == {} for repo in client.hub.repos.values())
    assert max(pauses(result), default=0) <= 8

    client.hub.faults, client.hub.log = [], []
    sent = set(client.hub.objects)
    again = client.publish(REPO, built[0], "--yes")
    assert (again.returncode, pauses(again)) == (0, []), again.stderr
    content = client.hub.content(REPO, "v0.1.0")
    assert {p: d for p, d in content.items() if p != ".gitattributes"} == snapshot(built[0])
    resent = {call.path.split("/")[2].split("?")[0] for call in client.hub.called("upload")}
    assert not resent & sent
    if fault.call == "tag":
        assert [call.name for call in client.hub.called()] == ["tag"]


# Faults that pass: the same run gets over them.

PASSING: dict[str, tuple[Fault, list[float]]] = {
    "429 at a call sent once": (
        Fault("whoami", 429, times=1, headers={"Retry-After": "5"}),
        [5],
    ),
    "the window of the Hub": (
        Fault("refs", 429, times=1, headers={"RateLimit": '"api";r=0;t=42'}),
        [42],
    ),
    "429 at an upload": (Fault("upload", 429, times=1, headers={"Retry-After": "5"}), [6]),
    "503 twice": (Fault("commit", 503, times=2), [1, 2]),
    "a line that drops once": (Fault("upload", drop=True, times=1), [1]),
    "an answer of create that is lost": (Fault("create", lose=True, times=1), [1]),
    "an answer of commit that is lost": (Fault("commit", lose=True, times=1), []),
    "an answer of tag that is lost": (Fault("tag", lose=True, times=1), [1]),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_waited_for(client: Near, built: tuple[Path, Path], name: str) -> None:
    fault, waited = PASSING[name]
    if fault.call == "refs":  # asked for where there is a dataset
        assert client.publish(REPO, built[0], "--yes").returncode == 0
    client.hub.faults = [Fault(**vars(fault))]
    result = client.publish(REPO, built[1], "--yes")
    assert (result.returncode, pauses(result)) == (0, waited), result.stderr
    assert client.hub.faults[0].seen >= 1
    titles = [commit.title for commit in client.hub.repos[REPO].commits.values()]
    assert titles.count("harbour 0.2.0") == 1
    content = client.hub.content(REPO, "v0.2.0")
    assert {p: d for p, d in content.items() if p != ".gitattributes"} == snapshot(built[1])


def test_a_killed_run_is_finished_by_the_next(apart: Client, built: tuple[Path, Path]) -> None:
    hub = apart.hub
    command = [sys.executable, "-c", RETOLD, "publish", REPO, str(built[0]), "--yes"]
    process = subprocess.Popen(
        command, env=apart.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def kill(call: str) -> None:
        if call == "commit":
            process.kill()
            process.wait()

    hub.watch = kill
    assert process.wait() == -9
    hub.watch = lambda call: None
    sent = len(hub.objects)
    assert sent == 12
    # the server had the whole commit when its sender died, and may have made it or not
    landed = len(hub.repos[REPO].commits) - 1
    assert hub.repos[REPO].tags == {}
    hub.log.clear()
    result = apart.publish(REPO, built[0], "--yes")
    assert result.returncode == 0, result.stderr
    assert hub.called("upload") == []
    assert len([call for call in hub.called("commit") if call.status]) == 1 - landed
    assert len(hub.repos[REPO].commits) == 2
    assert hub.repos[REPO].tags == {"v0.1.0": hub.repos[REPO].branches["main"]}


# Logins, rights and addresses.


def test_without_a_login(client: Near, built: tuple[Path, Path]) -> None:
    nobody = Near(client.hub, client.home, None, client.patch)
    result = nobody.publish(REPO, built[0], "--yes")
    assert result.returncode == 3
    assert result.stderr == (
        f"retold: could not publish: not logged in to {client.hub.address}: run `hf auth login`, or "
        "set HF_TOKEN, and run this again.\n"
    )


def test_a_token_of_nobody_is_refused_and_not_repeated(apart: Client, built: tuple[Path, Path]) -> None:
    secret = "no-usual-form-of-a-token"
    apart.hub.faults = [Fault("whoami", 401, message="bad token {token}")]
    result = Client(apart.hub, apart.home, secret).publish(
        REPO, built[0], "--yes", RETOLD_TRACEBACK="1", HF_DEBUG="1"
    )
    assert result.returncode == 3
    assert "does not accept the login (401 while asking who you are" in result.stderr
    assert "bad token ***" in result.stderr
    assert secret not in result.stderr + result.stdout


def test_a_token_without_the_right(client: Near, built: tuple[Path, Path]) -> None:
    result = Near(client.hub, client.home, READER, client.patch).publish(REPO, built[0], "--yes")
    assert result.returncode == 3
    assert "the token may not do this (403 while creating acme/harbour: You don't have" in result.stderr
    assert client.hub.repos == {}


def test_the_endpoint_given_wins(client: Near, apart: Client, built: tuple[Path, Path]) -> None:
    nowhere = "http://127.0.0.1:9"
    given = apart.publish(
        REPO, built[0], "--yes", "--endpoint", f"{apart.hub.address}/", HF_ENDPOINT=nowhere
    )
    assert given.returncode == 0, given.stderr
    assert f"HF_ENDPOINT={apart.hub.address}, then" in given.stdout
    lost = client.publish(REPO, built[0], "--yes", "--endpoint", nowhere)
    assert lost.returncode == 3
    assert f"no answer from {nowhere} (ConnectError while asking who you are)" in lost.stderr
    assert pauses(lost) == [1, 2, 4]


def test_offline_it_says_so(apart: Client, built: tuple[Path, Path]) -> None:
    result = apart.publish(REPO, built[0], "--yes", HF_HUB_OFFLINE="1")
    assert result.returncode == 3
    assert "HF_HUB_OFFLINE forbids that: unset it" in result.stderr
    assert apart.hub.log == []


def test_a_mirror_that_does_not_say_who_you_are(client: Near, built: tuple[Path, Path]) -> None:
    client.hub.faults = [Fault("whoami", 404)]
    result = client.publish(REPO, built[0], "--yes")
    assert result.returncode == 0
    assert "as         unknown: this hub does not say" in result.stdout


def test_attributes_of_the_hub_stay(client: Near, built: tuple[Path, Path]) -> None:
    assert client.publish(REPO, built[0], "--yes").returncode == 0
    repo, own = client.hub.repos[REPO], b"*.jsonl filter=lfs diff=lfs merge=lfs -text\n"
    files = repo.commits[repo.branches["main"]].files
    repo.commit({**files, ".gitattributes": client.hub.keep(own)}, "attributes")
    assert client.publish(REPO, built[1], "--yes").returncode == 0
    assert client.hub.content(REPO, "v0.2.0")[".gitattributes"] == own
    changed = repo.commits[repo.tags["v0.2.0"]].files
    lfs = {path for path, entry in changed.items() if entry.lfs and path.endswith(".jsonl")}
    assert lfs == {"annotations/first/port-en.jsonl", "annotations/first/port-hi.jsonl"}
    again = client.publish(REPO, built[1], "--yes")
    assert "nothing: v0.2.0 is there, with these files" in again.stdout
    assert blob_id(own) == changed[".gitattributes"].blob


def test_the_tests_take_the_way_of_a_client_with_xet(apart: Client, built: tuple[Path, Path]) -> None:
    """hf_xet is installed and allowed: plain LFS is taken because the hub has no Xet."""
    code = "from huggingface_hub.utils._runtime import is_xet_available; print(is_xet_available())"
    assert apart.python(code).stdout == "True\n"
    assert apart.publish(REPO, built[0], "--yes").returncode == 0
    assert [call.status for call in apart.hub.called("xet-token")] == [404]
    assert len(apart.hub.called("upload")) == 12


def test_where_the_hub_has_xet_it_is_asked_for(apart: Client, built: tuple[Path, Path]) -> None:
    """No storage for Xet can be started here: that it is asked for is all that is seen."""
    apart.hub.faults = [Fault("xet-token", 200)]
    # hf_xet would try again for minutes, by a clock that the tests do not hold
    once = {"HF_XET_CLIENT_RETRY_MAX_ATTEMPTS": "1", "HF_XET_CLIENT_RETRY_BASE_DELAY": "1ms"}
    result = apart.publish(REPO, built[0], "--yes", **once)
    assert result.returncode == 3
    assert "(ConnectionError while uploading)" in result.stderr
    assert len(apart.hub.called("xet-token")) > 1
    assert apart.hub.called("lfs-batch", "upload", "commit", "tag") == []


@pytest.mark.parametrize(("status", "disabled"), [(200, False), (404, True), (403, True)])
def test_xet_is_taken_where_the_hub_offers_it(
    status: int, disabled: bool, client: Near, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No storage for Xet can be started here: which way is taken is all that is seen."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    client.hub.faults = [Fault("xet-token", status)]
    before = constants.HF_HUB_DISABLE_XET
    with connected(REPO, client.hub.address, print) as hub, publishing._as_the_hub_stores(hub):
        assert constants.HF_HUB_DISABLE_XET is (before or disabled)
    assert constants.HF_HUB_DISABLE_XET is before
