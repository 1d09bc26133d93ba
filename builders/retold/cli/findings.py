"""Findings as people and machines read them: text, JSON, GitHub annotations, statistics."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import typer

from retold.cli.excerpt import excerpt
from retold.corpus import Corpus
from retold.files import CorpusFolder, in_shards
from retold.findings import FAMILIES, Finding, blocking
from retold.manifest import sha256
from retold.policy import Passed
from retold.rules import CATALOGUE
from retold.seeds import read_text
from retold.shards.addresses import store_of
from retold.shards.texts import ShardTexts

TextOf = Callable[[str], str | None]


def chosen(findings: list[Finding], select: list[str], ignore: list[str]) -> list[Finding]:
    """Those whose code begins with one of ``select`` (all, if empty) and with none of ``ignore``.

    Raises typer.BadParameter for a beginning that no code has.
    """
    wanted, unwanted = _prefixes(select, "--select"), _prefixes(ignore, "--ignore")
    return [
        f
        for f in findings
        if (not wanted or f.code.startswith(wanted)) and not (unwanted and f.code.startswith(unwanted))
    ]


def _prefixes(words: list[str], option: str) -> tuple[str, ...]:
    found = tuple(part.strip().upper() for word in words for part in word.split(",") if part.strip())
    for prefix in found:
        if not any(code.startswith(prefix) for code in CATALOGUE):
            families = ", ".join(f"{family}xx" for family in FAMILIES)
            message = f"no code begins with {prefix!r}; the families are {families}"
            raise typer.BadParameter(message, param_hint=option)
    return found


def as_json(findings: list[Finding], strict: bool) -> list[dict[str, Any]]:
    """Findings as plain values; keys with no value are null."""
    return [
        {
            "code": f.code,
            "severity": severity(f, strict),
            "file": f.place.file,
            "line": f.place.line,
            "doc": f.place.doc,
            "record": f.place.record,
            "field": f.place.field,
            "span": list(f.place.span) if f.place.span else None,
            "message": f.message,
            "fix": CATALOGUE[f.code].fix,
        }
        for f in findings
    ]


def text_of(folder: CorpusFolder, corpus: Corpus) -> TextOf:
    """Document id -> its text, read when it is asked for; None where it cannot be had as pinned."""
    shards = ShardTexts(store_of(folder, corpus.settings.address))

    @lru_cache(maxsize=1)
    def read(doc: str) -> str | None:
        row = corpus.line_of(doc)
        if row is None:
            return None
        try:
            if not in_shards(row.file):
                return read_text(folder, row)[0]
            text = shards.of(row.file).get(doc)
        except OSError:  # a finding is said without its line, too
            return None
        pinned = text is not None and sha256(text.encode()) == row.record.sha256
        return text if pinned else None

    return read


def print_findings(findings: list[Finding], strict: bool, text_of: TextOf) -> None:
    """One block a finding, as ``lines`` gives it."""
    for finding in findings:
        for line in lines(finding, strict, text_of):
            typer.echo(line)


def lines(f: Finding, strict: bool, text_of: TextOf) -> Iterator[str]:
    """A finding for people: where and what, the source line with a caret, what to do."""
    yield f"{f.place}: {f.code} {severity(f, strict)}: {f.message}"
    text = text_of(f.place.doc) if f.place.doc and f.place.span else None
    if text is not None and f.place.span is not None and min(f.place.span) <= len(text):
        found = excerpt(text, f.place.span)
        where = f"{f.place.doc} {found.line}:{found.column}"
        yield f"    {where} | {found.shown}"
        yield f"    {' ' * len(where)} | {found.marks}"
    yield f"    {CATALOGUE[f.code].fix}"


def print_github(findings: list[Finding], strict: bool, prefix: str) -> None:
    """Workflow commands of GitHub Actions, which shows them at the lines of a change.

    ``prefix`` leads from the top of the repository to the corpus (``""`` or ``folder/``).
    """
    for f in findings:
        where = [f"file={_property(prefix + f.place.file)}"]
        if f.place.line is not None:
            where.append(f"line={f.place.line}")
        where.append(f"title={_property(f'{f.code} {CATALOGUE[f.code].title}')}")
        what = f"{f.message}. {CATALOGUE[f.code].fix}"
        message = _data(f"{f.place.inside}: {what}" if f.place.inside else what)
        typer.echo(f"::{severity(f, strict)} {','.join(where)}::{message}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def print_statistics(findings: list[Finding]) -> None:
    """Code, number of findings and title, the most frequent first."""
    counts = Counter(f.code for f in findings)
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        typer.echo(f"{count:>6}  {code}  {CATALOGUE[code].title}")


def severity(finding: Finding, strict: bool) -> str:
    """``error`` or ``warning``; with ``strict`` always the former."""
    return "error" if strict else finding.severity


def summary(findings: list[Finding], strict: bool) -> str:
    """``2 errors, 1 warning`` or ``no findings``."""
    if not findings:
        return "no findings"
    errors = len(blocking(findings, strict=strict))
    warnings = len(findings) - errors
    parts = [_many(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n]
    return ", ".join(parts)


def let_pass(passed: Passed) -> str:
    """What the corpus's own decisions let pass, in brackets; empty if nothing."""
    names = ("ignored", "waived", "eased")
    parts = [f"{n} {name}" for name in names if (n := getattr(passed, name))]
    return f" ({', '.join(parts)})" if parts else ""


def print_json(value: object) -> None:
    """Indented JSON on standard output."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _many(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
