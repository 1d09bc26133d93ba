"""Codes of items of the challenge set that cannot be compiled; no checks."""

from __future__ import annotations

from retold.rules.base import Rule

RULES = (
    Rule(
        "RT930",
        "error",
        "marks that cannot be read",
        why="Without them the text has no mentions and no zones.",
        fix="Write [surface|words] and {zone}, with a backslash before these characters where they "
        "are text; docs/challenge.md has the words. Ids are those of the two registries.",
        bad="killed [seven dockers in Norhaven; [Norhaven|e-nowhere]",
        good="killed seven dockers in [Norhaven|e-norhaven]",
        structural=True,
    ),
    Rule(
        "RT931",
        "error",
        "quote that is no passage of the text",
        why="Passages of items are found by their words; two places, or none, are no passage.",
        fix='Quote the text without its marks, exactly; where the words come again, write ["words", 2].',
        bad='"evidence":["killed eight"], where the text says "killed seven"',
        good='"evidence":["killed seven"]',
        structural=True,
    ),
    Rule(
        "RT932",
        "error",
        "record of an item that is none",
        why="It is compiled to a record of gold, and has the fields and labels of one.",
        fix="Take kind, fields and labels from the schema of the kind, without id, doc and annotator.",
        bad='"harm":"dead"',
        good='"harm":"killed"',
        structural=True,
    ),
    Rule(
        "RT933",
        "error",
        "original that is not the passage it names",
        why="The edit would be one of a text that nobody published.",
        fix="Copy the passage as it stands, faults too, its fragments joined with a line feed; or set "
        "origin to null where the text was written for the item.",
        bad="an original of seven dockers, where the seed says eight",
        good="the words of the seed at origin.spans",
    ),
    Rule(
        "RT934",
        "error",
        "check that can tell nothing",
        why="A slot that no record has compares nothing; where neither text has a record of the task, a "
        "system that says nothing passes; the id of an entity of the item alone no system knows.",
        fix="Name slots of the task (docs/challenge.md); one side must have a record there.",
        bad='"checks":["colour"]',
        good='"checks":["harm","figure"]',
    ),
    Rule(
        "RT935",
        "error",
        "edit that changes nothing",
        why="A pair of equal texts tests nothing but patience.",
        fix="Change in the edit what the phenomenon is about.",
        bad="original and edit with the same text",
        good="seven in the original, nine in the edit",
    ),
    Rule(
        "RT936",
        "error",
        "item in the file of another phenomenon",
        why="Pass rates are of a phenomenon, and a file is one.",
        fix="Move the line, or correct its phenomenon.",
        bad='"phenomenon":"negated" in number-changed.jsonl',
        good='"phenomenon":"negated" in negated.jsonl',
    ),
)
