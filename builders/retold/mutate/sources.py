"""The files of a corpus as operators see them: lines, records, documents; and edits to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from retold import schemas
from retold.challenge import CHALLENGE
from retold.documents import Document
from retold.files import GOLD, RESERVED, SINGLE_KIND, CorpusFolder, decode, proposal_paths
from retold.findings import Finding
from retold.model import (
    RECORD_KINDS,
    Annotation,
    Entity,
    Fault,
    Mention,
    Record,
    Seed,
    span_fields,
    surface_of,
)
from retold.records import Row, canonical, dump, parse
from retold.rules.spans import ordered

DECISIONS = "annotations/adjudication/"
ITEMS = f"annotations/{CHALLENGE}/"

Change = Mapping[str, bytes | None]
"""Path -> new bytes, None where the file is removed."""
R = TypeVar("R", bound=Record)

_PATHS: Mapping[type[object], str] = {
    RECORD_KINDS[kind]: path for path, (kind, _) in SINGLE_KIND.items()
}


@dataclass(frozen=True)
class Sources:
    """Path -> bytes of the corpus's inputs, and views of what in them is sound.

    The files may be broken in any way: what cannot be read is left out of the views, and stays as
    it is where a file is written anew.
    """

    files: Mapping[str, bytes]

    def after(self, change: Change) -> Sources:
        """The corpus with the change made."""
        files = {**self.files, **change}
        return Sources({path: data for path, data in files.items() if data is not None})

    def text(self, path: str) -> str:
        """The file's text; empty where there is none or it is not UTF-8."""
        found = decode(self.files.get(path, b""), path)
        return "" if isinstance(found, Finding) else found

    def record_paths(self) -> list[str]:
        """The files of records, sorted."""
        return sorted(path for path in self.files if path.endswith(".jsonl") and self.text(path))

    def rows(self, path: str) -> list[Row[Record]]:
        """The valid records of a file, with their lines."""
        return self._parsed(path)[0]

    def table(self, kind: type[R]) -> list[Row[R]]:
        """The valid records of a kind that has one file of its own."""
        found = self.rows(_PATHS[kind])
        return [Row(row.record, row.file, row.line) for row in found if isinstance(row.record, kind)]

    def layers(self, doc: str | None = None) -> list[str]:
        """The annotators that have a file for the document, or for any."""
        parts = [path.removesuffix(".jsonl").split("/") for path in self.files]
        named = [found for found in parts if len(found) == 3 and found[0] == "annotations"]
        layers = {layer for _, layer, stem in named if doc in (None, stem)}
        return sorted(layers - {GOLD, *RESERVED})

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The gold documents, with those of their records that stand where they say."""
        return tuple(self._documents())

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Id -> entity of the registry."""
        return {row.record.id: row.record for row in self.table(Entity)}

    def of(self, kind: type[R] | tuple[type[R], ...]) -> list[tuple[R, Document]]:
        """Every sound gold record of an annotation kind, or of several, with its document."""
        return [(r.record, d) for d in self.documents for r in d.rows if isinstance(r.record, kind)]

    def new_id(self, like: str) -> str:
        """An id that no record has."""
        number = 1
        while f"{like[:100]}-x{number}" in self._ids:
            number += 1
        return f"{like[:100]}-x{number}"

    def changed(self, old: Record, new: Record | None) -> Change:
        """A table with one record changed or removed."""
        path = _PATHS[type(old)]
        return {path: self.rewritten(path, {canonical(old): new})}

    def joined(self, *records: Record) -> Change:
        """Tables with further records."""
        paths = sorted({_PATHS[type(record)] for record in records})
        return {
            path: self.rewritten(path, {}, [r for r in records if _PATHS[type(r)] == path])
            for path in paths
        }

    def lines(self, path: str) -> list[str]:
        """The lines of a file, without their line feeds."""
        return self.text(path).removesuffix("\n").split("\n") if self.text(path) else []

    def rewritten(
        self, path: str, changed: Mapping[str, Record | None], added: Iterable[Record] = ()
    ) -> bytes:
        """The file with lines changed (None: removed) and records added.

        In canonical order where every line is a valid record, else the lines as they stood.
        """
        rows, whole = self._parsed(path)
        if whole:
            kept = [changed.get(canonical(row.record), row.record) for row in rows]
            return dump([*(record for record in kept if record is not None), *added]).encode("utf-8")
        lines: list[str] = []
        for line in self.lines(path):
            if line not in changed:
                lines.append(line)
            elif (record := changed[line]) is not None:
                lines.append(canonical(record))
        lines += [canonical(record) for record in added]
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")

    def kind_of(self, path: str) -> str | None:
        """The kind of a file's records; None for annotations, whose lines name theirs."""
        if path in SINGLE_KIND:
            return SINGLE_KIND[path][0]
        if path.startswith(DECISIONS):
            return "decision"
        if path.startswith(ITEMS) and path.count("/") == ITEMS.count("/"):
            return CHALLENGE
        return proposal_paths(path.split("/")[1]).get(path) if "/" in path else None

    def _parsed(self, path: str) -> tuple[list[Row[Record]], bool]:
        if path not in self._read:
            rows, found = parse(self.text(path), path, self.kind_of(path), schemas.violations)
            self._read[path] = rows, all(finding.code == "RT013" for finding in found)
        return self._read[path]

    @cached_property
    def _read(self) -> dict[str, tuple[list[Row[Record]], bool]]:
        return {}

    @cached_property
    def _ids(self) -> frozenset[str]:
        rows = (row for path in self.record_paths() for row in self.rows(path))
        return frozenset(row.place().record or "" for row in rows)

    def _documents(self) -> Iterator[Document]:
        for row in self.table(Seed):
            seed, path = row.record, f"annotations/{GOLD}/{row.record.id}.jsonl"
            if f"seeds/{seed.file}" not in self.files or path not in self.files:
                continue
            text = self.text(f"seeds/{seed.file}")
            rows = cast(list[Row[Annotation]], self.rows(path))
            sound = tuple(row for row in rows if row.record.doc == seed.id and _sound(row.record, text))
            yield Document(seed, text, GOLD, path, sound)


def read(folder: CorpusFolder) -> Sources:
    """All inputs of a corpus; ``data/`` is left out, the check only asks what is foreign in it."""
    root = folder.root
    paths = [
        *(p for name in ("seeds", "annotations") for p in (root / name).rglob("*")),
        *root.glob("*"),
    ]
    names = {p.relative_to(root).as_posix(): p for p in paths if p.is_file()}
    return Sources({name: names[name].read_bytes() for name in sorted(names) if _shown(name)})


def _shown(path: str) -> bool:
    top = "/" not in path
    hidden = any(part.startswith(".") for part in path.split("/"))
    return not hidden and (not top or path.endswith((".toml", "dataset_card.md")))


def _sound(record: Annotation, text: str) -> bool:
    """Whether the record's spans lie in the text, in order, and say what its surface says."""
    found = [spans for _, spans in span_fields(record)]
    if not all(ordered(spans) for spans in found):
        return False
    if not all(0 <= start < end <= len(text) for spans in found for start, end in spans):
        return False
    says = record.surface if isinstance(record, Mention | Fault) else None
    return says is None or surface_of(text, found[0]) == says
