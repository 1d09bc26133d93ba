"""One line of an ``.ann`` <-> one item of a document: the grammar of brat standoff."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from retold.formats.features import is_word
from retold.formats.neutral import (
    Attribute,
    Blank,
    Event,
    Group,
    Item,
    Mark,
    Normalisation,
    Note,
    Relation,
)
from retold.model import surface_of

NAME = "brat"
VALUE = "Attribute"
"""Label of the notes that hold an attribute."""
# Whoever reads a file line by line may break it at any of these.
BREAKS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029]")
ID = re.compile(r"[A-Za-z#][0-9]+\S*|\*")


class LineError(Exception):
    """What is wrong with a line, for people."""


def content(line: str) -> str:
    """The line without its end, LF or CR LF."""
    return line.removesuffix("\n").removesuffix("\r")


def parse_line(line: str) -> Item:
    """One line of an ``.ann``. Raises LineError, saying what is wrong with it."""
    said = content(line)
    if not said.strip():
        return Blank()
    id, tab, rest = said.partition("\t")
    if not tab or not ID.fullmatch(id):
        raise LineError("a line is an id (T1, R1, E1, A1, M1, N1, #1 or *), a tab, and what it says")
    parser = _PARSERS.get(id[0].upper())
    if parser is None:
        raise LineError(f"no line of brat begins with {id[0]!r}; there are T, R, E, A, M, N, # and *")
    head, _, tail = rest.partition("\t")
    return parser(id, head, tail) if id[0].upper() != "T" else _mark(id, head, rest)


def _relation(id: str, head: str, tail: str) -> Item:
    label, *words = head.split() or [""]
    args = _args(words)
    if len(args) != 2:
        raise LineError("a relation is a type and two arguments, Role:Id")
    return Relation(id, label, args)


def _event(id: str, head: str, tail: str) -> Item:
    pairs = _args(head.split())
    if not pairs:
        raise LineError("an event is Type:Trigger and arguments, Role:Id")
    return Event(id, pairs[0][0], pairs[0][1], pairs[1:])


def _attribute(id: str, head: str, tail: str) -> Item:
    words = head.split()
    if len(words) < 2:
        raise LineError("an attribute is a name, an id and perhaps a value")
    return Attribute(id, words[1], words[0], " ".join(words[2:]) or True)


def _normalisation(id: str, head: str, tail: str) -> Item:
    words = head.split()
    db, colon, key = words[2].partition(":") if len(words) == 3 else ("", "", "")
    if not colon:
        raise LineError("a normalisation is a type, an id and Database:Key")
    return Normalisation(id, words[1], db, key, tail, words[0])


def _group(id: str, head: str, tail: str) -> Item:
    label, *members = head.split() or [""]
    if id != "*" or len(members) < 2:
        raise LineError("a group is *, a tab, a type and at least two ids")
    return Group(id, label, tuple(members))


def _mark(id: str, head: str, rest: str) -> Mark:
    label, _, offsets = head.partition(" ")
    pairs = [pair.split() for pair in offsets.split(";")]
    if not label or any(len(pair) != 2 or not all(map(_is_offset, pair)) for pair in pairs):
        raise LineError("a span is a type and offsets: START END, between fragments a semicolon")
    if "\t" not in rest:
        raise LineError("the text of the span is missing, after a tab")
    return Mark(id, label, tuple((int(a), int(b)) for a, b in pairs))


def _is_offset(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 16


def _args(words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for word in words:
        role, colon, id = word.rpartition(":")
        if not colon or not role or not id:
            raise LineError(f"{word!r} is not Role:Id")
        found.append((role, id))
    return tuple(found)


def _note(id: str, head: str, tail: str) -> Item:
    words = head.split()
    if len(words) != 2:
        raise LineError("a note is a type and an id, a tab, and the text")
    label, target = words
    if label == VALUE:
        try:
            said = json.loads(tail)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict) and len(said) == 1:
            name, value = next(iter(said.items()))
            return Attribute(id, target, name, value)
    return Note(id, target, label, tail)


_PARSERS: dict[str, Callable[[str, str, str], Item]] = {
    "T": _mark,
    "R": _relation,
    "E": _event,
    "A": _attribute,
    "M": _attribute,
    "N": _normalisation,
    "#": _note,
    "*": _group,
}


def write_line(item: Item, text: str) -> str:
    """As it was read, where that still says the same; else in brat's own form."""
    if item.written is not None and item.written.format == NAME:
        if parse_line(item.written.text) == item:
            return item.written.text
    elif isinstance(item, Blank):
        return ""
    match item:
        case Mark():
            where = ";".join(f"{start} {end}" for start, end in item.spans)
            return (
                f"{item.id}\t{item.label} {where}\t{BREAKS.sub(spaces, surface_of(text, item.spans))}\n"
            )
        case Relation():
            return f"{item.id}\t{item.label} {_pairs(item.args)}\n"
        case Event():
            return f"{item.id}\t{_pairs(((item.label, item.trigger), *item.args))}\n"
        case Group():
            return f"*\t{item.label} {' '.join(item.members)}\n"
        case Attribute() if one_word(item):
            value = "" if item.value is True else f" {item.value}"
            return f"{item.id}\t{item.name} {item.target}{value}\n"
        case Attribute():
            said = json.dumps({item.name: item.value}, ensure_ascii=False)
            return f"{item.id}\t{VALUE} {item.target}\t{_ESCAPED.sub(_escape, said)}\n"
        case Normalisation():
            return f"{item.id}\t{item.label} {item.target} {item.db}:{item.key}\t{item.text}\n"
        case Note():
            return f"{item.id}\t{item.label} {item.target}\t{item.text}\n"
    return ""


def _pairs(args: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{role}:{id}" for role, id in args)


def spaces(match: re.Match[str]) -> str:
    """As many spaces as there are characters."""
    return " " * len(match.group())


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def one_word(item: Attribute) -> bool:
    """Whether an A line can say it."""
    return is_word(item.value) and is_word(item.name)
