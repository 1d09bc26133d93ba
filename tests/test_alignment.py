"""Records of several annotators are lined up by what they speak of."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from retold.alignment import content, differing, groups
from retold.model import (
    Annotation,
    Casualty,
    Count,
    HarmDate,
    Headline,
    Mention,
    Perpetrator,
    Source,
    Span,
    Stance,
    Victims,
)
from strategies import annotations

TEXT = "abcdefghijklmnopqrstuvwxyz"


def mention(id: str, *spans: Span, **fields: Any) -> Mention:
    values: dict[str, Any] = {
        "type": "PER", "level": "name", "org_subtype": None, "metonym": None, "entity": "e-x",
        "referent": None, "value": None, "anchor": None, **fields,
    }  # fmt: skip
    return Mention(id, "d", "a", spans, " ".join(TEXT[a:b] for a, b in spans), **values)


def stance(id: str, holder: str, target: str, *evidence: Span, polarity: Any = "support") -> Stance:
    return Stance(id, "d", "a", holder, target, polarity, "indirect", ("outlet",), evidence)


def claim(id: str, event: str, harm: Any, *evidence: Span) -> Casualty:
    return Casualty(
        id, "d", "a", event, "event", harm, True, Count("7", "exact", 7, 7, 7),
        Victims(None, None, "unknown", "unknown"), Perpetrator(None, "unattributed"), None,
        Source(("outlet",), "none", False), "asserted", HarmDate(None, None, None, None, None), (),
        evidence,
    )  # fmt: skip


def lined_up(**layers: list[Annotation]) -> list[list[str]]:
    return [[str(voice) for voice in group] for group in groups(layers)]


def test_equal_records_are_together_whatever_their_ids() -> None:
    assert lined_up(a=[mention("1", (0, 4))], b=[mention("9", (0, 4))]) == [["a/1", "b/9"]]


def test_the_same_span_with_another_type_is_one_question() -> None:
    found = lined_up(a=[mention("1", (0, 4))], b=[mention("1", (0, 4), type="LOC")])
    assert found == [["a/1", "b/1"]]


def test_another_boundary_is_one_question() -> None:
    assert lined_up(a=[mention("1", (0, 4))], b=[mention("1", (0, 6))]) == [["a/1", "b/1"]]


def test_a_name_in_a_name_is_not_confused_with_it() -> None:
    outer, inner = (0, 9), (5, 9)
    found = lined_up(a=[mention("1", outer), mention("2", inner)], b=[mention("1", inner)])
    assert found == [["a/1"], ["a/2", "b/1"]]


def test_one_long_against_two_short() -> None:
    found = lined_up(a=[mention("1", (0, 9))], b=[mention("1", (0, 4)), mention("2", (5, 9))])
    assert found == [["a/1", "b/1", "b/2"]]


def test_a_third_joins_where_it_lies_over_the_words() -> None:
    found = lined_up(
        a=[mention("1", (3, 5))],
        b=[mention("1", (3, 5))],
        c=[mention("1", (0, 8)), mention("2", (9, 10))],
    )
    assert found == [["a/1", "b/1", "c/1"], ["c/2"]]


def test_stances_are_lined_up_by_holder_and_target() -> None:
    a = [stance("1", "e-x", "p-x", (0, 9)), stance("2", "e-y", "p-x", (0, 9))]
    b = [stance("1", "e-y", "p-x", (2, 9)), stance("2", "e-x", "p-x", (0, 5), polarity="oppose")]
    assert lined_up(a=a, b=b) == [["a/1", "b/2"], ["a/2", "b/1"]]


def test_equal_records_find_each_other_before_those_that_are_only_alike() -> None:
    here, there = stance("1", "e-x", "p-x", (0, 9)), stance("2", "e-x", "p-x", (0, 9), polarity="oppose")
    assert lined_up(a=[here, there], b=[there, here]) == [["a/1", "b/1"], ["a/2", "b/2"]]


def test_another_holder_or_target_over_the_same_words_is_one_question() -> None:
    a, b = [stance("1", "e-x", "p-x", (0, 9))], [stance("1", "e-y", "p-x", (4, 9))]
    assert lined_up(a=a, b=b) == [["a/1", "b/1"]]
    assert lined_up(a=a, b=[stance("1", "e-y", "p-y", (0, 9))]) == [["a/1"], ["b/1"]]


def test_claims_are_lined_up_by_event_and_harm() -> None:
    a = [claim("1", "ev-x", "killed", (0, 9)), claim("2", "ev-x", "injured", (0, 9))]
    b = [claim("1", "ev-x", "injured", (3, 9)), claim("2", "ev-x", "killed", (0, 4))]
    assert lined_up(a=a, b=b) == [["a/1", "b/2"], ["a/2", "b/1"]]


def test_headlines_are_lined_up_by_what_they_assert() -> None:
    def headline(id: str, span: Span, asserts: str) -> Headline:
        return Headline(id, "d", "a", (span,), "author", asserts, "support", "agree", ((12, 14),))

    a = [headline("1", (0, 9), "p-x"), headline("2", (0, 9), "p-y")]
    b = [headline("1", (0, 9), "p-y"), headline("2", (3, 9), "p-x")]
    assert lined_up(a=a, b=b) == [["a/1", "b/2"], ["a/2", "b/1"]]


def test_a_fault_s_free_words_are_not_compared() -> None:
    a = claim("1", "ev-x", "killed", (0, 9))
    assert differing(a, claim("7", "ev-x", "killed", (0, 9))) == []
    assert differing(a, claim("7", "ev-x", "killed", (0, 8))) == ["evidence"]


def test_differing_names_fields_of_what_is_null_on_one_side() -> None:
    from retold.model import Fault, Right

    a = Fault("1", "d", "a", ((0, 1),), "a", "garbled", "One word.", None)
    b = Fault("1", "d", "b", ((0, 1),), "a", "garbled", "Another.", Right("e", ((0, 1),)))
    assert set(differing(a, b)) == {"right.doc", "right.spans"}
    assert set(differing(b, a)) == set(differing(a, b))


@given(st.lists(st.lists(annotations(), max_size=6), min_size=1, max_size=3))
def test_each_record_stands_in_one_group_of_its_kind(layers: list[list[Annotation]]) -> None:
    named = {f"a{n}": records for n, records in enumerate(layers)}
    found = groups(named)
    voices = [(voice.annotator, id(voice.record)) for group in found for voice in group]
    assert sorted(voices) == sorted((name, id(r)) for name, records in named.items() for r in records)
    for group in found:
        assert len({type(voice.record) for voice in group}) == 1


@given(st.lists(annotations(), max_size=6))
def test_a_layer_beside_its_copy_is_all_pairs(records: list[Annotation]) -> None:
    for group in groups({"a": records, "b": records}):
        assert len(group) == 2
        assert content(group[0].record) == content(group[1].record)
