"""The files that name the data version, with another one: retold.toml, CITATION.cff, CHANGELOG.md."""

from __future__ import annotations

import re
from datetime import date

import tomlkit
import yaml

UNRELEASED = "## Data unreleased"


def settings(text: str, version: str) -> str:
    """retold.toml with another version; comments and order stay."""
    document = tomlkit.parse(text)
    document["version"] = version
    return tomlkit.dumps(document)


def citation(text: str, version: str, day: date) -> str:
    """CITATION.cff with another version, and this day where it has a ``date-released``.

    Comments, order and line ends stay. Raises ValueError where there is no version to change.
    """
    for key, value in (("version", version), ("date-released", day.isoformat())):
        pattern = rf"""^({key}:[ \t]*)(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s#]+)"""
        text = re.sub(pattern, rf"\g<1>{value}", text, count=1, flags=re.MULTILINE)
    found = yaml.safe_load(text)
    if not isinstance(found, dict) or str(found.get("version")) != version:
        raise ValueError("has no line `version:` at its left edge to change; add one")
    return text


def changelog(text: str, version: str, told: str) -> str:
    """The changelog with a section of this version on top, in the line ends that it has.

    What stands under ``## Data unreleased``, or under the version's own heading already, goes into
    it, before what the diff tells.
    """
    if "\r\n" in text:
        return changelog(text.replace("\r\n", "\n"), version, told).replace("\n", "\r\n")
    heading = f"## Data {version}"
    parts = re.split(r"(?m)^(?=## )", text)
    titles = [part.split("\n", 1)[0].strip().lower() for part in parts]
    mine = [n for n, title in enumerate(titles) if title in (UNRELEASED.lower(), heading.lower())]
    first = next((n for n, title in enumerate(titles) if title.startswith("## ")), len(parts))
    at = mine[0] if mine else first
    prose = [parts[number].partition("\n")[2].strip("\n") for number in mine]
    section = "\n\n".join(filter(None, (heading, *prose, told)))
    before = "".join(part for n, part in enumerate(parts[:at]) if n not in mine).rstrip("\n")
    after = "".join(part for n, part in enumerate(parts[at:], at) if n not in mine)
    return "\n\n".join(filter(None, (before, section, after.strip("\n")))) + "\n"
