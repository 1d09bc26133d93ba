"""Plants one fault after the other in a copy of a corpus, and asks the check what it sees."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from retold.files import SETTINGS, CorpusFolder
from retold.findings import CorpusError, Finding, blocking
from retold.mutate.base import Operator
from retold.mutate.draws import Draw
from retold.mutate.excerpts import of_stories
from retold.mutate.sources import Change, Sources, read
from retold.pipeline import check

Seen = tuple[str, str, str | None, str | None]
"""Code, file, record and field of a finding: what stays the same where lines move."""

GOLD_COPY = frozenset({"RT801", "RT804", "RT805", "RT810"})
"""Codes that compare layers with each other and with gold. They see any change in one of them, so
that they count as a catch only for operators that name them."""
_TRIES = 4
_ID = re.compile(rb'"id":"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted fault: where it is, the codes of the new findings, or how the check crashed.

    A structural mutant is ``caught`` by one of the codes that its operator names, another by any
    that does not compare gold with its layers.
    """

    number: int
    where: tuple[str, ...]
    codes: tuple[str, ...]
    crash: str | None
    caught: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The mutants of one operator; none where the corpus has no target for it."""

    operator: Operator
    mutants: tuple[Mutant, ...]

    @property
    def failures(self) -> tuple[Mutant, ...]:
        """Structural mutants that survive, and all that crash the check."""
        must = self.operator.kind == "structural"
        return tuple(m for m in self.mutants if m.crash is not None or (must and not m.caught))


class Bench:
    """A temporary copy of a corpus that takes one change after the other; a context manager."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._folder = tempfile.TemporaryDirectory(prefix="retold-mutate-")
        self._root = Path(self._folder.name).resolve()

    def __enter__(self) -> Self:
        self._write(self._sources.files)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def findings(self, change: Change) -> list[Finding]:
        """What the check finds after the change, which is undone again. A crash comes through."""
        self._write(change)
        try:
            return check(CorpusFolder(self._root), keep=False).findings
        finally:
            self._write(dict.fromkeys(change))
            self._write({p: self._sources.files[p] for p in change if p in self._sources.files})

    def _write(self, change: Change) -> None:
        for path, data in sorted(change.items(), key=lambda item: item[1] is not None):
            target = self._root / path
            if data is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            elif target.is_file():
                target.unlink()
                self._prune(target.parent)

    def _prune(self, folder: Path) -> None:
        """Removes folders that a change has left empty."""
        while folder != self._root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def run(
    folder: CorpusFolder,
    operators: Iterable[Operator],
    seed: int,
    per_operator: int,
    stories: Collection[str] = (),
) -> Iterator[Outcome]:
    """Each operator's mutants, in order; of the documents of some stories, where these are named.

    The same corpus, seed and number give the same mutants, whatever other operators there are.
    Raises CorpusError where the corpus has an error before anything is planted in it, and
    UnknownStoryError.
    """
    sources = without_floors(read(folder))
    sources = of_stories(sources, stories) if stories else sources
    with Bench(sources) as bench:
        found = bench.findings({})
        errors = blocking(found)
        if errors:
            raise CorpusError(errors)
        before = Counter(map(_seen, found))
        for operator in operators:
            changes = _mutants(operator, sources, seed, per_operator)
            yield Outcome(
                operator,
                tuple(
                    _judged(operator, number, places(sources, change), bench, change, before)
                    for number, change in enumerate(changes, 1)
                ),
            )


def without_floors(sources: Sources) -> Sources:
    """The corpus without floors of agreement: most of a check would be to measure it again."""
    text = re.sub(r"(?ms)^\[agreement.*?(?=^\[(?!agreement)|\Z)", "", sources.text(SETTINGS))
    return sources.after({SETTINGS: text.encode("utf-8")})


def _mutants(operator: Operator, sources: Sources, seed: int, wanted: int) -> list[Change]:
    """Up to ``wanted`` different changes.

    Raises ValueError for an operator that changes nothing: it would survive without a fault.
    """
    found: list[Change] = []
    for number in range(wanted * _TRIES):
        change = operator.mutate(sources, Draw(f"{seed}/{operator.name}/{number}"))
        if change is None or change in found:
            continue
        if all(sources.files.get(path) == data for path, data in change.items()):
            raise ValueError(f"operator {operator.name} changed nothing")
        found.append(change)
        if len(found) == wanted:
            break
    return found


def places(sources: Sources, change: Change) -> tuple[str, ...]:
    """What a change touches: paths of files, then ids of records.

    Annotations of a document that is new, or goes, are left out where its text is named.
    """
    found: set[str] = set()
    for path, data in sorted(change.items(), reverse=True):
        old = sources.files.get(path)
        if data is None or old is None:
            if not (path.startswith("annotations/") and any("seeds/" in name for name in found)):
                found.add(f"{path} {'removed' if data is None else 'added'}")
            continue
        lines = set(old.split(b"\n")) ^ set(data.split(b"\n"))
        ids = {_ID.search(line) for line in lines} if path.endswith(".jsonl") else set()
        found.update(id[1].decode("utf-8", "replace") if id else path for id in ids or {None})
    return tuple(sorted(found, key=lambda name: ("/" not in name, name)))


def _judged(
    operator: Operator,
    number: int,
    where: tuple[str, ...],
    bench: Bench,
    change: Change,
    before: Counter[Seen],
) -> Mutant:
    try:
        new = Counter(map(_seen, bench.findings(change))) - before
    except BaseException as error:  # a library in Rust that panics raises no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return Mutant(number, where, (), f"{type(error).__name__}: {error}", False)
    codes = {code for code, *_ in new}
    counted = codes - (GOLD_COPY - set(operator.by))
    caught = bool(counted & set(operator.by) if operator.kind == "structural" else counted)
    return Mutant(number, where, tuple(sorted(codes)), None, caught)


def _seen(finding: Finding) -> Seen:
    place = finding.place
    return finding.code, place.file, place.record, place.field
