"""What a story puts into the gaps of sentences."""

from __future__ import annotations

from benchmarks.corpus import fills
from benchmarks.corpus.fills import Fill
from benchmarks.corpus.pages import Slots
from benchmarks.corpus.stories import Told
from benchmarks.corpus.wordings import SLOTS


def slots_of(story: Told, lang: str) -> Slots:
    """What may stand in each gap of the sentences of a language; figures come later."""
    cast, event, published = story.cast, story.happening, story.published
    year, month = divmod(published.year * 12 + published.month - 2, 12)
    one: dict[str, Fill] = {
        slot: (fills.banks(lang) if group == "bank" else fills.named(lang, group))[at]
        for slot, (group, at) in cast.items()
    }
    one.update((f"sur{n}", fills.surnames(lang)[cast[f"per{n}"][1]]) for n in (1, 2))
    one.update((f"prop{n}", fills.propositions(lang)[at]) for n, at in enumerate(story.props, 1))
    one["gov"] = fills.governments(lang)[event.land]
    one["day"] = fills.weekday(lang, event.day, published)
    one["date"] = fills.day(lang, event.day)
    one["month"] = fills.month(lang, year, month + 1)
    one["kind"] = fills.plain(lang, "kinds")[event.kind]
    any_of = {
        "card": fills.cardinals(),
        "thing": fills.plain(lang, "things"),
        "time": fills.clock(),
        "dur": fills.durations(lang),
        "money": fills.sums(lang),
        "fact": fills.facts(lang),
    }
    return [any_of.get(slot) or ((one[slot],) if slot in one else ()) for slot in SLOTS]
