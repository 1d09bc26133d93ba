"""How one checks such a corpus today: jsonschema, record by record, and the surfaces of mentions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from benchmarks.rivals.inputs import table

SCHEMAS = Path(__file__).resolve().parents[2] / "schema"
Validators = dict[str, Draft202012Validator]
# File -> the kind of its records.
TABLES = {
    "seeds/seeds.jsonl": "seed",
    "seeds/stories.jsonl": "story",
    "annotations/annotators.jsonl": "annotator",
    "annotations/registry/entities.jsonl": "entity",
    "annotations/registry/propositions.jsonl": "proposition",
    "annotations/registry/events.jsonl": "event",
}


def validators() -> Validators:
    """Kind -> its validator, built once."""
    schemas = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_bytes())
        for path in SCHEMAS.glob("*.schema.json")
    }
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
    registry: Registry[Any] = Registry().with_resources(resources)
    formats = FormatChecker(["date"])
    return {
        kind: Draft202012Validator(schema, registry=registry, format_checker=formats)
        for kind, schema in schemas.items()
    }


def check_document(
    known: Validators, seed: dict[str, Any], text: str, records: Iterable[dict[str, Any]]
) -> int:
    """The number of records of a document; raises at the first that is wrong."""
    count = 0
    if "file" not in seed and "document" in known:  # of a shard; others are of a table
        known["document"].validate({**seed, "text": text})
        count += 1
    for record in records:
        known[record["kind"]].validate(record)
        if record["kind"] == "mention":
            _check_surface(text, record)
        count += 1
    return count


def check_tables(known: Validators, root: Path) -> int:
    """The number of records of the files that hold one kind; raises at the first that is wrong."""
    count = 0
    for path, kind in TABLES.items():
        for record in table(root, path):
            known[kind].validate(record)
            count += 1
    return count


def _check_surface(text: str, mention: dict[str, Any]) -> None:
    found = " ".join(text[start:end] for start, end in mention["spans"])
    if found != mention["surface"]:
        raise ValueError(f"{mention['id']}: {mention['surface']!r}, the text there is {found!r}")
