"""brat standoff: a ``.txt`` and beside it an ``.ann``, one annotation a line.

Offsets count code points. The definition is brat's own page (brat.nlplab.org/standoff.html):
``T`` text-bound, ``R`` relation, ``E`` event, ``A`` or ``M`` attribute, ``N`` normalisation, ``*``
group, ``#`` note; fragments of a discontinuous span stand between semicolons, and line breaks in the
text of a span are written as spaces. What an ``A`` line cannot say, because its value is not one
word, is a note with the label ``Attribute`` and a JSON object of name and value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retold.findings import Finding, Place
from retold.formats.base import Files, Fitted, Format, Holding, Loss, Read, span_findings, stem
from retold.formats.brat_lines import (
    BREAKS,
    ID,
    NAME,
    VALUE,
    LineError,
    content,
    one_word,
    parse_line,
    spaces,
    write_line,
)
from retold.formats.features import FEATURES, cut, lacking
from retold.formats.neutral import (
    Attribute,
    Blank,
    Document,
    Event,
    Group,
    Item,
    Mark,
    Normalisation,
    Note,
    Relation,
    Written,
    targets,
)
from retold.model import surface_of

_LETTERS: dict[type[Item], str] = {
    Mark: "T", Relation: "R", Event: "E", Attribute: "AM", Normalisation: "N", Note: "#"
}  # fmt: skip


def loads(files: Files) -> Read:
    """Reads the pairs of ``.txt`` and ``.ann``; a ``.txt`` alone is none of brat's documents."""
    documents: list[Document] = []
    findings: list[Finding] = []
    aside = [p for p in files if p[-4:] not in (".ann", ".txt") or f"{stem(p)}.ann" not in files]
    for path in sorted(files):
        if not path.endswith(".ann"):
            continue
        text = files.get(f"{stem(path)}.txt")
        if text is None:
            findings.append(Finding("RT906", Place(path), f"there is no {stem(path)}.txt beside it"))
            continue
        items, wrong = _items(files[path], path, text)
        findings += wrong
        if not wrong:
            written = Written(NAME, path, 1, files[path])
            documents.append(Document(stem(path), text, tuple(items), written=written))
    return Read(tuple(documents), tuple(findings), tuple(sorted(aside)))


def _items(ann: str, path: str, text: str) -> tuple[list[Item], list[Finding]]:
    items: list[Item] = []
    places: list[Place] = []
    findings: list[Finding] = []
    for number, line in enumerate(_lines(ann), 1):
        id = line.split("\t", 1)[0].strip() or None
        place = Place(path, number, id)
        try:
            item = parse_line(line)
        except LineError as error:
            findings.append(Finding("RT901", place, str(error)))
            continue
        if isinstance(item, Mark):
            wrong = list(span_findings(text, item.spans, place)) or list(
                _misquoted(text, item, line, place)
            )
            findings += wrong
        items.append(replace(item, written=Written(NAME, path, number, line)))
        places.append(place)
    return items, [*findings, *_broken_links(items, places)]


def _lines(text: str) -> list[str]:
    """Lines with their line feeds; other characters end none."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _misquoted(text: str, mark: Mark, line: str, place: Place) -> Iterator[Finding]:
    said = content(line).split("\t", 2)[2]
    meant = surface_of(text, mark.spans)
    if _flat(meant) not in (_flat(said), _flat(said).rstrip()):
        where = " ".join(f"[{a}, {b})" for a, b in mark.spans)
        yield Finding("RT903", place, f"the line says {said!r}, the text at {where} is {meant!r}")


def _flat(text: str) -> str:
    return re.sub(r"\s", " ", BREAKS.sub(lambda match: " " * len(match.group()), text))


def _broken_links(items: Sequence[Item], places: Sequence[Place]) -> Iterator[Finding]:
    counts = Counter(item.id for item in items if item.id not in ("", "*"))
    seen: set[str] = set()
    marks = {item.id for item in items if isinstance(item, Mark)}
    for item, place in zip(items, places, strict=True):
        if counts[item.id] > 1 and item.id in seen:
            yield Finding("RT905", place, f"id {item.id!r} stands already above")
        seen.add(item.id)
        for target in targets(item):
            if target not in counts:
                yield Finding("RT904", place, f"no annotation has the id {target!r}")
        if isinstance(item, Event) and item.trigger in counts and item.trigger not in marks:
            yield Finding("RT904", place, f"the trigger {item.trigger!r} is no T line")


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """The pair of files of each document; of those that ``fit`` has cut to size."""
    files: dict[str, str] = {}
    for document in documents:
        lines = [write_line(item, document.text) for item in _with_ids(document.items)]
        files[f"{document.id}.txt"] = document.text
        files[f"{document.id}.ann"] = "".join(lines)
    return files


def _with_ids(items: Sequence[Item]) -> Iterator[Item]:
    """Items under ids of brat's: their own where it is one, else the next that is free."""
    taken = {item.id for item in items if _own(item)}
    new: dict[str, str] = {}
    last: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Group | Blank) or _own(item):
            continue
        letter = _letter(item)
        while True:
            last[letter] += 1
            id = f"{letter}{last[letter]}"
            if id not in taken:
                break
        new[item.id] = id
    for item in items:
        yield _renamed(item, new)


def _letter(item: Item) -> str:
    if isinstance(item, Attribute) and not one_word(item):
        return "#"
    return _LETTERS[type(item)][0]


def _own(item: Item) -> bool:
    if isinstance(item, Group | Blank) or not ID.fullmatch(item.id):
        return False
    letters = "#" if _letter(item) == "#" else _LETTERS[type(item)]
    return item.id[0].upper() in letters


def _renamed(item: Item, new: dict[str, str]) -> Item:
    def of(id: str) -> str:
        return new.get(id, id)

    match item:
        case Mark():
            return replace(item, id=of(item.id))
        case Relation() | Event():
            item = replace(item, id=of(item.id), args=tuple((r, of(id)) for r, id in item.args))
            return replace(item, trigger=of(item.trigger)) if isinstance(item, Event) else item
        case Group():
            return replace(item, members=tuple(of(id) for id in item.members))
        case Attribute() | Normalisation() | Note():
            return replace(item, id=of(item.id), target=of(item.target))
    return item


_HELD = "a T line"
HOLDS = {
    "spans": Holding(True, _HELD),
    "adjacent": Holding(True, _HELD),
    "nested": Holding(True, _HELD),
    "stacked": Holding(True, "a T line each"),
    "crossing": Holding(True, _HELD),
    "lines": Holding(True, _HELD),
    "discontinuous": Holding(True, "fragments between semicolons"),
    "zero-width": Holding(True, "a T line whose offsets are equal"),
    "attributes": Holding(True, "an A line"),
    "other-attributes": Holding(True, "an A line"),
    "values": Holding(True, f"a note with the label {VALUE} and a JSON object"),
    "clashes": Holding(True, "a line each"),
    "relations": Holding(True, "an R line"),
    "roles": Holding(True, "Role:Id"),
    "higher-relations": Holding(True, "ids of R and E lines"),
    "groups": Holding(True, "a line that begins with *"),
    "events": Holding(True, "an E line"),
    "normalisations": Holding(True, "an N line"),
    "notes": Holding(True, "a line that begins with #"),
    "note-lines": Holding(False, "line breaks become spaces"),
    "odd-names": Holding(False, "white space in labels, roles and keys becomes _"),
    "metadata": Holding(False, "left out"),
    "tokens": Holding(False, "left out"),
    "white-space": Holding(True, "the .txt is the text"),
    "unannotated": Holding(True, "an empty .ann"),
    "empty": Holding(True, "an empty .txt"),
}


def fit(document: Document) -> Fitted:
    """What brat can hold of a document: labels without white space, notes on one line."""
    reworded = {"note-lines", "odd-names"}
    losses = [
        Loss(name, len(found))
        for name in FEATURES
        if name in reworded and (found := FEATURES[name].found(document))
    ]
    items = tuple(_reworded(item) for item in document.items)
    left, others = cut(replace(document, items=items), set(lacking(HOLDS)) - reworded)
    return left, (*losses, *others)


def _reworded(item: Item) -> Item:
    match item:
        case Mark():
            return replace(item, label=_word(item.label))
        case Relation() | Event():
            args = tuple((_word(role), id) for role, id in item.args)
            return replace(item, label=_word(item.label), args=args)
        case Group():
            return replace(item, label=_word(item.label))
        case Note():
            return replace(item, label=_word(item.label), text=BREAKS.sub(spaces, item.text))
        case Normalisation():
            return replace(
                item,
                label=_word(item.label),
                db=_word(item.db).replace(":", "_"),
                key=_word(item.key),
                text=BREAKS.sub(spaces, item.text),
            )
    return item


def _word(text: str) -> str:
    return re.sub(r"\s", "_", text) or "_"


FORMAT = Format(NAME, "brat standoff", (".ann", ".txt"), "code points", loads, dumps, fit, HOLDS, True)
