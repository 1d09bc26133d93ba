"""Reference pages that are generated: docs/records.md from the schema, docs/rules.md from
the rules, docs/formats.md from the table of formats.

``python -m retold.reference DIR`` writes them; a test compares what is committed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from retold import schemas
from retold.card import code, markdown_table
from retold.files import SINGLE_KIND
from retold.findings import FAMILIES
from retold.formats import FORMATS, mapping
from retold.formats.features import FEATURES
from retold.model import RECORD_KINDS
from retold.rules import RULES
from retold.rules.base import Rule

_WHERE = {
    **{kind: f"`{path}`" for path, (kind, _) in SINGLE_KIND.items()},
    "document": "`seeds/shards/<name>.jsonl` (or `.jsonl.gz`, `.jsonl.zst`, `.parquet`)",
    "decision": "`annotations/adjudication/<doc>.jsonl`",
    "challenge": "`annotations/challenge/<phenomenon>.jsonl`",
    "settings": "`retold.toml`",
    "facts": "`seeds/authored/<story>/facts.json`",
    "retelling": "`seeds/authored/<story>/<retelling>.json`",
    "release": "`data/release.json`",
}
# Kinds of which a file is one value, written over several lines.
_FILES = ("settings", "release", "facts", "retelling")
_LAYER = (
    "`annotations/<annotator>/<doc>.jsonl`, `annotations/gold/<doc>.jsonl`, or in shards, "
    "`annotations/<layer>/shards/`"
)

_RECORDS = """# Records

Generated from `schema/` by `make docs`. One example for each kind, all invented.

One line is one JSON object in canonical form: keys in the order of the schema, UTF-8, no spaces
outside strings, every required field present (`null` where it has no value). `retold check --fix`
writes this form. Offsets are half-open `[start, end)` ranges of Unicode code points of the seed's
text, from 0. Files under `annotations/<annotator>/` hold several kinds, so their lines begin with
`kind`; every other file holds one kind.

The schemas refer to each other. To validate a record with them alone:

```python
import json
from pathlib import Path
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

schemas = {p.name: json.loads(p.read_text("utf-8")) for p in Path("data/schema").glob("*.json")}
registry = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in schemas.values())
validator = Draft202012Validator(schemas["mention.schema.json"], registry=registry)
```
"""

_RULES = """# Rules

Generated from the rules by `make docs`. `retold explain CODE` prints the same.

Codes are `RT` and three digits and keep their meaning. An error forbids the build; a warning does
so with `--strict`. `tests/cases/<CODE>/` breaks each code and passes each. Later stages rely on the
structural ones: no setting and no waiver lets them pass (docs/quality.md). Which planted faults each
code catches, and which no rule can see, is measured in docs/mutation.md.
"""


_FORMATS = """# Formats

Generated from the formats by `make docs`.

```sh
retold export brat --out DIR             # gold, or --layer NAME; --kind mention for one kind
retold import brat DIR --annotator NAME  # a layer: annotations/NAME/<document>.jsonl
retold convert brat DIR prodigy NEW      # between two formats, without a corpus
```

What a format cannot hold is counted and named (RT907), and nothing is written; `--lossy` goes on
without it. What is wrong in a file is named with its line (RT9xx in [rules.md](rules.md)), all of it,
and nothing is written either. Offsets are never moved until they fit.

From a format to itself, files come back as they were, with the order, white space and forms of number
of whoever wrote them. Files that are none of the format's are listed, and not copied.

An import takes documents that have the id and the exact text of a seed. (Token lines have no white
space; theirs is the seed's, if every other character is the same.) Records pass the schema and the
rules on documents. A field that the files do not have must be set, since nobody said it:
`--set level=name --set GPE:metonym=none`. How gold came about (`derived_from`, `decision`) is left out
of a layer.

`cas` needs a library more: `pip install 'retold[uima]'`. It reads and writes the type system beside the
documents. In `cas` and `webanno`, a layer of INCEpTION is the attribute `layer` of a mark or relation,
its features are further attributes, a slot feature is an event, a chain is a group. What names no layer
goes into layers of ours, `webanno.custom.Retold` and others that begin so: the label, a feature for each
attribute, and JSON where a feature cannot hold a value.
"""
_HOLDS = """Each cell is tried: what is held comes back as it was, and what is lossy is counted and the
rest comes back (`tests/test_formats.py`, for the sample of each feature and for random documents).
"""
_MAPPING = """A record is a label on its passage. A kind with several passages is an event: the first
is its trigger, the others take part. All other fields are attributes, with the names of the dataset's
columns (`count.min` is `count_min`); null and empty lists are left out, and a surface that is the text
at its spans. Links are normalisations whose database is the field. `right.spans` is an attribute, since
no format points into another document.
"""


def pages() -> dict[str, str]:
    """File name -> Markdown of every generated page."""
    return {
        "records.md": "\n".join(_records()),
        "rules.md": "\n".join(_rules()),
        "formats.md": "\n".join(_formats()),
    }


def _formats() -> Iterator[str]:
    yield _FORMATS
    rows = [[code(f.name), f.title, " ".join(map(code, f.suffixes)), f.unit] for f in FORMATS.values()]
    yield markdown_table(("name", "format", "files", "offsets count"), rows) + "\n"
    yield "## What each format holds\n"
    yield _HOLDS
    cells = [
        [f"{name}: {feature.what}", *(_holding(name, format) for format in FORMATS)]
        for name, feature in FEATURES.items()
    ]
    yield markdown_table(("feature", *FORMATS), cells) + "\n"
    yield "## How records stand in them\n"
    yield _MAPPING
    kinds = [
        [
            code(row.kind),
            code(f"{row.prefix}{row.label.upper()}"),
            code(row.spans),
            ", ".join(f"{code(role)}: {code(path)}" for role, path in (row.roles or {}).items()),
            ", ".join(map(code, row.links)),
        ]
        for row in mapping.KINDS
    ]
    yield markdown_table(("kind", "label", "passage", "participants", "links"), kinds) + "\n"


def _holding(feature: str, format: str) -> str:
    holding = FORMATS[format].holds[feature]
    return f"{'held' if holding.held else 'lossy'}: {holding.how}"


def _records() -> Iterator[str]:
    yield _RECORDS
    for kind in (*RECORD_KINDS, *_FILES):
        schema = schemas.schemas()[kind]
        yield f"## {kind}\n"
        yield f"{schema['description']}\n"
        yield f"In {_WHERE.get(kind, _LAYER)}.\n"
        yield f"```json\n{_example(kind, schema['examples'][0])}\n```\n"
        rows = [list(row) for row in _fields(schema, "")]
        yield markdown_table(("field", "type", "what"), rows) + "\n"


def _example(kind: str, value: Any) -> str:
    if kind in _FILES:
        return json.dumps(value, indent=2, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _fields(schema: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, raw in schema["properties"].items():
        field = schemas.resolve(raw)
        optional = "" if name in schema["required"] else " Optional."
        yield f"`{prefix}{name}`", _type(field), field["description"] + optional
        yield from _fields_of(field, f"{prefix}{name}.")


def _fields_of(field: dict[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
    options = [schemas.resolve(option) for option in field.get("anyOf", ())]
    for candidate in (field, field.get("items", {}), *options):
        if _is_kind(candidate):
            continue
        if isinstance(candidate, dict) and "properties" in candidate and "required" in candidate:
            yield from _fields(candidate, prefix)


def _is_kind(schema: Any) -> bool:
    """Whether it is the schema of a whole annotation record, which has a section of its own."""
    return isinstance(schema, dict) and "const" in schema.get("properties", {}).get("kind", {})


def _type(field: dict[str, Any]) -> str:
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return " ".join("null" if value is None else f"`{value}`" for value in field["enum"])
    if _is_kind(field):
        return f"{field['title']}"
    if "anyOf" in field:
        return " or ".join(_type(schemas.resolve(option)) for option in field["anyOf"])
    found = field.get("type", "value")
    name = found if isinstance(found, str) else " or ".join(found)
    if name == "array" and isinstance(field.get("items"), dict):
        return f"list of {_type(schemas.resolve(field['items']))}"
    return "[start, end]" if name == "array" else name


def _rules() -> Iterator[str]:
    yield _RULES
    for family, title in FAMILIES.items():
        rules = [rule for rule in RULES if rule.code.startswith(family)]
        if rules:
            yield f"## {family}xx {title}\n"
        for rule in rules:
            yield f"### {rule.code} {rule.title}\n"
            yield "\n".join(_said_of(rule)) + "\n"


def _said_of(rule: Rule) -> Iterator[str]:
    how = [str(rule.severity)]
    how += ["found while reading"] if not rule.looks else []
    how += ["structural"] if rule.structural else []
    how += ["`--fix` mends it"] if rule.fixable else []
    yield f"{', '.join(how).capitalize()}. {rule.why}\n"
    yield f"- Do: {rule.fix}"
    yield f"- Bad: {code(rule.bad)}"
    yield f"- Good: {code(rule.good)}"


def main(folder: Path) -> None:
    """Writes all pages into ``folder``."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
