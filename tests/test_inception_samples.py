"""Real files of WebAnno: XMI, TSV, and both of one document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neutral import alike, unordered
from retold.formats import cas, webanno
from retold.formats.cas_types import dkpro, loaded, merged
from samples import sample_files


@pytest.fixture(scope="module")
def samples() -> dict[str, str]:
    """All of them, under the types that lie elsewhere in the folder, and those of DKPro Core."""
    files = sample_files("webanno_tsv3", ".xmi", ".xml")
    types = {path.rpartition("/")[2]: text for path, text in files.items() if path.endswith(".xml")}
    ours = {path.replace("/reference", ""): text for path, text in files.items() if "reference" in path}
    return {**ours, **types, "dkpro.xml": dkpro().to_xml() or ""}


def test_xmi_files_are_written_as_they_were_read(samples: dict[str, str]) -> None:
    """Two of them have a feature that the type systems beside them call by another name."""
    read = cas.loads(samples)
    assert {(f.code, f.message) for f in read.findings} == {
        ("RT901", "webanno.custom.ComplexRelation has no feature 'intValue' in the type system")
    }
    assert len(read.documents) == 34
    written = cas.dumps(read.documents)
    assert {path: samples[path] for path in written} == written


def test_xmi_files_that_are_written_anew_are_logically_the_same(samples: dict[str, str]) -> None:
    """Compared by the library's own form of a CAS: after a change that was taken back, and read as
    neutral documents where nothing of the old file is used.
    """
    from cassis import load_cas_from_xmi
    from cassis.util import cas_to_comparable_text

    documents = cas.loads(samples).documents
    more = cas.dumps([replace(d, metadata={**d.metadata, "more": 1}) for d in documents])
    changed = cas.loads(more).documents
    assert all(d.metadata["more"] == 1 for d in changed)
    again = zip(changed, documents, strict=True)
    back = cas.dumps([replace(new, metadata=old.metadata) for new, old in again])
    types = merged(*(loaded(text) for path, text in sorted(back.items()) if path.endswith(".xml")))
    for path in (f"{document.id}.xmi" for document in documents):
        said = cas_to_comparable_text(load_cas_from_xmi(samples[path], types))
        assert cas_to_comparable_text(load_cas_from_xmi(back[path], types)) == said
    fresh = cas.loads(cas.dumps([replace(document, written=None) for document in documents])).documents
    assert [alike(document) for document in fresh] == [alike(document) for document in documents]
    assert [d.sentences for d in fresh] == [d.sentences for d in documents]


# Where the TSV says less than the XMI beside it, or other things.
NUMBER = "intValue, which rows call integerValue"
SPACE = "an edge in white space, which no row can have"
OTHER = {
    "testAnnotationWithLeadingWhitespace": SPACE,
    "testAnnotationWithTrailingWhitespace": SPACE,
    "testZeroWidthAnnotationBetweenTokenIsMovedToEndOfPreviousToken": SPACE,
    "testElevatedType": "POS_NOUN, which rows call POS",
    "testSingleTokenRelationWithMultipleFeatureValues": NUMBER,
    "testStackedNonMultiTokenRelationWithMultipleFeatureValues": NUMBER,
}


def test_tsv_files_are_written_as_they_were_read() -> None:
    files = sample_files("webanno_tsv3", ".tsv")
    found = webanno.loads(files)
    assert (len(files), found.findings) == (37, ())
    assert webanno.dumps([webanno.fit(document)[0] for document in found.documents]) == files


def test_tsv_files_that_are_written_anew_are_the_same_but_for_numbers() -> None:
    """Under another name nothing is copied; one of them counts its annotations in another order."""
    files = sample_files("webanno_tsv3", ".tsv")
    found = webanno.loads(files).documents
    written = webanno.dumps([replace(document, id=f"{document.id}-2") for document in found])
    again = {document.id: document for document in webanno.loads(written).documents}
    for document in found:
        assert replace(unordered(again[f"{document.id}-2"]), id=document.id) == unordered(document)
    other = {path for path, text in files.items() if written[path.replace(".tsv", "-2.tsv")] != text}
    assert other == {"sampleSlotAnnotation1/reference.tsv"}


def test_samples_say_the_same_in_rows_and_in_xml() -> None:
    """The XMI has named entities where the rows beside it have webanno.custom.Span."""
    files = sample_files("webanno_tsv3", ".tsv", ".xmi", ".xml")
    types = {path.rpartition("/")[2]: text for path, text in files.items() if path.endswith(".xml")}
    types["webannoTestTypes.xml"] = types["webannoTestTypes.xml"].replace("integerValue", "intValue")
    rows = webanno.loads({path: text for path, text in files.items() if path.endswith(".tsv")}).documents
    xml = {}
    for document in rows:
        path = f"{document.id}.xmi"
        if path in files:
            other = 'xmlns:type4="http:///webanno/custom.ecore"', "type4:NamedEntity", "type4:Span"
            spans = "webanno.custom.Span|" in document.written.text  # type: ignore[union-attr]
            text = files[path]
            if spans and "type4:NamedEntity" in text:
                ner = 'xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"'
                assert ner in text
                text = text.replace(ner, other[0]).replace(other[1], other[2])
            xml[path.replace("/", "-")] = text
    documents = cas.loads({**xml, **types, "dkpro.xml": dkpro().to_xml() or ""})
    assert documents.findings == ()
    assert len(documents.documents) == 36
    of_rows = {document.id.replace("/", "-"): document for document in rows}
    differing = set()
    for document in documents.documents:
        left = replace(webanno.fit(document)[0], metadata={})
        here = of_rows[document.id]
        assert (left.text, left.sentences) == (here.text, here.sentences)
        if unordered(replace(left, id="")) != unordered(replace(here, id="")):
            differing.add(document.id.removesuffix("-reference"))
    assert differing == set(OTHER)
