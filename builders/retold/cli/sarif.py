"""Findings as SARIF 2.1.0 (Static Analysis Results Interchange Format, OASIS Standard).

Values in, a value out. What GitHub code scanning asks for beyond the standard is met too: every
rule has descriptions and a help text, every result a line, a fingerprint and one location.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from retold.card import code
from retold.findings import Finding
from retold.rules.base import Rule

Value = dict[str, Any]

# The identifier that the standard gives its schema.
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# Name of the folder that all paths are relative to. Its own address is left out, as the standard
# allows (3.14.14): the log then says nothing of the machine, and is the same on each.
BASE = "%SRCROOT%"
_POSITIONS = re.compile(r"(\b(?:line|column|byte) |\.jsonl:)\d+")


@dataclass(frozen=True, slots=True)
class Tool:
    """What a log says of the tool; ``uri`` is where it lives, if anywhere."""

    version: str
    rules: tuple[Rule, ...]
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the corpus and its texts are.

    ``prefix`` leads from the top of the repository to the corpus (``""`` or ``folder/``);
    ``seeds`` maps a document that a finding names to the path of its seed inside the corpus, where it
    has a file of its own; ``text_of`` gives the
    seed's text, or None where it is not as pinned.
    """

    prefix: str
    seeds: Mapping[str, str]
    text_of: Callable[[str], str | None]


def sarif_log(findings: Iterable[Finding], strict: bool, tool: Tool, sources: Sources) -> Value:
    """The log of one run, ready for JSON; with ``strict`` every result is an error."""
    driver: Value = {"name": "retold", "version": tool.version, "semanticVersion": tool.version}
    if tool.uri is not None:
        driver["informationUri"] = tool.uri
    driver["rules"] = [_rule(rule) for rule in tool.rules]
    index = {rule.code: number for number, rule in enumerate(tool.rules)}
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        result = _result(finding, strict, sources)
        result["ruleIndex"] = index[finding.code]
        digest = _digest(finding)
        seen[digest] += 1
        result["partialFingerprints"] = {"primaryLocationLineHash": f"{digest}:{seen[digest]}"}
        results.append(result)
    base = {"description": {"text": "Top of the repository that holds the corpus."}}
    run = {
        "tool": {"driver": driver},
        "language": "en",
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "originalUriBaseIds": {BASE: base},
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> Value:
    """A reportingDescriptor (3.49)."""
    plain = f"{rule.why}\n\nTo do: {rule.fix}\n\nBad: {rule.bad}\n\nGood: {rule.good}"
    marked = f"{rule.why}\n\n**To do:** {rule.fix}\n\n- Bad: {code(rule.bad)}\n- Good: {code(rule.good)}"
    return {
        "id": rule.code,
        "name": "".join(word[0].upper() + word[1:] for word in re.findall(r"[^\W_]+", rule.title)),
        "shortDescription": {"text": f"{_capital(rule.title)}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": plain, "markdown": marked},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, strict: bool, sources: Sources) -> Value:
    """A result (3.27) without what depends on the others."""
    place = finding.place
    location: Value = {
        "physicalLocation": {
            "artifactLocation": _artifact(sources.prefix + place.file),
            # A finding about a whole file is at its first line: code scanning wants one.
            "region": {"startLine": place.line or 1},
        }
    }
    if place.record is not None:
        name = {"name": place.record, "fullyQualifiedName": f"{place.file}/{place.record}"}
        location["logicalLocations"] = [{**name, "kind": "object"}]
    message = _escaped(f"{place.inside}: {finding.message}" if place.inside else finding.message)
    related = []
    if place.doc is not None and place.doc in sources.seeds and place.span is not None:
        text = sources.text_of(place.doc)
        region = None if text is None else region_of(text, place.span)
        if region is not None:
            artifact = _artifact(sources.prefix + sources.seeds[place.doc])
            related = [{"id": 1, "physicalLocation": {"artifactLocation": artifact, "region": region}}]
            # Only a location that the message links to is shown.
            at = f"{place.doc} {region['startLine']}:{region['startColumn']}"
            message += f". In the text: [{_link_text(_escaped(at))}](1)"
    return {
        "ruleId": finding.code,
        "level": "error" if strict else finding.severity,
        "message": {"text": f"{message}."},
        "locations": [location],
        **({"relatedLocations": related} if related else {}),
    }


def region_of(text: str, span: tuple[int, int]) -> Value | None:
    """The region (3.30) of a half-open span of code points; None where it is not in the text.

    Lines end with LF or CR LF, as the standard has it unless told otherwise. A byte order mark
    counts in a span, but not in a region (3.30.2).
    """
    start, end = span
    if not 0 <= start <= end <= len(text):
        return None
    mark = int(text.startswith("\ufeff"))
    start, end, text = max(start - mark, 0), max(end - mark, 0), text[mark:]
    # The end is where the last character stands, plus one column: it may be a line feed.
    last = max(end - 1, start)
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - text.rfind("\n", 0, start),
        "endLine": text.count("\n", 0, last) + 1,
        "endColumn": end - text.rfind("\n", 0, last),
        "charOffset": start,
        "charLength": end - start,
    }


def _artifact(path: str) -> Value:
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": BASE}


def _digest(finding: Finding) -> str:
    """What stays the same when lines move: 16 hexadecimal digits of SHA-256.

    Neither the line, nor a position that the message names, nor the span counts: who mends one
    fault of a record does not make new ones of the rest.
    """
    place = finding.place
    what = (finding.code, place.file, place.doc, place.record, place.field)
    message = _POSITIONS.sub(r"\1", finding.message)
    data = repr((what, message)).encode("utf-8", "backslashreplace")
    return hashlib.sha256(data).hexdigest()[:16]


def _escaped(text: str) -> str:
    """A message that holds no placeholder (3.11.5) and no link (3.11.6), whatever a corpus says."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _link_text(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
