"""Rows of results that nobody measured, for tests of what is made of rows."""

from __future__ import annotations

from retold.scoreboard.rows import Figure, Row, Trained

CONTENT = "c" * 64
FIGURE = Figure("IOB2 F1", "iob2", "f1", 0.5, 0.25, 0.75, "sentence", 12, {"correct.*": 6.0})
UNDEFINED = Figure("strict F1", "names", "strict.f1", None, None, None, "document", 0, {})
TRAINED = Trained("coast", "d" * 64, "train", 40, "en", ("GPE", "PER"), 10, 0, "3.8.1")


def row(**fields: object) -> Row:
    """A row of rules on the seeds, but for these fields."""
    found = {
        "task": "ner",
        "system": "rules",
        "set": "seeds",
        "split": "test",
        "own": True,
        "sees": "registry",
        "content": CONTENT,
        "samples": {},
        "documents": 3,
        "trained": None,
        "figures": (FIGURE, UNDEFINED),
        "commands": ("retold predict ner .", "retold score ner"),
        **fields,
    }
    return Row(**found)  # type: ignore[arg-type]
