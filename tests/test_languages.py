"""When a detected language is taken without asking: what the threshold was measured on."""

from __future__ import annotations

import sys

import pytest

from conftest import ROOT
from own import real, whole
from retold.intake import languages
from retold.intake.languages import SURE, Guess, guesses, sure
from retold.intake.received import LackingError
from samples_of_languages import SAMPLES

SENTENCES = [(lang, text) for lang, texts in SAMPLES.items() for text in texts]


def test_every_whole_seed_is_in_its_language_and_nearly_all_surely() -> None:
    """Two invented texts in Indonesian are near Malay: of them one would be asked."""
    found = {document.id: guesses(document.text) for document in whole()}
    assert {id: of[0].lang for id, of in found.items()} == {d.id: d.lang for d in whole()}
    unsure = {id: [guess.lang for guess in of[:2]] for id, of in found.items() if not sure(of)}
    assert {id for id in unsure if id in {d.id for d in real()}} == set()
    assert len(unsure) <= 2
    assert all(langs == ["id", "ms"] for langs in unsure.values())


@pytest.mark.parametrize(("lang", "text"), SENTENCES)
def test_sentences_of_six_languages_are_told_apart_or_asked_for(lang: str, text: str) -> None:
    assert guesses(text)[0].lang == lang
    # in Indonesian and Malay a sentence is near the threshold, three are well over it
    assert guesses(" ".join(SAMPLES[lang]))[0].probability > 0.95


def test_no_line_of_a_seed_that_is_taken_for_another_language_is_sure() -> None:
    """Each body line by itself: the wrong guesses stay far below the threshold."""
    lines = [
        (zone.lang, document.text[slice(*zone.spans[0])])
        for document in real()
        for zone in document.zones
    ]
    wrong = [found[0] for lang, line in lines if (found := guesses(line))[0].lang != lang]
    assert wrong
    assert max(guess.probability for guess in wrong) < 0.6 < SURE


def test_the_page_says_from_where_on_a_guess_is_taken() -> None:
    page = (ROOT / "docs/new-corpus.md").read_text(encoding="utf-8")
    assert f"at least {SURE:.0%} sure is recorded" in page


@pytest.mark.parametrize("text", ["AP", "46", "👍", "Norhaven", "Lund 46"])
def test_what_has_no_language_is_not_sure(text: str) -> None:
    assert not sure(guesses(text))


def test_the_markup_of_a_page_must_agree() -> None:
    half = [Guess("id", 0.5), Guess("ms", 0.45)]
    assert not sure(half)
    assert sure(half, "id-ID")
    assert not sure(half, "en")
    assert not sure([Guess("id", 0.99)], "en-US")
    assert not sure([Guess("id", 0.2)], "id")


def test_without_the_library_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    languages._identifier.cache_clear()
    with pytest.raises(LackingError, match=r"retold\[seeds\].*--lang"):
        guesses("The ferry is late.")
