"""Rewrites files where a finding has exactly one right answer, and says what it did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import msgspec

from retold import files, schemas
from retold.files import CorpusFolder
from retold.findings import Finding
from retold.mending import mend
from retold.model import Annotation, Ratchet, Record, Seed
from retold.policy import cannot_pass, police
from retold.reading import read
from retold.records import Row, dump, parse
from retold.seeds import read_text


def fix(folder: CorpusFolder) -> list[str]:
    """Mends the JSONL files of a corpus; one line for each thing that was changed.

    Canonical form and order of lines; spans that drifted by white space; lines of the ratchet
    whose error is gone. Touches only files of which every line is a valid record.
    """
    with folder.building():
        seeds = {row.record.id: row for row in _seeds(folder)}
        said = []
        for path, kind in folder.record_files():
            said += _fix_file(folder, path, kind, seeds)
        return [*said, *_fix_ratchet(folder)]


def _fix_file(
    folder: CorpusFolder, path: str, kind: str | None, seeds: Mapping[str, Row[Seed]]
) -> list[str]:
    rows = _sound_rows(folder, path, kind)
    if rows is None:
        return []
    said: list[str] = []
    records = [row.record for row in rows]
    seed = seeds.get(files.stem(path)) if kind is None else None
    text = read_text(folder, seed)[0] if seed is not None else None
    if text is not None:
        mended = [mend(cast(Annotation, record), text) for record in records]
        for record, new in zip(records, mended, strict=True):
            if record != new:
                said.append(f"mended {path} {_changed(cast(Annotation, record), new)}")
        records = list(mended)
    if _write(folder, path, records):
        said.append(f"fixed {path}")
    return said


def _changed(old: Annotation, new: Annotation) -> str:
    fields = [name for name in old.__struct_fields__ if getattr(old, name) != getattr(new, name)]
    shown = (f"{name} {_shown(getattr(old, name))} to {_shown(getattr(new, name))}" for name in fields)
    return f"{old.id}: {', '.join(shown)}"


def _shown(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _fix_ratchet(folder: CorpusFolder) -> list[str]:
    """Removes the lines of the ratchet that nothing needs."""
    rows = _sound_rows(folder, files.RATCHET, "ratchet") if folder.exists(files.RATCHET) else None
    if not rows:
        return []
    reading = read(folder, keep=False)
    left, _ = police(reading.findings, reading.corpus)
    gone = {f.place.line for f in left if f.code == "RT808" and f.place.field is None}
    kept = [row.record for row in rows if row.line not in gone]
    removed = [row.record for row in rows if row.line in gone]
    _write(folder, files.RATCHET, kept)
    return [f"removed from {files.RATCHET}: {_shown(record)}" for record in removed]


def accept(folder: CorpusFolder, code: str) -> list[Ratchet]:
    """Puts today's errors of a code on the ratchet, where they only warn; returns the new lines.

    Raises ValueError for a code that there is not, and for one on which later stages rely.
    """
    reason = cannot_pass(code)
    if reason is not None:
        raise ValueError(reason)
    with folder.building():
        rows = _sound_rows(folder, files.RATCHET, "ratchet") if folder.exists(files.RATCHET) else []
        if rows is None:
            raise ValueError(f"{files.RATCHET} has an invalid line; `retold check` names it")
        reading = read(folder, keep=False)
        left, _ = police(reading.findings, reading.corpus, all_ran=False)
        places = [f.place for f in left if f.code == code and f.severity == "error"]
        added = list(dict.fromkeys(Ratchet(code, place.file, place.record) for place in places))
        _write(folder, files.RATCHET, [*(row.record for row in rows), *added])
    return added


def _seeds(folder: CorpusFolder) -> Iterable[Row[Seed]]:
    rows = _sound_rows(folder, files.SEEDS, "seed") if folder.exists(files.SEEDS) else None
    return cast(list[Row[Seed]], rows or [])


def _sound_rows(folder: CorpusFolder, path: str, kind: str | None) -> list[Row[Record]] | None:
    """The rows of a file of which every line is a valid record, else None."""
    text = folder.read_text(path)
    if isinstance(text, Finding):
        return None
    rows, findings = parse(text, path, kind, schemas.violations)
    return rows if all(f.code in ("RT012", "RT013") for f in findings) else None


def _write(folder: CorpusFolder, path: str, records: Iterable[Record]) -> bool:
    wanted = dump(records)
    changed = (folder.read_text(path) if folder.exists(path) else "") != wanted
    if changed:
        folder.write_text(path, wanted)
    return changed
