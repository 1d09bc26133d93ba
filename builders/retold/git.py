"""What a release needs of git: revisions, their files, tags, commits. Runs the git command."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


class GitError(Exception):
    """git is missing, or said no; the message is what it said."""


@dataclass(frozen=True)
class Repository:
    """The git checkout that a folder is in; paths are counted from that folder."""

    folder: Path

    @property
    def there(self) -> bool:
        """Whether the folder is in a checkout, and git is installed."""
        try:
            return self._run("rev-parse", "--is-inside-work-tree").strip() == b"true"
        except GitError:
            return False

    def commit(self, revision: str) -> str | None:
        """The commit of a tag, branch, hash, ``HEAD~2``; None if there is no such revision."""
        words = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        try:
            return self._run("rev-parse", *words).decode().strip()
        except GitError:
            return None

    def files(self, commit: str, below: str) -> Mapping[str, bytes]:
        """Path below ``below`` (``data``) -> bytes, as of a commit; read when asked for."""
        return _Tree(self, commit, below)

    def commits_of(self, path: str) -> Iterator[str]:
        """The commits on the main line up to HEAD that changed a file, the newest first."""
        if self.commit("HEAD") is None:
            return
        yield from self._run("log", "--first-parent", "--format=%H", "--", path).decode().split()

    def tags(self) -> list[str]:
        """The tags that HEAD has behind it; none before the first commit."""
        if self.commit("HEAD") is None:
            return []
        return self._run("tag", "--merged", "HEAD").decode().split()

    def has_tag(self, name: str) -> bool:
        """Whether there is such a tag, wherever it points."""
        return self.commit(f"refs/tags/{name}") is not None

    @property
    def shallow(self) -> bool:
        """Whether the clone lacks old commits."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def uncommitted(self) -> list[str]:
        """Paths from the top of the checkout that differ from HEAD or are not tracked."""
        lines = (
            self._run("status", "--porcelain", "--no-renames", "-z")
            .decode("utf-8", "replace")
            .split("\0")
        )
        return [line[3:] for line in lines if line]

    def add_commit(self, paths: Sequence[str], message: str) -> str:
        """Commits these paths as they are now, and returns the commit."""
        self._run("add", "--all", "--", *paths)
        self._run("commit", "--quiet", f"--message={message}", "--", *paths)
        return self._run("rev-parse", "HEAD").decode().strip()

    def tag(self, name: str, message: str) -> None:
        """An annotated tag at HEAD. Raises GitError if it is there."""
        self._run("tag", "--annotate", f"--message={message}", "--", name)

    @property
    def on_branch(self) -> bool:
        """Whether HEAD is a branch; else a commit would be on none."""
        try:
            return bool(self._run("symbolic-ref", "--quiet", "HEAD"))
        except GitError:
            return False

    def ignored(self, paths: Sequence[str]) -> list[str]:
        """Those of the paths that git leaves out of commits."""
        try:
            return self._run("check-ignore", "--", *paths).decode().splitlines()
        except GitError:  # status 1: none of them
            return []

    def uncommit(self, commit: str, paths: Sequence[str]) -> None:
        """Goes back to a commit and forgets what was staged of these paths; the files stay."""
        self._run("reset", "--quiet", "--soft", commit)
        self._run("reset", "--quiet", "--", *paths)

    def _run(self, *words: str) -> bytes:
        command = ["git", "-C", str(self.folder), *words]
        try:
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        except OSError as error:
            raise GitError(f"git could not be run: {error.strerror}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip() or f"status {done.returncode}"
            raise GitError(f"git {words[0]}: {said}")
        return done.stdout


@dataclass(frozen=True)
class _Tree(Mapping[str, bytes]):
    repository: Repository
    commit: str
    below: str

    @cached_property
    def _objects(self) -> dict[str, str]:
        """Path below the folder -> id of its object."""
        listing = self.repository._run(
            "ls-tree", "-r", "-z", "--full-name", self.commit, "--", f"{self.below}/"
        )
        prefix = self.repository._run("rev-parse", "--show-prefix").decode().strip()
        start = f"{prefix}{self.below}/"
        lines = (line.split("\t", 1) for line in listing.decode().split("\0") if line)
        return {path.removeprefix(start): head.split()[2] for head, path in lines}

    def __getitem__(self, path: str) -> bytes:
        return self.repository._run("cat-file", "blob", self._objects[path])

    def __contains__(self, path: object) -> bool:
        return path in self._objects

    def __iter__(self) -> Iterator[str]:
        return iter(self._objects)

    def __len__(self) -> int:
        return len(self._objects)
