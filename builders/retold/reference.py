"""Reference pages that are generated: docs/records.md from the schema, docs/rules.md from
the rules.

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
from retold.model import RECORD_KINDS
from retold.rules import RULES
from retold.rules.base import Rule

_WHERE = {
    **{kind: f"`{path}`" for path, (kind, _) in SINGLE_KIND.items()},
    "decision": "`annotations/adjudication/<doc>.jsonl`",
    "settings": "`retold.toml`",
    "release": "`data/release.json`",
}
_LAYER = "`annotations/<annotator>/<doc>.jsonl`, `annotations/gold/<doc>.jsonl`"

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


def pages() -> dict[str, str]:
    """File name -> Markdown of every generated page."""
    return {"records.md": "\n".join(_records()), "rules.md": "\n".join(_rules())}


def _records() -> Iterator[str]:
    yield _RECORDS
    for kind in (*RECORD_KINDS, "settings", "release"):
        schema = schemas.schemas()[kind]
        yield f"## {kind}\n"
        yield f"{schema['description']}\n"
        yield f"In {_WHERE.get(kind, _LAYER)}.\n"
        yield f"```json\n{_example(kind, schema['examples'][0])}\n```\n"
        rows = [list(row) for row in _fields(schema, "")]
        yield markdown_table(("field", "type", "what"), rows) + "\n"


def _example(kind: str, value: Any) -> str:
    if kind in ("settings", "release"):
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
