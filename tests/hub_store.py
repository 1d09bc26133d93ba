"""What the stand-in for the Hub keeps: git-like repositories, objects, users, and planted faults."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any


def blob_id(data: bytes) -> str:
    """The id git gives a blob."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


@dataclass(frozen=True)
class Entry:
    """A file of a tree: a git blob, or a pointer to an object of large file storage."""

    blob: str
    size: int
    lfs: str | None = None


@dataclass(frozen=True)
class Commit:
    """A tree of files and the commit before it; the id is the digest of both."""

    files: dict[str, Entry]
    parent: str | None
    title: str

    @property
    def oid(self) -> str:
        lines = [f"{path}\0{entry.blob}\0{entry.lfs}" for path, entry in sorted(self.files.items())]
        text = "\n".join([f"parent {self.parent}", self.title, *lines])
        return hashlib.sha1(text.encode()).hexdigest()


@dataclass
class Repo:
    """Commits, the branch ``main``, and tags."""

    private: bool
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, Entry], title: str) -> str:
        made = Commit(files, self.branches.get("main"), title)
        self.commits[made.oid] = made
        self.branches["main"] = made.oid
        return made.oid

    def resolve(self, revision: str) -> str:
        oid = self.branches.get(revision) or self.tags.get(revision) or revision
        if oid not in self.commits:
            raise RefusalError(404, f"Invalid rev id: {revision}", code="RevisionNotFound")
        return oid


@dataclass(frozen=True)
class User:
    """Whom a token stands for, and the namespaces it may write to."""

    name: str
    writes: tuple[str, ...] = ()


@dataclass
class Fault:
    """From its ``nth`` time on, and ``times`` in all, the call named fails.

    ``status``: that answer instead, nothing done. ``drop``: the connection ends when half of the
    body is read. ``lose``: it is done, and the connection ends before the answer. ``spoil``: a byte
    of what was sent is changed on the way to the store. ``{token}`` in the message is the token sent.
    """

    call: str
    status: int = 0
    nth: int = 1
    times: int = 10**6
    drop: bool = False
    lose: bool = False
    spoil: bool = False
    message: str = "injected"
    headers: dict[str, str] = field(default_factory=dict)
    seen: int = 0

    def strikes(self) -> bool:
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.times


class RefusalError(Exception):
    """An answer that is an error, in the Hub's form."""

    def __init__(self, status: int, message: str, code: str = "", **more: Any) -> None:
        self.status, self.message, self.code, self.more = status, message, code, more


class DroppedError(Exception):
    """The connection ends without an answer."""


@dataclass
class Answer:
    """Status, headers and body to send."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """One call as the log keeps it."""

    name: str
    method: str
    path: str
    status: int


WRITES = ("create", "preupload", "lfs-batch", "upload", "lfs-verify", "commit", "tag", "validate-yaml")


@dataclass
class Hub:
    """The store, who may do what, the faults to come, and the log of what was called."""

    users: dict[str, User]
    port: int = 0
    repos: dict[str, Repo] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)
    awaited: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    log: list[Call] = field(default_factory=list)
    watch: Callable[[str], None] = lambda name: None
    signature: str = "presigned-0123456789"
    tokens_at_storage: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def user(self, authorization: str | None) -> User | None:
        if authorization is None:
            return None
        token = authorization.removeprefix("Bearer ")
        if token not in self.users:
            raise RefusalError(401, "Invalid credentials in Authorization header")
        return self.users[token]

    def keep(self, data: bytes) -> Entry:
        """Stores a git blob."""
        oid = blob_id(data)
        self.blobs[oid] = data
        return Entry(oid, len(data))

    def on_the_way(self, request: Request) -> bytes:
        return bytes([request.body[0] ^ 1]) + request.body[1:] if request.spoilt else request.body

    def large(self, repo: Repo) -> Callable[[str], bool]:
        """Which paths go to large file storage: what .gitattributes says."""
        files = repo.commits[repo.branches["main"]].files
        attributes = (
            self.blobs[files[".gitattributes"].blob].decode() if ".gitattributes" in files else ""
        )
        lines = [line.split() for line in attributes.splitlines() if "filter=lfs" in line]
        return lambda path: any(fnmatch(path.rsplit("/")[-1], line[0]) for line in lines)

    def content(self, name: str, revision: str) -> dict[str, bytes]:
        """Path -> bytes of a revision."""
        repo = self.repos[name]
        files = repo.commits[repo.resolve(revision)].files
        return {p: self.objects[e.lfs] if e.lfs else self.blobs[e.blob] for p, e in files.items()}

    def called(self, *names: str) -> list[Call]:
        """The calls of these names, in order; without names, those that write."""
        return [call for call in self.log if call.name in (names or WRITES)]


@dataclass
class Request:
    """What a route is given."""

    hub: Hub
    groups: dict[str, str]
    query: dict[str, str]
    headers: Any
    body: bytes
    spoilt: bool

    @property
    def user(self) -> User | None:
        return self.hub.user(self.headers.get("Authorization"))

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def repo(self, *, write: bool = False) -> Repo:
        name = self.groups["repo"]
        found = self.hub.repos.get(name)
        owner, user = name.split("/")[0], self.user
        may_write = user is not None and owner in user.writes
        if found is None or (found.private and not may_write):
            raise RefusalError(404 if user else 401, "Repository not found", code="RepoNotFound")
        if write and not may_write:
            raise RefusalError(403, f"You don't have the right to write to {name}")
        return found
