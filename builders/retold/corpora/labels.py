"""Label mappings: what becomes of each label of a foreign tag set, and how good that is.

A mapping is data: TOML or JSON of the shape of ``SCHEMA``. Those of ``PRESETS`` come with the tool, in
``presets/``; docs/corpora.md has their tables.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from retold.corpora.problems import ImportProblemsError, Problem
from retold.model import AnnotatorKind, EntityType, Metonym, OrgSubtype, labels

Outcome = Literal["exact", "approximate", "dropped"]
PRESETS = ("nergrit", "hiner", "ontonotes", "conll2003")

_ROW: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["outcome", "why"],
    "properties": {
        "type": {"enum": list(labels(EntityType))},
        "org_subtype": {"enum": list(labels(OrgSubtype))},
        "metonym": {"enum": ["none"]},
        "outcome": {"enum": list(labels(Outcome))},
        "why": {"type": "string", "minLength": 1},
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "title", "annotators", "about", "labels"],
    "properties": {
        "name": {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)", "maxLength": 60},
        "title": {"type": "string", "minLength": 1},
        "lang": {"type": "string", "minLength": 2},
        "annotators": {"enum": list(labels(AnnotatorKind))},
        "about": {"type": "string", "minLength": 1},
        "labels": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"minLength": 1},
            "additionalProperties": _ROW,
        },
    },
}
"""JSON Schema of a mapping."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a foreign label becomes: the fields of a mention, or nothing (``type`` None)."""

    name: str
    outcome: Outcome
    why: str
    type: EntityType | None
    org_subtype: OrgSubtype | None
    metonym: Metonym | None

    @property
    def fields(self) -> tuple[EntityType | None, OrgSubtype | None, Metonym | None]:
        """What makes a mention of this label."""
        return self.type, self.org_subtype, self.metonym


@dataclass(frozen=True, slots=True)
class Labels:
    """A mapping. ``lang`` is None where the tag set is used for texts in several languages."""

    name: str
    title: str
    lang: str | None
    annotators: AnnotatorKind
    about: str
    rows: Mapping[str, Label]


def parse_labels(text: str, file: str) -> Labels:
    """Reads a mapping: JSON if ``file`` ends in .json, else TOML.

    Raises ImportProblemsError with everything that is wrong, by line and label.
    """
    # some editors put a byte order mark before UTF-8, which neither JSON nor TOML allows
    text = text.removeprefix("\ufeff")
    value = _loaded(text, file)
    problems = [*_violations(value, text, file)]
    if not problems:
        problems = [*_contradictions(value["labels"], text, file)]
    if problems:
        raise ImportProblemsError(problems)
    rows = {
        name: Label(
            name,
            row["outcome"],
            row["why"],
            row.get("type"),
            row.get("org_subtype"),
            row.get("metonym"),
        )
        for name, row in value["labels"].items()
    }
    return Labels(
        value["name"], value["title"], value.get("lang"), value["annotators"], value["about"], rows
    )


def table(mapping: Labels) -> str:
    """A mapping as Markdown."""
    lines = ["| label | here | outcome | why |", "| --- | --- | --- | --- |"]
    for row in mapping.rows.values():
        further = (("org_subtype", row.org_subtype), ("metonym", row.metonym))
        here = [row.type or "-", *(f"`{name}: {value}`" for name, value in further if value)]
        lines.append(f"| {row.name} | {', '.join(here)} | {row.outcome} | {row.why} |")
    return "\n".join(lines)


def _loaded(text: str, file: str) -> Any:
    line: int | None
    try:
        if file.endswith(".json"):
            return json.loads(text, object_pairs_hook=_object)
        return tomllib.loads(text)
    except json.JSONDecodeError as error:
        line, message = error.lineno, f"this is no JSON: {error.msg}"
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line, message = int(found[1]) if found else None, f"this is no TOML: {error}"
    except (ValueError, RecursionError) as error:
        line, message = None, f"this cannot be read: {error}"
    raise ImportProblemsError([Problem(file, line, message)])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{', '.join(map(repr, twice))} stands twice in one object")
    return dict(pairs)


def _violations(value: Any, text: str, file: str) -> Iterator[Problem]:
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(SCHEMA).iter_errors(value):
        path = [str(part) for part in error.absolute_path]
        label = path[1] if path[:1] == ["labels"] and len(path) > 1 else None
        where = "" if not path else f"{_place(path)}: "
        yield Problem(file, _line(text, label or (path[0] if path else None)), where + error.message)


def _place(path: list[str]) -> str:
    if path[0] != "labels" or len(path) == 1:
        return ".".join(path)
    return ", ".join([f"label {path[1]!r}", *path[2:]])


def _contradictions(rows: Mapping[str, Mapping[str, str]], text: str, file: str) -> Iterator[Problem]:
    """What JSON Schema would say in many words: fields that do not go together."""
    for name, row in rows.items():
        type = row.get("type")
        said = []
        if (type is None) != (row["outcome"] == "dropped"):
            said.append("a label has a type, or its outcome is dropped")
        if ("org_subtype" in row) != (type == "ORG"):
            said.append("org_subtype goes with type ORG, and with no other; other where unknown")
        if ("metonym" in row) != (type == "GPE"):
            said.append("metonym goes with type GPE, and with no other; none where unknown")
        for message in said:
            yield Problem(file, _line(text, name), f"label {name!r}: {message}")


def _line(text: str, key: str | None) -> int | None:
    """The line on which a key stands first, as TOML or JSON writes one."""
    if key is None:
        return None
    name = re.escape(key)
    found = re.search(rf'^[ \t{{]*\[?(?:labels\.)?["\']?{name}["\']?\s*[=:.\]]', text, re.MULTILINE)
    found = found or re.search(rf'"{name}"\s*:', text)
    return text.count("\n", 0, found.start()) + 1 if found else None
