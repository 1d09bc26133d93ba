"""Rules on casualty claims: figures, dates, and the words that carry a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retold.corpus import Corpus
from retold.documents import Document
from retold.findings import Finding
from retold.model import Casualty, Count, extent
from retold.numerals import LANGUAGES, Meaning, cue_beside, meaning
from retold.records import Row
from retold.rules.base import Rule
from retold.rules.once import once
from retold.rules.spans import in_text


def min_over_max(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in claim_rows(document):
        count = row.record.count
        if count.min is not None and count.max is not None and count.min > count.max:
            message = f"min is {count.min}, max is {count.max}"
            yield row.finding("RT501", message, "count", extent(row.record.evidence))


def impossible_best(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in claim_rows(document):
        count = row.record.count
        if count.best is None:
            continue
        span = extent(row.record.evidence)
        if count.form != "exact":
            yield row.finding("RT502", f"best is given, the form is {count.form}", "count.best", span)
        low, high = count.min, count.max
        if (low is not None and count.best < low) or (high is not None and count.best > high):
            message = f"best is {count.best}, outside {low} to {high}"
            yield row.finding("RT502", message, "count.best", span)


def form_and_bounds(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in claim_rows(document):
        for wanted in unfit(row.record.count):
            message = f"the form is {row.record.count.form}, so {wanted}"
            yield row.finding("RT503", message, "count", extent(row.record.evidence))


def date_turned_round(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row in claim_rows(document):
        date = row.record.date
        # ISO 8601 days compare as strings
        if date.start is not None and date.end is not None and date.start > date.end:
            message = f"starts {date.start}, ends {date.end}"
            yield row.finding("RT504", message, "date", extent(row.record.evidence))


def figure_means_other(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, words, lang in figures(document):
        count = row.record.count
        found = other_meaning(count, words, lang)
        # a count that contradicts itself has its finding already (RT502, RT503)
        if found is not None and not any(unfit(count)):
            ends = ("?" if end is None else str(end) for end in (count.min, count.max))
            said = f"{count.form} {' to '.join(ends)}"
            message = f"{words!r} is {found}; the record says {said}"
            yield row.finding("RT507", message, "count", extent(row.record.evidence))


def other_meaning(count: Count, words: str, lang: str) -> Meaning | None:
    """What the words of a figure mean, where that is not what the count says (RT507)."""
    found = meaning(words, lang)
    return None if found is None or found.fits(count) else found


def figure_not_understood(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, words, lang in figures(document):
        if lang in LANGUAGES and meaning(words, lang) is None:
            message = f"{words!r} is no figure of the language {lang!r} that the check knows"
            yield row.finding("RT508", message, "count.surface", extent(row.record.evidence))


def cue_outside_surface(document: Document, corpus: Corpus) -> Iterator[Finding]:
    for row, words, lang in figures(document):
        for start, end in row.record.evidence:
            at = document.text.find(words, start, end)
            if at < 0:
                continue
            zone = document.zone_at(((start, end),))
            before = document.text[zone.spans[0][0] if zone else start : at]
            cue = cue_beside(before, document.text[at + len(words) : end], lang)
            if cue is not None and cue[1] != row.record.count.form:
                message = f"{cue[0]!r} stands beside {words!r}; the form is {row.record.count.form}"
                yield row.finding("RT509", message, "count.form", (at, at + len(words)))
            break


@once
def figures(document: Document) -> list[tuple[Row[Casualty], str, str]]:
    """Claims with the words of a figure and the language of their zone."""
    found = []
    for row in claim_rows(document):
        words, evidence = row.record.count.surface, row.record.evidence
        zone = document.zone_at(evidence[:1])
        if words is not None and zone is not None and in_text(document, evidence):
            found.append((row, words, zone.lang.split("-", maxsplit=1)[0]))
    return found


def claim_rows(document: Document) -> Sequence[Row[Casualty]]:
    """The claims of a document, with their lines."""
    return document.rows_of(Casualty)


# Form -> which of min, max and best it needs, and what they are.
_NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    "exact": (("min", "max", "best"), "min, max and best must all be the number"),
    "at_least": (("min",), "min must be the number"),
    "more_than": (("min",), "min must be the number above the one stated"),
    "at_most": (("max",), "max must be the number"),
    "range": (("min", "max"), "min and max must be the two ends"),
}


def unfit(count: Count) -> Iterator[str]:
    """What the form of a count demands and the count lacks; nothing where it is sound (RT503)."""
    if count.form == "unstated":
        if (count.surface, count.min, count.max, count.best) != (None,) * 4:
            yield "surface, min, max and best must be null"
        return
    if count.surface is None:
        yield "surface must hold the words of the figure"
    if count.form == "vague" and count.min is None and count.max is None:
        yield "min or max must be the literal bound of the words"
    needed, text = _NEEDS.get(count.form, ((), ""))
    unequal = count.form == "exact" and len({count.min, count.max, count.best}) > 1
    if unequal or any(getattr(count, name) is None for name in needed):
        yield text


_COUNT = "Figures are compared and added up by their bounds."

RULES = (
    Rule(
        "RT501",
        "error",
        "min greater than max",
        why=_COUNT,
        fix="Change places, or correct one.",
        bad='"min":24,"max":20',
        good='"min":20,"max":24',
        document=min_over_max,
    ),
    Rule(
        "RT502",
        "error",
        "best that cannot be",
        why=_COUNT,
        fix="Give best only for the form exact, between min and max; null otherwise.",
        bad='"form":"vague","best":24',
        good='"form":"vague","best":null',
        document=impossible_best,
    ),
    Rule(
        "RT503",
        "error",
        "bounds do not fit the form",
        why=_COUNT,
        fix="Correct the form, or the bounds as the message says.",
        bad='"form":"exact","min":7,"max":7,"best":null',
        good='"form":"exact","min":7,"max":7,"best":7',
        document=form_and_bounds,
    ),
    Rule(
        "RT504",
        "error",
        "date interval turned round",
        why="An interval begins before it ends.",
        fix="Change start and end.",
        bad='"start":"2031-05-04","end":"2031-05-02"',
        good='"start":"2031-05-02","end":"2031-05-04"',
        document=date_turned_round,
    ),
    Rule(
        "RT507",
        "error",
        "bounds are not what the words mean",
        why=_COUNT,
        fix="Correct form, min, max and best, or the words in count.surface.",
        bad='"surface":"12","min":21',
        good='"surface":"12","min":12',
        document=figure_means_other,
    ),
    Rule(
        "RT508",
        "warning",
        "figure that the check cannot read",
        why=_COUNT,
        fix="Check by eye that the bounds are what the words mean.",
        bad='"surface":"a handful"',
        good='"surface":"dozens"',
        document=figure_not_understood,
    ),
    Rule(
        "RT509",
        "warning",
        "cue word beside the figure fits another form",
        why="'At least' lost beside a number is how figures drift.",
        fix="Take the cue into count.surface and correct the form; or leave it, if it is no cue here.",
        bad='at least [seven] with "form":"exact"',
        good='[at least seven] with "form":"at_least"',
        document=cue_outside_surface,
    ),
)
