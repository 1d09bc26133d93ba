"""What publishing a built dataset folder takes: what the hub has, what changes, what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from retold.dataset import Dataset, DatasetError
from retold.files import FolderFiles
from retold.hub.calls import Hub, Say, connected
from retold.hub.reading import MAIN, Digests, HubAddress, commit_at, digests, files_at, silent, tags
from retold.manifest import RELEASE
from retold.standoff.omitted import OMITTED
from retold.verifying import verify
from retold.versions import Version

KEPT = ".gitattributes"  # the hub makes it and says in it which files are large


class NotAsBuiltError(Exception):
    """Why a folder is not a dataset as it was built; ``problems`` has a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class TagTakenError(Exception):
    """The version's tag is on the hub already, at other files; a tag is never moved."""


class OtherEditionError(Exception):
    """The dataset on the hub is the edition without texts, and this one is not, or the reverse."""

    def __init__(self, repo: str, without: bool) -> None:
        there, here = ("without", "with") if without else ("with", "without")
        super().__init__(
            f"{repo} is the edition {there} the texts, and this is the one {here} them; take another "
            "name for it, or --switch-edition if you mean it"
        )


class UnreleasedError(Exception):
    """git's tag of the version has other files than those that are to be published."""


class Change(StrEnum):
    """What becomes of a file of the hub's main branch."""

    added = "added"
    changed = "changed"
    unchanged = "unchanged"
    removed = "removed"


class Step(StrEnum):
    """What is left to do."""

    commit = "commit"
    """One commit, then the tag."""
    tag = "tag"
    """Only the tag: main has these files already."""
    nothing = "nothing"
    """The tag is there, at these files."""


@dataclass(frozen=True)
class PlannedFile:
    """A file of the folder or of the hub, and what becomes of it."""

    path: str
    digests: Digests
    change: Change


@dataclass(frozen=True)
class Plan:
    """What publishing would do."""

    folder: Path
    repo: str
    endpoint: str
    user: str | None
    """Whose token it is; None where the hub does not say."""
    name: str
    version: str
    configs: tuple[str, ...]
    texts: str
    """What becomes of the texts: left out, or included under which licence."""
    private: bool
    """Whether the dataset is created as a private one, if it is created."""
    head: str | None
    """Commit of main that the plan is made on; None: the dataset is not there."""
    latest: str | None
    """Tag of the highest version that is there."""
    step: Step
    files: tuple[PlannedFile, ...]

    @property
    def tag(self) -> str:
        """The tag of the version."""
        return Version.of(self.version).tag

    @property
    def address(self) -> HubAddress:
        """Where the version will be."""
        return HubAddress(self.repo, self.tag)

    def of(self, *changes: Change) -> list[PlannedFile]:
        """The files with one of these changes."""
        return [file for file in self.files if file.change in changes]

    @property
    def upload(self) -> int:
        """Bytes of the files that are new to main, before the hub says what it has already."""
        return sum(file.digests.size for file in self.of(Change.added, Change.changed))


def plan(
    folder: Path,
    repo: str,
    *,
    endpoint: str | None = None,
    private: bool = False,
    switch: bool = False,
    say: Say = silent,
) -> Plan:
    """What it takes to have the dataset of ``folder`` as a version of ``repo`` (ORG/NAME).

    Raises NotAsBuiltError where the folder is not as built, TagTakenError where the tag is at other
    files, OtherEditionError where main is the edition without texts and the folder is not, or the
    other way round, unless ``switch``; HubError where the hub cannot be asked. Changes nothing
    anywhere.
    """
    release, local = _checked(folder)
    version = str(release["version"])
    configs = tuple(dict.fromkeys(str(entry["config"]) for entry in release["configs"]))
    with connected(repo, endpoint, say) as hub:
        user = _user(hub)
        head = commit_at(hub, MAIN)
        there = files_at(hub, head) if head else {}
        known = tags(hub) if head else {}
        if not switch and head and RELEASE in there and (OMITTED in there) != (OMITTED in local):
            raise OtherEditionError(repo, OMITTED in there)
        files = tuple(_compared(local, there))
        step = Step.commit if any(f.change is not Change.unchanged for f in files) else Step.tag
        tag = Version.of(version).tag
        if tag in known:
            assert_same(hub, tag, local)
            step = Step.nothing
        latest = max((t for t in known if order(t)), key=order, default=None)
        return Plan(
            folder, repo, hub.endpoint, user, str(release["name"]), version, configs, _texts(release),
            private, head,
            latest, step, files,
        )  # fmt: skip


def _checked(folder: Path) -> tuple[Mapping[str, Any], dict[str, Digests]]:
    """release.json, and path -> digests of every file, verified."""
    dataset = Dataset(FolderFiles(folder))
    try:
        wrong = [f"{m.path} {m.message}" for m in verify(dataset).mismatches]
        Version.of(dataset.version)
    except (DatasetError, ValueError) as error:
        wrong = [str(error)]
    if wrong:
        raise NotAsBuiltError(wrong)
    return dataset.record, {path: digests(folder / path) for path in dataset.files}


def _texts(release: Mapping[str, Any]) -> str:
    """Whether the texts go along, and under which licences other than the annotations'."""
    if release.get("edition"):
        return "left out (stand-off edition)"
    licences = {str(e["path"]): str(e.get("licence")) for e in release["files"]}
    own = licences.get("README.md", "")
    found = {part for text in licences.values() for part in text.split(" AND ") if " AND " in text}
    return f"included, under {', '.join(sorted(found - {own}) or [own])}"


def _user(hub: Hub) -> str | None:
    from huggingface_hub.errors import HfHubHTTPError

    with hub.doing("asking who you are"):
        try:
            name = hub.patiently(hub.api.whoami).get("name")
            return str(name) if name else None
        except HfHubHTTPError as error:
            if error.response.status_code == 404:  # a mirror without this call
                return None
            raise


def _compared(local: Mapping[str, Digests], there: Mapping[str, Digests]) -> Iterator[PlannedFile]:
    for path in sorted({*local, *there} - ({KEPT} - {*local})):
        if path not in local:
            yield PlannedFile(path, there[path], Change.removed)
        elif path not in there:
            yield PlannedFile(path, local[path], Change.added)
        else:
            same = local[path].same(there[path])
            yield PlannedFile(path, local[path], Change.unchanged if same else Change.changed)


def unlike(there: Mapping[str, Digests], local: Mapping[str, Digests]) -> list[str]:
    """The paths at which the hub does not have what is here."""
    return [f.path for f in _compared(local, there) if f.change is not Change.unchanged]


def order(tag: str) -> tuple[int, ...]:
    """The version of a tag as numbers; empty for other tags."""
    try:
        version = Version.of(tag.removeprefix("v"))
    except ValueError:
        return ()
    return version.major, version.minor, version.patch


def some(paths: list[str], room: int = 3) -> str:
    """The first of the paths, and how many more."""
    more = len(paths) - room
    return ", ".join(paths[:room]) + (f" and {more} more" if more > 0 else "")


def assert_same(hub: Hub, tag: str, local: Mapping[str, Digests]) -> None:
    """Raises TagTakenError where a tag of the hub is at other files than those here."""
    if wrong := unlike(files_at(hub, tag), local):
        raise TagTakenError(
            f"{hub.repo} has a tag {tag} already, with other files ({some(wrong)}), and tags are never "
            "moved: bump the version with `retold release`, and publish that"
        )
