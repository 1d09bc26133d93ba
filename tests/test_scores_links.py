"""Links with NIL counted by hand; coreference as the papers and the CoNLL scorer count it."""

from __future__ import annotations

import pytest

from retold.metrics.scores.coreference import COREFERENCE
from retold.metrics.scores.links import LINKS
from retold.metrics.scores.scoring import score
from retold.model import Mention
from scored import Figures, counts, figures, mention, page, prf


def test_links_counted_by_hand() -> None:
    """Of gold's five names the system has four with the same characters: Ada right, Orm wrong, the
    union (NIL) as null, the port (NIL) linked to a town. One name is found too short, one made up."""
    gold = [mention((0, 3), entity="e-ada"), mention((5, 8), entity="e-orm"),
            mention((10, 15), entity="e-union"), mention((20, 24), entity="e-port"),
            mention((30, 39), entity="e-norland"), mention((40, 42), type="DATE")]  # fmt: skip
    answer = [gold[0], mention((5, 8), entity="e-ada"), mention((10, 15)),
              mention((20, 24), entity="e-town"), mention((30, 34), entity="e-norland"),
              mention((50, 54), entity="e-ada"), gold[5]]  # fmt: skip
    found = figures(LINKS, (gold, answer), nil=frozenset({"e-union", "e-port"}))
    assert found["accuracy"] == 2 / 4
    assert found["accuracy.linked"] == 1 / 2
    assert found["accuracy.nil"] == 1 / 2
    assert prf(found, "end_to_end") == (2 / 6, 2 / 5, 4 / 11)


def test_nil_is_right_as_null_and_as_golds_own_id() -> None:
    gold = [mention((0, 3), entity="e-union"), mention((5, 8))]
    nil = {"nil": frozenset({"e-union"})}
    assert figures(LINKS, (gold, gold), **nil)["accuracy.nil"] == 1.0
    assert figures(LINKS, (gold, [mention((0, 3)), gold[1]]), **nil)["accuracy.nil"] == 1.0
    assert figures(LINKS, (gold, [mention((0, 3)), mention((5, 8), entity="e-x")]), **nil)[
        "accuracy.nil"
    ] == 1 / 2  # fmt: skip
    assert figures(LINKS, (gold, [mention((0, 3))]))["accuracy.linked"] == 0.0, "no NIL without nil"


def test_a_link_is_found_by_its_characters() -> None:
    gold, answer = [mention((0, 9), entity="e-a")], [mention((0, 5), (5, 9), entity="e-a")]
    assert figures(LINKS, (gold, answer))["accuracy"] == 1.0


def test_a_system_that_names_no_entity_is_not_scored_on_links() -> None:
    gold = [page([mention((0, 3), entity="e-a")])]
    report = score("entities", gold, [page([mention((0, 3))])])
    assert set(report.measures) == {"names", "nominals"}
    assert set(report.left_out) == {"links", "coreference"}


# coreference


def clustered(*clusters: str) -> list[Mention]:
    """A mention for each letter, at its place in the alphabet; a word is one entity."""
    places = "ABCDEFGHIJKLMN"
    return [
        mention((places.index(x), places.index(x) + 1), entity=f"e-{number}")
        for number, word in enumerate(clusters)
        for x in word
    ]


def coreference(key: tuple[str, ...], response: tuple[str, ...]) -> Figures:
    return figures(COREFERENCE, (clustered(*key), clustered(*response)))


@pytest.mark.parametrize(
    ("key", "response", "recall", "precision"),
    [
        # one link of the key's three is lacking; the response's two are both there
        (("ABCD",), ("AB", "CD"), 2 / 3, 2 / 2),
        (("AB", "CD"), ("ABCD",), 2 / 2, 2 / 3),
        (("ABCD",), ("ABCD",), 1.0, 1.0),
        (("ABCD",), ("AB",), 1 / 3, 1.0),
    ],
)
def test_muc_of_vilain(
    key: tuple[str, ...], response: tuple[str, ...], recall: float, precision: float
) -> None:
    found = coreference(key, response)
    assert (found["muc.recall"], found["muc.precision"]) == (recall, precision)


TRUTH = ("ABCDE", "FG", "HIJKL")


def test_b_cubed_of_bagga_and_baldwin() -> None:
    """Two responses with one wrong link each, alike to MUC: small joined to large, large to large."""
    small, large = coreference(TRUTH, ("ABCDE", "FGHIJKL")), coreference(TRUTH, ("ABCDEHIJKL", "FG"))
    for found in (small, large):
        assert (found["muc.recall"], found["muc.precision"]) == (9 / 9, 9 / 10)
        assert found["b_cubed.recall"] == 1.0
    # 5 mentions at 5/5, 2 at 2/7, 5 at 5/7; and 10 at 5/10, 2 at 2/2
    assert small["b_cubed.precision"] == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert large["b_cubed.precision"] == pytest.approx((10 * 5 / 10 + 2) / 12)


@pytest.mark.parametrize(
    ("response", "similarity"),
    [
        (("ABCDE", "FGHIJKL"), 1 + 10 / 12),  # the large one with five of seven
        (("ABCDEHIJKL", "FG"), 10 / 15 + 1),
        (("ABCDEFGHIJKL",), 10 / 17),  # all in one
        (tuple("ABCDEFGHIJKL"), 2 / 6 + 2 / 3 + 2 / 6),  # each alone
    ],
)
def test_ceaf_of_luo(response: tuple[str, ...], similarity: float) -> None:
    found = coreference(TRUTH, response)
    assert found["ceaf_e.recall"] == pytest.approx(similarity / 3)
    assert found["ceaf_e.precision"] == pytest.approx(similarity / len(response))
    assert found["ceaf_e.f1"] == pytest.approx(2 * similarity / (3 + len(response)))


def test_mentions_that_the_system_found_itself() -> None:
    """The example of Pradhan et al. (2014): key {a,b,c} {d,e,f,g}, response {a,b} {c,d} {f,g,h,i}."""
    found = coreference(("ABC", "DEFG"), ("AB", "CD", "FGHI"))
    assert prf(found, "muc") == pytest.approx((2 / 5, 2 / 5, 2 / 5))
    recall = (4 / 3 + 1 / 3 + 1 / 4 + 4 / 4) / 7
    precision = (4 / 2 + 1 / 2 + 1 / 2 + 4 / 4) / 8
    f1 = 2 * precision * recall / (precision + recall)
    assert prf(found, "b_cubed") == pytest.approx((precision, recall, f1))
    # {a,b,c} with {a,b}: 4/5; {d,e,f,g} with {f,g,h,i}: 4/8
    assert prf(found, "ceaf_e") == pytest.approx((1.3 / 3, 1.3 / 2, 2.6 / 5))
    assert found["conll"] == pytest.approx((2 / 5 + f1 + 2.6 / 5) / 3)


def test_clusters_are_paired_by_the_best_choice_not_the_first() -> None:
    """Greedily ABCD goes with ABCEF (6/9), and the two others share nothing."""
    found = coreference(("ABCD", "EFGHI"), ("D", "ABCEF"))
    # ABCD with D is 2/5, EFGHI with ABCEF 4/10: more than 6/9
    assert found["ceaf_e.recall"] == pytest.approx((2 / 5 + 4 / 10) / 2)


def test_names_of_entities_do_not_matter_nor_does_anyone_alone() -> None:
    gold, answer = clustered("AB", "C"), clustered("C", "AB")
    assert set(figures(COREFERENCE, (gold, answer)).values()) == {1.0}
    alone = figures(COREFERENCE, (clustered("A", "B"), clustered("A", "B")))
    assert alone["muc.f1"] is None, "a cluster of one has no link"
    assert alone["conll"] == alone["b_cubed.f1"] == alone["ceaf_e.f1"] == 1.0


def test_documents_are_kept_apart() -> None:
    """One entity in two documents is a cluster in each: links 1 + 1, of which one is found."""
    one, two = clustered("AB"), clustered("AB")
    said = counts(COREFERENCE, (one, one), (two, clustered("A", "B")))
    assert (said["muc.recall.total"], said["muc.recall.right"]) == (2, 1)


def test_stacked_mentions_are_the_same_in_any_order() -> None:
    gold = [mention((0, 5), type="ORG", entity="e-a"), mention((0, 5), type="GPE", entity="e-b"),
            mention((6, 9), type="ORG", entity="e-a"), mention((10, 12), entity="e-b")]  # fmt: skip
    for answer in (gold[::-1], [gold[1], gold[0], gold[3], gold[2]]):
        assert set(figures(COREFERENCE, (gold, answer)).values()) == {1.0}
