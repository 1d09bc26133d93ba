"""Responsible AI properties (Croissant RAI 1.0): prose of the card, figures of the corpus.

Prose stands once, in the card; a corpus whose card lacks a section lacks the property.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from retold.card import without_regions
from retold.metrics.quality_shown import HEAD, about, groups, table
from retold.model import Annotator

CONFORMS_TO = "http://mlcommons.org/croissant/RAI/1.0"

# Heading of the card -> the properties that its section answers.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Sources and rights": ("rai:dataCollection",),
    "How it was annotated": ("rai:dataAnnotationProtocol",),
    "Annotation platform": ("rai:dataAnnotationPlatform",),
    "Uses": ("rai:dataUseCases",),
    "Bias and limits": ("rai:dataBiases", "rai:dataLimitations"),
    "Sensitive content": ("rai:personalSensitiveInformation",),
    "Social impact": ("rai:dataSocialImpact",),
}
# Properties with one value (or that the specification and mlcroissant do not agree on).
_ONE = {"rai:dataCollection", "rai:dataAnnotationProtocol", "rai:dataSocialImpact"}
_KINDS = {"model": "a model, no person", "human": "a person", "rule": "a rule-based program"}

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,2})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"[-*+] ")


def sections(body: str) -> dict[str, str]:
    """Heading -> the text below it, of the card's headings of the first and second level.

    Generated regions are left out. What stands before the first ``##`` is under the heading of the
    first level, or under the empty one.
    """
    found: dict[str, list[str]] = {"": []}
    heading, fence = "", ""
    for line in without_regions(body).splitlines():
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        title = None if fence else _HEADING.match(line)
        if title:
            heading = title[2]
            found.setdefault(heading, [])
        else:
            found[heading].append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def introduction(body: str) -> str:
    """What the card says before its first heading of the second level, one line a paragraph."""
    first = re.search(r"^ {0,3}##[ \t]", body, re.MULTILINE)
    parts = sections(body[: first.start()] if first else body).values()
    return "\n\n".join(block for part in parts for block in blocks(part))


def blocks(text: str) -> list[str]:
    """Paragraphs, list items and tables of a Markdown text; the lines of a paragraph are joined."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip() or _ITEM.match(line):
            found.append([])
        if line.strip():
            found[-1].append(line[2:].strip() if _ITEM.match(line) else line.strip())
    return [("\n" if lines[0].startswith("|") else " ").join(lines) for lines in found if lines]


def properties(
    body: str,
    annotators: Mapping[str, Annotator],
    layers: Mapping[str, AbstractSet[str]],
    quality: Mapping[str, Any] | None,
) -> dict[str, str | list[str]]:
    """The properties, by name.

    ``layers`` gives the documents that each annotator has a layer of; ``quality`` is the content
    of quality.json, None where no two of them share a document.
    """
    said = sections(body)
    found: dict[str, str | list[str]] = {}
    for heading, names in SECTIONS.items():
        parts = blocks(said.get(heading, ""))
        for name in names if parts else ():
            found[name] = "\n\n".join(parts) if name in _ONE else parts
    # who decided between annotators has no layer, but is among them
    people = sorted(annotators.values(), key=lambda annotator: annotator.id)
    if people:
        found["rai:annotatorDemographics"] = [_line(annotator) for annotator in people]
    machines = [_line(annotator) for annotator in people if annotator.kind != "human"]
    if machines:
        found["rai:machineAnnotationTools"] = machines
    if any(layers.values()):
        persons = {name for name in layers if name in annotators and annotators[name].kind == "human"}
        found["rai:annotationsPerItem"] = (
            f"Layers of annotation per document: {_per_document(layers, layers.keys())}; "
            f"by persons: {_per_document(layers, persons)}."
        )
    found["rai:dataAnnotationAnalysis"] = _analysis(quality)
    return found


def _line(annotator: Annotator) -> str:
    return f"{annotator.id} ({_KINDS[annotator.kind]}): {annotator.description}"


def _per_document(layers: Mapping[str, AbstractSet[str]], chosen: AbstractSet[str]) -> str:
    """How many of the chosen layers a document has: a number, or the least and the greatest."""
    documents = set().union(*layers.values())
    numbers = {sum(document in layers[name] for name in chosen) for document in documents}
    return " to ".join(str(n) for n in sorted({min(numbers), max(numbers)}))


def _analysis(quality: Mapping[str, Any] | None) -> list[str]:
    """Agreement of each group, one text a layer; how it was measured comes first."""
    if quality is None:
        return ["No two annotators have a document in common; agreement is not measured."]
    return [
        text
        for group in groups(quality)
        for text in (about(group), *(_layer(row) for row in table(group)))
    ]


def _layer(row: Sequence[Any]) -> str:
    name, *cells = row
    return f"{name}: " + "; ".join(f"{head} {cell}" for head, cell in zip(HEAD[1:], cells, strict=True))
