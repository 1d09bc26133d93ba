"""How far invented stories repeat each other, or real texts: one template in many coats would show here.

Words are the tokens with a letter or digit, case folded, in NFC. A run of words goes on over the ends of
sentences and lines; furniture counts.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from retold.segmentation import tokens

SHARED = 8
"""Words of a run that should not stand in two stories."""
SHINGLE = 3
"""Words of the runs by which two stories are compared (Broder 1997: shingles)."""
TAKEN = 6
"""Words of a run that no invented text may have from a real one."""

Run = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """A text of a story, and its first sentence of body; ``None`` where it has none."""

    story: str
    lang: str
    text: str
    opening: str | None


@dataclass(frozen=True)
class Likeness:
    """What is measured over all invented stories of a corpus."""

    runs: int
    """Places of runs of ``SHARED`` words, over all texts."""
    shared: int
    """Those whose words stand in another story too."""
    alike: tuple[float, str, str] | None
    """The highest Jaccard coefficient of the runs of ``SHINGLE`` words of two stories, and these."""
    openings: int
    same_openings: int
    """Texts whose first sentence is that of another text."""
    growth: Mapping[str, tuple[int, ...]]
    """Language -> distinct words in a quarter, half, three quarters and all of the stories."""
    words: Mapping[str, int]
    """Language -> words."""
    taken: tuple[str, ...]
    """Runs of ``TAKEN`` words that stand in a real text."""
    real: int
    """Real texts that were compared."""


def measured(told: Sequence[Told], real: Iterable[str]) -> Likeness:
    """The figures; ``real`` are the texts that nobody invented. Stories go by their ids."""
    words = [words_of(one.text) for one in told]
    homes: dict[Run, set[str]] = {}
    for one, found in zip(told, words, strict=True):
        for run in runs(found, SHARED):
            homes.setdefault(run, set()).add(one.story)
    places = [run for found in words for run in runs(found, SHARED)]
    shingles: dict[str, set[Run]] = {}
    for one, found in zip(told, words, strict=True):
        shingles.setdefault(one.story, set()).update(runs(found, SHINGLE))
    pairs = ((_jaccard(shingles[a], shingles[b]), a, b) for a, b in combinations(sorted(shingles), 2))
    openings = Counter(" ".join(words_of(one.opening)) for one in told if one.opening)
    real = [*real]
    others = {run for text in real for run in runs(words_of(text), TAKEN)}
    taken = {run for found in words for run in runs(found, TAKEN)} & others
    return Likeness(
        runs=len(places),
        shared=sum(len(homes[run]) > 1 for run in places),
        alike=max(pairs, default=None, key=lambda pair: pair[0]),
        openings=openings.total(),
        same_openings=sum(n for n in openings.values() if n > 1),
        growth=_growth(told, words),
        words=dict(sorted(_counted(told, words).items())),
        taken=tuple(sorted(" ".join(run) for run in taken)),
        real=len(real),
    )


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    whole = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    found = (whole[start:end] for start, end in tokens(whole))
    return [word for word in found if any(map(str.isalnum, word))]


def runs(words: Sequence[str], length: int) -> list[Run]:
    """Every run of so many words, in order."""
    return [tuple(words[at : at + length]) for at in range(len(words) - length + 1)]


def _jaccard(a: set[Run], b: set[Run]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _counted(told: Sequence[Told], words: Sequence[Sequence[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one, found in zip(told, words, strict=True):
        counts[one.lang] += len(found)
    return counts


def _growth(told: Sequence[Told], words: Sequence[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    stories = sorted({one.story for one in told})
    growth: dict[str, tuple[int, ...]] = {}
    for lang in sorted({one.lang for one in told}):
        sizes = []
        for quarter in range(1, 5):
            first = {*stories[: len(stories) * quarter // 4]}
            found: set[str] = set()
            for one, own in zip(told, words, strict=True):
                if one.lang == lang and one.story in first:
                    found.update(own)
            sizes.append(len(found))
        growth[lang] = tuple(sizes)
    return growth
