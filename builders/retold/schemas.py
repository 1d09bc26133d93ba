"""Loads the JSON Schema files once and turns violations into (code, field, message).

A checkout reads the root's ``schema/``; an installed package carries a copy in
``retold/schema``. The files are JSON Schema 2020-12. ``jsonschema`` is the reference and writes the
messages; ``jsonschema-rs`` passes first what is valid, a hundred times as fast.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from retold.records import Violation


@cache
def folder() -> Path:
    """The folder of the schema files: inside the installed package, else the checkout's."""
    here = Path(__file__).resolve().parent
    for candidate in (here / "schema", here.parents[1] / "schema"):
        if (candidate / "common.schema.json").is_file():
            return candidate
    raise FileNotFoundError(f"no schema files beside {here}; reinstall the package")


@cache
def files() -> Mapping[str, bytes]:
    """File name -> bytes of every schema file, sorted by name."""
    return {path.name: path.read_bytes() for path in sorted(folder().glob("*.schema.json"))}


@cache
def schemas() -> Mapping[str, dict[str, Any]]:
    """Record kind (and ``common``, ``settings``, ``release``) -> its schema."""
    return {name.removesuffix(".schema.json"): json.loads(data) for name, data in files().items()}


def is_lang(tag: str) -> bool:
    """Whether the schema takes it as a language tag (``common.lang``)."""
    return re.search(schemas()["common"]["$defs"]["lang"]["pattern"], tag) is not None


@cache
def _registry() -> Registry[Any]:
    pairs = [(s["$id"], Resource.from_contents(s)) for s in schemas().values()]
    return Registry().with_resources(pairs)


@cache
def validator(kind: str) -> Draft202012Validator:
    """The compiled reference validator of one kind."""
    return Draft202012Validator(schemas()[kind], registry=_registry(), format_checker=_formats())


def resolve(schema: Mapping[str, Any]) -> dict[str, Any]:
    """``schema`` with a top-level ``$ref`` replaced by what it points to (own keys win)."""
    if "$ref" not in schema:
        return dict(schema)
    target = _registry().resolver().lookup(schema["$ref"]).contents
    return {**resolve(target), **{k: v for k, v in schema.items() if k != "$ref"}}


def field_schema(path: str) -> dict[str, Any]:
    """The schema of ``kind.field`` or ``kind.field.subfield``, references resolved.

    Raises KeyError when the path names no field.
    """
    kind, *fields = path.split(".")
    found: dict[str, Any] = schemas()[kind]
    for name in fields:
        options = (found, *(resolve(option) for option in found.get("anyOf", ())))
        inside: dict[str, Any] = next((o["properties"] for o in options if "properties" in o), {})
        found = resolve(inside[name])
    return found


@cache
def _formats() -> FormatChecker:
    return FormatChecker(["date"])


def _is_date(value: str) -> bool:
    return _formats().conforms(value, "date")


@cache
def _compiled(whole: bool) -> Mapping[str, jsonschema_rs.Validator]:
    registry = jsonschema_rs.Registry([(s["$id"], s) for s in schemas().values()])
    return {
        kind: jsonschema_rs.Draft202012Validator(
            schema if whole else _without_conditions(schema),
            registry=registry,
            validate_formats=True,
            formats={"date": _is_date},
        )
        for kind, schema in schemas().items()
    }


def _without_conditions(schema: Mapping[str, Any]) -> dict[str, Any]:
    kept = [part for part in schema.get("allOf", ()) if "if" not in part]
    return {**schema, "allOf": kept} if kept else {k: v for k, v in schema.items() if k != "allOf"}


def accepts(kind: str, value: object, *, whole: bool = True) -> bool:
    """Whether the fast validator takes ``value``, which comes from JSON, for a record of ``kind``.

    It takes nothing that the reference refuses (tests/test_schemas.py tries both on mutated records);
    what it refuses, or cannot read, is for the reference to judge. ``whole`` is whether fields must go
    with each other, too (RT020).
    """
    try:
        return _compiled(whole)[kind].is_valid(value)
    except (ValueError, OverflowError, RecursionError):
        return False


def violations(kind: str, value: object, *, whole: bool = True) -> tuple[Violation, ...]:
    """Every way in which ``value`` is not a valid record of ``kind``, each once.

    ``value`` comes from JSON. Unless it must be ``whole``, fields need not go with each other (RT020).
    """
    if accepts(kind, value, whole=whole):
        return ()
    return tuple(v for v in reference_violations(kind, value) if whole or v.code != "RT020")


def reference_violations(kind: str, value: object) -> Iterator[Violation]:
    """What ``jsonschema`` says of ``value``, in the words of findings."""
    errors = list(validator(kind).iter_errors(value))
    conditional = [error for error in errors if _conditions(kind, error)]
    plain = [v for error in errors if error not in conditional for v in _explain(error)]
    wrong = {v.field for v in plain}
    # what follows from a field that is itself wrong would only confuse
    sound = (e for e in conditional if not _conditions(kind, e) & wrong)
    yield from dict.fromkeys([*plain, *(v for error in sound for v in _explain(error))])


def _conditions(kind: str, error: ValidationError) -> set[str]:
    """The fields on whose value the broken demand depends; empty for a plain one."""
    path = list(error.absolute_schema_path)
    if len(path) < 3 or path[0] != "allOf" or path[2] not in ("then", "else"):
        return set()
    return set(schemas()[kind]["allOf"][path[1]]["if"]["properties"])


def _explain(error: ValidationError) -> Iterator[Violation]:
    field = _field(error)
    value: Any = error.instance
    wanted: Any = error.validator_value
    if error.validator == "not":
        yield Violation("RT018", field, f"{_show(value)} is reserved; choose another")
    elif {"then", "else"} & set(error.absolute_schema_path):
        yield Violation("RT020", field, str(error.schema["description"]))  # type: ignore[index]
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]  # type: ignore[index]
        for name in value:
            if name not in known:
                message = f"unknown field {name!r}; the fields are {', '.join(known)}"
                yield Violation("RT015", _join(field, name), message)
    elif error.validator == "required":
        name = next(n for n in wanted if n not in value and repr(n) in error.message)
        yield Violation("RT016", _join(field, name), f"field {name!r} is missing")
    elif error.validator == "enum":
        options = ", ".join("null" if option is None else str(option) for option in wanted)
        yield Violation("RT017", field, f"{_show(value)} is not one of: {options}")
    elif error.validator == "const":
        yield Violation("RT017", field, f"{_show(value)} is not {_show(wanted)}")
    elif error.validator == "anyOf" and value is not None:
        # only what the alternative says that was meant helps
        for branch in _meant_alternative(error):
            yield from _explain(branch)
    elif error.validator in ("pattern", "format") and "description" in error.schema:  # type: ignore[operator]
        schema: Any = error.schema
        shown = f" For example: {_show(schema['examples'][0])}." if "examples" in schema else ""
        wanted = str(schema["description"]).rstrip(".")
        yield Violation("RT018", field, f"{_show(value)} is not this: {wanted}.{shown}")
    else:
        yield Violation("RT018", field, error.message)


def _meant_alternative(error: ValidationError) -> list[ValidationError]:
    """The errors of the alternative whose kind is the value's, else of the first that is not null."""
    branches: dict[object, list[ValidationError]] = {}
    for branch in error.context or ():
        branches.setdefault(branch.schema_path[0], []).append(branch)
    candidates = [errors for errors in branches.values() if not _is_null_branch(errors)]
    of_kind = (errors for errors in candidates if not _is_other_kind(errors))
    return next(of_kind, candidates[0])


def _is_other_kind(errors: list[ValidationError]) -> bool:
    return any(e.validator == "const" and list(e.path) == ["kind"] for e in errors)


def _is_null_branch(errors: list[ValidationError]) -> bool:
    return any(e.validator == "type" and e.validator_value == "null" for e in errors)


def _field(error: ValidationError) -> str | None:
    return ".".join(str(part) for part in error.absolute_path) or None


def _join(field: str | None, name: str) -> str:
    return name if field is None else f"{field}.{name}"


def _show(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
