"""The bytes of a shard, digested on the way, and its lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator


class Digested:
    """Pieces of a file that are digested as they pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._total = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._total.update(chunk)
            yield chunk

    def sha256(self) -> str:
        """SHA-256 of all bytes of the file; reads those that nobody asked for."""
        for _ in self:
            pass
        return self._total.hexdigest()


def lines(content: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each line without its line feed, and whether it had one; only the last may have none."""
    parts: list[bytes] = []
    for chunk in content:
        first, *others = chunk.split(b"\n")
        parts.append(first)
        if others:
            yield b"".join(parts), True
            yield from ((line, True) for line in others[:-1])
            parts = [others[-1]]
    rest = b"".join(parts)
    if rest:
        yield rest, False
