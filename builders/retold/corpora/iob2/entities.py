"""Names -> entities: one NIL entity for each name and kind, since a tag says no more.

Names are the same where nothing but case, white space and composition differs (as RT605 compares
them). Two things of one name become one entity, one thing of two names two.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from retold.corpora.labels import Label
from retold.model import Entity, OrgSubtype, RegistryType, labels

_WORDS = 8  # of a name, that go into an id

Key = tuple[RegistryType, OrgSubtype | None, str]
"""Type, kind of organisation, folded name."""


def key_of(label: Label, surface: str) -> Key | None:
    """The key of a name of this label; None for a value, which names nothing, or a dropped label."""
    if label.type not in labels(RegistryType):
        return None
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", surface).casefold())
    return cast("RegistryType", label.type), label.org_subtype, " ".join(whole.split())


@dataclass
class Names:
    """The forms of each name, by language."""

    forms: dict[Key, Counter[str]] = field(default_factory=dict)

    def add(self, key: Key, surface: str) -> None:
        """Counts a form of a name."""
        self.forms.setdefault(key, Counter())[" ".join(surface.split())] += 1

    def ids(self) -> dict[Key, str]:
        """An id for each name, the same whatever other files there are unless two names share one.

        Lower-case ASCII words of the name; where they say too little or are another name's too, a
        part of the digest of the key.
        """
        plain = {key: _plain(key) for key in self.forms}
        shared = Counter(id for id, _ in plain.values())
        return {
            key: id if whole and shared[id] == 1 else f"{id}-{_digest(key)}"
            for key, (id, whole) in plain.items()
        }

    def registry(self, ids: dict[Key, str], lang: str) -> list[Entity]:
        """The records of all names, the most frequent form first."""
        return [
            Entity(
                ids[key],
                key[0],
                key[1],
                {lang: tuple(form for form, _ in forms.most_common())},
                None,
            )
            for key, forms in self.forms.items()
        ]


def _plain(key: Key) -> tuple[str, bool]:
    """Type and words of a name, and whether they are its own letters, all of them."""
    type, _, name = key
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", bare).strip("-").split("-")
    whole = bare.isascii() and len(words) <= _WORDS and words != [""]
    return "-".join(["e", type.lower(), *filter(None, words[:_WORDS])]), whole


def _digest(key: Key) -> str:
    return hashlib.sha256("\0".join(map(str, key)).encode("utf-8")).hexdigest()[:12]
