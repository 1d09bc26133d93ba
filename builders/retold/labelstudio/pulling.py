"""Annotations of a project of Label Studio -> annotators' layers, one a user."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from retold.files import GOLD, RESERVED, CorpusFolder
from retold.findings import Finding
from retold.formats import labelstudio
from retold.formats.base import Read
from retold.formats.labelstudio_config import kinds_of
from retold.formats.neutral import Attribute, Document, Event, Item, Json, Mark
from retold.intake.naming import is_id
from retold.interchange import inward
from retold.interchange.disk import Done
from retold.labelstudio import server
from retold.labelstudio.client import Client, ServerError
from retold.model import ANNOTATION_KINDS, Annotator
from retold.reading import read


class NoNameError(ValueError):
    """Users without a name of their own; the message says which, and what to do."""


@dataclass
class Pulled:
    """What a project has: each user's annotations by their address, and what was left there."""

    title: str
    kinds: tuple[str, ...]
    emails: Mapping[int, str]
    files: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """User -> address of the annotation -> its task as JSON, with this annotation alone."""
    left: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Taken:
    """What a pull did: the layers, and the annotators that are new to the corpus."""

    done: Done
    names: Mapping[int, str]
    new: tuple[str, ...]


def pull(client: Client, name: str) -> Pulled:
    """Reads a project; nothing is written. Raises ServerError."""
    server.check_version(client)
    project = server.find_project(client, name)
    if project is None:
        raise ServerError(f"{client.url} has no project {name!r}: look at the title, or name its id")
    try:
        kinds = tuple(kinds_of(project.config))
    except ValueError as error:
        raise ServerError(f"the labelling interface of project {project.title!r} is {error}") from None
    if not kinds:
        raise ServerError(
            f"project {project.title!r} has a labelling interface that is not Retold's: "
            "`retold labelstudio push` makes one that is"
        )
    found = Pulled(project.title, kinds, server.emails(client))
    for task in server.tasks(client, project.id):
        _task(found, task, server.address(client, project.id, task["id"]))
    return found


def _task(found: Pulled, task: Mapping[str, Json], address: str) -> None:
    found.left["drafts"] += len(task.get("drafts") or ())
    for annotation in task.get("annotations") or ():
        by = annotation.get("completed_by")
        user = by.get("id") if isinstance(by, dict) else by
        if annotation.get("was_cancelled") is True:
            found.left["skipped"] += 1
        elif user is None:
            found.left["of users who are gone"] += 1
        else:
            email = found.emails.get(user, f"user {user}")
            place = f"{address} annotation {annotation['id']} ({email})"
            one = {"data": task["data"], "annotations": [{"result": annotation["result"]}]}
            found.files[int(user)][place] = json.dumps(one, ensure_ascii=False)


def names(found: Pulled, given: Mapping[str, str], people: Mapping[str, Annotator]) -> dict[int, str]:
    """User -> annotator: as given for an e-mail or id, else the local part of the e-mail.

    ``people`` are the annotators of the corpus. Raises NoNameError for users that have no legal name,
    one that another has, or that of a model.
    """
    made: dict[int, str] = {}
    wrong = []
    known = {*found.emails.values(), *map(str, found.emails)}
    wrong += [
        f"--annotator {user}={name}: no such user" for user, name in given.items() if user not in known
    ]
    for user in sorted(found.files):
        email = found.emails.get(user, "")
        name = given.get(email) or given.get(str(user)) or _legal(email.partition("@")[0])
        who = email or f"user {user}"
        other = next((u for u, taken in made.items() if taken == name), None)
        if not is_id(name) or name in (GOLD, *RESERVED):
            wrong.append(f"{who}: {name!r} can be no annotator's name")
        elif other is not None:
            wrong.append(f"{who} and {found.emails.get(other, other)} would both be {name!r}")
        elif name in people and people[name].kind != "human":
            wrong.append(f"{who}: annotator {name!r} is a {people[name].kind}, not a person")
        made[user] = name
    if wrong:
        raise NoNameError(f"{'; '.join(wrong)}; give --annotator USER=NAME, USER an e-mail or an id")
    return made


def _legal(word: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", word.lower()).strip("-._")


def take_in(
    folder: CorpusFolder,
    found: Pulled,
    given: Mapping[str, str],
    *,
    force: bool = False,
    lossy: bool = False,
) -> Taken:
    """Writes each user's annotations as a layer, all or nothing, and new annotators as people.

    Records of kinds that the project does not have stay as they are. Raises NoNameError,
    inward.WontReplaceError, OSError.
    """
    people = read(folder, keep=False).corpus.annotators
    named = names(found, given, people)
    layers = [
        inward.Incoming(named[user], _read(files), labelstudio.FORMAT.unit, found.title)
        for user, files in sorted(found.files.items())
    ]
    new = sorted({*named.values()} - {*people})
    more = [Annotator(name, "human", "A person who annotated in Label Studio.") for name in new]
    kept = frozenset(ANNOTATION_KINDS) - {*found.kinds}
    done = inward.take_layers(folder, layers, force=force, lossy=lossy, kept=kept, people=more)
    places = {place for files in found.files.values() for place in files}
    shown = [_without_line(finding, places) for finding in done.findings]
    return Taken(replace(done, findings=shown), named, tuple(new) if done.written else ())


def _without_line(finding: Finding, places: Iterable[str]) -> Finding:
    """A place in the tool has no lines."""
    if finding.place.file not in places:
        return finding
    return replace(finding, place=replace(finding.place, line=None))


def _read(files: Mapping[str, str]) -> Read:
    read = labelstudio.FORMAT.loads(files)
    documents = tuple(_of_ours(document) for document in read.documents)
    return replace(read, documents=documents)


def _of_ours(document: Document) -> Document:
    """The document without what the tool adds, and with an id for each record.

    Results of other kinds stay, as its metadata: no record holds them, and RT907 says so. An id is
    the record's own, else made of its region's, which stays the same from pull to pull. A region that
    was copied with its id gets one too.
    """
    items: list[Item] = []
    said = {i.target: i for i in document.items if isinstance(i, Attribute) and i.name == "id"}
    taken: set[str] = set()
    drop: set[str] = set()
    for target, region in _records(document):
        own = said.get(target)
        if own is not None and isinstance(own.value, str) and own.value not in taken:
            taken.add(own.value)
            continue
        id = f"{document.id}-{region}"
        if own is not None:
            drop.add(own.id)
        if is_id(id) and id not in taken:
            taken.add(id)
            items.append(Attribute(f"{target}.id", target, "id", id))
    left = [item for item in document.items if item.id not in drop]
    others = document.metadata.get(labelstudio.OWN, {}).get("results")
    metadata = {"results": others} if others else {}
    return replace(document, items=(*left, *items), metadata=metadata)


def _records(document: Document) -> Iterator[tuple[str, str]]:
    """The item that stands for each record, and the id of its region."""
    events: Sequence[Event] = [item for item in document.items if isinstance(item, Event)]
    labels = {mark.id: mark.label for mark in document.marks}
    inside = {id for event in events for role, id in event.args if labels.get(id) == role}
    triggers = {event.trigger: event.id for event in events}
    for mark in document.marks:
        if isinstance(mark, Mark) and mark.id not in inside:
            yield triggers.get(mark.id, mark.id), mark.id
