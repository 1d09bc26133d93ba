"""Who proposes: the line of annotators.jsonl."""

from __future__ import annotations

from retold.model import Annotator

RULES = "rules"


def annotator(id: str = RULES) -> Annotator:
    """The annotator of kind ``rule`` under that name."""
    return Annotator(
        id,
        "rule",
        "Proposals of the tool: zones by lines and cue words, names of the registry, numbers and dates"
        " by grammar. Not reviewed; a start for others, and never gold by themselves.",
    )
