"""Proposals for one invented text, over the zones that are proposed for it."""

from __future__ import annotations

from collections import Counter

from retold.corpus import Corpus, Settings
from retold.documents import Document
from retold.files import ANNOTATORS, ENTITIES
from retold.model import Entity, Mention, OrgSubtype, Published, RegistryType, Seed
from retold.proposals.annotator import annotator
from retold.proposals.names import Names
from retold.proposals.records import Proposals, propose
from retold.proposals.zones import propose_zones
from retold.records import Row


def entity(id: str, type: RegistryType, /, **names: str) -> Entity:
    """An entity; ``names`` are by language, several divided by a slash."""
    subtype: OrgSubtype | None = "other" if type == "ORG" else None
    return Entity(f"e-{id}", type, subtype, {k: tuple(v.split("/")) for k, v in names.items()}, None)


REGISTRY = (
    entity("norhaven", "GPE", en="Norhaven", hi="नोरहेवन", th="นอร์เฮเวน"),
    entity("norland", "GPE", en="Norland/NL", hi="नोर"),
    entity("bank", "ORG", en="Bank of Norland", id="Bank Norland"),
    entity("norlanders", "NORP", en="Norlandic/Norland Lutheran"),
    entity("union", "ORG", en="Dock Union/DU", id="Serikat Dermaga"),
    entity("union-s", "ORG", en="DU-S"),
    entity("ada", "PER", en="Ada Lund/Lund"),
    entity("crews", "PER", en="unnamed crews of Norhaven"),
    entity("spring-person", "PER", en="Vår"),
    entity("spring-place", "GPE", en="Vår"),
)


def seed(text: str, lang: str) -> Seed:
    """The line of the manifest of an invented text, published on 4 May 2031, a Sunday."""
    return Seed(
        "d", "d.txt", "", lang, None, "s", Published("2031-05-04", False), "CC0-1.0", "2031-06-01"
    )


def proposals(text: str, lang: str = "en", registry: tuple[Entity, ...] = REGISTRY) -> Proposals:
    """All that is proposed for a text."""
    document = Document(seed(text, lang), text, "rules", "d.jsonl", ())
    return propose(document, propose_zones(text, "d", lang, "rules"), Names.of(registry))


def mentions(text: str, lang: str = "en") -> list[Mention]:
    """The mentions that are proposed, in order."""
    return [record for record in proposals(text, lang).records if isinstance(record, Mention)]


def left_out(text: str, lang: str = "en") -> Counter[str]:
    """Why something is not proposed -> how often."""
    return proposals(text, lang).left_out


CORPUS = Corpus(
    Settings("x", "X", "0.1.0", {}),
    {
        "annotator": (Row(annotator(), ANNOTATORS, 1),),
        "entity": tuple(Row(found, ENTITIES, n) for n, found in enumerate(REGISTRY, 1)),
    },
    {},
)
