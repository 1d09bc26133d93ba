"""Documents -> splits. A story is in one split, with all its retellings, so nothing leaks."""

from __future__ import annotations

from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Split, labels


def by_split(corpus: Corpus) -> dict[str, tuple[Document, ...]]:
    """Split -> gold documents of its stories, by id; splits without documents are left out.

    The split is the story's, as written in stories.jsonl; it does not depend on the order or
    the number of documents.
    """
    found: dict[str, tuple[Document, ...]] = {}
    for split in labels(Split):
        chosen = [d for d in corpus if corpus.stories[d.seed.story].split == split]
        if chosen:
            found[split] = tuple(sorted(chosen, key=lambda d: d.id))
    return found
