"""Datasets on the Hugging Face Hub: their addresses, what is there, and a local copy of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from retold.hub.calls import Hub, HubError, Say, connected

MAIN = "main"
_NAME = r"[A-Za-z0-9](?:[\w.-]{0,94}[A-Za-z0-9])?"
_REPO = re.compile(rf"{_NAME}/{_NAME}", re.ASCII)
_ADDRESS = re.compile(rf"hf://datasets/({_NAME}/{_NAME})(?:@([^\s@]+))?", re.ASCII)
_BLOCK = 1 << 20


def silent(line: str) -> None:
    """Says nothing."""


def repo_name(text: str) -> str:
    """``ORG/NAME`` as it is; raises ValueError that shows the form for anything else."""
    if not _REPO.fullmatch(text) or "--" in text or ".." in text:
        raise ValueError(f"{text!r} is no dataset of a hub; write ORG/NAME, for example acme/harbour")
    return text


@dataclass(frozen=True)
class HubAddress:
    """A dataset on a hub, at a tag, branch or commit."""

    repo: str
    """ORG/NAME."""
    revision: str | None = None
    """None: the newest of the main branch."""

    @classmethod
    def parse(cls, text: str) -> HubAddress:
        """From ``hf://datasets/ORG/NAME[@REVISION]``; raises ValueError that shows that form."""
        match = _ADDRESS.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} is no address of a dataset; write hf://datasets/ORG/NAME or "
                "hf://datasets/ORG/NAME@REVISION, for example hf://datasets/acme/harbour@v0.2.0"
            )
        return cls(match[1], unquote(match[2]) if match[2] else None)

    def __str__(self) -> str:
        at = f"@{self.revision.replace('/', '%2F')}" if self.revision else ""
        return f"hf://datasets/{self.repo}{at}"


@dataclass(frozen=True)
class Digests:
    """Size and digests of a file; the hub names small files by the one, large ones by the other."""

    size: int
    blob: str
    """SHA-1 of the git blob."""
    sha256: str | None
    """None where the hub has it as a git blob."""

    def same(self, other: Digests) -> bool:
        """Whether both are of the same bytes, by the strongest digest that both have."""
        if self.sha256 and other.sha256:
            return (self.size, self.sha256) == (other.size, other.sha256)
        return (self.size, self.blob) == (other.size, other.blob)


def digests(path: Path) -> Digests:
    """Size and digests of a local file, read once. Raises OSError."""
    size = path.stat().st_size
    blob = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    sha256 = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            blob.update(block)
            sha256.update(block)
    return Digests(size, blob.hexdigest(), sha256.hexdigest())


def files_at(hub: Hub, revision: str) -> dict[str, Digests]:
    """Path -> digests of a revision, from the hub's listing; nothing is downloaded."""
    from huggingface_hub.hf_api import RepoFile

    with hub.doing(f"listing the files of {hub.repo} at {revision}"):
        tree = hub.api.list_repo_tree(hub.repo, recursive=True, revision=revision, repo_type="dataset")
        return {
            entry.path: Digests(entry.size, entry.blob_id, entry.lfs.sha256 if entry.lfs else None)
            for entry in tree
            if isinstance(entry, RepoFile)
        }


def commit_at(hub: Hub, revision: str) -> str | None:
    """The commit that a revision names; None where there is no such dataset or revision."""
    from huggingface_hub.errors import RepositoryNotFoundError, RevisionNotFoundError

    def ask() -> str | None:
        try:
            found = hub.api.dataset_info(hub.repo, revision=revision, timeout=60)
        except (RepositoryNotFoundError, RevisionNotFoundError) as error:
            # 401 and 403 are kinds of "not found" too, and mean a login or a right that is lacking
            if error.response.status_code == 404:
                return None
            raise
        return found.sha

    with hub.doing(f"asking for {hub.repo} at {revision}"):
        return hub.patiently(ask)


def tags(hub: Hub) -> dict[str, str]:
    """Tag -> what it points at."""
    with hub.doing(f"listing the tags of {hub.repo}"):
        refs = hub.patiently(lambda: hub.api.list_repo_refs(hub.repo, repo_type="dataset"))
        return {tag.name: tag.target_commit for tag in refs.tags}


def fetch(
    address: HubAddress,
    *,
    endpoint: str | None = None,
    files: Sequence[str] | None = None,
    say: Say = silent,
) -> Path:
    """A local folder with the files of a dataset revision, for reading only.

    It lies in the cache of huggingface_hub (HF_HOME), and each file's size and digest are compared
    with the hub's listing; a damaged one is fetched again. ``files`` are paths or patterns such as
    ``casualties/*``; default: all. With HF_HUB_OFFLINE the folder is what the cache has, unverified.
    Raises HubError.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.utils import filter_repo_objects

    revision = address.revision or MAIN
    wanted = None if files is None else list(files)
    with connected(address.repo, endpoint, say) as hub:

        def download(commit: str, patterns: list[str] | None, again: bool, local: bool = False) -> Path:
            with hub.doing(f"downloading {address}"):
                path = snapshot_download(
                    hub.repo,
                    repo_type="dataset",
                    revision=commit,
                    endpoint=hub.endpoint,
                    allow_patterns=patterns,
                    force_download=again,
                    local_files_only=local,
                )
            return Path(path)

        if _offline():
            return download(revision, wanted, again=False, local=True)
        commit = commit_at(hub, revision)
        if commit is None:
            raise HubError(_not_there(hub, address))
        there = files_at(hub, commit)
        chosen = {path: there[path] for path in filter_repo_objects(there, allow_patterns=wanted)}
        if not chosen:
            raise HubError(f"{address} has none of the files asked for ({', '.join(files or ['any'])})")
        folder = download(commit, wanted, again=False)
        if damaged := differing(folder, chosen):
            say(f"fetching again what is damaged in the cache: {', '.join(damaged)}")
            download(commit, damaged, again=True)
            if left := differing(folder, chosen):
                raise HubError(
                    f"{address} came with other bytes than {hub.endpoint} lists ({', '.join(left)}): "
                    "run this again, and if it stays so tell those who run that hub"
                )
        return folder


def _offline() -> bool:
    from huggingface_hub.constants import is_offline_mode

    return is_offline_mode()


def differing(folder: Path, wanted: Mapping[str, Digests]) -> list[str]:
    """The wanted files that a folder does not have, or has with other bytes."""

    def right(path: str) -> bool:
        return (folder / path).is_file() and digests(folder / path).same(wanted[path])

    return [path for path in sorted(wanted) if not right(path)]


def _not_there(hub: Hub, address: HubAddress) -> str:
    """Why ``address`` is nothing: what is there instead."""
    if address.revision is None or commit_at(hub, MAIN) is None:
        return (
            f"{hub.endpoint} has no dataset {hub.repo}, or does not show it to you: look at the name, "
            "and log in with `hf auth login` if it is private"
        )
    return f"{hub.repo} has no revision {address.revision}: take {_choices([MAIN, *tags(hub)])}"


def _choices(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
