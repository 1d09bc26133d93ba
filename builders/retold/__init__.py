"""Retold: build, check and read annotated corpora of retold news.

    import retold
    corpus = retold.read_corpus(".")
    for document in corpus:
        for mention in document.mentions:
            print(document.id, mention.type, document.surface(mention.spans))

Offsets are half-open ``[start, end)`` ranges of Unicode code points everywhere.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retold.answers.scoring import score
    from retold.corpus import Corpus
    from retold.documents import Document
    from retold.findings import CorpusError, Finding
    from retold.pipeline import read_corpus

# Name -> module. Resolved on first use, so that `import retold` costs next to nothing.
_PUBLIC = {
    "Corpus": "retold.corpus",
    "Document": "retold.documents",
    "CorpusError": "retold.findings",
    "Finding": "retold.findings",
    "read_corpus": "retold.pipeline",
    "score": "retold.answers.scoring",
}

__all__ = ["Corpus", "CorpusError", "Document", "Finding", "read_corpus", "score"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'retold' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
