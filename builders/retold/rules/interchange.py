"""Codes of files in other formats: what is wrong with them, and what a format cannot hold; no checks."""

from __future__ import annotations

from retold.rules.base import Rule

_FOREIGN = "What is read wrongly would stand in the corpus as if an annotator had said it."

RULES = (
    Rule(
        "RT901",
        "error",
        "not what the format says",
        why=_FOREIGN,
        fix="Correct the line as the message says, in the tool that wrote it or by hand.",
        bad="T1 PER 0 3 Ada, with spaces in the place of tabs",
        good="the same with a tab behind T1 and behind the offsets",
    ),
    Rule(
        "RT902",
        "error",
        "offsets that are no span of the text",
        why="A span that is moved until it fits is a guess.",
        fix="Export the file anew, with the text that was annotated; or correct the offsets.",
        bad="[40, 44) in a text of 42 code points",
        good="[38, 42) there",
    ),
    Rule(
        "RT903",
        "error",
        "text at the offsets is another",
        why="The text or the offsets changed since, or whoever wrote them counts other units.",
        fix="Find out what changed: the text, the offsets, or the unit they count (code points here).",
        bad="T1, PER, 5 8, Ada, where the text has Orm at [5, 8)",
        good="T1, PER, 5 8, Orm",
    ),
    Rule(
        "RT904",
        "error",
        "points to an annotation that is not there",
        why="A relation without one of its ends says nothing.",
        fix="Add the annotation to the file, or take out what points to it.",
        bad="R1, Member-of, Arg1:T1 Arg2:T9, and no T9",
        good="R1, Member-of, Arg1:T1 Arg2:T2, and both are there",
    ),
    Rule(
        "RT905",
        "error",
        "two annotations with one id",
        why="What points to the id could mean either.",
        fix="Give one of them another id.",
        bad="two lines that begin with T1",
        good="T1 and T2",
    ),
    Rule(
        "RT906",
        "error",
        "document without its text",
        why="Offsets mean nothing without the text that they count.",
        fix="Put the text there: beside the file, or in the field that the message names.",
        bad="port.ann without port.txt",
        good="port.ann and port.txt",
    ),
    Rule(
        "RT907",
        "error",
        "more than the format can hold",
        why="What is left out of a file in silence is missed too late.",
        fix="Take another format (docs/formats.md), or go on without it: --lossy.",
        bad="spans of several fragments, for doccano",
        good="the same, for brat",
    ),
    Rule(
        "RT908",
        "warning",
        "tag that goes on with nothing",
        why="IOB2 opens each name with B-; I- behind O or another type is read as if it did.",
        fix="Write B- at the first token of each name, if the name begins there indeed.",
        bad="O, I-PER",
        good="B-PER, I-PER",
    ),
    Rule(
        "RT909",
        "warning",
        "offsets that may count other units",
        why="doccano's documents count code points, its pages UTF-16 units: behind an emoji, others.",
        fix="Look at the labels behind the character named; if they are right, there is nothing to do.",
        bad='{"text":"🚢 Ada","label":[[3,6,"PER"]]}: its text ends at 5, or at 6 in UTF-16 units',
        good='{"text":"Ada 🚢","label":[[0,3,"PER"]]}',
    ),
    Rule(
        "RT910",
        "error",
        "document that is not the corpus's",
        why="Offsets are only true for the exact text that was annotated.",
        fix="Export the text from this corpus (`retold export`) and annotate that.",
        bad="harbour.txt, where no seed is called harbour; or its text is another than the seed's",
        good="a document with the id and the text of a seed",
    ),
    Rule(
        "RT911",
        "warning",
        "task that nobody accepted",
        why="What an annotator rejected or skipped is no annotation of theirs.",
        fix="Take the line out of the file before you import it, or have it annotated.",
        bad='"answer":"reject"',
        good='"answer":"accept"',
    ),
)
