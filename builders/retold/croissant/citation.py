"""CITATION.cff (Citation File Format 1.2.0) -> who made the corpus and how to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True)
class Citation:
    """What a CITATION.cff says, as far as Croissant has a place for it."""

    title: str | None
    creators: tuple[Mapping[str, str], ...]
    """Persons and organisations of schema.org."""
    authors: tuple[str, ...]
    """The same as BibTeX writes them."""
    published: str | None
    """``date-released``, ISO 8601."""
    url: str | None
    """``url``, else ``repository-code``, else ``repository``."""
    doi: str | None


def read_citation(text: str) -> Citation:
    """The citation that a CITATION.cff gives; a key that is missing or no text is left out.

    Raises yaml.YAMLError for text that is not YAML.
    """
    found = yaml.safe_load(text)
    said: Mapping[str, Any] = found if isinstance(found, dict) else {}
    authors = said.get("authors")
    people = [dict(a) for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
    named = [(name, person) for person in people for name in _names(person)]
    return Citation(
        title=_text(said, "title"),
        creators=tuple(_creator(name, person) for (name, _), person in named),
        authors=tuple(bibtex for (_, bibtex), _ in named),
        published=_day(said.get("date-released")),
        url=_text(said, "url", "repository-code", "repository"),
        doi=_text(said, "doi"),
    )


def bibtex(key: str, title: str, version: str, citation: Citation) -> str:
    """A BibTeX entry for the data of this version."""
    fields = {
        "title": citation.title or title,
        "author": " and ".join(citation.authors),
        "year": (citation.published or "")[:4],
        "doi": citation.doi or "",
        "url": citation.url or "",
        "note": f"Data version {version}",
    }
    # only the braces that BibTeX's own syntax needs: one that has no partner breaks the entry
    lines = [
        f"  {name} = {{{value if name == 'author' else _plain(value)}}}"
        for name, value in fields.items()
        if value
    ]
    return ",\n".join([f"@misc{{{key}", *lines]) + "\n}"


def _names(person: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The name as people read it, and as BibTeX wants it; nothing for an author without a name."""
    given = _text(person, "given-names")
    family = " ".join(filter(None, (_text(person, "name-particle"), _text(person, "family-names"))))
    whole = _text(person, "name") or ("" if family else given or _text(person, "alias"))
    if whole:
        yield whole, f"{{{_plain(whole)}}}"
    elif family:
        last = ", ".join(filter(None, (family, _text(person, "name-suffix"))))
        yield (
            " ".join(filter(None, (given, family, _text(person, "name-suffix")))),
            ", ".join(_plain(part) for part in (last, given) if part),
        )


def _creator(name: str, person: Mapping[str, Any]) -> Mapping[str, str]:
    kind = "sc:Organization" if _text(person, "name") else "sc:Person"
    url = _text(person, "orcid", "website")
    return {"@type": kind, "name": name, **({"url": url} if url else {})}


def _text(values: Mapping[str, Any], *names: str) -> str | None:
    """The first of these keys that holds text."""
    found = (values.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value.strip()), None)


def _day(value: object) -> str | None:
    """YAML reads an unquoted day as a date, a quoted one as text."""
    return str(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)) else None


def _plain(text: str) -> str:
    return " ".join(text.replace("{", "").replace("}", "").split())
