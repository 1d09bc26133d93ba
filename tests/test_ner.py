"""IOB2 from mentions: hand-made sentences, and the tags read back as spans."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from conftest import GOLDEN, ROOT
from retold import ner
from retold.documents import Sentence
from retold.model import EntityType, Mention, Spans, Zone, labels
from retold.ner import NER_LABELS, flat_names, fragments_of, iob2, outermost_names
from retold.pipeline import read_corpus
from retold.tables import tokens

ZONE = Zone("z", "d", "a", ((0, 40),), "body", "en")


def mention(spans: Spans, type: str = "ORG", level: str = "name") -> Mention:
    return Mention("m", "d", "a", spans, "", type, level, None, None, None, None, None, None)  # type: ignore[arg-type]


def tags(mentions: list[Mention], *tokens: tuple[int, int]) -> list[str]:
    return iob2(Sentence("s", (0, 40), ZONE, tokens), flat_names(mentions))


def test_labels_are_two_for_each_type_and_o() -> None:
    assert len(NER_LABELS) == 2 * len(labels(EntityType)) + 1
    assert NER_LABELS[:3] == ("O", "B-PER", "I-PER")


def test_a_name_of_two_tokens() -> None:
    assert tags([mention(((0, 9),))], (0, 4), (5, 9), (10, 12)) == ["B-ORG", "I-ORG", "O"]


def test_two_names_side_by_side_open_twice() -> None:
    two = [mention(((0, 4),)), mention(((5, 9),))]
    assert tags(two, (0, 4), (5, 9)) == ["B-ORG", "B-ORG"]


def test_of_nested_names_the_outermost() -> None:
    nested = [mention(((0, 9),)), mention(((5, 9),), "GPE")]
    assert tags(nested, (0, 4), (5, 9)) == ["B-ORG", "I-ORG"]
    assert tags(nested[::-1], (0, 4), (5, 9)) == ["B-ORG", "I-ORG"]


def test_a_token_that_goes_on_behind_the_name_is_outside() -> None:
    assert tags([mention(((0, 7),))], (0, 4), (5, 9), (10, 12)) == ["B-ORG", "O", "O"]
    assert tags([mention(((0, 3),))], (0, 4), (5, 9)) == ["B-ORG", "O"]
    assert tags([mention(((2, 9),))], (0, 4), (5, 9)) == ["O", "O"]


def test_nominals_have_no_tag_and_hide_no_name() -> None:
    nominal = mention(((0, 9),), "PER", "nominal")
    assert tags([nominal, mention(((5, 9),))], (0, 4), (5, 9)) == ["O", "B-ORG"]


def test_fragments_open_anew() -> None:
    assert tags([mention(((0, 3), (8, 12)), "PER")], (0, 3), (4, 7), (8, 12)) == ["B-PER", "O", "B-PER"]


def test_two_persons_who_share_a_surname() -> None:
    both = [mention(((0, 3), (12, 16)), "PER"), mention(((8, 16),), "PER")]
    wanted = ["B-PER", "O", "B-PER", "I-PER"]  # Ada and Orm Lund
    assert tags(both, (0, 3), (4, 7), (8, 11), (12, 16)) == wanted
    assert tags(both[::-1], (0, 3), (4, 7), (8, 11), (12, 16)) == wanted


def test_a_name_between_the_fragments_of_another_is_not_inside_it() -> None:
    between = [mention(((0, 3), (8, 12)), "PER"), mention(((4, 7),), "GPE")]
    assert tags(between, (0, 3), (4, 7), (8, 12)) == ["B-PER", "B-GPE", "B-PER"]


def test_tags_read_back_are_the_outermost_names_of_the_corpora() -> None:
    for root in (GOLDEN, ROOT):
        for document in read_corpus(root):
            names = outermost_names(document.mentions)
            wanted = {(span, m.type) for m in names for span in m.spans}
            fragments = flat_names(document.mentions)
            found = set()
            for sentence in document.sentences:
                if sentence.zone.zone == "furniture":
                    continue
                open_at: tuple[int, str] | None = None
                last = 0
                made = iob2(sentence, fragments_of(fragments, sentence))
                assert made == iob2(sentence, fragments)
                for (start, end), tag in zip(sentence.tokens, made, strict=True):
                    if open_at and not tag.startswith("I-"):
                        found.add(((open_at[0], last), open_at[1]))
                        open_at = None
                    if tag.startswith("B-"):
                        open_at = (start, tag[2:])
                    last = end
                if open_at:
                    found.add(((open_at[0], last), open_at[1]))
            assert found == wanted


def test_the_names_of_a_document_are_flattened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = read_corpus(GOLDEN)
    document = next(d for d in corpus if len(d.sentences) > 1 and d.mentions)
    calls: list[object] = []

    def counted(mentions: Iterable[Mention]) -> list[Mention]:
        calls.append(mentions)
        return outermost_names(mentions)

    monkeypatch.setattr(ner, "outermost_names", counted)
    assert len(list(tokens._rows(corpus, document))) > 1
    assert len(calls) == 1
