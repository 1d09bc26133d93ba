"""What becomes of each part of token lines, but the labels. docs/corpora.md is made from it."""

from __future__ import annotations

from typing import NamedTuple

from retold.corpora.labels import Outcome


class Part(NamedTuple):
    """A part of token lines, and what becomes of it; ``case`` is that of ``mentions.Case``, if any."""

    part: str
    outcome: Outcome
    how: str
    case: str | None = None


PARTS: tuple[Part, ...] = (
    Part("-DOCSTART-", "exact", "begins a document"),
    Part("sentences of a file without it", "approximate",
         "100 in a row are a document, or as many as `--sentences-per-document` says"),
    Part("sentence", "exact", "a line of the text, and a `body` zone"),
    Part("token", "approximate",
         "the text has one space between two; whether one stood there is unknown"),
    Part("other columns", "dropped", "kept in import/tags.jsonl"),
    Part("tag as its scheme has it", "exact",
         "IOB2, IOB1, BIOES or BILOU, whichever fits the file best: the span of a mention"),
    Part("I-, E- or L- where nothing is open", "approximate",
         "begins a name, as in conlleval; counted, and refused with `--strict`"),
    Part("other tag that its scheme does not have there", "approximate",
         "read as if it did; counted, and refused with `--strict`"),
    Part("label", "approximate", "by the mapping; see its table"),
    Part("name whose label the mapping drops", "dropped", "kept in import/tags.jsonl", "label"),
    Part("name in which a sentence ends here", "dropped",
         "a sentence of the files may be several here, and no mention goes over an end", "sentence"),
    Part("name that begins or ends inside a token of ours", "dropped",
         "so with some format characters", "token"),
    Part("name of white space alone", "dropped", "such a token has no text", "blank"),
    Part("boundaries of names", "approximate",
         "as marked; whether titles and articles belong to a name is the corpus's own rule"),
    Part("`level`", "approximate", "`name`; some corpora mark common nouns too"),
    Part("`entity`", "approximate",
         "not said: one entity without a link (NIL) for each name, type and subtype, case aside, for the"
         " whole corpus"),
    Part("`value` of CARDINAL", "exact", "where the words surely say it in en, id or hi; else null"),
    Part("`value` of DATE, TIME, MONEY; `anchor`; `referent`", "dropped", "not said: null"),
    Part("split", "exact", "by the name of the file or its folder, else `--split`"),
    Part("story", "approximate", "not said: each document is one of its own"),
    Part("`published`", "approximate", "not said: the day on which the files came, inferred"),
    Part("`outlet`, `licence`", "dropped", "not said: null, and LicenseRef-not-stated"),
)  # fmt: skip


def table() -> str:
    """The parts as Markdown."""
    lines = ["| part | outcome | how |", "| --- | --- | --- |"]
    lines += [f"| {part.part} | {part.outcome} | {part.how} |" for part in PARTS]
    return "\n".join(lines)
