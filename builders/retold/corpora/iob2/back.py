"""What is kept beside the records, and the way back: token lines again.

``import/tags.jsonl`` has one document a line: where it stood, the lengths of its tokens, their tags
and other columns as written. With the seed's text that is all the file said. From the records alone
come back the tags of labels that are mapped exactly; the import compares the two.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.corpora.iob2.documents import Piece
from retold.corpora.iob2.schemes import Name, Scheme, tags_of
from retold.corpora.labels import Label
from retold.model import Mention


def kept_line(piece: Piece, scheme: Scheme) -> str:
    """The line of ``import/tags.jsonl`` for a document."""
    value: dict[str, Any] = {
        "doc": piece.id,
        "file": piece.file,
        "line": piece.line,
        "scheme": scheme,
        "tokens": [[b - a for a, b in sentence] for sentence in piece.tokens],
        "tags": piece.tags,
    }
    if piece.columns:
        value["columns"] = piece.columns
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def token_lines(kept: Mapping[str, Any], text: str, tags: Sequence[Sequence[str]] | None = None) -> str:
    """The token lines of a document, tabs between columns and a blank line behind each sentence.

    ``kept`` is its line of ``import/tags.jsonl``, ``text`` its seed; ``tags`` take the place of those
    as written.
    """
    lines = []
    at = 0
    for number, lengths in enumerate(kept["tokens"]):
        for place, length in enumerate(lengths):
            others = kept["columns"][number][place] if "columns" in kept else ()
            tag = (kept["tags"] if tags is None else tags)[number][place]
            lines.append("\t".join([text[at : at + length], *others, tag]) + "\n")
            at += length + 1
        lines.append("\n")
    return "".join(lines)


def inverse(labels: Iterable[Label]) -> dict[tuple[Any, ...], str]:
    """Fields of a mention -> the one label among these that is mapped exactly and makes them."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for label in labels:
        if label.outcome == "exact":
            found.setdefault(label.fields, []).append(label.name)
    return {fields: names[0] for fields, names in found.items() if len(names) == 1}


def tags_again(
    piece: Piece, mentions: Iterable[Mention], back: Mapping[tuple[Any, ...], str], scheme: Scheme
) -> list[str]:
    """The tags that the mentions of a document give, by the inverse of a mapping; else O."""
    starts = [a for sentence in piece.tokens for a, _ in sentence]
    names: list[Name] = []
    for mention in mentions:
        label = back.get((mention.type, mention.org_subtype, mention.metonym))
        if label is not None:
            start, end = mention.spans[0]
            names.append((bisect_left(starts, start), bisect_left(starts, end), label))
    return tags_of(names, [len(sentence) for sentence in piece.tokens], scheme)


@dataclass
class Compared:
    """Tags of labels mapped exactly: how many there are, come back from the records, and cannot.

    ``dropped`` are those of names that are no mention; what is left differs because it was mended.
    """

    tags: int = 0
    same: int = 0
    dropped: int = 0

    def add(self, piece: Piece, again: Sequence[str], exact: Iterable[str], dropped: int) -> None:
        """Compares one document, of whose tags so many are of dropped names."""
        wanted = frozenset(exact)
        self.dropped += dropped
        for tag, new in zip(_flat(piece.tags), again, strict=True):
            if tag[2:] in wanted or new != "O":
                self.tags += 1
                self.same += tag == new


def _flat(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        yield from row
