"""Rules on retellings: what is one text, what is one story, and that many copies cost little."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable
from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from marked import corpus, document, entity, findings
from own import real
from retold.corpus import Corpus
from retold.documents import Document
from retold.model import Casualty, Split
from retold.rules import CATALOGUE
from retold.rules.sketches import SLOTS, bands, resemblance, short, sketch
from retold.rules.tellings import Pair, Telling, _items, alike_pairs
from retold.rules.words import folded
from retold.segmentation import sentences, tokens

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzक़त", min_size=1, max_size=6)
sets = st.sets(words, min_size=1, max_size=60)
TALE = (
    "the harbour office closed both gates at dusk and asked all crews to wait for the morning tide"
    " because the water stood too high to work and the wind blew hard from the open sea"
)


@given(sets)
def test_a_set_is_like_itself_in_any_order(items: set[str]) -> None:
    one, other = sketch(sorted(items)), sketch([*sorted(items, reverse=True), *items])
    assert one == other
    assert resemblance(short(one), short(other)) == 1
    assert set(bands(one, 4)) == set(bands(other, 4))


@given(sets, sets)
def test_the_estimate_is_near_the_coefficient(a: set[str], b: set[str]) -> None:
    true = len(a & b) / len(a | b)
    # five standard errors of SLOTS draws, each at most 0.5 wide
    error = 5 * 0.5 / SLOTS**0.5
    assert abs(resemblance(short(sketch(a)), short(sketch(b))) - true) < error


@given(st.lists(words, min_size=3, max_size=80), st.lists(words, min_size=3, max_size=80))
def test_texts_without_a_common_word_are_unlike(a: list[str], b: list[str]) -> None:
    one, other = (
        sketch(" ".join(found[at : at + 3]) for at in range(len(found) - 2))
        for found in ([f"a{word}" for word in a], [f"b{word}" for word in b])
    )
    assert resemblance(short(one), short(other)) < 0.1
    assert set(bands(one, 4)).isdisjoint(bands(other, 4))


@given(
    st.text(
        alphabet="aé1 .?!।\u0301\u0915\u093e\u200d\u200c“”()🇳🇴👩中\u00a0\u1680\x1c\u2028\n", max_size=40
    ),
    st.sampled_from(["en", "id", "hi"]),
)
def test_the_tokens_of_a_text_are_those_of_its_sentences(text: str, lang: str) -> None:
    """By them the sketch of a document is made without reading its text twice."""
    inside = [(a + x, a + y) for a, b in sentences(text, lang) for x, y in tokens(text[a:b])]
    assert inside == tokens(text)


def test_the_empty_set_is_like_nothing() -> None:
    assert sketch([]) == ()
    assert list(bands((), 4)) == []
    assert resemblance(b"", b"") == resemblance(short(sketch(["a"])), b"") == 0


def test_slots_that_are_equal_by_chance_do_not_count() -> None:
    half = bytes(SLOTS // 2) + b"\x01" * (SLOTS // 2)
    assert resemblance(bytes(SLOTS), half) == pytest.approx((0.5 - 1 / 256) / (1 - 1 / 256))


def test_a_band_is_known_by_its_place() -> None:
    assert len(set(bands((7,) * 8, 4))) == 2


def test_a_sketch_is_the_same_on_every_machine() -> None:
    """It changes with the library's algorithm alone, of which rensa 0.5 has the second."""
    digest = hashlib.sha256(repr(sketch(TALE.split())).encode()).hexdigest()
    assert digest[:16] == "3b47c3b5ed5fa1df"


def told(code: str, splits: dict[str, Split], *documents: Document) -> list[str]:
    within = corpus([], *(one.seed for one in documents), splits=splits)
    return [f.message for f in findings(code, within, *documents)]


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (f"Late that night {TALE}.", True),
        (" ".join(TALE.split()[:24]), True),  # cut to two thirds
        (TALE.replace(" ", "  ").upper(), True),
        (TALE.replace(" ", ", "), True),
        (" ".join(reversed(TALE.split())), False),
        ("Nobody knew when the gates would open, and the men went home to sleep.", False),
    ],
)
def test_nearly_one_text(other: str, found: bool) -> None:
    a, b = document("a", TALE, story="s"), document("b", other, story="t")
    assert len(told("RT704", {"s": "train", "t": "test"}, a, b)) == found
    assert told("RT704", {"s": "train", "t": "train"}, a, b) == []


def test_what_is_no_part_of_the_story_does_not_count() -> None:
    frame = f"related| {TALE}\nfurniture| {TALE}\n"
    a = document("a", f"{frame}Crews of three ships left the northern docks", story="s")
    b = document("b", f"{frame}Snow fell on all hills behind the small town", story="t")
    assert told("RT704", {"s": "train", "t": "test"}, a, b) == []


@pytest.fixture(scope="module")
def gold() -> Corpus:
    return real()


def in_stories(gold: Corpus, **splits: Split) -> tuple[Corpus, list[Document]]:
    """The repository's documents, one a story of these splits, in order."""
    documents = [
        dataclasses.replace(one, seed=msgspec.structs.replace(one.seed, story=story))
        for one, story in zip(gold, splits, strict=True)
    ]
    return corpus([], *(one.seed for one in documents), splits=splits), documents


def test_the_three_retellings_of_this_repository_are_known_for_one_story(gold: Corpus) -> None:
    within, documents = in_stories(gold, a="test", b="test", c="test")
    assert [f.place.record for f in findings("RT707", within, *documents)] == [
        documents[1].id,
        documents[2].id,
    ]
    assert findings("RT705", within, *documents) == []
    alone, _ = in_stories(gold, a="test", b="test", c="test")
    one_story = [dataclasses.replace(d, seed=documents[0].seed) for d in documents]
    assert findings("RT707", alone, *one_story) == []


def test_an_event_in_two_splits_has_its_finding_already(gold: Corpus) -> None:
    within, documents = in_stories(gold, a="test", b="train", c="validation")
    assert findings("RT707", within, *documents) == findings("RT706", within, *documents) == []
    silent = [
        dataclasses.replace(d, rows=tuple(r for r in d.rows if not isinstance(r.record, Casualty)))
        for d in documents
    ]
    assert len(findings("RT707", within, *silent)) == 2


def test_the_figures_of_the_module_are_measured(gold: Corpus) -> None:
    items = [set(_items(one)) for one in gold]
    pairs = list(combinations(items, 2))
    likeness = sorted(len(a & b) / len(a | b) for a, b in pairs)
    shared = sorted(len(a & b) for a, b in pairs)
    runs = [_all_runs(one) for one in gold if one.lang == "en"]
    text = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    said = re.sub(r"\n# ", " ", (ROOT / "builders/retold/rules/tellings.py").read_text(encoding="utf-8"))
    assert f"coefficients of {likeness[0]:.2f} to {likeness[-1]:.2f}" in said
    assert f"share {shared[0]} to {shared[-1]} items" in said
    assert f"have {text:.2f}" in said


def _all_runs(one: Document) -> set[str]:
    found = [
        folded(one.text[a:b])
        for zone in one.zones
        if zone.zone not in ("related", "furniture")
        for a, b in (
            (zone.spans[0][0] + a, zone.spans[0][0] + b) for a, b in tokens(one.surface(zone.spans))
        )
        if any(c.isalnum() for c in one.text[a:b])
    ]
    return {" ".join(found[at : at + 3]) for at in range(len(found) - 2)}


PEOPLE = [entity(f"e-{n}", "PER", f"Name {n}") for n in range(30)]


def report(id: str, numbers: Iterable[int], *, story: str, day: str = "2031-05-04") -> Document:
    """A document about some persons, seven crates and a year, in words of its own."""
    names = "\n".join(f"{id}{n} [Name {n}|e-{n}] {n}{id}" for n in numbers)
    marked = f"{names}\n[7|CARDINAL=7] {id} [2029|DATE=2029]"
    return document(id, marked, PEOPLE, story=story, published=day)


@pytest.mark.parametrize(
    ("other", "day", "split", "codes"),
    [
        (range(16), "2031-05-04", "test", ["RT706"]),
        (range(16), "2031-05-04", "train", ["RT707"]),
        (range(4, 20), "2031-05-11", "test", ["RT707"]),  # 14 of 22, a week later
        (range(4, 20), "2031-05-12", "test", []),
        (range(8, 24), "2031-05-04", "train", []),  # 10 of 26
        (range(8), "2031-05-04", "train", ["RT707"]),  # 10 of 18
        (range(7), "2031-05-04", "train", []),  # 9 of 18: too few
    ],
)
def test_one_story_in_two(other: range, day: str, split: Split, codes: list[str]) -> None:
    a, b = report("a", range(16), story="s"), report("b", other, story="t", day=day)
    splits: dict[str, Split] = {"s": "train", "t": split}
    assert [code for code in ("RT704", "RT706", "RT707") if told(code, splits, a, b)] == codes
    assert told("RT707", splits, a, report("b", other, story="s")) == []


@pytest.mark.parametrize("weekday", range(7))
def test_what_is_a_week_apart_is_compared(weekday: int) -> None:
    """Whatever day of the week it begins with."""
    across = CATALOGUE["RT707"].across
    assert across is not None
    days = [f"2031-05-{weekday + 1 + later:02d}" for later in range(9)]
    documents = [report("a", range(16), story="s", day=day) for day in days]
    within = corpus([], documents[0].seed, splits={"s": "train"})
    keys = [{key for key, _ in across.facts(one, within)} for one in documents]
    assert [bool(keys[0] & other) for other in keys[:8]] == [True] * 8
    assert all(len(found) == 84 for found in keys)


def test_nine_in_common_are_too_few() -> None:
    for start, found in ((1, 1), (2, 0)):
        a, b = report("a", range(9), story="s"), report("b", range(start, start + 9), story="t")
        assert len(told("RT707", {"s": "train", "t": "train"}, a, b)) == found


def test_the_most_like_is_named() -> None:
    cut = " ".join(TALE.split()[:24])
    documents = [
        document(id, text, story=id) for id, text in (("a", cut), ("b", TALE), ("c", TALE + " a"))
    ]
    splits: dict[str, Split] = {"a": "train", "b": "train", "c": "test"}
    assert [message.split(",")[0] for message in told("RT704", splits, *documents)] == ["'b'"]


TEXT, OTHER = short(sketch(TALE.split())), short(sketch(["quite", "another", "text"]))
ITEMS = tuple([f"e-{n}" for n in range(12)] + ["DATE 2029"])


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("event", [False, True])
@pytest.mark.parametrize("same", ["bytes", "text", "story"])
def test_a_pair_has_one_finding(apart: bool, event: bool, same: str) -> None:
    seeds = [document("a", TALE, story="s").seed, document("b", TALE, story="t").seed]
    if same != "bytes":
        seeds[1] = msgspec.structs.replace(seeds[1], sha256="0" * 64)
    within = corpus([], *seeds, splits={"s": "train", "t": "test" if apart else "train"})
    events = ("ev-x",) if event else ()
    a = Telling("a", "s", events, TEXT, ITEMS)
    b = Telling("b", "t", events, OTHER if same == "story" else TEXT, ITEMS)
    facts = [("band", a), ("band", b)]
    found = [
        code
        for code in ("RT704", "RT705", "RT706", "RT707")
        if (across := CATALOGUE[code].across) and list(across.judge(iter(facts), within))
    ]
    elsewhere = apart and (same == "bytes" or (same == "story" and event))  # RT702, RT703
    if elsewhere:
        assert found == []
    elif apart:
        assert found == (["RT706"] if same == "story" else ["RT704"])
    else:
        assert found == (["RT705"] if event and same != "story" else ["RT707"])


def test_two_stories_have_one_finding() -> None:
    """A copy of one retelling is like the others of its story too."""
    documents = [document(id, TALE, story="s" if id != "c" else "t") for id in "abc"]
    within = corpus([], *(one.seed for one in documents), splits={"s": "train", "t": "train"})
    across = CATALOGUE["RT707"].across
    assert across is not None
    for text, found in ((OTHER, 0), (TEXT, 1)):
        a = Telling("a", "s", ("ev-x",), OTHER, ITEMS[2:])
        b = Telling("b", "s", ("ev-x",), b"", ITEMS)
        c = Telling("c", "t", ("ev-x",), text, ITEMS)
        facts = [("1", b), ("1", c), ("2", a), ("2", c)]
        assert len(list(across.judge(iter(facts), within))) == found


def test_of_several_pairs_the_most_like_counts() -> None:
    documents = [document(id, TALE, story=id) for id in "abc"]
    within = corpus([], *(one.seed for one in documents), splits=dict.fromkeys("abc", "train"))
    a, b, c = (Telling(id, id, (), b"", ()) for id in "abc")
    likeness = {"ac": 0.6, "bc": 0.9}
    for facts in ([("1", a), ("1", c), ("2", b), ("2", c)], [("1", b), ("1", c), ("2", a), ("2", c)]):
        pairs = alike_pairs(iter(facts), lambda pair: likeness[pair.a.doc + pair.b.doc], within)
        assert [(pair.a.doc, how) for _, pair, how in pairs] == [("b", "about 90% alike")]


def test_people_alone_are_no_story() -> None:
    names = "\n".join(f"[Name {n}|e-{n}]" for n in range(20))
    a, b = (document(id, names, PEOPLE, story=id) for id in ("s", "t"))
    assert told("RT707", {"s": "train", "t": "train"}, a, b) == []


def test_many_copies_are_not_compared_pair_by_pair() -> None:
    count = 0

    def never(pair: Pair) -> float:
        nonlocal count
        count += 1
        return 0.0

    facts = [("band", Telling(f"d{n}", f"s{n}", (), b"", ())) for n in range(1000)]
    assert list(alike_pairs(iter(facts), never, corpus())) == []
    assert 0 < count <= 200 * 1000
