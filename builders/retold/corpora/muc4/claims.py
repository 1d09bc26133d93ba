"""Harms of a template -> casualty claims, with the passage that holds their strings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from retold.corpora.muc4.accounts import Accounts
from retold.corpora.muc4.figures import figure, unworded
from retold.corpora.muc4.mapping import EXACT_ROLES, ROLES
from retold.corpora.muc4.mentions import Passages
from retold.corpora.muc4.numbers import Number
from retold.corpora.muc4.slots import HUMAN_NUMBER, HUMAN_TYPE, INDIVIDUAL, INSTRUMENT, ORGANIZATION
from retold.corpora.muc4.targets import Harmed
from retold.corpora.muc4.telling import has_denial, has_harm
from retold.corpora.muc4.templates import Template
from retold.corpora.muc4.values import Choice
from retold.model import (
    Casualty,
    Count,
    Harm,
    HarmDate,
    Method,
    Perpetrator,
    Role,
    Source,
    Span,
    Spans,
    Victims,
)

_UNSTATED = Count(None, "unstated", None, None, None)


@dataclass(frozen=True)
class Stated:
    """A harm and where the text states it: the victims, if found, their count, the evidence.

    ``count_case`` is the row of the mapping table for the number; None without one.
    """

    harmed: Harmed
    victims: Span | None
    string: str | None
    count: Count
    count_case: str | None
    evidence: Spans


def stated(harmed: Harmed, template: Template, passages: Passages) -> Stated | None:
    """Where the text states a harm; None where no passage can be said to.

    Of the places of the target's strings, the one with the words of the number, then with a word of
    the harm, then with other strings of the template in its sentence; of equals the first.
    """
    number = _number(harmed)
    best: tuple[tuple[int, int, int, int], Stated] | None = None
    for string in harmed.strings:
        for span in passages.in_body(string):
            sentences = passages.sentences(span)
            evidence = tuple(sentence.span for sentence in sentences)
            if not evidence:
                continue
            count, case = _count(number, passages.text, evidence, span)
            beside = _beside(template, passages, evidence)
            tells = has_harm(harmed.harm, passages.text, evidence)
            score = (int(case in ("words", "approx_words")), tells, beside, -span[0])
            found = Stated(harmed, span, string, count, _row(case), evidence)
            if best is None or score > best[0]:
                best = score, found
    if best is not None:
        return best[1] if harmed.occurred else _with_denial(best[1], template, passages)
    evidence = () if harmed.strings or harmed.occurred else _denied(harmed.harm, template, passages)
    return Stated(harmed, None, None, _UNSTATED, None, evidence) if evidence else None


def _number(harmed: Harmed) -> Number | None:
    value = harmed.number.values[0] if harmed.number else None
    return value if isinstance(value, Number) else None


def _count(number: Number | None, text: str, evidence: Spans, victims: Span) -> tuple[Count, str | None]:
    """The count, and how it came about: by words beside the victims, or by their phrase."""
    if number is None:
        return _UNSTATED, None
    for sentence in evidence:
        found = figure(text, sentence, (victims[0], min(victims[1], sentence[1])), number)
        if found is not None:
            return found.says, "approx_words" if number.shape == "approx" else "words"
    case = "phrase" if number.shape == "plural" or number.low == 1 == number.bounds[2] else "unworded"
    return unworded(number, text[slice(*victims)]), "approx" if number.shape == "approx" else case


def _row(case: str | None) -> str | None:
    return "approx" if case == "approx_words" else case


def _strings(template: Template) -> list[str]:
    fills = (
        fill for slot in (INSTRUMENT, INDIVIDUAL, ORGANIZATION, 12) for fill in template.fills(slot)
    )
    return [text for fill in fills for text in fill.texts]


def _beside(template: Template, passages: Passages, evidence: Spans) -> int:
    """How many other strings of the template stand in the evidence."""
    return sum(
        any(a <= span[0] and span[1] <= b for span in passages.in_body(text) for a, b in evidence)
        for text in _strings(template)
    )


def _denied(harm: Harm, template: Template, passages: Passages) -> Spans:
    """The sentence that denies a harm to people whom the key does not name; empty if none surely does.

    It has a word of the harm and one of denial, and another string of the template; without such a
    string it must be the only one in the message.
    """
    telling = [
        sentence.span
        for sentence in passages.document.sentences
        if sentence.zone.zone == "body"
        and has_harm(harm, passages.text, (sentence.span,))
        and has_denial(passages.text, (sentence.span,))
    ]
    beside = [span for span in telling if _beside(template, passages, (span,))]
    return tuple((beside or (telling if len(telling) == 1 else []))[:1])


def _with_denial(said: Stated, template: Template, passages: Passages) -> Stated:
    """The same, with the sentence that denies the harm where the victims' own does not."""
    if has_denial(passages.text, said.evidence):
        return said
    denied = _denied(said.harmed.harm, template, passages)
    return replace(said, evidence=tuple(sorted({*said.evidence, *denied})))


def tells(said: Stated, text: str) -> bool:
    """Whether the evidence has a word of the harm, and of denial where it did not occur."""
    sure = said.harmed.occurred or has_denial(text, said.evidence)
    return sure and has_harm(said.harmed.harm, text, said.evidence)


def claim(
    number: int,
    said: Stated,
    doc: str,
    by: str,
    *,
    event: str,
    perpetrator: Perpetrator,
    method: Method | None,
    date: HarmDate,
    place: tuple[str, ...],
) -> Casualty:
    """The record. MUC-4 keeps no source: the chain is the outlet alone, the claim asserted."""
    return Casualty(
        id=f"{doc}-c{number:02d}",
        doc=doc,
        annotator=by,
        event=event,
        scope="event",
        harm=said.harmed.harm,
        occurred=said.harmed.occurred,
        count=said.count,
        victims=Victims(
            None if said.victims is None else (said.victims,), None, role_of(said.harmed)[0], "unknown"
        ),
        perpetrator=perpetrator,
        method=method,
        source=Source(("outlet",), "none", False),
        certainty="asserted",
        date=date,
        place=place,
        evidence=said.evidence,
    )


def role_of(harmed: Harmed) -> tuple[Role, bool]:
    """The victims' role, and whether it is the key's label itself."""
    value = harmed.type.values[0] if harmed.type else None
    name = value.name if isinstance(value, Choice) else ""
    return ROLES.get(name, "unknown"), name in EXACT_ROLES


def account(template: Template, harms: list[tuple[Harmed, Stated | None]], accounts: Accounts) -> None:
    """Counts what became of the slots on human targets, but the strings themselves."""
    used = [(harm, said) for harm, said in harms if said is not None]
    for fill in template.fills(HUMAN_TYPE):
        own = [harm for harm, _ in used if harm.type is fill]
        case = "no_claim" if not own else "role" if role_of(own[0])[1] else "near_role"
        accounts.add(HUMAN_TYPE, case)
        accounts.add(HUMAN_TYPE, "other", len(fill.values) - 1)
    for fill in template.fills(HUMAN_NUMBER):
        cases = [said.count_case or "unknown" for harm, said in used if harm.number is fill]
        accounts.add(HUMAN_NUMBER, min(cases, key=_ORDER.index) if cases else "no_claim")
        accounts.add(HUMAN_NUMBER, "other", len(fill.values) - 1)


# Of several claims with one number, the case of the best.
_ORDER = ("words", "phrase", "approx", "unworded", "unknown")
