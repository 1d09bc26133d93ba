"""Schemes of tags: what a file is written in, and that each gives its own tags again."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retold.corpora.iob2.schemes import Name, Scheme, names_of, tags_of
from retold.corpora.iob2.sources import Source, label_of, read_sources


def source(*sentences: str, file: str = "a.txt") -> Source:
    """The file in which each token is its tag."""
    text = "".join(
        "".join(f"w{n} {tag}\n" for n, tag in enumerate(sentence.split())) + "\n"
        for sentence in sentences
    )
    found = read_sources({file: text})
    assert found.problems == []
    return found.read[0]


@pytest.mark.parametrize(
    ("sentences", "scheme", "names", "irregular"),
    [
        (("B-P I-P O",), "IOB2", [(0, 2, "P")], ()),
        (("I-P I-P B-P O I-Q",), "IOB1", [(0, 2, "P"), (2, 3, "P"), (4, 5, "Q")], ()),
        (("O I-P", "I-P O"), "IOB1", [(1, 2, "P"), (2, 3, "P")], ()),
        (("I-P I-Q",), "IOB1", [(0, 1, "P"), (1, 2, "Q")], ()),
        (("B-P I-P O", "O I-P B-Q"), "IOB2", [(0, 2, "P"), (4, 5, "P"), (5, 6, "Q")], (4,)),
        (("B-P", "I-P", "B-P"), "IOB2", [(0, 1, "P"), (1, 2, "P"), (2, 3, "P")], (1,)),
        (("B-P E-P S-P O B-Q I-Q E-Q",), "BIOES", [(0, 2, "P"), (2, 3, "P"), (4, 7, "Q")], ()),
        (("B-P L-P U-P O B-Q I-Q L-Q",), "BILOU", [(0, 2, "P"), (2, 3, "P"), (4, 7, "Q")], ()),
        (("S-P I-P O E-P B-P",), "BIOES",
         [(0, 1, "P"), (1, 2, "P"), (3, 4, "P"), (4, 5, "P")], (1, 3, 4)),
        (("O O",), "IOB2", [], ()),
    ],
)  # fmt: skip
def test_the_scheme_is_the_one_that_fits_best(
    sentences: tuple[str, ...], scheme: Scheme, names: list[Name], irregular: tuple[int, ...]
) -> None:
    found = source(*sentences)
    assert (found.scheme, names_of(found.document), found.irregular) == (scheme, names, irregular)
    assert list(found.tags) == " ".join(sentences).split()


@st.composite
def named(draw: st.DrawFn) -> tuple[list[int], list[Name]]:
    """Numbers of tokens of sentences, and names that cross none of their ends."""
    lengths = draw(st.lists(st.integers(1, 6), min_size=1, max_size=4))
    names: list[Name] = []
    start = 0
    for length in lengths:
        at = start
        while at < start + length:
            behind = draw(st.integers(at + 1, start + length))
            if draw(st.booleans()):
                names.append((at, behind, draw(st.sampled_from(["P", "Q-x"]))))
            at = behind
        start += length
    return lengths, names


@given(named(), st.sampled_from(get_args(Scheme)))
def test_names_come_back_from_the_tags_of_any_scheme(
    case: tuple[list[int], list[Name]], scheme: Scheme
) -> None:
    lengths, names = case
    tags = tags_of(names, lengths, scheme)
    rest = iter(tags)
    found = source(*(" ".join(next(rest) for _ in range(length)) for length in lengths))
    assert names_of(found.document) == names
    assert found.irregular == ()
    assert tags_of(names, lengths, found.scheme) == tags


def test_a_tag_says_its_label() -> None:
    assert [label_of(tag) for tag in ("O", "B-PER", "I-a-b", "S-X")] == [None, "PER", "a-b", "X"]
