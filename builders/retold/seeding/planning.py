"""Texts and a corpus -> the seeds that they become, or all that stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import msgspec

from retold import schemas
from retold.corpora.problems import Problem
from retold.corpus import Corpus
from retold.files import CorpusFolder, stem
from retold.intake.languages import Guess, guesses, sure
from retold.intake.likeness import Known, Near
from retold.intake.naming import free, is_id, legal
from retold.intake.received import Received
from retold.manifest import sha256
from retold.model import Published, Seed, Split, Story, Zone
from retold.proposals.annotator import RULES
from retold.proposals.zones import propose_zones
from retold.records import Row
from retold.seeding.asking import Asker
from retold.seeds import read_text


@dataclass(frozen=True)
class Given:
    """What the user said; it goes before what the source says."""

    obtained: str
    id: str | None = None
    lang: str | None = None
    outlet: str | None = None
    story: str | None = None
    title: str | None = None
    split: Split | None = None
    published: Published | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Planned:
    """A seed that is to be, and how its language and story were found."""

    seed: Seed
    received: Received
    guesses: tuple[Guess, ...]
    """Of the language, best first; empty where it was stated."""
    near: tuple[Near, ...]
    zones: tuple[Zone, ...]
    """As proposed."""


@dataclass
class Plan:
    """Everything that would be written, and what stands against writing anything."""

    planned: list[Planned] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def known_texts(folder: CorpusFolder, corpus: Corpus) -> Known:
    """The texts of a corpus, read one by one."""
    known = Known()
    for row in cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ())):
        text, _ = read_text(folder, row)
        seed = row.record
        zones = propose_zones(text or "", seed.id, seed.lang, RULES)
        known.add(seed.id, seed.story, seed.sha256, text, zones)
    return known


def plan(
    received: Sequence[Received], given: Given, folder: CorpusFolder, corpus: Corpus, asker: Asker
) -> Plan:
    """The seeds that the texts become. What a text lacks is asked for; without an answer, a problem.

    Texts are looked at in their order, and each also against those before it. Raises LackingError
    where the language must be detected and nothing is there to do it.
    """
    made = _Planning(given, corpus, asker, known_texts(folder, corpus), _taken(folder, corpus))
    for item in received:
        made.take(item)
    return made.plan


def _taken(folder: CorpusFolder, corpus: Corpus) -> set[str]:
    """Ids in use, in lower case; a file that no line names would be overwritten too."""
    stems = (file.rsplit("/", 1)[-1].rsplit(".", 1)[0] for file in folder.seed_files())
    layers = (stem(path) for path in folder.layer_files())
    return {id.lower() for id in (*corpus.seeds, *stems, *layers)}


@dataclass
class _Planning:
    given: Given
    corpus: Corpus
    asker: Asker
    known: Known
    taken: set[str]
    plan: Plan = field(default_factory=Plan)

    def take(self, item: Received) -> None:
        digest = sha256(item.text.encode("utf-8"))
        copied = self.known.copy_of(digest, item.text)
        if copied is not None:
            id, how = copied
            message = f"{id!r} is {how}; leave this one out"
            self.plan.problems.append(item.origin.problem(message))
            return
        problems: list[str] = []
        id = self._id(item, problems)
        lang, found = self._language(item, problems)
        # "und" (ISO 639-2): of a language that nobody knows the parts are all the same found
        zones = propose_zones(item.text, id, lang or "und", RULES)
        near = tuple(self.known.near(item.text, zones))
        story = self._story(item, near, problems)
        published = self.given.published or item.published or self.asker.published(item)
        if published is None:
            problems.append(
                "the day of publication is not known: --published YYYY-MM-DD, and --inferred where it "
                "follows from what the text reports"
            )
        if lang is not None and story is not None and published is not None:
            seed = Seed(
                id=id,
                file=f"{id}.txt",
                sha256=digest,
                lang=lang,
                outlet=self.given.outlet or item.outlet,
                story=story,
                published=published,
                licence=self.given.licence
                or item.licence
                or str(self.corpus.settings.licences["texts"]),
                obtained=self.given.obtained,
            )
            problems += _against_schema("seed", seed)
            self.plan.planned.append(Planned(seed, item, tuple(found), near, zones))
        self.plan.problems += [item.origin.problem(message) for message in problems]
        self.known.add(id, story or "", digest, item.text, zones)

    def _id(self, item: Received, problems: list[str]) -> str:
        said = self.given.id or item.id
        if said is None:
            id = free(legal(item.stem), self.taken)
        elif not is_id(said):
            problems.append(
                f"{said!r} is no id: letters, digits, '.', '_' and '-', a letter or digit first, at "
                "most 120 characters"
            )
            id = free(legal(said), self.taken)
        else:
            if said.lower() in self.taken:
                problems.append(f"a document has the id {said!r} already; choose another")
            id = said
        self.taken.add(id.lower())
        return id

    def _language(self, item: Received, problems: list[str]) -> tuple[str | None, list[Guess]]:
        said = self.given.lang or item.lang
        if said is not None:
            return said, []
        found = guesses(item.text)
        if sure(found, item.claimed_lang):
            return found[0].lang, found
        lang = self.asker.language(item, found)
        if lang is None:
            shown = ", ".join(f"{guess.lang} {guess.probability:.0%}" for guess in found)
            claim = f"; the page says {item.claimed_lang}" if item.claimed_lang else ""
            problems.append(f"the language is not sure ({shown}{claim}): say it with --lang")
        return lang, found

    def _story(self, item: Received, near: tuple[Near, ...], problems: list[str]) -> str | None:
        said = self.given.story or item.story
        if said is None:
            told = next((copy for copy in near if copy.story), None)
            same = self.asker.same_story(item, told) if told is not None else None
            said = told.story if told is not None and same else None
            if said is None and told is not None and same is None:
                problems.append(
                    f"about {told.likeness:.0%} like {told.id!r} of the story {told.story!r}: say with "
                    f"--story {told.story} that it retells it, or name another story"
                )
                return None
        said = said or self.asker.story(item)
        if said is None:
            problems.append("its story is not known: --story ID; a new one with --title and --split too")
            return None
        if said in self.corpus.stories or any(story.id == said for story in self.plan.stories):
            return said
        self._new_story(said, problems)
        return said

    def _new_story(self, id: str, problems: list[str]) -> None:
        title, split = self.given.title, self.given.split
        if title is not None and self.plan.stories:
            problems.append(
                f"--title is that of the new story {self.plan.stories[0].id!r}: write the line of "
                f"{id!r} into seeds/stories.jsonl first"
            )
            return
        title = self.asker.title(id) if title is None else title
        split = self.asker.split(id) if split is None else split
        if title is None or split is None:
            named = (("--title", title), ("--split", split))
            lacking = " and ".join(name for name, value in named if value is None)
            problems.append(
                f"the story {id!r} is not in seeds/stories.jsonl: give {lacking}, or write its line"
            )
            return
        story = Story(id, title, split)
        problems += _against_schema("story", story)
        self.plan.stories.append(story)


def _against_schema(kind: str, record: Seed | Story) -> Iterator[str]:
    for violation in schemas.violations(kind, msgspec.to_builtins(record)):
        yield f"{violation.field or kind}: {violation.message}"
