"""MUC-4 messages: their zones, datelines, and where the strings of a key stand in them."""

from __future__ import annotations

import pytest

from muc4_files import read
from retold.corpora.muc4.figures import figure
from retold.corpora.muc4.finding import places
from retold.corpora.muc4.numbers import parse_number
from retold.corpora.muc4.texts import Message, parse_messages
from retold.numerals import meaning

TEXTS = ("dev-muc3-9001-9002", "dev-muc3-9003-9004")


def messages() -> dict[str, Message]:
    return {m.id: m for name in TEXTS for m in parse_messages(read(name), name)[0]}


# messages


@pytest.mark.parametrize("name", TEXTS)
def test_messages_joined_are_the_file(name: str) -> None:
    found, problems = parse_messages(read(name), name)
    assert problems == []
    assert "".join(message.received for message in found) == read(name)
    for message in found:
        assert len(message.text) == len(message.received)
        assert message.received.split() == message.text.split()


def test_zones_are_paragraphs() -> None:
    message = messages()["DEV-MUC3-9001"]
    shown = [(zone, message.text[a:b]) for (a, b), zone in message.zones]
    assert [zone for zone, _ in shown] == [
        "furniture", "dateline", "dateline", "body", "body", "body", "body",
    ]  # fmt: skip
    assert shown[0][1] == "DEV-MUC3-9001 (HARBOUR)"
    assert shown[1][1] == "NORHAVEN, 3 JAN 90 (HARBOUR WIRE) --"
    assert shown[2][1] == "[REPORT] [DOCK COMMITTEE, SALTMARK] [TEXT]"
    assert shown[5][1] == "NO FISHERMEN WERE HURT."  # indented behind the end of a sentence


def test_datelines() -> None:
    found = {id: m.dateline for id, m in messages().items()}
    assert found["DEV-MUC3-9001"] == (3, 1, 90, "HARBOUR WIRE")
    assert found["DEV-MUC3-9002"] == (None, None, None, None)
    assert found["DEV-MUC3-9003"] == (7, 2, None, "RADIO GULL")
    assert found["DEV-MUC3-9004"] == (11, 6, 90, None)


def test_strings_are_found_whole_words_and_over_line_ends() -> None:
    text = messages()["DEV-MUC3-9001"].text
    assert [text[a:b] for a, b in places(text, "SAIL-MAKERS")] == ["SAIL- MAKERS"]
    assert [text[a:b] for a, b in places(text, "Car Bomb")] == ["CAR BOMB"]
    assert places(text, "CLERK") == []
    assert places(text, "") == []


@pytest.mark.parametrize(
    ("text", "victims", "number", "words"),
    [
        ("ABOUT 50 CLERKS FLED", "CLERKS", "50", "50"),
        ("AT LEAST SEVEN COOKS", "COOKS", "7-", "AT LEAST SEVEN"),
        ("MORE THAN 20 COOKS", "COOKS", "20-", "MORE THAN 20"),
        ("A COOK, AND FIVE CLERKS", "CLERKS", "5", "FIVE"),
        ("THE 5 TIRED OLD CLERKS", "CLERKS", "5", "5"),
        ("CLERKS AND FIVE COOKS", "CLERKS", "5", None),
        ("SIX CLERKS", "CLERKS", "5", None),
        ("ABOUT 50 CLERKS", "CLERKS", "~50", "ABOUT 50"),
        ("ABOUT 60 CLERKS", "CLERKS", "~50", None),
    ],
)
def test_the_words_of_a_number(text: str, victims: str, number: str, words: str | None) -> None:
    said = parse_number(number)
    at = text.index(victims)
    assert said is not None
    found = figure(text, (0, len(text)), (at, at + len(victims)), said)
    assert (found and text[slice(*found.span)]) == words
    if found:
        understood = meaning(found.says.surface or "", "en")
        assert understood is not None
        assert understood.fits(found.says)
