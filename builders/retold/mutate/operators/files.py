"""Whole files: missing, in the wrong place, not what their name says."""

from __future__ import annotations

import re

import msgspec

from retold.files import ANNOTATORS, CARD, ENTITIES, GOLD, SEEDS, SETTINGS, STORIES
from retold.manifest import sha256
from retold.model import Seed
from retold.mutate.base import Mutate, Operator
from retold.mutate.draws import Draw
from retold.mutate.sources import Change, Sources
from retold.records import canonical


def remove_seed(sources: Sources, draw: Draw) -> Change | None:
    paths = [path for path in sources.files if path.startswith("seeds/") and path.endswith(".txt")]
    return {draw.one(paths): None} if paths else None


def change_seed_letter(sources: Sources, draw: Draw) -> Change | None:
    for document in draw.order(sources.documents):
        path = f"seeds/{document.seed.file}"
        data = sources.files[path]
        letters = [found.start() for found in re.finditer(rb"[a-z]", data)]
        if letters:
            at = draw.one(letters)
            other = b"x" if data[at : at + 1] != b"x" else b"y"
            return {path: data[:at] + other + data[at + 1 :]}
    return None


def seed_not_utf8(sources: Sources, draw: Draw) -> Change | None:
    """A seed with a byte of Latin-1, pinned as it is."""
    if not sources.documents:
        return None
    seed = draw.one(sources.documents).seed
    path = f"seeds/{seed.file}"
    data = sources.files[path]
    at = draw.below(len(data) + 1)
    changed = data[:at] + b"\xe9 " + data[at:]
    new = msgspec.structs.replace(seed, sha256=sha256(changed))
    return {path: changed, SEEDS: sources.rewritten(SEEDS, {canonical(seed): new})}


def records_not_utf8(sources: Sources, draw: Draw) -> Change | None:
    paths = [path for path in sources.record_paths() if '"' in sources.text(path)]
    if not paths:
        return None
    path = draw.one(paths)
    data = sources.files[path]
    at = data.rindex(b'"')
    return {path: data[:at] + b"\xff" + data[at:]}


def remove_gold(sources: Sources, draw: Draw) -> Change | None:
    if not sources.documents:
        return None
    doc = draw.one(sources.documents).id
    return {f"annotations/{layer}/{doc}.jsonl": None for layer in (GOLD, *sources.layers(doc))}


def folder_for_gold(sources: Sources, draw: Draw) -> Change | None:
    if not sources.documents:
        return None
    path = draw.one(sources.documents).file
    return {path: None, f"{path}/part-1": sources.files[path]}


def rename_gold(sources: Sources, draw: Draw) -> Change | None:
    if not sources.documents:
        return None
    path = draw.one(sources.documents).file
    return {path: None, path.replace(".jsonl", "-old.jsonl"): sources.files[path]}


def remove_table(sources: Sources, draw: Draw) -> Change | None:
    there = [path for path in (SEEDS, STORIES, ANNOTATORS, ENTITIES) if path in sources.files]
    return {draw.one(there): None} if there else None


def layer_of_nobody(sources: Sources, draw: Draw) -> Change | None:
    """A layer of records by an annotator that annotators.jsonl lacks."""
    for document in draw.order(sources.documents):
        rows = [
            canonical(msgspec.structs.replace(row.record, annotator="nobody")) for row in document.rows
        ]
        if rows:
            lines = "".join(f"{line}\n" for line in rows)
            return {f"annotations/nobody/{document.id}.jsonl": lines.encode()}
    return None


def remove(path: str) -> Mutate:
    return lambda sources, draw: {path: None} if path in sources.files else None


def add(path: str, text: str) -> Mutate:
    return lambda sources, draw: None if path in sources.files else {path: text.encode("utf-8")}


def settings(old: str, new: str) -> Mutate:
    return _substitute(SETTINGS, old, new)


def card(old: str, new: str) -> Mutate:
    return _substitute(CARD, old, new)


def _substitute(path: str, old: str, new: str) -> Mutate:
    """The first match of a regular expression replaced."""

    def mutate(sources: Sources, draw: Draw) -> Change | None:
        text = sources.text(path)
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
        return {path: changed.encode("utf-8")} if changed != text else None

    return mutate


def seed_id(sources: Sources, draw: Draw) -> Change | None:
    rows = sources.table(Seed)
    if not rows:
        return None
    old = draw.one(rows).record
    new = msgspec.structs.replace(old, file=f"{old.id}-1.txt")
    moved = {f"seeds/{old.file}": None, f"seeds/{new.file}": sources.files.get(f"seeds/{old.file}", b"")}
    return {**moved, **sources.changed(old, new)}


_WAIVER = '{"code":"RT203","record":null,"reason":"x","by":"first","until":"9.9.9"}\n'
_REGION = "<!-- generated:counts -->"

OPERATORS = (
    Operator("remove-seed", "structural", "a seed's text is gone", remove_seed, ("RT001",)),
    Operator(
        "add-seed",
        "structural",
        "a text that no manifest line names",
        add("seeds/notes.txt", "Notes.\n"),
        ("RT002",),
    ),
    Operator(
        "change-seed-letter",
        "structural",
        "one letter of a pinned text is another",
        change_seed_letter,
        ("RT003",),
    ),
    Operator("seed-not-utf8", "structural", "a pinned text in Latin-1", seed_not_utf8, ("RT004",)),
    Operator(
        "records-not-utf8", "structural", "a byte FF in a file of records", records_not_utf8, ("RT004",)
    ),
    Operator("remove-gold", "structural", "a document without annotations", remove_gold, ("RT006",)),
    Operator(
        "folder-for-gold",
        "structural",
        "a folder where a document's gold file should be",
        folder_for_gold,
        ("RT006",),
    ),
    Operator(
        "rename-gold", "structural", "a gold file named after no document", rename_gold, ("RT302",)
    ),
    Operator("remove-table", "structural", "a required table is gone", remove_table, ("RT006",)),
    Operator("remove-card", "structural", "no dataset card", remove(CARD), ("RT006",)),
    Operator("seed-id-not-stem", "structural", "a seed's file renamed, its id not", seed_id, ("RT007",)),
    Operator(
        "layer-of-nobody",
        "structural",
        "a layer of an annotator that is not in the list",
        layer_of_nobody,
        ("RT303",),
    ),
    Operator(
        "settings-syntax",
        "structural",
        "a quotation mark of retold.toml is lost",
        settings(r'"$', ""),
        ("RT008",),
    ),
    Operator(
        "settings-lacks-title",
        "structural",
        "retold.toml without title",
        settings(r"^title.*\n", ""),
        ("RT016",),
    ),
    Operator(
        "settings-version",
        "structural",
        "a version of two numbers",
        settings(r'^version = "(\d+)\.(\d+)\.\d+"', r'version = "\1.\2"'),
        ("RT018",),
    ),
    Operator(
        "settings-day",
        "structural",
        "a day of TOML where a word should be",
        settings(r"^title = .*", "title = 2031-05-04"),
        ("RT018",),
    ),
    Operator(
        "settings-other-field",
        "structural",
        "a key that retold.toml does not know",
        settings(r"\A", 'colour = "blue"\n'),
        ("RT015",),
    ),
    Operator(
        "stray-file",
        "structural",
        "a table of figures among the annotations",
        add("annotations/figures.csv", "a,b\n"),
        ("RT009",),
    ),
    Operator(
        "waivers-in-registry",
        "structural",
        "waivers in the folder of the registry",
        add("annotations/registry/waivers.jsonl", _WAIVER),
        ("RT009",),
    ),
    Operator(
        "file-in-data",
        "structural",
        "a file in data/ that no build made",
        add("data/notes.csv", "a,b\n"),
        ("RT022",),
    ),
    Operator(
        "card-region-name",
        "structural",
        "a generated region of another name",
        card(r"<!-- generated:(\w+) -->", r"<!-- generated:\1x -->"),
        ("RT802",),
    ),
    Operator(
        "card-region-open",
        "structural",
        "a generated region that is not closed",
        card(r"<!-- /generated -->", ""),
        ("RT802",),
    ),
    Operator(
        "card-region-twice",
        "semantic",
        "a generated region that stands twice",
        card(r"\Z", f"\n{_REGION}\n<!-- /generated -->\n"),
    ),
    Operator(
        "card-front-matter",
        "structural",
        "a bracket of the card's front matter is not closed",
        card(r"\A---\n", "---\ntags: [news\n"),
        ("RT803",),
    ),
    Operator(
        "card-front-matter-day",
        "structural",
        "a day in the front matter that no calendar has",
        card(r"\A---\n", "---\nreleased: 2031-02-30\n"),
        ("RT803",),
    ),
    Operator(
        "card-front-matter-list",
        "structural",
        "a front matter that is a list",
        card(r"\A---\n(?:.*\n)*?---\n", "---\n- news\n---\n"),
        ("RT803",),
    ),
)
