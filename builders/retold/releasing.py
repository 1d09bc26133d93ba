"""A new data version: planned from what changed since the last one, written, verified, tagged."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import tomlkit
import yaml

from retold import pipeline
from retold.corpus import Corpus
from retold.dataset import Dataset, DatasetError
from retold.diff.compare import Diff, diff
from retold.diff.report import as_markdown
from retold.files import CARD, CITATION, SETTINGS, CorpusFolder, is_work_file
from retold.findings import Finding, blocking
from retold.git import Repository
from retold.hub.calls import HubError
from retold.manifest import RELEASE
from retold.sources import open_dataset
from retold.verifying import verify
from retold.versions import Bump, Version

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "## Data unreleased"
_LISTED = 100
"""Changes of one kind and layer that the changelog lists; `retold diff --all` lists all."""


class ReleaseError(Exception):
    """Why there is no release; the corpus is as it was."""


@dataclass(frozen=True)
class Last:
    """The last release: its name for people, its version, its dataset."""

    name: str
    version: Version
    dataset: Dataset


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
    """Errors of the corpus; with any of them nothing is released."""
    corpus: Corpus
    uncommitted: tuple[str, ...]
    """Paths that differ from the last commit; with any of them nothing is released."""


def last_release(folder: CorpusFolder, since: str | None = None) -> Last | None:
    """The release to compare with; None where there has been none.

    ``since`` names it. Else it is the greatest tag ``vX.Y.Z`` that the checkout has behind it; else
    the first commit whose data/release.json has the version that the last commit has. Raises
    ReleaseError where ``since`` is no dataset, or the clone is too shallow to tell.
    """
    repository = Repository(folder.root)
    if since is not None:
        try:
            found = open_dataset(since, corpus=folder.root)
            return Last(since, Version.of(found.version), found)
        except (DatasetError, HubError, ValueError) as error:
            raise ReleaseError(str(error)) from None
    tagged = sorted(_versions(repository.tags())) if repository.there else []
    if tagged:
        commit = repository.commit(f"refs/tags/{tagged[-1].tag}")
        assert commit is not None  # git has just named the tag
        return Last(tagged[-1].tag, tagged[-1], Dataset(repository.files(commit, "data")))
    if repository.there and repository.shallow:
        raise ReleaseError(
            "this clone lacks old commits and has no tag vX.Y.Z, so the last release cannot be found: "
            "`git fetch --unshallow --tags`, or name it with --since"
        )
    found_at = _first_of_version(repository) if repository.there else None
    if found_at is None:
        return None
    dataset = Dataset(repository.files(found_at, "data"))
    return Last(f"commit {found_at[:12]}", Version.of(dataset.version), dataset)


def _versions(tags: list[str]) -> Iterator[Version]:
    for tag in tags:
        with contextlib.suppress(ValueError):  # a tag of something else
            version = Version.of(tag.removeprefix("v"))
            if version.tag == tag:
                yield version


def _first_of_version(repository: Repository) -> str | None:
    """The commit that brought the version that data/ has at HEAD."""
    found, version = None, None
    for commit in repository.commits_of(f"data/{RELEASE}"):
        dataset = Dataset(repository.files(commit, "data"))
        if RELEASE not in dataset.files:
            break
        if version not in (None, dataset.version):
            break
        found, version = commit, dataset.version
    return found


def plan(folder: CorpusFolder, *, asked: Bump | None = None, since: str | None = None) -> Plan:
    """Compares what the corpus makes now with the last release; writes nothing.

    ``asked`` is the part of the version to raise. Without it, it is the least that the changes
    demand, or the version of retold.toml where that was raised by hand.
    """
    made = pipeline.make(folder, tolerant=True)
    last = last_release(folder, since)
    repository = Repository(folder.root)
    changed = repository.uncommitted() if repository.there else []
    uncommitted = tuple(path for path in changed if not is_work_file(path))
    errors = tuple(blocking(made.checked.findings))
    beside = (errors, made.checked.corpus, uncommitted)
    own = made.checked.corpus.settings.version
    if made.release is None:
        return Plan(last, None, None, None, *beside)
    if last is None:
        return Plan(None, None, Version.of(own), None, *beside)
    found = diff(last.dataset, Dataset(made.release.files))
    if not found.changes:
        return Plan(last, found, None, None, *beside)
    target, refused = _target(last.version, found, asked, Version.of(own))
    return Plan(last, found, target, refused, *beside)


def _target(last: Version, found: Diff, asked: Bump | None, own: Version) -> tuple[Version, str | None]:
    """The version to be, and why it is refused, if it is."""
    target = own if asked is None and own > last else last.raised(asked or found.bump)
    bump = last.bump_to(target)
    if bump >= found.bump:
        return target, None
    first = next(change for change in found.changes if change.bump is found.bump)
    where = " ".join(filter(None, (first.layer, first.doc, first.record, first.field)))
    least = last.raised(found.bump)
    return target, (
        f"{target} is a {bump.name} version, but what changed since {last} demands a "
        f"{found.bump.name} one, {least}: {first.kind}, {where}. docs/versions.md says why"
    )


def carry_out(folder: CorpusFolder, planned: Plan) -> list[str]:
    """Sets the version everywhere, writes the changelog, builds, verifies, commits, tags.

    Returns the paths that the commit has. Raises ReleaseError, GitError or OSError after putting
    everything back.
    """
    repository = Repository(folder.root)
    version = planned.version
    assert version is not None and not planned.findings and not planned.refused
    if not repository.there:
        raise ReleaseError(f"{folder.root.name} is in no git repository; `git init` and commit first")
    if planned.uncommitted:
        names = ", ".join(planned.uncommitted[:5])
        more = f" and {len(planned.uncommitted) - 5} more" if len(planned.uncommitted) > 5 else ""
        raise ReleaseError(f"uncommitted changes: {names}{more}. Commit them, or `git stash`")
    if repository.has_tag(version.tag):
        raise ReleaseError(f"there is a tag {version.tag} already, and a tag never moves")
    before = repository.commit("HEAD")
    paths = [p for p in (SETTINGS, CITATION, CHANGELOG, CARD) if folder.exists(p)]
    paths = [*dict.fromkeys([*paths, CHANGELOG]), "data"]
    try:
        for path, text in _texts(folder, planned).items():
            folder.write_text(path, text)
        built = pipeline.build(folder)
        if built.record is None:
            raise ReleaseError("the corpus does not build with its new version: `retold check`")
        wrong = verify(open_dataset(str(folder.root))).mismatches
        if wrong:
            raise ReleaseError(f"the built dataset does not verify: {wrong[0].path} {wrong[0].message}")
        repository.add_commit(paths, f"Data {version}")
        repository.tag(version.tag, f"Data {version}")
    except BaseException:
        if before is not None:
            repository.undo(before, paths)
        raise
    return paths


def _texts(folder: CorpusFolder, planned: Plan) -> dict[str, str]:
    """The files that name the version, as they will be: path -> text."""
    version = str(planned.version)
    found = {SETTINGS: _settings(_text(folder, SETTINGS), version)}
    if folder.exists(CITATION):
        found[CITATION] = citation(_text(folder, CITATION), version, date.today())
    old = _text(folder, CHANGELOG) if folder.exists(CHANGELOG) else "# Changelog\n"
    told = "First release." if planned.diff is None else as_markdown(planned.diff, _LISTED)
    found[CHANGELOG] = changelog(old, version, told)
    return found


def _text(folder: CorpusFolder, path: str) -> str:
    text = folder.read_text(path)
    if isinstance(text, Finding):
        raise ReleaseError(f"{path} is not UTF-8: {text.message}")
    return text


def _settings(text: str, version: str) -> str:
    """retold.toml with another version; comments and order stay."""
    document = tomlkit.parse(text)
    document["version"] = version
    return tomlkit.dumps(document)


def citation(text: str, version: str, day: date) -> str:
    """CITATION.cff with another version, and this day where it has a ``date-released``.

    Raises ReleaseError where there is no version to change.
    """
    for key, value in (("version", version), ("date-released", day.isoformat())):
        text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, count=1, flags=re.MULTILINE)
    found = yaml.safe_load(text)
    if not isinstance(found, dict) or str(found.get("version")) != version:
        raise ReleaseError(f"{CITATION} has no line `version:` to change; add one")
    return text


def changelog(text: str, version: str, told: str) -> str:
    """The changelog with a section of this version on top.

    What stands under ``## Data unreleased`` goes into it, before what the diff tells.
    """
    heading = f"## Data {version}"
    parts = re.split(r"(?m)^(?=## )", text)
    for number, part in enumerate(parts):
        if part.rstrip("\n").split("\n")[0].strip() == UNRELEASED:
            prose = part.strip("\n").removeprefix(UNRELEASED).strip("\n")
            section = "\n\n".join(filter(None, (heading, prose, told)))
            return "".join([*parts[:number], f"{section}\n\n", *parts[number + 1 :]]).rstrip("\n") + "\n"
    first = next((n for n, part in enumerate(parts) if part.startswith("## ")), len(parts))
    before = "".join(parts[:first]).rstrip("\n")
    after = "".join(parts[first:])
    return f"{before}\n\n{heading}\n\n{told}\n\n{after}".rstrip("\n") + "\n"
