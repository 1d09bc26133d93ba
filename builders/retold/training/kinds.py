"""The tasks that can be learned: what is read, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A row of the table. ``pipe`` is the component of spaCy that learns it.

    ``field`` is the one field of gold's records that a classifier answers; all others are given to it.
    None where the system finds its records itself.
    """

    pipe: str
    reads: str
    field: str | None = None


KINDS = {
    "ner": Kind("ner", "the tokens of each sentence"),
    "headlines": Kind("textcat", "proposition, headline and the beginning of the body", "vs_body"),
    "stance": Kind("textcat", "holder, target and the sentences of the evidence", "polarity"),
}
