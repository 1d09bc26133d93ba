"""Zones, names and values of a document -> the records that are proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retold.documents import Document
from retold.model import Annotation, Mention, Zone
from retold.proposals.names import Named, Names, find_names
from retold.proposals.values import Valued, find_values, meets
from retold.records import Row, sort_key


@dataclass(frozen=True)
class Proposals:
    """Records for one document in canonical order, and what was not proposed: why -> how often."""

    records: tuple[Annotation, ...]
    left_out: Counter[str]


def propose(document: Document, zones: tuple[Zone, ...], names: Names) -> Proposals:
    """Mentions over ``zones``, which are proposals of the same annotator, and the zones themselves.

    ``document`` gives seed, text and layer; its own records are not looked at.
    """
    rows: tuple[Row[Annotation], ...] = tuple(
        Row(zone, document.file, number) for number, zone in enumerate(zones, 1)
    )
    parted = replace(document, rows=rows)
    left_out: Counter[str] = Counter()
    found: list[Named | Valued] = [*find_names(parted, names, left_out)]
    spans = [named.span for named in found]
    for valued in find_values(parted):
        if meets(valued.span, spans):
            left_out["value inside a name"] += 1
        else:
            found.append(valued)
    ordered = sorted(found, key=lambda item: (item.span[0], -item.span[1]))
    mentions = _mentions(ordered, document)
    return Proposals(tuple(sorted([*zones, *mentions], key=sort_key)), left_out)


def _mentions(found: list[Named | Valued], document: Document) -> Iterator[Mention]:
    for number, item in enumerate(found, 1):
        entity = item.entity if isinstance(item, Named) else None
        valued = item if isinstance(item, Valued) else None
        relative = valued is not None and valued.relative
        yield Mention(
            id=f"{document.id}-m{number:03d}",
            doc=document.id,
            annotator=document.layer,
            spans=(item.span,),
            surface=document.text[slice(*item.span)],
            type=entity.type if entity else valued.type if valued else "MISC",
            level="name",
            org_subtype=entity.org_subtype if entity else None,
            # whether a place acts only a reader can tell; `none` is what most are beside a noun
            metonym="none" if entity and entity.type == "GPE" else None,
            entity=entity.id if entity else None,
            referent=None,
            value=valued.value if valued else None,
            anchor=document.seed.published.date if relative else None,
        )
