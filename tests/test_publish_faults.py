"""Publishing when something is in the way: tags, other commits, faults, logins, rights, Xet."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import snapshot
from hub_store import Fault, blob_id
from hub_story import READER, REPO, RETOLD, Client, Near, pauses
from retold.hub import publishing
from retold.hub.calls import connected

# huggingface_hub calls its HTTP library in a way that the library advises against
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


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
    assert sent == 13
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
    assert len(apart.hub.called("upload")) == 13


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
