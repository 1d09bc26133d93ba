"""Reading from a hub: addresses, digests, and a verified local copy; and that the stand-in is strict."""

from __future__ import annotations

import hashlib
import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import snapshot
from hub_server import serving
from hub_store import Entry, Fault, Hub
from hub_story import READER, REPO, TOKEN, USERS
from retold.hub.calls import HubError, redacted
from retold.hub.reading import HubAddress, digests, fetch, repo_name

OLD = {
    "README.md": b"# Harbour\n",
    "casualties/test.parquet": b"PAR1 one PAR1",
    "faults/test.parquet": b"PAR1 two PAR1",
    "release.json": b'{"version": "0.1.0"}\n',
    **{f"schema/{n:02}.json": b"%d\n" % n for n in range(25)},  # more than a page of the tree
}
NEW = {**OLD, "casualties/test.parquet": b"PAR1 three PAR1"}


def fill(hub: Hub, *contents: dict[str, bytes], private: bool = False) -> None:
    """A dataset with a commit and a tag for each content: v0.1.0, v0.2.0, ..."""
    address, token = hub.address, TOKEN
    about = {"name": "harbour", "organization": "acme", "type": "dataset"}
    call(address, "/api/repos/create", token, {**about, **({"private": True} if private else {})})
    repo = hub.repos[REPO]
    for number, content in enumerate(contents, start=1):
        files = {}
        for path, data in content.items():
            entry = hub.keep(data)
            if path.endswith(".parquet"):
                digest = hashlib.sha256(data).hexdigest()
                hub.objects[digest] = data
                entry = Entry(entry.blob, len(data), digest)
            files[path] = entry
        repo.tags[f"v0.{number}.0"] = repo.commit(files, f"0.{number}.0")


def call(address: str, path: str, token: str | None, body: Any, method: str = "POST") -> Any:
    """The answer to a call, as JSON; raises HTTPError."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data, method=method)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
        return json.loads(answer.read() or b"null")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """An empty hub; this process may call it, as ada, with a cache of its own and no pauses."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    with serving(USERS) as made:
        yield made


# Addresses and digests.


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("hf://datasets/acme/harbour", HubAddress("acme/harbour")),
        ("hf://datasets/acme/harbour@v0.2.0", HubAddress("acme/harbour", "v0.2.0")),
        ("hf://datasets/a.b-c/d_e.f@refs%2Fpr%2F1", HubAddress("a.b-c/d_e.f", "refs/pr/1")),
    ],
)
def test_an_address_is_read_and_written_back(text: str, address: HubAddress) -> None:
    assert HubAddress.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    "text",
    [
        "acme/harbour",
        "hf://acme/harbour",
        "hf://datasets/harbour",
        "hf://datasets/acme/harbour/data",
        "hf://datasets/acme/harbour@",
        "hf://datasets/acme/harbour@v0.1.0@v0.2.0",
        "hf://datasets/acme/../harbour",
        "hf://datasets/acme/harbour\n",
        "https://huggingface.co/datasets/acme/harbour",
    ],
)
def test_what_is_no_address_is_told_the_form(text: str) -> None:
    with pytest.raises(ValueError, match="write hf://datasets/ORG/NAME or hf://datasets/ORG/NAME@REV"):
        HubAddress.parse(text)


def test_a_dataset_needs_an_owner() -> None:
    assert repo_name("acme/harbour") == "acme/harbour"
    for wrong in ("harbour", "a/b/c", "/harbour", "acme/", "acme/har bour", "acme/-x"):
        with pytest.raises(ValueError, match="write ORG/NAME, for example acme/harbour"):
            repo_name(wrong)


@pytest.mark.parametrize("data", [b"", b"one\r\n", b"\0" * (1 << 20) + b"more than a block"])
def test_digests_are_those_of_git_and_sha256sum(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    found = digests(path)

    def said(*command: str) -> str:
        return subprocess.check_output([*command, str(path)], text=True).split()[0]

    assert found.size == len(data)
    assert found.blob == said("git", "hash-object", "--no-filters")
    assert found.sha256 == said("sha256sum")


def test_secrets_are_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "unusual-form")
    said = f"{TOKEN} and unusual-form for Bearer xyz.1 at http://ada:pw@hub/x"
    assert redacted(said) == "*** and *** for Bearer *** at http://***@hub/x"


# A local copy.


def test_each_revision_is_fetched_as_it_is(hub: Hub) -> None:
    fill(hub, OLD, NEW)
    for revision, content in (("v0.1.0", OLD), ("v0.2.0", NEW), (None, NEW), ("main", NEW)):
        folder = fetch(HubAddress(REPO, revision), endpoint=hub.address)
        assert snapshot(folder) == content
    assert hub.tokens_at_storage == 0
    assert hub.called() == hub.called("create")


def test_a_part_is_fetched(hub: Hub) -> None:
    fill(hub, OLD)
    address = HubAddress(REPO, "v0.1.0")
    folder = fetch(address, endpoint=hub.address, files=["release.json", "casualties/*"])
    wanted = ("release.json", "casualties/test.parquet")
    assert snapshot(folder) == {path: OLD[path] for path in wanted}
    with pytest.raises(HubError, match=r"v0\.1\.0 has none of the files asked for \(nothing\.txt\)"):
        fetch(address, endpoint=hub.address, files=["nothing.txt"])


def test_a_file_damaged_in_the_cache_is_fetched_again(hub: Hub) -> None:
    fill(hub, OLD)
    address, lines = HubAddress(REPO, "v0.1.0"), list[str]()
    folder = fetch(address, endpoint=hub.address, say=lines.append)
    assert lines == []
    (folder / "faults/test.parquet").resolve().write_bytes(b"PAR1 owt PAR1")
    (folder / "README.md").unlink()
    assert snapshot(fetch(address, endpoint=hub.address, say=lines.append)) == OLD
    assert lines == ["fetching again what is damaged in the cache: faults/test.parquet"]


def test_bytes_that_are_not_those_listed_are_refused(hub: Hub) -> None:
    fill(hub, OLD)
    digest = hub.repos[REPO].commits[hub.repos[REPO].tags["v0.1.0"]].files["faults/test.parquet"].lfs
    assert digest is not None
    hub.objects[digest] = b"PAR1 owt PAR1"
    with pytest.raises(HubError, match=r"came with other bytes than .* lists \(faults/test\.parquet\)"):
        fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)


def test_what_is_not_there_is_said(hub: Hub) -> None:
    fill(hub, OLD, NEW)
    with pytest.raises(HubError) as error:
        fetch(HubAddress(REPO, "v0.3.0"), endpoint=hub.address)
    assert str(error.value) == "acme/harbour has no revision v0.3.0: take main, v0.1.0 or v0.2.0"
    for address in (HubAddress("acme/port"), HubAddress("acme/port", "v0.1.0")):
        with pytest.raises(HubError, match="has no dataset acme/port, or does not show it to you"):
            fetch(address, endpoint=hub.address)


def test_a_private_dataset_shows_itself_to_its_owners(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(hub, OLD, private=True)
    assert snapshot(fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)) == OLD
    monkeypatch.setenv("HF_TOKEN", READER)
    with pytest.raises(HubError, match="has no dataset acme/harbour, or does not show it to you"):
        fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(HubError, match=r"does not accept the login \(401 while asking for acme"):
        fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)


def test_a_public_dataset_needs_no_login(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(hub, OLD)
    monkeypatch.delenv("HF_TOKEN")
    assert snapshot(fetch(HubAddress(REPO), endpoint=hub.address)) == OLD


def test_offline_it_is_what_the_cache_has(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(hub, OLD, NEW)
    commit = hub.repos[REPO].tags["v0.1.0"]
    fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)
    calls = len(hub.log)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert snapshot(fetch(HubAddress(REPO, commit), endpoint=hub.address)) == OLD
    with pytest.raises(HubError, match=r"@v0\.2\.0 needs .*, and HF_HUB_OFFLINE forbids that: unset it"):
        fetch(HubAddress(REPO, "v0.2.0"), endpoint=hub.address)
    assert len(hub.log) == calls


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("storage", 503), r"is in trouble \(503 while downloading hf://"),
        (Fault("resolve", 403, message="Gated"), r"may not do this \(403 while downloading hf:"),
        (Fault("tree", drop=True), r"no answer from .* \(RemoteProtocolError while listing the files"),
        (Fault("info", 429, headers={"Retry-After": "301"}), r"\(429\): run this again in 301 s"),
    ],
)
def test_a_fault_of_the_hub_is_one_sentence(hub: Hub, fault: Fault, said: str) -> None:
    fill(hub, OLD)
    hub.faults = [Fault(**vars(fault))]
    with pytest.raises(HubError, match=said) as error:
        fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)
    assert "\n" not in str(error.value)
    hub.faults = []
    assert snapshot(fetch(HubAddress(REPO, "v0.1.0"), endpoint=hub.address)) == OLD


def test_the_settings_of_the_callers_process_stay(hub: Hub) -> None:
    from huggingface_hub import constants
    from huggingface_hub.utils import _http, logging

    def settings() -> tuple[object, ...]:
        return _http._GLOBAL_CLIENT_FACTORY, logging.get_verbosity(), constants.HF_HUB_DISABLE_XET

    fill(hub, OLD)
    before = settings()
    fetch(HubAddress(REPO), endpoint=hub.address)
    assert settings() == before


# The stand-in is as strict as the tests need it.


def refused(hub: Hub, path: str, token: str | None, body: Any, method: str = "POST") -> int:
    with pytest.raises(urllib.error.HTTPError) as error:
        call(hub.address, path, token, body, method)
    error.value.close()
    return error.value.code


def test_the_stand_in_checks_tokens_and_rights(hub: Hub) -> None:
    assert refused(hub, "/api/whoami-v2", None, None, "GET") == 401
    assert refused(hub, "/api/whoami-v2", "hf_nobody", None, "GET") == 401
    about = {"name": "harbour", "organization": "acme", "type": "dataset"}
    assert refused(hub, "/api/repos/create", READER, about) == 403
    fill(hub, OLD)
    assert refused(hub, "/api/repos/create", TOKEN, about) == 409
    assert refused(hub, f"/api/datasets/{REPO}/tag/main", READER, {"tag": "v9"}) == 403


def test_the_stand_in_checks_what_is_uploaded(hub: Hub) -> None:
    fill(hub, OLD)
    data, other = b"PAR1 new PAR1", b"PAR1 wen PAR1"
    oid = hashlib.sha256(data).hexdigest()
    place = f"/upload/{oid}?signature={hub.signature}"
    assert refused(hub, place, None, data, "PUT") == 403  # not announced
    batch = {"operation": "upload", "objects": [{"oid": oid, "size": len(data)}]}
    call(hub.address, f"/datasets/{REPO}.git/info/lfs/objects/batch", TOKEN, batch)
    assert refused(hub, place, None, other, "PUT") == 400
    assert refused(hub, place, None, data + b"!", "PUT") == 400
    assert refused(hub, f"/upload/{oid}", None, data, "PUT") == 403
    verify = f"/datasets/{REPO}.git/info/lfs/objects/verify"
    assert refused(hub, verify, TOKEN, {"oid": oid, "size": len(data)}) == 404
    call(hub.address, place, None, data, "PUT")
    call(hub.address, verify, TOKEN, {"oid": oid, "size": len(data)})
    assert hub.objects[oid] == data


def test_the_stand_in_checks_commits_and_tags(hub: Hub) -> None:
    fill(hub, OLD, NEW)
    repo = hub.repos[REPO]
    before = dict(repo.branches)

    def lines(head: dict[str, str], *rows: dict[str, Any]) -> bytes:
        return b"\n".join(json.dumps(r).encode() for r in ({"key": "header", "value": head}, *rows))

    place = f"/api/datasets/{REPO}/commit/main"
    stale = {"summary": "late", "parentCommit": repo.tags["v0.1.0"]}
    assert refused(hub, place, TOKEN, lines(stale)) == 412
    absent = {"key": "deletedFile", "value": {"path": "nothing"}}
    assert refused(hub, place, TOKEN, lines({"summary": "x"}, absent)) == 404
    lost = {"key": "lfsFile", "value": {"path": "x.parquet", "oid": "0" * 64, "size": 3}}
    assert refused(hub, place, TOKEN, lines({"summary": "x"}, lost)) == 400
    assert repo.branches == before
    assert refused(hub, f"/api/datasets/{REPO}/tag/main", TOKEN, {"tag": "v0.1.0"}) == 409
    assert refused(hub, f"/api/datasets/{REPO}/tag/nowhere", TOKEN, {"tag": "v9"}) == 404


@pytest.mark.parametrize("path", ["casualties/test.parquet", "README.md"])
def test_the_stand_in_answers_ranges(hub: Hub, path: str) -> None:
    fill(hub, OLD)
    data = OLD[path]
    url = f"{hub.address}/datasets/{REPO}/resolve/v0.1.0/{path}"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for asked, part in (("0-3", data[:4]), ("5-", data[5:]), ("-4", data[-4:]), ("2-999", data[2:])):
        with opener.open(urllib.request.Request(url, headers={"Range": f"bytes={asked}"})) as found:
            assert (found.status, found.read()) == (206, part)
    with pytest.raises(urllib.error.HTTPError, match="416") as error:
        opener.open(urllib.request.Request(url, headers={"Range": "bytes=999-"}))
    error.value.close()
