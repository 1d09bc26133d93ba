"""A new data version: planned from what changed since the last one, written, verified, tagged."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from retold import pipeline, versioned
from retold.corpus import Corpus
from retold.dataset import Dataset, DatasetError
from retold.diff.compare import Diff, diff
from retold.diff.report import as_markdown
from retold.files import (
    CARD,
    CITATION,
    LICENCE,
    SETTINGS,
    CorpusFolder,
    FolderFiles,
    is_work_file,
)
from retold.findings import Finding, blocking
from retold.git import Repository
from retold.manifest import RELEASE
from retold.scaffold import PLACEHOLDER, unfilled
from retold.sources import open_dataset
from retold.verifying import verify
from retold.versions import PROMISES, Bump, Version

CHANGELOG = "CHANGELOG.md"
_LISTED = 50
"""Changes of one kind and layer that the changelog lists; `retold diff --all` lists all."""


class ReleaseError(Exception):
    """Why there is no release; the corpus is as it was."""


@dataclass(frozen=True)
class Last:
    """The last release: its name for people, its version, its dataset."""

    name: str
    version: Version
    dataset: Dataset
    tagged: bool


@dataclass(frozen=True)
class Plan:
    """What a release would be."""

    last: Last | None
    diff: Diff | None
    """What changed since the last one; None for a first release."""
    version: Version | None
    """The version to be; None where nothing changed, or the tables cannot be made."""
    refused: str | None
    """Why the version that was asked for is too small, or None."""
    findings: tuple[Finding, ...]
    """Errors that the corpus has, or would have in that version; with any, nothing is released."""
    obstacles: tuple[str, ...]
    """What else keeps the release back: sentences with what to do."""
    corpus: Corpus

    @property
    def only_tag(self) -> bool:
        """Whether the version is there as it is, and lacks nothing but its tag."""
        return self.diff is not None and not self.diff.changes and self.version is not None


def last_release(folder: CorpusFolder, since: str | None = None) -> Last | None:
    """The release to compare with; None where there has been none.

    ``since`` names it. Else it is the greatest tag ``vX.Y.Z`` behind HEAD at which data/ has that
    version; else the commit on the main line that brought the version which data/ has at HEAD.
    Raises ReleaseError where ``since`` is no dataset, or the clone is too shallow to tell, and
    HubError.
    """
    repository = Repository(folder.root)
    if since is not None:
        try:
            found = open_dataset(since, corpus=folder.root)
            return Last(since, Version.of(found.version), found, tagged=True)
        except (DatasetError, ValueError) as error:
            raise ReleaseError(str(error)) from None
    if not repository.there:
        return None
    for version in sorted(_versions(repository.tags()), reverse=True):
        commit = repository.commit(f"refs/tags/{version.tag}")
        if commit is not None and _version_at(repository, commit) == str(version):
            dataset = Dataset(repository.files(commit, "data"))
            return Last(version.tag, version, dataset, tagged=True)
    if repository.shallow:
        raise ReleaseError(
            "this clone lacks old commits and has no tag vX.Y.Z, so the last release cannot be found: "
            "`git fetch --unshallow --tags`, or name it with --since"
        )
    first = _first_of_version(repository)
    if first is None:
        return None
    dataset = Dataset(repository.files(first, "data"))
    name = f"commit {first[:12]} (no tag; the first with {dataset.version})"
    return Last(name, Version.of(dataset.version), dataset, tagged=False)


def _versions(tags: list[str]) -> Iterator[Version]:
    for tag in tags:
        with contextlib.suppress(ValueError):  # a tag of something else
            version = Version.of(tag.removeprefix("v"))
            if version.tag == tag:
                yield version


def _version_at(repository: Repository, commit: str) -> str | None:
    """The version of data/ as of a commit; None where there is none."""
    try:
        return str(Version.of(Dataset(repository.files(commit, "data")).version))
    except (DatasetError, ValueError):
        return None


def _first_of_version(repository: Repository) -> str | None:
    """The commit that brought the version that data/ has at HEAD."""
    found, version = None, None
    for commit in repository.commits_of(f"data/{RELEASE}"):
        here = _version_at(repository, commit)
        if here is None or version not in (None, here):
            break
        found, version = commit, here
    return found


def plan(folder: CorpusFolder, *, asked: Bump | None = None, since: str | None = None) -> Plan:
    """Compares what the corpus makes now with the last release; writes nothing.

    ``asked`` is the part of the version to raise. Without it, it is the least that the changes
    demand, or the version of retold.toml where that was raised by hand.
    """
    made = pipeline.make(folder, tolerant=True)
    last = last_release(folder, since)
    corpus = made.checked.corpus
    own = corpus.settings.version
    target: Version | None = None
    found: Diff | None = None
    refused: str | None = None
    if made.release is not None and last is None:
        target = Version.of(own)
        if asked is not None:
            refused = f"there is no release to count from; set the version in {SETTINGS}"
    elif made.release is not None and last is not None:
        found = diff(last.dataset, Dataset(made.release.files))
        if found.changes:
            target, refused = _target(last.version, found, asked, Version.of(own))
        elif not last.tagged:
            target = last.version
    findings = pipeline.checked_as(made.checked, str(target)) if target else made.checked.findings
    errors = tuple(blocking(findings))
    planned = Plan(last, found, target, refused, errors, (), corpus)
    return Plan(last, found, target, refused, errors, tuple(_obstacles(folder, planned)), corpus)


def _target(last: Version, found: Diff, asked: Bump | None, own: Version) -> tuple[Version, str | None]:
    """The version to be, and why it is refused, if it is."""
    target = own if asked is None and own > last else last.raised(asked or found.bump)
    bump = last.bump_to(target)
    if bump >= found.bump:
        return target, None
    first = next(change for change in found.changes if change.bump is found.bump)
    where = " ".join(filter(None, (first.layer, first.doc, first.record, first.field)))
    return target, (
        f"{target} is a {bump.name} version and promises {PROMISES[bump]}; what changed since {last} "
        f"demands a {found.bump.name} one, {last.raised(found.bump)}: {first.kind}, {where}"
    )


def _obstacles(folder: CorpusFolder, planned: Plan) -> Iterator[str]:
    """What keeps a release back that is not wrong with the corpus."""
    if planned.version is None:
        return
    repository = Repository(folder.root)
    if not repository.there:
        yield "the corpus is in no git repository, or git is not installed: `git init`, then commit"
        return
    if repository.commit("HEAD") is None:
        yield "the repository has no commit yet: `git add --all`, `git commit`"
        return
    if not repository.on_branch:
        yield "HEAD is on no branch, so the release would be on none: `git switch BRANCH`"
    changed = [path for path in repository.uncommitted() if not is_work_file(path)]
    if changed:
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        yield f"uncommitted changes: {', '.join(changed[:5])}{more}; commit them, or `git stash -u`"
    if repository.has_tag(planned.version.tag):
        yield f"there is a tag {planned.version.tag} already, and a tag never moves"
    if ignored := repository.ignored(_paths(folder)):
        yield f"git ignores {', '.join(ignored)}, which a release commits; take it out of .gitignore"
    if any((folder.root / path).is_symlink() for path in _paths(folder)):
        yield f"{CHANGELOG}, {SETTINGS} or another file that a release changes is a link"
    if lines := list(_unfilled(folder)):
        more = f" and {len(lines) - 5} more" if len(lines) > 5 else ""
        where = ", ".join(lines[:5])
        yield f"{PLACEHOLDER} still stands in {where}{more}: say there what only you can say"
    try:
        _texts(folder, planned)
    except ReleaseError as error:
        yield str(error)


def _unfilled(folder: CorpusFolder) -> Iterator[str]:
    """Lines of what is shipped as it is written that `retold init` left to be filled in."""
    for path in filter(folder.exists, (LICENCE, CITATION, CARD)):
        text = folder.read_text(path)
        yield from unfilled(path, text) if isinstance(text, str) else ()


def _paths(folder: CorpusFolder) -> list[str]:
    """What a release changes."""
    return [SETTINGS, *(p for p in (CITATION, CARD) if folder.exists(p)), CHANGELOG, "data"]


def carry_out(folder: CorpusFolder, planned: Plan) -> list[str]:
    """Sets the version everywhere, writes the changelog, builds, verifies, commits, tags.

    Returns the paths that the commit has; none where there was nothing to do but the tag. Raises
    ReleaseError, GitError or OSError after putting every file back.
    """
    repository = Repository(folder.root)
    version = planned.version
    assert version is not None and not planned.findings and not planned.refused
    if planned.obstacles:
        raise ReleaseError("; ".join(planned.obstacles))
    paths = [] if planned.only_tag else _paths(folder)
    head = repository.commit("HEAD")
    assert head is not None  # an obstacle
    before = {path: folder.read_bytes(path) for path in paths if folder.exists(path)}
    data = dict(FolderFiles(folder.data)) if folder.data.is_dir() else None
    try:
        if paths:
            for path, text in _texts(folder, planned).items():
                folder.write_text(path, text)
            if pipeline.build(folder).record is None:
                raise ReleaseError("the corpus does not build with its new version: `retold check`")
            _verified(open_dataset(str(folder.root)))
            repository.add_commit(paths, f"Data {version}")
        _verified(Dataset(repository.files("HEAD", "data")))
        repository.tag(version.tag, f"Data {version}")
    except BaseException:
        repository.uncommit(head, paths or ["."])
        _put_back(folder, paths, before, data)
        raise
    return paths


def _verified(dataset: Dataset) -> None:
    """Raises ReleaseError where a dataset is not what its record says."""
    if wrong := verify(dataset).mismatches:
        what = f"{wrong[0].path} {wrong[0].message}"
        raise ReleaseError(f"data/ as committed or built does not verify ({what}); is .gitignore or "
                           ".gitattributes in the way?")  # fmt: skip


def _put_back(
    folder: CorpusFolder, paths: list[str], before: dict[str, bytes], data: dict[str, bytes] | None
) -> None:
    for path in paths:
        if path in before:
            folder.write_bytes(path, before[path])
        elif path == "data":
            folder.restore_data(data)
        else:
            (folder.root / path).unlink(missing_ok=True)


def _texts(folder: CorpusFolder, planned: Plan) -> dict[str, str]:
    """The files that name the version, as they will be: path -> text. Raises ReleaseError."""
    version = str(planned.version)
    found = {SETTINGS: versioned.settings(_text(folder, SETTINGS), version)}
    if folder.exists(CITATION):
        try:
            found[CITATION] = versioned.citation(_text(folder, CITATION), version, date.today())
        except ValueError as error:
            raise ReleaseError(f"{CITATION} {error}") from None
    old = _text(folder, CHANGELOG) if folder.exists(CHANGELOG) else "# Changelog\n"
    told = "First release." if planned.diff is None else as_markdown(planned.diff, _LISTED)
    found[CHANGELOG] = versioned.changelog(old, version, told)
    return found


def _text(folder: CorpusFolder, path: str) -> str:
    text = folder.read_text(path)
    if isinstance(text, Finding):
        raise ReleaseError(f"{path} is not UTF-8: {text.message}")
    return text
