"""IOB2 token lines: sentences, tags, what cannot be, and whose tokens they are."""

from __future__ import annotations

import pytest

from retold.formats import FORMATS, iob2
from retold.formats.alignment import aligned
from retold.formats.base import Loss
from retold.formats.neutral import Document, Mark
from samples import sample_files

CONLL = (
    "-DOCSTART- -X- O O\n"
    "\n"
    "Ada NNP I-NP B-PER\n"
    "Lund NNP I-NP I-PER\n"
    "Norhaven NNP I-NP B-LOC\n"
    "\n"
    "\n"
    "है VB O O\r\n"
    "👩‍👩‍👧 NN O B-PER"
)


def read(text: str) -> tuple[Document | None, list[tuple[str, int | None]]]:
    found = iob2.loads({"a.conll": text})
    return next(iter(found.documents), None), [(f.code, f.place.line) for f in found.findings]


def test_the_text_is_made_of_the_tokens() -> None:
    document, wrong = read(CONLL)
    assert document is not None
    assert wrong == []
    assert document.text == "Ada Lund Norhaven\nहै 👩‍👩‍👧"
    assert [(m.label, m.spans) for m in document.marks] == [
        ("PER", ((0, 8),)), ("LOC", ((9, 17),)), ("PER", ((21, 26),))
    ]  # fmt: skip
    assert document.sentences == (((0, 3), (4, 8), (9, 17)), ((18, 20), (21, 26)))
    assert document.metadata["columns"][0] == ["NNP", "I-NP"]
    assert document.metadata["docstart"] == [[0, "-X-", "O", "O"]]


def test_a_file_is_written_as_it_was_read() -> None:
    document, _ = read(CONLL)
    assert document is not None
    assert iob2.fit(document) == (document, ())
    assert iob2.dumps([iob2.fit(document)[0]]) == {"a.conll": CONLL}


def test_columns_stay_where_the_tags_changed() -> None:
    document, _ = read(CONLL)
    assert document is not None
    less = Document("b", document.text, document.items[1:], document.sentences, document.metadata)
    assert iob2.dumps([less])["b.conll"].split("\n")[2:6] == [
        "Ada\tNNP\tI-NP\tO", "Lund\tNNP\tI-NP\tO", "Norhaven\tNNP\tI-NP\tB-LOC", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "line", "spans"),
    [
        ("Ada\tO\nLund\tI-PER\n", 2, [(4, 8)]),
        ("Ada\tB-PER\nLund\tI-ORG\n", 2, [(0, 3), (4, 8)]),
        ("Ada\tB-PER\n\nLund\tI-PER\n", 3, [(0, 3), (4, 8)]),
        ("Ada\tI-PER\nLund\tI-PER\n", 1, [(0, 8)]),
    ],
)
def test_a_tag_that_goes_on_with_nothing_is_named_and_kept(
    lines: str, line: int, spans: list[tuple[int, int]]
) -> None:
    document, wrong = read(lines)
    assert document is not None
    assert wrong == [("RT908", line)]
    assert [mark.spans[0] for mark in document.marks] == spans
    assert iob2.dumps([document]) == {"a.conll": lines}


@pytest.mark.parametrize(
    "line", ["Ada", "Ada\tPER", "Ada\tB-", "\tB-PER", "Ada\tS-PER", "Ada\tB-PER\tx"]
)
def test_a_line_that_is_no_token_with_a_tag(line: str) -> None:
    assert read(f"Orm\tO\n{line}\n") == (None, [("RT901", 2)])


def test_outer_names_stay_and_neighbours_are_told_apart() -> None:
    marks = (
        Mark("a", "ORG", ((0, 12),)),
        Mark("b", "PER", ((4, 8),)),
        Mark("c", "ORG", ((13, 16),)),
    )
    fitted, losses = iob2.fit(Document("d", "The Lund Inc Ada", marks))
    assert losses == (Loss("nested", 1),)
    tags = [line.split("\t")[1] for line in iob2.dumps([fitted])["d.conll"].split("\n") if line]
    assert tags == ["B-ORG", "I-ORG", "I-ORG", "B-ORG"]


def test_tokens_are_carried_back_over_the_text_that_they_were_made_of() -> None:
    text = "  Ada-Lund,\tहै \r\n👩‍👩‍👧 Orm.\n"
    marks = (Mark("a", "PER", ((2, 10),)), Mark("b", "PER", ((23, 26),)))
    fitted, losses = iob2.fit(Document("d", text, marks))
    assert losses == (Loss("white-space", 1),)
    assert fitted.text == "Ada - Lund , है\n👩‍👩‍👧 Orm ."
    (back,) = iob2.loads(iob2.dumps([fitted])).documents
    moved = aligned(back, text)
    assert moved is not None
    assert [(m.label, m.spans) for m in moved.marks] == [(m.label, m.spans) for m in marks]
    assert aligned(back, text.replace("Orm", "Arm")) is None


def test_a_token_may_hold_a_space() -> None:
    document, _ = read("New York\tB-LOC\n")
    assert document is not None
    assert document.sentences == (((0, 8),),)
    assert FORMATS["brat"].fit(document)[1] == (Loss("tokens", 1),)


def test_samples_are_written_as_they_were_read() -> None:
    for folder, many in (("iob2", 3), ("doccano/sequence_labeling", 3)):
        files = sample_files(folder, ".conll", ".txt")
        found = iob2.loads(files)
        wrong = {finding.place.file for finding in found.findings}
        assert wrong <= {"labeling.invalid.conll"}
        assert len(files) == many
        assert iob2.dumps(found.documents) == {p: t for p, t in files.items() if p not in wrong}
        for document in found.documents:
            bare = Document(
                document.id, document.text, document.items, document.sentences, document.metadata
            )
            assert iob2.loads(iob2.dumps([bare])).documents == (document,)
