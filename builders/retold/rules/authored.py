"""Rules on the sources of invented stories; they are applied while these are compiled (`authored`)."""

from __future__ import annotations

from retold.rules.base import Rule

RULES = (
    Rule(
        "RT940",
        "error",
        "part of an invented story that is not there",
        why="A story is its facts and its retellings, each a marked text and its records.",
        fix="Add the file, or remove the one that it belongs to.",
        bad="en-wire.json without en-wire.txt",
        good="facts.json, en-wire.txt, en-wire.json",
        structural=True,
    ),
    Rule(
        "RT941",
        "error",
        "retelling that does not fit the facts of its story",
        why="Of an invented story it is known who departs from the facts, and where: in a fault with its"
        " drift, or nowhere.",
        fix="Say faithful of a retelling without faults alone; name a drift of the list, a figure of"
        " facts.json, and claims as retelling#name.",
        bad='"faithful":true beside a fault',
        good='"faithful":false beside a fault with "drift":"figure_changed","fact":"f1"',
        structural=True,
    ),
    Rule(
        "RT942",
        "error",
        "corpus that is not what its invented stories make",
        why="Texts and records of invented stories are compiled; what is changed there is lost.",
        fix="Change the source in seeds/authored/ and run `retold author`; remove what has no source.",
        bad="a mention added to annotations/author/ by hand",
        good="a mark added to the text in seeds/authored/, and `retold author`",
    ),
)
