"""data/croissant.json: the dataset in Croissant 1.1 (JSON-LD), made from the same tables as the rest.

Specifications: http://mlcommons.org/croissant/1.1 and http://mlcommons.org/croissant/RAI/1.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from retold.card import split_front_matter
from retold.corpus import Settings
from retold.croissant import rai
from retold.croissant.citation import bibtex, read_citation
from retold.croissant.records import PARQUET, Describe, file_set, record_sets
from retold.model import Annotator
from retold.tables import CONFIGS

CROISSANT = "croissant.json"
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"

# Appendix 1 of the specification, with https for schema.org and texts by language, as mlcroissant
# writes both.
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    **{
        term: f"cr:{term}"
        for term in (
            "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field",
            "fileObject", "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset",
            "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex",
            "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
        )
    },
}  # fmt: skip

_MEDIA_TYPES = {
    "cff": "application/yaml",
    "json": "application/json",
    "jsonl": "application/jsonlines",
    "md": "text/markdown",
    "parquet": PARQUET,
    "svg": "image/svg+xml",
}
_SPDX = re.compile(r"(?!LicenseRef-|DocumentRef-)[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Described:
    """What a dataset is described from, beside release.json and the columns."""

    settings: Settings
    card: str
    """dataset_card.md, with its front matter."""
    citation: str | None
    """CITATION.cff, or None where there is none."""
    annotators: Mapping[str, Annotator]
    layers: Mapping[str, AbstractSet[str]]
    """Annotator -> ids of the documents that they have a layer of."""
    quality: Mapping[str, Any] | None
    """Content of quality.json."""


def document(release: Mapping[str, Any], about: Described, describe: Describe) -> dict[str, Any]:
    """The JSON-LD document.

    ``release`` is what release.json says; its ``files`` need not have croissant.json. What the
    corpus does not say is left out: no date, address or creator is invented.
    """
    settings = about.settings
    front, body = split_front_matter(about.card)
    splits: dict[str, list[str]] = {}
    for entry in release["configs"]:
        splits.setdefault(entry["config"], []).append(entry["split"])
    found: dict[str, Any] = {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "name": settings.name,
        "alternateName": settings.title,
        "description": rai.introduction(body) or settings.title,
        "conformsTo": [CONFORMS_TO, rai.CONFORMS_TO],
        "version": release["version"],
        "isLiveDataset": False,
        "license": [],
        "inLanguage": sorted({entry["lang"] for entry in release["counts"]}),
        "keywords": _texts(front.get("tags")),
        **_cited(about),
        **rai.properties(body, about.annotators, about.layers, about.quality),
        "distribution": [file_set(config) for config in splits],
        "recordSet": record_sets(CONFIGS, splits, describe),
    }
    listed = of_files(found, release["files"])
    return {name: value for name, value in listed.items() if value not in ([], "")}


def of_files(document: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The document as one of these files, entries as in release.json, and of their licences."""
    files = [entry for entry in entries if entry["path"] != CROISSANT]
    licence = "LICENSE" if any(entry["path"] == "LICENSE" for entry in files) else None
    others = [part for part in document["distribution"] if part["@type"] != "cr:FileObject"]
    return {
        **document,
        "license": _licences((entry["licence"] for entry in files), licence),
        "distribution": [*(_file_object(entry, licence) for entry in files), *others],
    }


def dump(document: Mapping[str, Any]) -> bytes:
    """The bytes of croissant.json.

    ``</`` is escaped, so the text may stand in the script element of a page, from which search
    engines read it.
    """
    text = json.dumps(document, indent=1, ensure_ascii=False).replace("</", "<\\/")
    # half of a surrogate pair, which YAML can hold, becomes an escape of JSON
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _cited(about: Described) -> dict[str, Any]:
    if about.citation is None:
        return {}
    cited = read_citation(about.citation)
    settings = about.settings
    found = {
        "creator": list(cited.creators),
        "url": cited.url,
        "datePublished": cited.published,
        "citeAs": bibtex(settings.name, settings.title, settings.version, cited),
    }
    return {name: value for name, value in found.items() if value}


def _file_object(entry: Mapping[str, Any], licence_file: str | None) -> dict[str, Any]:
    path = entry["path"]
    licence = _licences([entry["licence"]], licence_file)
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{entry['bytes']} B",
        "encodingFormat": _MEDIA_TYPES.get(path.rpartition(".")[2], "text/plain"),
        "sha256": entry["sha256"],
        **({"license": licence} if licence else {}),
    }


def _licences(expressions: Iterable[str | None], file: str | None) -> list[Any]:
    """Each licence of SPDX expressions joined with AND: its address, or its name and our LICENSE."""
    ids = dict.fromkeys(id for found in expressions if found for id in found.split(" AND "))
    return [
        f"https://spdx.org/licenses/{id}.html"
        if _SPDX.fullmatch(id)
        else {"@type": "sc:CreativeWork", "name": id, **({"url": file} if file else {})}
        for id in ids
    ]


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
