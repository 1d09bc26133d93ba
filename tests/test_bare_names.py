"""Names left bare: what is a name without a mention, and what only looks like one."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from marked import corpus, document, entity, findings
from retold.corpus import name_index
from retold.records import Row

UNION = entity("e-union", "ORG", "Dock Union", "DU")
WILL = entity("e-will", "PER", "Will Berg", "Will")
BANK = entity("e-bank", "ORG", "Bank of Norland")
LAND = entity("e-norland", "GPE", "Norland", "US")
ALL = (UNION, WILL, BANK, LAND)
KNOWN = corpus(ALL)


def bare(code: str, *marked: str, lang: str = "en") -> list[str]:
    """The words that the rule finds, in order."""
    documents = [document(f"d{n}", text, ALL, lang=lang) for n, text in enumerate(marked)]
    texts = {d.id: d.text for d in documents}
    spans = [(f.place.doc or "", f.place.span or (0, 0)) for f in findings(code, KNOWN, *documents)]
    return [texts[doc][start:end] for doc, (start, end) in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Dock Union|e-union] crews left. The Dock Union said", ["Dock Union"]),
        ("[Dock Union|e-union] crews left. Dock Union men met the Dock Union.", ["Dock Union"] * 2),
        ("[Dock Union|e-union] crews left the dock union.", []),
        ("[Dock Union|e-union] crews left the Dock Unions.", []),
        ("[Norland|e-norland] waits for the [Bank of Norland|e-bank].", []),
        ("[Norland|e-norland] waits. Some Norland’s men, pro-Norland men", ["Norland"] * 2),
        ("[Norland|e-norland] waits.\nfurniture| Share the Norland page", []),
        ("[Norland|e-norland] waits.\nrelated| More on the Norland talks", ["Norland"]),
        ("[Norland|e-norland] waits.\nbody/id| Di luar Norland tenang", []),
        ("[Norland|e-norland] waits for x@Norland.org and www.Norland.com to load.", []),
        # a capital letter that the position asks for may be a common word's
        ("Then [Will|e-will] left. Will they come?", []),
        ("Then [Will|e-will] left. He said: Will they come? “Will they?”", []),
        ("Then [Will|e-will] left.\nheadline| Dockers Ask Whether Will Comes", []),
        ("Then [Will|e-will] left.\nheadline| Go and Ask Will", []),
        ("Then [Will|e-will] left.\nGo and ask Will", ["Will"]),
        ("Then [Will|e-will] left. They met with Will at dusk.", ["Will"]),
        ("Then [Will|e-will] left. They met Orm, Will and Ada.", ["Will"]),
        # capitals tell nothing among capitals
        ("The [US|e-norland] waits. They left the US at dusk.", ["US"]),
        ("The [US|e-norland] waits. US crews left.", ["US"]),
        ("The [US|e-norland] waits.\nheadline| THEY TOLD US ALL", []),
        ("The [US|e-norland] waits. THEY TOLD US ALL they knew.", []),
        ("The [US|e-norland] waits. A US crew left.", ["US"]),
        ("[B|e-union] waits. They left B at dusk.", []),
        (
            "[Norland|e-norland], [Bank of Norland|e-bank]. See the Bank of Norland gate",
            ["Bank of Norland"],
        ),
        ("[डॉक यूनियन|e-union] चुप रहा। फिर डॉक यूनियन बोला।", []),
    ],
)
def test_within_a_document(text: str, found: list[str]) -> None:
    assert bare("RT603", text) == found


def test_a_name_inside_a_nominal_is_a_name_all_the_same() -> None:
    one = document("d", "The [Norland|e-norland] crews. Then [all Norland men|e-norland] left.", ALL)
    assert findings("RT603", KNOWN, one) == []
    rows = [
        Row(msgspec.structs.replace(row.record, level="nominal"), row.file, row.line)
        if row.record == one.mentions[1]
        else row
        for row in one.rows
    ]
    nominal = dataclasses.replace(one, rows=tuple(rows))
    assert [f.place.span for f in findings("RT603", KNOWN, nominal)] == [(28, 35)]


def test_a_mention_that_drifted_has_its_finding_already() -> None:
    one = document("d", "The [Norland|e-norland] crews left the [Norland|e-norland] docks", ALL)
    moved = dataclasses.replace(one, text=f"{one.text[:20]} {one.text[20:]}")
    assert findings("RT603", KNOWN, moved) == []


def test_gold_that_could_not_be_read_whole_lacks_nothing() -> None:
    one = document("d", "The [Norland|e-norland] crews left the Norland docks", ALL)
    assert len(findings("RT603", KNOWN, one)) == 1
    broken = dataclasses.replace(KNOWN, broken={one.file})
    assert findings("RT603", broken, one) == findings("RT608", broken, one) == []
    own = dataclasses.replace(one, layer="ada")
    assert findings("RT603", KNOWN, own) == []


def test_across_documents() -> None:
    there = "The [Norland|e-norland] crews left."
    assert bare("RT608", there, "They left the Norland docks.") == ["Norland"]
    assert bare("RT608", there, "They left the Norlandic docks.") == []
    assert bare("RT608", "The crews left.", "They left the Norland docks.") == []  # a mention nowhere
    assert bare("RT608", there, "They left the Norland docks.", lang="id") == []  # no name in id


def test_within_a_document_it_is_told_once() -> None:
    text = "The [Norland|e-norland] crews left the Norland docks."
    assert (bare("RT603", text), bare("RT608", text)) == (["Norland"], [])


def test_a_string_that_most_documents_leave_bare_is_no_name() -> None:
    there, here = "They met [Will|e-will] there.", "They met Will there."
    assert bare("RT608", there, here) == ["Will"]
    assert bare("RT608", there, here, here) == []


def test_a_word_that_may_be_common_is_named_where_it_is_rarely_bare() -> None:
    there, here = "They met [Will|e-will] there.", "Will the crews leave?"
    assert bare("RT608", *[there] * 3, here) == []
    assert bare("RT608", *[there] * 4, here) == ["Will"]
    assert bare("RT608", *[there] * 4, "Will they? They will.") == []


def test_among_capitals_and_without_any_nothing_is_a_name() -> None:
    there = "They left the [US|e-norland] in May."
    assert bare("RT608", *[there] * 4, "BREAKING NEWS AS US CREWS LEAVE") == []
    assert bare("RT608", *[there] * 4, "Breaking NEWS: US CREWS leave") == ["US"]
    dockers = entity("e-dockers", "ORG", "dockers")
    documents = [document(f"d{n}", "All [dockers|e-dockers] left.", [dockers]) for n in range(4)]
    assert findings("RT608", corpus([dockers]), *documents, document("x", "All dockers left.")) == []


def test_in_a_script_without_case_one_word_may_be_common_and_two_are_hardly() -> None:
    town = entity("e-gaya", "GPE", "गया", "नई बंदर", lang="hi")
    known = corpus([town])
    for name, needed in (("गया", 4), ("नई बंदर", 1)):
        for count in range(1, 6):
            there = [
                document(f"d{n}", f"वह [{name}|e-gaya] में है", [town], lang="hi") for n in range(count)
            ]
            here = document("x", f"दल घर {name} था", lang="hi")
            assert len(findings("RT608", known, *there, here)) == (count >= needed)


def test_the_longest_name_at_a_place() -> None:
    assert name_index(["Norland Bank", "Norland", "", "Dock"]) == {
        "Norland": ("Norland Bank", "Norland"),
        "Dock": ("Dock",),
    }
    both = "The [Dock Union|e-union] and the [Dock|e-norland] wait. They left the Dock Union gate."
    assert bare("RT603", both) == ["Dock Union"]
