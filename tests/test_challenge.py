"""Items of the challenge set: marks and quotes become records of gold, and are checked like them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conftest import GOLDEN, ROOT
from own import whole
from retold import schemas
from retold.challenge.items import ChallengeSet, challenge_set
from retold.challenge.quotes import QuoteError, located
from retold.files import CorpusFolder
from retold.model import Casualty, Challenge, Mention
from retold.pipeline import build, check, read_corpus
from retold.records import dump
from retold.sources import open_dataset

FOLDER = "annotations/challenge"
ITEM: dict[str, Any] = json.loads((GOLDEN / FOLDER / "number-changed.jsonl").read_text("utf-8"))


def with_item(corpus: Path, **changes: Any) -> CorpusFolder:
    """The corpus with one item of number-changed: ITEM with other values (``a__b``: b inside a)."""
    item = json.loads(json.dumps(ITEM))
    for path, value in changes.items():
        *outer, last = path.split("__")
        here = item
        for name in outer:
            here = here[int(name) if name.isdigit() else name]
        here[last] = value
    (corpus / FOLDER / "number-changed.jsonl").write_text(
        dump([msgspec.convert(item, Challenge)]), encoding="utf-8"
    )
    return CorpusFolder(corpus)


def only(corpus: Path) -> ChallengeSet:
    """The challenge set of a corpus that checks without a finding."""
    assert check(CorpusFolder(corpus)).findings == []
    return challenge_set(read_corpus(corpus))


def mentions(corpus: Path, text: str) -> list[Mention]:
    folder = with_item(corpus, original__text=f"{ITEM['original']['text']} {text}")
    (item,) = (i for i in only(folder.root).items if i.record.phenomenon == "number-changed")
    return [m for m in item.original.document.mentions if m.spans[0][0] > 20]


def said(corpus: Path, **changes: Any) -> list[str]:
    found = check(with_item(corpus, **changes)).findings
    return [f"{f.code} {f.place.field}: {f.message}" for f in found]


# compiling


def test_an_item_is_two_documents_with_records(corpus_copy: Path) -> None:
    found = only(corpus_copy)
    item = next(i for i in found.items if i.record.id == "number-changed-en-01")
    original, edit = item.sides
    assert (original.document.id, original.document.text) == (
        "number-changed-en-01-original",
        "A crane hurt 12 men.",
    )
    assert edit.document.text == "A crane hurt 21 men."
    (claim,) = edit.document.casualties
    # offsets: "A crane hurt 21 men" is [0, 19), "21 men" [13, 19)
    assert (claim.evidence, claim.victims.spans) == (((0, 19),), ((13, 19),))
    assert (claim.id, claim.doc) == ("number-changed-en-01-edit-c01", "number-changed-en-01-edit")
    assert (claim.count.min, claim.event) == (21, "ev-number-changed-en-01")


def test_what_a_record_leaves_out_says_nothing(corpus_copy: Path) -> None:
    bare = {"kind": "casualty", "harm": "injured", "evidence": ["A crane hurt 12 men"]}
    with_item(corpus_copy, original__records=[bare])
    item = next(i for i in only(corpus_copy).items if i.record.task == "casualties")
    claim = item.original.document.casualties[0]
    assert claim == Casualty(
        id="number-changed-en-01-original-c01",
        doc="number-changed-en-01-original",
        annotator="first",
        event="ev-number-changed-en-01",
        scope="event",
        harm="injured",
        occurred=True,
        count=msgspec.convert(
            {"surface": None, "form": "unstated", "min": None, "max": None, "best": None},
            type(claim.count),
        ),
        victims=type(claim.victims)(None, None, "unknown", "unknown"),
        perpetrator=type(claim.perpetrator)(None, "unattributed"),
        method=None,
        source=type(claim.source)(("outlet",), "none", False),
        certainty="asserted",
        date=type(claim.date)(None, None, None, None, None),
        place=(),
        evidence=((0, 19),),
    )


def test_a_name_has_the_type_of_its_entity_and_a_metonym_its_referent(corpus_copy: Path) -> None:
    norland, bank, inner = mentions(
        corpus_copy,
        "[Norland|e-norland government e-norland-government] asked the "
        "[Bank of [Norland|e-norland]|e-bank-of-norland].",
    )
    assert (norland.type, norland.metonym, norland.referent) == (
        "GPE",
        "government",
        "e-norland-government",
    )
    assert (bank.type, bank.org_subtype, bank.metonym) == ("ORG", "government", None)
    assert (inner.surface, inner.metonym, inner.referent) == ("Norland", "none", None)


def test_a_value_is_anchored_where_it_is_relative(corpus_copy: Path) -> None:
    day, sum_, dusk = mentions(
        corpus_copy, "On [Friday|DATE 2031-05-02 relative] [dozens|CARDINAL min 24] left at [dusk|TIME]."
    )
    assert (day.type, day.value, day.anchor) == ("DATE", "2031-05-02", "2031-05-04")
    assert (sum_.value, sum_.anchor) == ("min 24", None)
    assert (dusk.type, dusk.value) == ("TIME", None)


def test_a_word_names_an_entity_of_the_item_alone(corpus_copy: Path) -> None:
    found = only(corpus_copy)
    entity = found.corpus.entities["e-number-changed-en-01-victims"]
    assert (entity.type, entity.wikidata, entity.name()) == ("PER", None, "12 men")
    assert "e-number-changed-en-01-victims" not in read_corpus(corpus_copy).entities


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("e-nobody", "neither annotations/registry nor annotations/challenge/registry has 'e-nobody'"),
        (
            "e-norland government e-nobody",
            "neither annotations/registry nor annotations/challenge/registry has 'e-nobody'",
        ),
        (
            "nominal e-nobody",
            "neither annotations/registry nor annotations/challenge/registry has 'e-nobody'",
        ),
        ("e-norland capital e-norland", "'e-norland capital e-norland' are no words of a mark"),
        ("PERSON", "'PERSON' are no words of a mark"),
        ("nominal two words", "'nominal two words' are no words of a mark"),
    ],
)
def test_words_that_mean_nothing_are_said(words: str, wrong: str, corpus_copy: Path) -> None:
    (line,) = said(corpus_copy, original__text=f"A crane hurt [[12|CARDINAL 12] men|{words}].")
    assert line.startswith(f"RT930 original.text: [12 men]: {wrong}")


# quotes


@pytest.mark.parametrize(
    ("quote", "span"), [("b", (1, 2)), (["a", 1], (0, 1)), (["a", 2], (2, 3)), (["aa", 2], (3, 5))]
)
def test_a_quote_is_a_passage(quote: Any, span: tuple[int, int]) -> None:
    # "abaaa": a at 0, 2, 3, 4; aa at 2 and, sharing a letter with it, at 3
    assert located("abaaa", quote) == span


@pytest.mark.parametrize(
    ("quote", "wrong"),
    [
        ("c", "'c' does not stand in the text"),
        ("", "'' does not stand in the text"),
        ("a", "'a' stands in the text 4 times; say which: [words, number]"),
        (["a", 5], "there is no 'a' number 5 in the text; it has 4"),
        (["a", 0], "['a', 0] is no quote: words, or words and a number from 1"),
        (7, "7 is no quote: words, or words and a number from 1"),
    ],
)
def test_a_quote_that_is_no_passage_is_said(quote: Any, wrong: str) -> None:
    with pytest.raises(QuoteError) as error:
        located("abaaa", quote)
    assert str(error.value) == wrong


def test_everything_wrong_in_an_item_is_said_at_once(corpus_copy: Path) -> None:
    found = said(
        corpus_copy,
        checks=["harm", "colour"],
        original__focus="crow",
        original__records__0__harm="dead",
        edit__records__0__evidence=["A crow"],
        edit__text="A crane [hurt|e-nobody] [[21|CARDINAL 21] men|nominal victims].",
    )
    assert [line.split(":")[0] for line in found] == [
        "RT930 edit.text",
        "RT931 edit.records.0",
        "RT931 original.focus",
        "RT932 original.records.0.harm",
        "RT934 checks",
    ]


# checked like gold


def test_rules_on_documents_look_at_items_too(corpus_copy: Path) -> None:
    found = said(corpus_copy, edit__records__0__count__min=22)
    # min over max, best outside them, and bounds that are not those of an exact number
    assert [line.split(":")[0] for line in found] == ["RT501 count", "RT502 count.best", "RT503 count"]


def test_a_name_left_bare_is_seen_with_its_item(corpus_copy: Path) -> None:
    folder = with_item(
        corpus_copy,
        original__records__0__evidence=["a crane hurt 12 men"],
        edit__records__0__evidence=["a crane hurt 21 men"],
        original__text="Near [Norhaven|e-norhaven] a crane hurt [[12|CARDINAL 12] men|nominal victims].",
        edit__text="Near Norhaven a crane hurt [[21|CARDINAL 21] men|nominal victims].",
    )
    (finding,) = check(folder).findings
    assert (finding.code, finding.place.line) == ("RT608", 1)
    assert finding.place.record == "number-changed-en-01-edit"


def test_an_entry_that_only_items_could_use_and_none_does_is_said(corpus_copy: Path) -> None:
    path = corpus_copy / FOLDER / "registry/propositions.jsonl"
    line = '{"id":"p-nobody-sails","text":"Nobody sails."}\n'
    path.write_text(path.read_text("utf-8") + line, encoding="utf-8")
    (finding,) = check(CorpusFolder(corpus_copy)).findings
    assert (finding.code, finding.place.record) == ("RT701", "p-nobody-sails")


def test_the_registry_of_items_is_not_that_of_gold(corpus_copy: Path) -> None:
    corpus = read_corpus(corpus_copy)
    assert "p-crews-sail" not in corpus.propositions
    assert "p-crews-sail" in challenge_set(corpus).corpus.propositions
    path = corpus_copy / "annotations/gold/port-en.jsonl"
    path.write_text(path.read_text("utf-8").replace('"p-talks-go-on"', '"p-crews-sail"'), "utf-8")
    codes = {f.code for f in check(CorpusFolder(corpus_copy)).findings}
    assert "RT306" in codes


# the config


def test_the_config_has_both_texts_with_their_gold(corpus_copy: Path) -> None:
    build(CorpusFolder(corpus_copy))
    rows = open_dataset(str(corpus_copy)).tables["challenge"]["test"].to_pylist()
    assert Counter(row["side"] for row in rows) == {"original": 5, "edit": 5}
    row = next(r for r in rows if r["doc_id"] == "number-changed-en-01-edit")
    assert row["text"] == "A crane hurt 21 men."
    assert [(m["surface"], m["value"]) for m in row["mentions"]] == [("21 men", None), ("21", "21")]
    assert [(c["count_min"], c["evidence"]) for c in row["casualties"]] == [(21, "A crane hurt 21 men")]
    assert row["checks"] == ["harm", "figure"]


# this corpus's own


def own() -> list[Challenge]:
    paths = sorted((ROOT / FOLDER).glob("*.jsonl"))
    return [
        msgspec.json.decode(line, type=Challenge)
        for path in paths
        for line in path.read_text("utf-8").splitlines()
    ]


def test_every_phenomenon_has_items_in_three_languages() -> None:
    items = own()
    by_kind: dict[str, Counter[str]] = {}
    for item in items:
        by_kind.setdefault(item.phenomenon, Counter())[item.lang] += 1
    assert len(items) >= 240
    assert len(by_kind) >= 24
    assert {tuple(sorted(found)) for found in by_kind.values()} == {("en", "hi", "id")}
    assert all(min(found.values()) >= 3 for found in by_kind.values())


def test_items_pass_their_schema() -> None:
    for path in sorted((ROOT / FOLDER).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            assert list(schemas.violations("challenge", json.loads(line))) == []


def test_no_two_items_have_the_same_texts() -> None:
    items = challenge_set(whole()).items
    pairs = Counter((i.original.document.text, i.edit.document.text) for i in items)
    assert [texts for texts, n in pairs.items() if n > 1] == []
