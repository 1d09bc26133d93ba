"""The bytes of a shard -> its lines, decompressed and digested on the way."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol


class DamagedError(Exception):
    """The bytes are not what the file's ending says, or end too early."""


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


class _Decompressor(Protocol):
    """One member of a gzip file, or one frame of a zstd file."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def decompressed(chunks: Iterable[bytes], ending: str) -> Iterator[bytes]:
    """The content of a file with this ending. Raises DamagedError where it is not whole."""
    if ending.endswith(".gz"):
        return _inflated(chunks, "gzip", lambda: zlib.decompressobj(wbits=31), zlib.error)
    if ending.endswith(".zst"):
        import zstandard

        opener = zstandard.ZstdDecompressor()
        return _inflated(chunks, "zstd", opener.decompressobj, zstandard.ZstdError)
    return iter(chunks)


def _inflated(
    chunks: Iterable[bytes],
    form: str,
    opened: Callable[[], _Decompressor],
    wrong: type[Exception],
) -> Iterator[bytes]:
    """Members follow each other without a gap; the file ends where one ends."""
    member: _Decompressor | None = None
    empty = True
    for chunk in chunks:
        left = chunk
        while left:
            member, empty = member or opened(), False
            try:
                content = member.decompress(left)
            except wrong as error:
                raise DamagedError(f"the {form} stream is damaged: {error}") from None
            left = member.unused_data if member.eof else b""
            if member.eof:
                member = None
            if content:
                yield content
    if member is not None or empty:
        raise DamagedError(f"the {form} stream breaks off: the file is cut short")


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
