"""gzip and zstd: what a file's ending says its bytes are."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO, Protocol

COMPRESSED = (".gz", ".zst")
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 9
"""Of annotations, 9 leaves half of what 3 does in twice the time; 15 takes six times as long."""
_PIECE = 1 << 14


class DamagedError(Exception):
    """The bytes are not what the file's ending says, or end too early."""


class _Decompressor(Protocol):
    """One member of a gzip file, or one frame of a zstd file."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def decompressed(chunks: Iterable[bytes], path: str) -> Iterator[bytes]:
    """The content of a file of that name, piece by piece. Raises DamagedError where it is not whole."""
    if path.endswith(".gz"):
        return _inflated(chunks, "gzip", lambda: zlib.decompressobj(wbits=31), zlib.error)
    if path.endswith(".zst"):
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
    for chunk in _small(chunks):
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


def _small(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Smaller pieces of them: what a compressed megabyte becomes need not be in memory at once."""
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


@contextmanager
def compressing(out: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """Something to write the content of a file of that name into; the same content is the same bytes."""
    if path.endswith(".gz"):
        # no name and no time: they would be other bytes each day
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, out, mtime=0) as packed:
            yield packed  # type: ignore[misc]
    elif path.endswith(".zst"):
        import zstandard

        compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)
        with compressor.stream_writer(out, closefd=False) as packed_zstd:
            yield packed_zstd
    else:
        yield out


def compress(data: bytes, path: str) -> bytes:
    """The bytes of a file of that name with this content."""
    out = BytesIO()
    with compressing(out, path) as packed:
        packed.write(data)
    return out.getvalue()
