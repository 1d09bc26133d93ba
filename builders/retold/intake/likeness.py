"""Which known texts a new one repeats, or nearly repeats.

Near copies are found as the rules on retellings find them: by the same sketch of the same runs of
words, with the same threshold (``rules/tellings.py``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from retold.manifest import sha256
from retold.model import Zone
from retold.rules.sketches import bands, resemblance, short
from retold.rules.tellings import NEAR_COPY, NEAR_COPY_ROWS, text_sketch


@dataclass(frozen=True)
class Near:
    """A known text that is like a new one; ``likeness`` is the Jaccard coefficient as estimated."""

    id: str
    story: str
    likeness: float


@dataclass
class Known:
    """The texts of a corpus by what tells copies: bytes, words, runs of words."""

    by_bytes: dict[str, str] = field(default_factory=dict)
    by_words: dict[str, str] = field(default_factory=dict)
    by_band: dict[str, list[str]] = field(default_factory=dict)
    sketches: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Id -> story and short sketch."""

    def add(self, id: str, story: str, digest: str, text: str | None, zones: Iterable[Zone]) -> None:
        """Takes up a document; of one whose text cannot be read, the digest alone."""
        self.by_bytes.setdefault(digest, id)
        if text is None:
            return
        self.by_words.setdefault(_words(text), id)
        runs = text_sketch(text, tuple(zones))
        self.sketches[id] = story, short(runs)
        for band in bands(runs, NEAR_COPY_ROWS):
            self.by_band.setdefault(band, []).append(id)

    def copy_of(self, digest: str, text: str) -> tuple[str, str] | None:
        """The document that has the same text, and in what sense; None where there is none."""
        if digest in self.by_bytes:
            return self.by_bytes[digest], "the same bytes"
        found = self.by_words.get(_words(text))
        return None if found is None else (found, "the same text but for white space or Unicode form")

    def near(self, text: str, zones: Iterable[Zone]) -> list[Near]:
        """The documents that the text nearly copies, the likest first."""
        runs = text_sketch(text, tuple(zones))
        mine = short(runs)
        candidates = {id for band in bands(runs, NEAR_COPY_ROWS) for id in self.by_band.get(band, ())}
        found = []
        for id in sorted(candidates):
            story, theirs = self.sketches[id]
            likeness = resemblance(mine, theirs)
            if likeness >= NEAR_COPY:
                found.append(Near(id, story, likeness))
        return sorted(found, key=lambda near: (-near.likeness, near.id))


def _words(text: str) -> str:
    """A digest that white space, a byte order mark and the form of composition do not change."""
    plain = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return sha256(" ".join(plain.split()).encode("utf-8"))
