"""The sources of a story -> its documents, its part of the registry, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from retold.authored import AUTHOR
from retold.authored.retellings import Draft, Problem
from retold.authored.sheets import FactSheet, Incident, Retelling, Telling
from retold.challenge.marks import Named
from retold.findings import Finding, Place
from retold.formats.inline import InlineError, loads
from retold.manifest import sha256
from retold.model import (
    Annotation,
    ClaimLink,
    Entity,
    Event,
    Proposition,
    Published,
    Seed,
    Story,
)
from retold.records import Validate, load_object, sort_key

FACTS = "facts.json"


@dataclass(frozen=True)
class Compiled:
    """One retelling as a document."""

    seed: Seed
    text: str
    records: tuple[Annotation, ...]
    telling: Telling
    drifts: tuple[str, ...]
    """How it departs from the facts, a drift a fault; none of a faithful one."""


@dataclass
class CompiledStory:
    """A story as records of the corpus."""

    story: Story
    incident: Incident
    documents: list[Compiled] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    propositions: list[Proposition] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    links: list[ClaimLink] = field(default_factory=list)


def sources(paths: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Story -> name of a file -> its content, of paths that end with story and file."""
    found: dict[str, dict[str, str]] = {}
    for path, content in sorted(paths.items()):
        *_, story, name = path.split("/")
        found.setdefault(story, {})[name] = content
    return found


def compile_story(
    id: str, files: Mapping[str, str], licence: str, validate: Validate, problems: list[Problem]
) -> CompiledStory | None:
    """The story whose files (name -> content) these are; all that is wrong goes to ``problems``.

    ``licence`` is that of the texts; ``validate`` says how a value breaks the schema of its kind. What
    is wrong leaves its record out; without readable facts there is no story.
    """
    facts: FactSheet | None = _read(files, FACTS, "facts", FactSheet, id, validate, problems)
    drafts = dict(_drafts(id, files, validate, problems))
    if facts is None:
        return None
    found = CompiledStory(Story(id, facts.title, facts.split), facts.incident)
    for one in facts.entities:
        # the schema took the type for one of the registry
        entity = Entity(one.id, one.type, one.org_subtype, one.names, None, True)  # type: ignore[arg-type]
        found.entities.append(entity)
    found.propositions += facts.propositions
    found.events += facts.events
    named = Named(id, {entity.id: entity for entity in found.entities})
    made = {name: [*draft.records(named, validate, problems)] for name, draft in drafts.items()}
    known = [*(one.id for one in facts.figures), *(one.id for one in facts.distractors)]
    for name, draft in drafts.items():
        records = [*made[name], *draft.faults(drafts, known, validate, problems)]
        seed = _seed(draft, licence)
        text, ordered = draft.page.text, tuple(sorted(records, key=sort_key))
        found.documents.append(Compiled(seed, text, ordered, draft.told.telling, draft.drifts))
    found.entities += [msgspec.structs.replace(own, fictional=True) for own in named.own.values()]
    unread = {name.rpartition(".")[0] for name in files} - drafts.keys()
    found.links += _links(id, facts, drafts, unread, problems)
    return found


def _drafts(
    story: str, files: Mapping[str, str], validate: Validate, problems: list[Problem]
) -> Iterator[tuple[str, Draft]]:
    names = {name.rpartition(".")[0] for name in files if name != FACTS}
    for name in sorted(names):
        told = _read(files, f"{name}.json", "retelling", Retelling, story, validate, problems)
        file = f"{name}.txt"
        if file not in files:
            problems.append(Problem("RT940", f"{story}/{file}", None, "there is no such file"))
            continue
        try:
            page = loads(files[file])
        except InlineError as error:
            problems += [Problem("RT930", f"{story}/{file}", None, p) for p in error.problems]
            continue
        if told is not None:
            yield name, Draft(story, name, told, page)


def _read(
    files: Mapping[str, str],
    file: str,
    kind: str,
    type: type[Any],
    story: str,
    validate: Validate,
    problems: list[Problem],
) -> Any:
    """The value of a file, or None after all that is wrong with it."""
    path = f"{story}/{file}"
    if file not in files:
        problems.append(Problem("RT940", path, None, "there is no such file"))
        return None
    findings: list[Finding] = []
    value = load_object(files[file], Place(path), findings)
    problems += [Problem(finding.code, path, None, finding.message) for finding in findings]
    if value is None:
        return None
    broken = [Problem(code, path, at, message) for code, at, message in validate(kind, value)]
    problems += broken
    return None if broken else msgspec.convert(value, type)


def _seed(draft: Draft, licence: str) -> Seed:
    told, doc = draft.told, draft.doc
    return Seed(
        id=doc,
        file=f"{doc}.txt",
        sha256=sha256(draft.page.text.encode("utf-8")),
        lang=told.lang,
        outlet=told.outlet,
        story=draft.story,
        published=Published(told.published, False),
        licence=licence,
        # an invented text was nowhere before
        obtained=told.published,
        provenance="authored",
    )


def _links(
    story: str,
    facts: FactSheet,
    drafts: Mapping[str, Draft],
    unread: Container[str],
    problems: list[Problem],
) -> Iterator[ClaimLink]:
    """The links between claims; of those of a retelling that could not be read nothing is said."""
    ids = {f"{d.name}#{own}": id for d in drafts.values() for own, id in d.names.items()}
    for number, link in enumerate(facts.links):
        unknown = [side for side in (link.a, link.b) if side not in ids]
        for side in unknown:
            if side.partition("#")[0] in unread:
                continue
            message = f"{side!r} names no claim; there are: {', '.join(sorted(ids))}"
            problems.append(Problem("RT941", f"{story}/{FACTS}", f"links.{number}", message))
        if not unknown:
            id = f"l-{story}-{number + 1:02d}"
            yield ClaimLink(id, AUTHOR, ids[link.a], ids[link.b], link.relation, link.field)
