"""The card's region on invented stories: what there is, how it drifts, how little it repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from retold.authored.compiling import Compiled, CompiledStory
from retold.authored.likeness import SHARED, SHINGLE, TAKEN, Likeness, Told, measured
from retold.authored.sheets import Telling
from retold.model import Drift, Split, Zone, labels
from retold.segmentation import sentences


def region(stories: Sequence[CompiledStory], real: Iterable[str]) -> str:
    """Markdown; ``real`` are the texts of the corpus that nobody invented."""
    if not stories:
        return "No invented stories."
    documents = [document for story in stories for document in story.documents]
    if not documents:
        return f"{len(stories)} stories without a retelling."
    faithful = sum(not document.drifts for document in documents)
    splits: Counter[str] = Counter(story.story.split for story in stories)
    shares = ", ".join(f"{n} in `{split}`" for split in labels(Split) if (n := splits[split]))
    return "\n\n".join(
        [
            f"{len(stories)} stories ({shares}), {len(documents)} retellings by invented outlets; "
            f"{faithful} are faithful to the facts of their story, {len(documents) - faithful} drift.",
            f"About: {_counts(Counter(story.incident for story in stories))}.",
            _tellings(documents),
            f"Drifts: {_drifts(documents) or 'none'}.",
            *_likeness(measured([*told_of(stories)], real)),
        ]
    )


def _tellings(documents: Sequence[Compiled]) -> str:
    langs = sorted({document.seed.lang for document in documents})
    counted: Counter[tuple[str, str]] = Counter(
        (document.telling, document.seed.lang) for document in documents
    )
    rows = [
        "| {} |".format(" | ".join([kind, *(str(counted[kind, lang]) for lang in langs)]))
        for kind in labels(Telling)
        if any(counted[kind, lang] for lang in langs)
    ]
    head = f"| told as | {' | '.join(langs)} |\n| --- |{' ---: |' * len(langs)}"
    return "\n".join([head, *rows])


def _drifts(documents: Sequence[Compiled]) -> str:
    counted = Counter(drift for document in documents for drift in document.drifts)
    return ", ".join(f"`{drift}` {counted[drift]}" for drift in labels(Drift) if counted[drift])


def _counts(counted: Counter[str]) -> str:
    found = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name.replace('_', ' ')} {n}" for name, n in found)


def told_of(stories: Iterable[CompiledStory]) -> Iterator[Told]:
    """The texts of stories with their first sentence of body, in order."""
    for document in (document for story in stories for document in story.documents):
        zones = (r for r in document.records if isinstance(r, Zone) and r.zone == "body")
        first = next(zones, None)
        body = "" if first is None else document.text[slice(*first.spans[0])]
        opening = next((body[a:b] for a, b in sentences(body, document.seed.lang)), None)
        yield Told(document.seed.story, document.seed.lang, document.text, opening)


def _likeness(found: Likeness) -> Iterator[str]:
    share = f" ({found.shared / found.runs:.2%})" if found.runs else ""
    parts = [
        f"Of {found.runs:,} runs of {SHARED} words, {found.shared:,}{share} stand in another story too",
        f"{found.same_openings} of {found.openings} texts begin with the sentence of another",
    ]
    if found.real:
        texts = "the one real text" if found.real == 1 else f"one of the {found.real:,} real texts"
        parts.append(f"{len(found.taken)} runs of {TAKEN} words stand in {texts} that were looked at")
    if found.alike is not None:
        value, a, b = found.alike
        parts.insert(
            1,
            f"the two stories that are most alike (`{a}`, `{b}`) have a Jaccard coefficient of "
            f"{value:.3f} of their runs of {SHINGLE} words, counted whole, not estimated",
        )
    yield "; ".join(parts) + "."
    grown = (
        f"{lang} {', '.join(f'{size:,}' for size in sizes)} ({found.words[lang]:,} words)"
        for lang, sizes in found.growth.items()
    )
    yield (
        "Vocabulary, in distinct words in a quarter, half, three quarters and all of the stories, "
        "by their ids: "
        f"{'; '.join(grown)}."
    )
