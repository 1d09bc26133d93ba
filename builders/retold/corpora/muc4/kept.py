"""What is kept beside the records: every value of every slot, and the texts' own line ends.

``import/templates.jsonl`` has one template a line, ``import/texts.jsonl`` one message; from them and
the seeds the key and text files come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from retold.corpora.muc4.fills import parse_fill
from retold.corpora.muc4.slots import SLOTS
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.texts import Message
from retold.corpora.muc4.values import Fill, Value


def templates_jsonl(templates: Iterable[Template]) -> str:
    """One template a line: each filler as written and as parsed."""
    return "".join(_line(_template(template)) for template in templates)


def read_templates(text: str) -> list[Template]:
    """The templates of ``templates_jsonl`` again. Raises ValueError for a filler that is none."""
    return [_from_line(json.loads(line)) for line in text.splitlines()]


def texts_jsonl(messages: Iterable[Message]) -> str:
    """One message a line: where it stood, and the offsets of line ends that became blanks."""
    return "".join(
        _line({"doc": m.id, "by": m.by, "file": m.file, "line": m.line, "breaks": list(m.breaks)})
        for m in messages
    )


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _template(template: Template) -> dict[str, Any]:
    return {
        "doc": template.message,
        "by": template.by,
        "template": template.number,
        "optional": template.optional,
        "file": template.file,
        "line": template.line,
        "comments": [list(comment) for comment in template.comments],
        "slots": {
            slot.name: [_fill(fill) for fill in fills]
            for slot, fills in zip(SLOTS[2:], template.slots, strict=True)
        },
    }


def _fill(fill: Fill) -> dict[str, Any]:
    return {
        "written": str(fill),
        "optional": fill.optional,
        "values": [_value(value) for value in fill.values],
        "about": [_value(value) for value in fill.about],
    }


def _value(value: Value) -> dict[str, Any]:
    return {"kind": type(value).__name__.lower(), **asdict(value)}


def _from_line(line: dict[str, Any]) -> Template:
    slots = []
    for slot in SLOTS[2:]:
        fills = [parse_fill(fill["written"], slot, lenient=True) for fill in line["slots"][slot.name]]
        if None in fills:
            raise ValueError(f"{line['doc']}: no fillers of slot {slot.number}. {slot.name}")
        slots.append(tuple(fill for fill in fills if fill is not None))
    return Template(
        line["doc"],
        line["by"],
        line["template"],
        line["optional"],
        tuple(slots),
        tuple((under, text) for under, text in line["comments"]),
        line["file"],
        line["line"],
    )
