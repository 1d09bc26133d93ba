"""What croissant.json takes from the citation and from the prose of the card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from croissant_files import read
from retold import croissant
from retold.card import split_front_matter
from retold.corpus import Settings
from retold.croissant import rai
from retold.croissant.citation import bibtex, read_citation
from retold.files import CorpusFolder
from retold.metrics.quality_shown import about, groups, table
from retold.pipeline import build
from retold.release import describe

pytestmark = pytest.mark.usefixtures("no_network")

# Both are of what mlcroissant calls: rdflib reads JSON-LD through a class that it deprecates, and
# pandas an argument of reset_index.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index:DeprecationWarning"),
]


def test_authors_of_every_form() -> None:
    people = """authors:
      - {given-names: Ada, name-particle: van, family-names: Dam, orcid: https://orcid.org/0}
      - {family-names: Lund, given-names: Bo, name-suffix: Jr.}
      - {name: 'The {Port}  Group', website: https://example.org}
      - {alias: harbourmaster}
      - {affiliation: nobody}
      - nobody"""
    found = read_citation(people)
    assert [creator["name"] for creator in found.creators] == [
        "Ada van Dam",
        "Bo Lund Jr.",
        "The {Port}  Group",
        "harbourmaster",
    ]
    kinds = [creator["@type"].removeprefix("sc:") for creator in found.creators]
    assert kinds == ["Person", "Person", "Organization", "Person"]
    assert found.creators[0]["url"] == "https://orcid.org/0"
    assert bibtex("x", "A {B", "1.0.0", found) == (
        "@misc{x,\n  title = {A B},\n"
        "  author = {van Dam, Ada and Lund, Jr., Bo and {The Port Group} and {harbourmaster}},\n"
        "  note = {Data version 1.0.0}\n}"
    )


@pytest.mark.parametrize("text", ["", "- a", "authors: 3", "title: [a]\ndate-released: soon\nurl: 5"])
def test_a_citation_that_says_nothing(text: str) -> None:
    found = read_citation(text)
    assert (found.title, found.creators, found.published, found.url) == (None, (), None, None)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (b"title: [a", ("RT803", 2)),
        (b"- a", ("RT803", 1)),
        (b"date-released: 2031-02-30", ("RT803", 1)),
        (b"\xff", ("RT004", None)),
    ],
)
def test_a_citation_that_cannot_be_read_stops_the_build(
    text: bytes, finding: tuple[str, int | None], corpus_copy: Path
) -> None:
    (corpus_copy / "CITATION.cff").write_bytes(text + b"\n")
    built = build(CorpusFolder(corpus_copy))
    assert [(f.code, f.place.line) for f in built.findings] == [finding]
    assert [f.place.file for f in built.findings] == ["CITATION.cff"]
    assert not (corpus_copy / "data").exists()


def test_the_card_answers_every_property_that_prose_can() -> None:
    found = read(ROOT / "data")
    assert {name for names in rai.SECTIONS.values() for name in names} <= set(found)
    assert found["conformsTo"] == [croissant.CONFORMS_TO, rai.CONFORMS_TO]
    assert found["rai:annotationsPerItem"] == "Layers of annotation per document: 1 to 3; by persons: 0."
    annotators = found["rai:annotatorDemographics"]
    assert len(annotators) == 7
    assert all("(a model, no person): " in line for line in annotators)
    assert found["rai:machineAnnotationTools"] == annotators


def test_the_docs_name_the_headings() -> None:
    text = (ROOT / "docs/new-corpus.md").read_text(encoding="utf-8")
    assert [heading for heading in rai.SECTIONS if f"`{heading}`" not in text] == []


def test_agreement_is_that_of_quality_json() -> None:
    quality = json.loads((ROOT / "data/quality.json").read_bytes())
    texts = read(ROOT / "data")["rai:dataAnnotationAnalysis"]
    assert "Annotators `second` and `third`, 3 documents." in texts[0]
    for group in groups(quality):
        how, *layers = texts[: 1 + len(group["layers"])]
        del texts[: 1 + len(group["layers"])]
        assert how == about(group)
        for line, row in zip(layers, table(group), strict=True):
            assert [cell for cell in row if str(cell) not in line] == []
            assert line.startswith(f"{row[0]}: records {row[1]}; F1, same span {row[2]}; ")
    assert texts == []


def test_the_vocabulary_is_that_of_mlcroissant() -> None:
    from mlcroissant import constants

    known = {str(value) for name, value in vars(constants).items() if name.startswith("ML_COMMONS_RAI")}
    names = [name for name in read(ROOT / "data") if name.startswith("rai:")]
    assert len(names) > 10
    assert {name.replace("rai:", croissant.CONTEXT["rai"]) for name in names} <= known


CARD = """---
license: mit
---
# Harbour

An *invented*
corpus.

<!-- generated:version -->
Data version 9.
<!-- /generated -->

- one
- two
  goes on

## Uses ##

To test.

```sh
## not a heading
```

### Below

Also this.

<!-- generated:counts -->
## nor this
<!-- /generated -->

## Bias and limits

| a | b |
| - | - |

After -- all.
"""


def test_prose_of_the_card_without_its_regions() -> None:
    body = split_front_matter(CARD)[1]
    assert rai.introduction(body) == "An *invented* corpus.\n\none\n\ntwo goes on"
    said = rai.sections(body)
    assert list(said) == ["", "Harbour", "Uses", "Bias and limits"]
    assert said["Uses"].startswith("To test.")
    assert said["Uses"].endswith("Also this.")
    assert rai.blocks(said["Bias and limits"]) == ["| a | b |\n| - | - |", "After -- all."]
    assert rai.introduction("No heading.\n") == "No heading."


def test_layers_per_document_are_counted_by_document() -> None:
    from retold.model import Annotator

    people = {
        id: Annotator(id=id, kind=kind, description=f"{id}.")
        for id, kind in (("ada", "human"), ("bot", "model"), ("judge", "rule"))
    }
    layers = {"ada": {"x", "y"}, "bot": {"x"}}
    found = rai.properties("", people, layers, None)
    said = "Layers of annotation per document: 1 to 2; by persons: 1."
    assert found["rai:annotationsPerItem"] == said
    assert found["rai:annotatorDemographics"] == [
        "ada (a person): ada.",
        "bot (a model, no person): bot.",
        "judge (a rule-based program): judge.",
    ]
    assert found["rai:machineAnnotationTools"] == found["rai:annotatorDemographics"][1:]
    assert "rai:dataUseCases" not in found


def test_the_same_values_give_the_same_document() -> None:
    settings = Settings("x", "X", "1.0.0", {"texts": "MIT", "annotations": "MIT"})
    release = {"version": "1.0.0", "configs": [], "counts": [], "files": []}
    about = croissant.Described(settings, CARD, None, {}, {}, None)
    once = croissant.document(release, about, describe)
    assert croissant.dump(once) == croissant.dump(croissant.document(release, about, describe))
    assert once["@context"] is not croissant.CONTEXT  # mlcroissant writes into what it is given
    assert "license" not in once


def test_the_citation_is_valid_and_of_this_version() -> None:
    # Citation File Format 1.2.0: required keys, and the forms of those that are used
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    optional = {"type", "version", "license", "date-released", "url", "doi", "keywords", "abstract"}
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert set(found) <= {"cff-version", "message", "title", "authors"} | optional
    assert found["cff-version"] == "1.2.0"
    assert found["type"] == "dataset"
    assert found["version"] == json.loads((ROOT / "data/release.json").read_bytes())["version"]
    assert all(set(author) == {"name"} and author["name"] for author in found["authors"])
    assert found["license"] == ["Apache-2.0", "CC-BY-4.0"]
    assert (ROOT / "data/CITATION.cff").read_bytes() == (ROOT / "CITATION.cff").read_bytes()
