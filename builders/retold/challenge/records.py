"""A record with quotes -> a record with spans; what it leaves out says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import msgspec

from retold.challenge.quotes import QuoteError, located
from retold.model import Annotation, Casualty, Headline, Stance
from retold.records import Validate

_NO_COUNT = {"surface": None, "form": "unstated", "min": None, "max": None, "best": None}
_NO_DATE = {"surface": None, "start": None, "end": None, "precision": None, "anchor": None}
_SILENT: Mapping[str, Mapping[str, Any]] = {
    "stance": {"source_chain": ["outlet"]},
    "headline": {"holder": "author", "evidence": []},
    "casualty": {
        "scope": "event",
        "occurred": True,
        "count": _NO_COUNT,
        "victims": {
            "spans": None,
            "identity": None,
            "role": "unknown",
            "includes_perpetrator": "unknown",
        },
        "perpetrator": {"actor": None, "responsibility": "unattributed"},
        "method": None,
        "source": {"chain": ["outlet"], "party": "none", "anonymous": False},
        "certainty": "asserted",
        "date": _NO_DATE,
        "place": [],
    },
}
"""Kind -> the fields that may be left out, and what they are then."""
_QUOTING = (("evidence",), ("spans",), ("victims", "spans"))
_LETTER = {"stance": "s", "headline": "h", "casualty": "c"}
Compiled = Stance | Headline | Casualty


class CompactError(ValueError):
    """A record that is none: ``problems`` are all that is wrong, a field and what is wrong there."""

    def __init__(self, problems: list[tuple[str | None, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems))
        self.problems = problems


def record(
    compact: Mapping[str, Any], text: str, doc: str, annotator: str, number: int, validate: Validate
) -> Compiled:
    """The record of a document, number ``number`` of its text's records.

    ``validate`` says how a value breaks the schema of its kind. Raises QuoteError for a passage that is
    none of the text, CompactError for anything else.
    """
    kind = str(compact.get("kind"))
    if kind not in _SILENT:
        message = f"{kind!r} is no kind of record here; there are: {', '.join(_SILENT)}"
        raise CompactError([("kind", message)])
    given = [name for name in ("id", "doc", "annotator") if name in compact]
    if given:
        raise CompactError([(name, "no field of an item's records") for name in given])
    values = _whole(_SILENT[kind], compact)
    for path in _QUOTING:
        _place(values, path, text)
    values.update(id=f"{doc}-{_LETTER[kind]}{number:02d}", doc=doc, annotator=annotator)
    wrong = [(field, message) for _, field, message in validate(kind, values)]
    if wrong:
        raise CompactError(wrong)
    found = msgspec.convert(values, Annotation)
    assert isinstance(found, Stance | Headline | Casualty)
    return found


def _whole(silent: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What is given over what is silent, nested fields too."""
    values = deepcopy(dict(silent))
    for name, value in given.items():
        inner = values.get(name)
        nested = isinstance(inner, dict) and isinstance(value, dict)
        values[name] = _whole(inner, value) if nested and inner else deepcopy(value)
    return values


def _place(values: dict[str, Any], path: tuple[str, ...], text: str) -> None:
    """Spans in the place of the quotes at a path, if there are any."""
    *outer, last = path
    for name in outer:
        found = values.get(name)
        if not isinstance(found, dict):
            return
        values = found
    quotes = values.get(last)
    if quotes is None:
        return
    if not isinstance(quotes, list | tuple):
        raise QuoteError(f"{'.'.join(path)} is {quotes!r}, not a list of quotes")
    try:
        values[last] = [list(located(text, quote)) for quote in quotes]
    except QuoteError as error:
        raise QuoteError(f"{'.'.join(path)}: {error}") from None
