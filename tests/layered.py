"""Neutral documents as a project of INCEpTION has them: every item in a layer that it names."""

from __future__ import annotations

from hypothesis import strategies as st

from retold.formats.neutral import Attribute, Document, Event, Group, Item, Mark, Relation
from retold.model import Span
from retold.segmentation import tokens
from strategies import texts

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
HOST, PLAIN = "webanno.custom.Meet", "webanno.custom.Plain"
KIN, LINK, CHAIN = "webanno.custom.Kin", "webanno.custom.SameLink", "webanno.custom.SameChain"
VALUES = st.sampled_from(["a", "two words", "x|y", "[1]", "*", "_", "a->b", "a;b", "\\", "a\\", "1-1"])


@st.composite
def layered_documents(draw: st.DrawFn) -> Document:
    """A document whose text has a token; its spans are runs of tokens of one line."""
    text = draw(texts().filter(lambda text: tokens(text.splitlines()[0] if text.strip() else "")))
    rows = _rows(text)
    items: list[Item] = []

    def said(id: str, layer: str, values: dict[str, object]) -> None:
        values = {"layer": layer, **values}
        items.extend(Attribute(f"{id}:{name}", id, name, value) for name, value in values.items())

    def span() -> Span:
        row = draw(st.sampled_from(rows))
        first = draw(st.integers(0, len(row) - 1))
        return row[first][0], row[draw(st.integers(first, len(row) - 1))][1]

    marks = []
    for number in range(draw(st.integers(1, 5))):
        id = f"m{number}"
        layer = draw(st.sampled_from([NAMED_ENTITY, PLAIN, HOST]))
        label = draw(st.sampled_from(["PER", "two words"])) if layer == NAMED_ENTITY else layer
        items.append(Mark(id, label, (span(),)))
        said(id, layer, {"value": draw(VALUES)} if layer == HOST and draw(st.booleans()) else {})
        marks.append((id, layer))
    ends = st.sampled_from([id for id, _ in marks])
    for id, layer in marks:
        if layer == HOST and draw(st.booleans()):
            args = st.lists(st.tuples(st.sampled_from(["who", "", "x;y"]), ends), min_size=1, max_size=3)
            items.append(Event(f"{id}.links", HOST, id, tuple(draw(args))))
            items.append(Attribute(f"{id}.slot", f"{id}.links", "slot", "links"))
    for number in range(draw(st.integers(0, 3))):
        items.append(Relation(f"r{number}", KIN, (("Governor", draw(ends)), ("Dependent", draw(ends)))))
        said(f"r{number}", KIN, {"how": draw(VALUES)} if draw(st.booleans()) else {})
    links = [f"l{number}" for number in range(draw(st.sampled_from([0, 1, 2, 3])))]
    for id in links:
        items.append(Mark(id, LINK, (span(),)))
        said(id, LINK, {"referenceType": draw(VALUES)} if draw(st.booleans()) else {})
    if len(links) > 1:
        items.append(Group("*", CHAIN, tuple(draw(st.permutations(links)))))
    return Document("doc", text, tuple(items))


def _rows(text: str) -> list[list[Span]]:
    start, rows = 0, []
    for line in text.splitlines(keepends=True):
        rows.append([(start + a, start + b) for a, b in tokens(line.rstrip())])
        start += len(line)
    return [row for row in rows if row]
