"""The small grammar of WebAnno TSV 3: the header's columns, cells and what is escaped in them.

The definition is the appendix "WebAnno TSV 3.3 File format" of the user's guide of INCEpTION, and, where
that is silent, the files that INCEpTION writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from retold.formats.layers import LINK_FEATURES

FORMAT: Final = re.compile(r"#FORMAT=WebAnno TSV 3(?:\.([0-3]))?")
UNIT: Final = re.compile(r"[1-9][0-9]{0,8}-[1-9][0-9]{0,8}(\.[1-9][0-9]{0,8})?")
OFFSETS: Final = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")
NOTHING, NULL = "_", "*"
_ROLE = re.compile(r"ROLE_[^:]*:(\w+)_([\w.]+)", re.ASCII)
_LAYER = re.compile(r"#T_(SP|CH|RL)=([^|]+)(\|.*)?")
_SUFFIX = re.compile(r"((?:\\.|[^\\])*)\[([0-9]{1,9})(?:_([0-9]{1,9}))?\]", re.DOTALL)
_FOLLOWS = re.compile(r"((?:\\.|[^\\])*)->([0-9]{1,9})-([0-9]{1,9})", re.DOTALL)
_ESCAPES: Mapping[str, str] = {
    "\t": "\\t",
    "\n": "\\n",
    "->": "\\->",
    **{c: f"\\{c}" for c in "\\[]|_;*"},
}
_UNESCAPES = {said: meant for meant, said in _ESCAPES.items()}
_TEXT: Mapping[str, str] = {
    **{chr(n): f"\\{chr(n)}" for n in range(32) if not 7 < n < 14},
    "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b", "\\": "\\\\",
}  # fmt: skip
_UNTEXT = {said: meant for meant, said in _TEXT.items()}

ColumnKind = Literal["value", "placeholder", "role", "target", "type", "relation", "base"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a layer: what it holds, the feature's name, and a type: of links behind a role, of
    what they or relations point to.
    """

    kind: ColumnKind
    name: str = ""
    target: str = ""

    def said(self, layer: str) -> str:
        """The column as the line of its layer names it."""
        match self.kind:
            case "role":
                return f"ROLE_{layer}:{self.name}_{self.target}"
            case "target":
                return self.target
            case "base":
                return f"BT_{self.target}"
        return self.name


@dataclass(frozen=True, slots=True)
class Header:
    """A layer's line in the head: SP (spans), CH (chains) or RL (relations), name and columns."""

    kind: str
    layer: str
    columns: tuple[Column, ...]


def header(line: str) -> Header | str:
    """A layer's line; or what is wrong with it, for people."""
    found = _LAYER.fullmatch(line)
    if found is None:
        return "a layer is #T_SP=, #T_CH= or #T_RL=, its name, and its features, each behind |"
    kind, layer = found[1], found[2]
    names = [name for name in (found[3] or "").split("|") if name]
    columns: list[Column] = []
    for number, name in enumerate(names):
        role = _ROLE.fullmatch(name) if kind == "SP" else None
        if columns and columns[-1].kind == "role":
            columns.append(Column("target", columns[-1].name, name))
        elif role is not None and number + 1 < len(names):
            columns.append(Column("role", role[1], role[2]))
        elif name.startswith("ROLE_"):
            return f"{name!r} is not ROLE_type:feature_link, with the type of its targets behind |"
        elif kind == "RL" and name.startswith("BT_"):
            columns.append(Column("base", target=name[3:]))
        elif kind == "CH" and name in LINK_FEATURES:
            columns.append(Column("type" if name == LINK_FEATURES[0] else "relation", name))
        else:
            columns.append(Column("value", name))
    kinds = [column.kind for column in columns]
    if kind == "RL" and kinds.count("base") != 1:
        return "a relation layer has one BT_ and the type of its ends"
    if kind == "CH" and sorted(kinds) != ["relation", "type"]:
        return "a chain layer has referenceType and referenceRelation"
    if len({(c.kind, c.name) for c in columns}) < len(columns):
        return "a feature stands there twice"
    return Header(kind, layer, tuple(columns) or (Column("placeholder"),))


def parts(cell: str, between: str) -> list[str]:
    """What stands between separators that are not escaped."""
    found = [""]
    for piece in re.findall(r"\\.|.", cell, re.DOTALL):
        if piece == between:
            found.append("")
        else:
            found[-1] += piece
    return found


def suffixed(part: str) -> tuple[str, int | None, int | None]:
    """A value and the numbers in brackets behind it: [1], or [1_2]."""
    found = _SUFFIX.fullmatch(part)
    if found is None:
        return part, None, None
    return found[1], int(found[2]), None if found[3] is None else int(found[3])


def following(part: str) -> tuple[str, int, int] | None:
    """A value, and behind -> the numbers of its chain and its link."""
    found = _FOLLOWS.fullmatch(part)
    return None if found is None else (found[1], int(found[2]), int(found[3]))


def escaped(value: str) -> str:
    """A value as a cell holds it."""
    return re.sub(r"->|[\\\[\]|_;*\t\n]", lambda match: _ESCAPES[match.group()], value)


def unescaped(said: str) -> str:
    """The value that a cell holds; a backslash before anything else stands for itself."""
    return re.sub(r"\\(?:->|.)", _meant(_UNESCAPES), said, flags=re.DOTALL)


def text_line(text: str) -> str:
    """A line of the text behind #Text=."""
    return re.sub(r"[\x00-\x1f\\]", lambda match: _TEXT.get(match.group(), match.group()), text)


def line_text(said: str, version: int) -> str:
    """What a line behind #Text= says; up to version 3.1, with Java's escapes of UTF-16 units too."""
    if version > 1:
        return re.sub(r"\\.", _meant(_UNTEXT), said, flags=re.DOTALL)
    units = re.sub(r"\\(?:u+[0-9A-Fa-f]{4}|.)", _java, said, flags=re.DOTALL)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _meant(table: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: table.get(match.group(), match.group())


def _java(match: re.Match[str]) -> str:
    said = match.group()
    if len(said) > 2:
        return chr(int(said[-4:], 16))
    return _UNTEXT.get(said) or said[1:]
