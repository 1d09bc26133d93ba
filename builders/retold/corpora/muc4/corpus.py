"""The files of MUC-4 -> the files of a corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from retold.corpora.conversion import Conversion
from retold.corpora.muc4.accounts import Accounts
from retold.corpora.muc4.card import CARD_TEXT, SETTINGS_TEXT
from retold.corpora.muc4.documents import IMPORT, KEY, imported
from retold.corpora.muc4.entities import Entities
from retold.corpora.muc4.kept import templates_jsonl, texts_jsonl
from retold.corpora.muc4.seeds import seeds, stories
from retold.corpora.muc4.summary import lines
from retold.corpora.muc4.templates import Template, is_key, parse_keys, unlisted
from retold.corpora.muc4.texts import Message, is_messages, parse_messages
from retold.corpora.muc4.values import Fill, Text
from retold.corpora.problems import ImportProblemsError, Problem
from retold.model import Annotator, Record
from retold.records import dump
from retold.references import entities as entities_of

ANNOTATORS = (
    Annotator(
        IMPORT, "rule", "Zones: the importer, by the layout of the messages that MUC-4 documents."
    ),
    Annotator(
        KEY,
        "human",
        "The answer keys of MUC-4, filled by people of the sites that took part. A program found where"
        " their strings stand in the text, and made the records after docs/corpora.md.",
    ),
)


def convert(sources: Mapping[str, str], obtained: str) -> Conversion:
    """Makes a corpus of message files and key files.

    ``sources`` are texts by file name; files that are neither kind are listed in the report.
    ``obtained`` is the day on which they came, ISO 8601. Raises ImportProblemsError with all that
    cannot be read: a file that nobody understands whole is not imported in part.
    """
    messages, templates, unread, problems = _read(sources)
    problems += _unmatched(messages, templates)
    if problems:
        raise ImportProblemsError(problems)
    entities, accounts = Entities.of(templates), Accounts()
    manifest = seeds(messages, obtained)
    held = _by_message(templates)
    files: dict[str, str] = {}
    registry: list[Record] = []
    used: set[str] = set()
    for message, seed in zip(messages, manifest, strict=True):
        made = imported(message, seed, held.get(message.id, ()), entities, accounts)
        files[f"seeds/{seed.file}"] = message.text
        files[f"annotations/gold/{seed.id}.jsonl"] = dump(made.records)
        registry += made.events
        used.update(id for record in (*made.records, *made.events) for _, id in entities_of(record))
    files["seeds/seeds.jsonl"] = dump(manifest)
    files["seeds/stories.jsonl"] = dump(stories(messages))
    files["annotations/annotators.jsonl"] = dump(ANNOTATORS)
    files["annotations/registry/entities.jsonl"] = dump(entities.registry(used))
    files["annotations/registry/events.jsonl"] = dump(registry)
    files["retold.toml"] = SETTINGS_TEXT
    files["dataset_card.md"] = CARD_TEXT
    files["import/templates.jsonl"] = templates_jsonl(templates)
    files["import/texts.jsonl"] = texts_jsonl(messages)
    inferred = [seed.id for seed in manifest if seed.published.inferred]
    report = {
        "corpus": "muc4",
        "documents": len(messages),
        "without_incident": sum(all(t.number is None for t in held[m.id]) for m in messages),
        "entities": len(used),
        "events": len(registry),
        **accounts.as_json(),
        "unaccounted": accounts.unaccounted(),
        "irregular": list(_irregular(templates)),
        "not_in_set_list": [
            {"doc": t.message, "slot": slot.number, "value": value.name}
            for t in templates
            for slot, value in unlisted(t)
        ],
        "dates_inferred": inferred,
        "files_not_read": unread,
    }
    files["import/report.json"] = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    return Conversion(files, report, tuple(lines(report)))


def _read(
    sources: Mapping[str, str],
) -> tuple[list[Message], list[Template], list[str], list[Problem]]:
    messages: list[Message] = []
    templates: list[Template] = []
    unread: list[str] = []
    problems: list[Problem] = []
    for file, text in sorted(sources.items()):
        if "\r" in text:
            said = "there are carriage returns in it; make its line ends plain line feeds"
            problems.append(Problem(file, text.count("\n", 0, text.index("\r")) + 1, said))
        elif is_key(text):
            keys, wrong = parse_keys(text, file)
            templates += keys
            problems += wrong
        elif is_messages(text):
            found, wrong = parse_messages(text, file)
            messages += found
            problems += wrong
        else:
            unread.append(file)
    if not messages and not problems:
        said = "no file here holds messages, which begin like DEV-MUC3-0001 (NOSC)"
        problems.append(Problem(".", None, said))
    return messages, templates, unread, problems


def _unmatched(messages: Sequence[Message], templates: Sequence[Template]) -> list[Problem]:
    """Messages that stand twice, and messages and templates without each other."""
    problems = []
    first: dict[str, Message] = {}
    for message in messages:
        before = first.setdefault(message.id, message)
        if before is not message:
            said = f"message {message.id} stands in {before.file} too; leave one of the files out"
            problems.append(Problem(message.file, message.line, said))
    keyed = {template.message for template in templates}
    numbers: set[tuple[str, int | None]] = set()
    for template in templates:
        place = template.file, template.line
        if template.message not in first:
            problems.append(Problem(*place, f"there is no text of {template.message}; add its file"))
        if (template.message, template.number) in numbers:
            said = f"template {template.number or '*'} of {template.message} stands twice"
            problems.append(Problem(*place, said))
        numbers.add((template.message, template.number))
    for message in first.values():
        if message.id not in keyed:
            said = f"no key has a template of {message.id}; add its key file"
            problems.append(Problem(message.file, message.line, said))
    return problems


def _by_message(templates: Sequence[Template]) -> dict[str, list[Template]]:
    held: dict[str, list[Template]] = {}
    for template in templates:
        held.setdefault(template.message, []).append(template)
    return held


def _irregular(templates: Sequence[Template]) -> Iterator[dict[str, Any]]:
    """Strings whose quotation marks lack or are doubled; they are read all the same."""
    for template in templates:
        for number, fills in enumerate(template.slots, 2):
            for fill in fills:
                if _uneven(fill):
                    yield {"doc": template.message, "slot": number, "written": str(fill)}


def _uneven(fill: Fill) -> bool:
    return any(isinstance(value, Text) and value.irregular for value in (*fill.values, *fill.about))
