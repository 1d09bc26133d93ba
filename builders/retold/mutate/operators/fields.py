"""Fields of records: missing, unknown, of another type, with a label that is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from retold.model import Casualty, Entity, Headline, Mention
from retold.mutate.base import At, Mutate, Operator, each, put, row
from retold.mutate.draws import Draw
from retold.mutate.operators.lines import dumped, line, loaded
from retold.mutate.sources import Sources

Way = tuple[str | int, ...]
"""Keys and indices from a record to a value in it."""
Found = tuple[Any, ...] | None
"""The new value, nothing where it goes, None where it stays."""

# Fields whose values are labels of the schema, in records of all kinds.
_LABELS = {
    "kind", "zone", "type", "level", "org_subtype", "metonym", "polarity", "expression", "vs_body",
    "harm", "form", "role", "includes_perpetrator", "responsibility", "method", "party", "certainty",
    "fault", "scope", "relation", "field", "split",
}  # fmt: skip
_OPTIONAL = ("derived_from", "decision", "result", "file")  # a waiver's; a seed's is not
_DAYS = ("date", "obtained", "anchor", "start", "end")


def value(change: Callable[[Way, Any, Draw], Found]) -> Mutate:
    """Changes one value of one record, the first in drawn order that can be changed."""

    def mutate(text: str, draw: Draw) -> str | None:
        record = loaded(text)
        for way in draw.order(list(_ways(record))) if record else ():
            here: Any = record
            for key in way[:-1]:
                here = here[key]
            new = change(way, here[way[-1]], draw)
            if new is not None:
                if new:
                    here[way[-1]] = new[0]
                else:
                    del here[way[-1]]
                return dumped(record)
        return None

    return line(mutate)


def drop(way: Way, found: Any, draw: Draw) -> Found:
    required = isinstance(way[-1], str) and way[-1] not in _OPTIONAL
    return () if required and "names" not in way[:-1] else None


def misspell(way: Way, found: Any, draw: Draw) -> Found:
    """A letter of a label twice."""
    if way[-1] not in _LABELS or not isinstance(found, str):
        return None
    at = draw.below(len(found)) + 1
    return (f"{found[:at]}{found[at - 1 :]}",)


def null(way: Way, found: Any, draw: Draw) -> Found:
    required = way[-1] in ("id", "doc", "spans", "evidence", "names", "title", "chain")
    return (None,) if required and "victims" not in way else None


def no_span(way: Way, found: Any, draw: Draw) -> Found:
    return ([],) if way[-1] == "spans" and isinstance(found, list) else None


def february_30(way: Way, found: Any, draw: Draw) -> Found:
    day = way[-1] in _DAYS and isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", found)
    return (f"{found[:5]}02-30",) if day else None


def offset(new: Callable[[int], Any]) -> Mutate:
    def change(way: Way, found: Any, draw: Draw) -> Found:
        inside = isinstance(way[-1], int) and bool({"spans", "evidence"} & {*way})
        return (new(found),) if inside and type(found) is int else None

    return value(change)


def unknown_field(text: str, draw: Draw) -> str | None:
    record = loaded(text)
    return None if record is None else dumped({**record, "colour": "blue"})


def organisation_without_subtype(mention: Mention, at: At) -> Mention | None:
    return put(mention, "org_subtype", None) if mention.type == "ORG" else None


def metonym_without_referent(mention: Mention, at: At) -> Mention | None:
    return put(mention, "referent", None) if mention.referent is not None else None


def value_of_a_name(mention: Mention, at: At) -> Mention | None:
    return put(mention, "value", "46") if mention.entity is not None else None


def entity_without_subtype(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    return put(entity, "org_subtype", None) if entity.type == "ORG" else None


def headline_without_evidence(headline: Headline, at: At) -> Headline | None:
    return put(headline, "evidence", []) if headline.vs_body != "unrelated" else None


def chain_without_outlet(claim: Casualty, at: At) -> Casualty | None:
    first = claim.source.chain[1:2] or (next(iter(at.sources.entities), "e-nobody"),)
    return put(claim, "source.chain", list(first))


def wikidata_without_q(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    return put(entity, "wikidata", (entity.wikidata or "Q42")[1:])


def no_name(entity: Entity, sources: Sources, draw: Draw) -> Entity | None:
    return put(entity, "names", {})


def _ways(found: Any, before: Way = ()) -> Iterator[Way]:
    for key, item in found.items() if isinstance(found, dict) else enumerate(found):
        yield (*before, key)
        # what records of challenge items leave out is silent, so that any field of theirs may go
        if isinstance(item, dict | list) and key != "records":
            yield from _ways(item, (*before, key))


OPERATORS = (
    Operator(
        "unknown-field", "structural", "a field that no schema has", line(unknown_field), ("RT015",)
    ),
    Operator("drop-field", "structural", "a field is lost", value(drop), ("RT016",)),
    Operator("misspell-label", "structural", "a letter of a label twice", value(misspell), ("RT017",)),
    Operator("null-field", "structural", "null for a field that needs a value", value(null), ("RT018",)),
    Operator("no-span", "structural", "an empty list of spans", value(no_span), ("RT018",)),
    Operator("february-30", "structural", "a day that no calendar has", value(february_30), ("RT018",)),
    Operator("offset-as-text", "structural", "an offset in quotation marks", offset(str), ("RT018",)),
    Operator("offset-with-point", "structural", "an offset 7.0", offset(float), ("RT018",)),
    Operator("offset-true", "structural", "true for an offset", offset(lambda n: True), ("RT018",)),
    Operator("negative-offset", "structural", "an offset below 0", offset(lambda n: -1 - n), ("RT018",)),
    Operator(
        "endless-offset",
        "structural",
        "an offset of thirty digits",
        offset(lambda n: n + 10**30),
        ("RT018", "RT010"),
    ),
    Operator(
        "wikidata-without-q",
        "structural",
        "a Wikidata id without its Q",
        row(Entity, wikidata_without_q),
        ("RT018",),
    ),
    Operator(
        "entity-without-name", "structural", "an entity without names", row(Entity, no_name), ("RT018",)
    ),
    Operator(
        "chain-without-outlet",
        "structural",
        "a source chain that does not begin with the outlet",
        each(Casualty, chain_without_outlet),
        ("RT017",),
    ),
    Operator(
        "organisation-without-subtype",
        "structural",
        "a mention of an ORG without org_subtype",
        each(Mention, organisation_without_subtype),
        ("RT020",),
    ),
    Operator(
        "entity-without-subtype",
        "structural",
        "an ORG of the registry without org_subtype",
        row(Entity, entity_without_subtype),
        ("RT020",),
    ),
    Operator(
        "metonym-without-referent",
        "structural",
        "a metonym that means nobody",
        each(Mention, metonym_without_referent),
        ("RT020",),
    ),
    Operator(
        "value-of-a-name",
        "structural",
        "a name with a value",
        each(Mention, value_of_a_name),
        ("RT020",),
    ),
    Operator(
        "headline-without-evidence",
        "structural",
        "a headline compared with no passage",
        each(Headline, headline_without_evidence),
        ("RT020",),
    ),
)
