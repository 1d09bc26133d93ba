"""Events: who reports which figure, how the claims stand to each other, and who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retold.charts.kinds import Chart, Told, claims_chart
from retold.site.contents import Contents, Doc, Row, Story
from retold.site.keys import event_path
from retold.site.names import anchor
from retold.wording import blamed, bounds, chain, date_of, estimate, field, figure, words


@dataclass(frozen=True, eq=False)
class Claim:
    """One claim as a page shows it; ``path`` leads to its sentence."""

    row: Row
    doc: Doc
    path: str
    said: str
    facts: Sequence[tuple[str, str]]

    @property
    def id(self) -> str:
        """The claim id."""
        return str(self.row["claim_id"])


@dataclass(frozen=True)
class Relation:
    """How one claim, or several, stand to others in a field: letters of documents with their claims."""

    relation: str
    field: str
    ones: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Harm:
    """All that is said of one event and one kind of harm."""

    row: Row
    claims: Sequence[Claim]
    silent: Sequence[Doc]
    denying: Sequence[Doc]
    relations: Sequence[Relation]
    chart: Chart | None

    @property
    def estimate(self) -> str:
        """Low to high, or the sole exact figure, in words."""
        return estimate(self.row["low"], self.row["best"], self.row["high"])


@dataclass(frozen=True, eq=False)
class Event:
    """An event with its kinds of harm; of two splits that tell of it, both."""

    id: str
    title: str
    date: str | None
    places: Sequence[str]
    stories: Sequence[Story]
    harms: Sequence[Harm]

    @property
    def path(self) -> str:
        """Its page."""
        return event_path(self.id)


def events_of(contents: Contents) -> list[Event]:
    """Every event, those with the most claims first."""
    rows: dict[str, list[Row]] = {}
    for row in contents.events:
        rows.setdefault(row["event_id"], []).append(row)
    found = [
        Event(
            id=id,
            title=of_event[0]["title"],
            date=of_event[0]["date"],
            places=[contents.name(place) for place in of_event[0]["places"]],
            stories=list(dict.fromkeys(s for row in of_event for s in contents.stories_of(row))),
            harms=[_harm(contents, row) for row in of_event],
        )
        for id, of_event in rows.items()
    ]
    return sorted(found, key=lambda event: (-sum(len(harm.claims) for harm in event.harms), event.id))


def _harm(contents: Contents, row: Row) -> Harm:
    claims = [_claim(contents, id) for id in row["claims"] if id in contents.claims]
    claims.sort(key=lambda claim: (claim.doc.number, claim.id))
    silent = [contents.docs[id] for id in row["silent_documents"] if id in contents.docs]
    told = [Told(c.doc.letter, c.doc.label, c.row, c.path) for c in claims]
    told += [Told(doc.letter, doc.label, None, doc.path) for doc in silent]
    return Harm(
        row=row,
        claims=claims,
        silent=silent,
        denying=[contents.docs[id] for id in row["denying_documents"] if id in contents.docs],
        relations=list(_relations(contents, row["links"])),
        chart=claims_chart(f"{row['title']}, {words(row['harm'])}", told),
    )


def _claim(contents: Contents, id: str) -> Claim:
    doc, row = contents.claims[id]
    path = f"{contents.story_of[doc.id].path(doc)}#{anchor(id)}"
    facts = [(name, value) for name, value in _facts(contents, row) if value]
    return Claim(row, doc, path, figure(row), facts)


def _facts(contents: Contents, row: Row) -> Iterator[tuple[str, str]]:
    """What a claim says besides its figure; empty where it says nothing."""
    form = words(row["count_form"])
    yield "read as", f"{bounds(row['count_min'], row['count_max'])} ({form})"
    yield "on the word of", chain(contents.name, row)
    yield "certainty", words(row["certainty"])
    yield "blamed", blamed(contents.name, row)
    yield "method", words(row["method"] or "")
    yield "when", date_of(row)
    yield "where", ", ".join(contents.name(place) for place in row["places"])
    yield "victims", row["victims_surface"] or ""
    yield "who they were", "" if row["victims_role"] == "unknown" else words(row["victims_role"])
    yield "named as", contents.name(row["victims_identity"])
    yield "scope", "several events" if row["scope"] == "summary" else ""


def _relations(contents: Contents, links: Sequence[Row]) -> Iterator[Relation]:
    """Links told together: who agrees on a field, and who is more exact than whom, or contradicts."""
    agreeing: dict[str, dict[str, None]] = {}
    directed: dict[tuple[str, str, str], set[str]] = {}
    for link in links:
        a, b, relation, name = link["a"], link["b"], link["relation"], link["field"]
        if relation == "same":
            agreeing.setdefault(name, {}).update({a: None, b: None})
        else:
            directed.setdefault((relation, name, a), set()).add(b)
    for name, ids in agreeing.items():
        yield Relation("same", field(name), _lettered(contents, ids), ())
    together: dict[tuple[str, str, frozenset[str]], list[str]] = {}
    for (relation, name, a), others in sorted(directed.items()):
        together.setdefault((relation, name, frozenset(others)), []).append(a)
    for (relation, name, others_of), ones in together.items():
        yield Relation(relation, field(name), _lettered(contents, ones), _lettered(contents, others_of))


def _lettered(contents: Contents, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = (contents.claims[id][0].letter if id in contents.claims else "" for id in ids)
    return tuple(sorted(zip(found, ids, strict=True)))
