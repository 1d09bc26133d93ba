"""Which text is the right one, and what may have happened to one that is not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from retold.manifest import sha256

_BOM = b"\xef\xbb\xbf"


def _normal(form: Any) -> Callable[[bytes], bytes]:
    return lambda data: unicodedata.normalize(form, data.decode("utf-8")).encode("utf-8")


# What commonly happens to a text file: what it is, and what undoes it.
_UNDONE: Mapping[str, Callable[[bytes], bytes]] = {
    "a byte order mark was put before it": lambda data: data.removeprefix(_BOM),
    "its byte order mark was taken off": lambda data: _BOM + data,
    "its line ends were changed to CR LF": lambda data: data.replace(b"\r\n", b"\n"),
    "its line ends were changed from CR LF to LF": lambda data: data.replace(b"\n", b"\r\n"),
    "its line ends were changed to CR": lambda data: data.replace(b"\r", b"\n"),
    "a line end was put behind it": lambda data: data.removesuffix(b"\n").removesuffix(b"\r"),
    "its last line end was taken off": lambda data: data + b"\n",
    "its characters were decomposed (NFD)": _normal("NFC"),
    "its characters were composed (NFC)": _normal("NFD"),
}


@dataclass(frozen=True)
class Wanted:
    """A text of which an edition knows digest and lengths (bytes of UTF-8, code points)."""

    doc: str
    sha256: str
    bytes: int
    length: int


def wanted_of(record: Mapping[str, Any]) -> list[Wanted]:
    """The texts that an edition wants, from its release record."""
    return [Wanted(**entry) for entry in record["edition"]["texts"]]


def refusal(wanted: Wanted, file: str, data: bytes) -> str:
    """Why this file, which has the document's name, is not its text; and what may have happened."""
    said = (
        f"{file}: not the text of {wanted.doc}: SHA-256 {sha256(data)} ({len(data)} bytes), "
        f"expected {wanted.sha256} ({wanted.bytes} bytes)"
    )
    hint = what_happened(wanted.sha256, data)
    return f"{said}; the text is the same but for this: {hint}" if hint else said


def what_happened(digest: str, data: bytes) -> str | None:
    """The change, or the two changes, after which a text of that digest would be ``data``."""
    for number in (1, 2):
        for names in combinations(_UNDONE, number):
            if sha256(_undo(names, data)) == digest:
                return " and ".join(names)
    return None


def _undo(names: Iterable[str], data: bytes) -> bytes:
    try:
        for name in names:
            data = _UNDONE[name](data)
    except UnicodeDecodeError:
        pass
    return data
