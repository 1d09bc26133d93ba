"""Documents as received, and the stories that they retell."""

from __future__ import annotations

from retold.model.base import Struct
from retold.model.labels import Provenance, Split


class Published(Struct, frozen=True):
    date: str
    inferred: bool


class Seed(Struct, frozen=True):
    """One document as received (seeds/seeds.jsonl)."""

    id: str
    file: str
    sha256: str
    lang: str
    outlet: str | None
    story: str
    published: Published
    licence: str
    obtained: str
    provenance: Provenance = "real"


class SeedText(Struct, frozen=True):
    """One document as received, with its text (seeds/shards/)."""

    id: str
    sha256: str
    lang: str
    outlet: str | None
    story: str
    published: Published
    licence: str
    obtained: str
    text: str
    provenance: Provenance = "real"

    @property
    def seed(self) -> Seed:
        """The line of the manifest that the document would have with a file of its own."""
        return Seed(
            self.id, f"{self.id}.txt", self.sha256, self.lang, self.outlet, self.story, self.published,
            self.licence, self.obtained, self.provenance,
        )  # fmt: skip

    @classmethod
    def of(cls, seed: Seed, text: str) -> SeedText:
        """A document of the manifest with its text, which has the digest of ``seed``."""
        return cls(
            seed.id, seed.sha256, seed.lang, seed.outlet, seed.story, seed.published, seed.licence,
            seed.obtained, text, seed.provenance,
        )  # fmt: skip


class Story(Struct, frozen=True):
    """One wire story that documents retell (seeds/stories.jsonl)."""

    id: str
    title: str
    split: Split
