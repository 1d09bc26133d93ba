"""A picture of who reports which figure: one panel an event and harm, one line a document.

Drawn by matplotlib as SVG whose text stays text. The same facts give the same bytes.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from retold.corpus import Corpus
from retold.documents import Document
from retold.events import EventFacts, event_facts
from retold.model import Casualty

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A blue of Okabe and Ito's palette, which the colour-blind tell from the grey of silence.
_CLAIM, _SILENT = "#0072B2", "#767676"
_SETTINGS: Any = {  # the keys are matplotlib's own long list
    "svg.fonttype": "none",
    "svg.hashsalt": "retold",
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
}


_PANELS = 12  # more is no picture; the table under it has all
_WIDTH = 60


@dataclass(frozen=True)
class Mark:
    """What one document says: its label, bounds (None = open or unknown) and words."""

    document: str
    low: int | None
    high: int | None
    words: str


def marks(corpus: Corpus, documents: Sequence[Document], facts: EventFacts) -> list[Mark]:
    """A mark for each claim of an event and harm, and one for each silent document."""
    by_id = {document.id: document for document in documents}
    found = [_mark(corpus, by_id[corpus.claims[id].doc], corpus.claims[id]) for id in facts.claims]
    silent = [Mark(_label(by_id[id]), None, None, "says nothing") for id in facts.silent_documents]
    return sorted([*found, *silent], key=lambda mark: mark.document)


def claims_svg(corpus: Corpus, documents: Sequence[Document]) -> bytes | None:
    """The picture as SVG, or None where no document states a figure of an event.

    At most the first twelve events and harms are drawn.
    """
    panels = [
        (facts, marks(corpus, documents, facts))
        for facts in event_facts(corpus, documents)
        if facts.low is not None or facts.high is not None
    ]
    if not panels:
        return None
    panels = panels[:_PANELS]
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_SETTINGS), warnings.catch_warnings():
        # The viewer's fonts draw the text; matplotlib's own need not have each script.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        heights = [len(lines) + 1 for _, lines in panels]
        figure = Figure(figsize=(10, 0.45 * sum(heights) + 0.6), layout="constrained")
        axes = figure.subplots(len(panels), 1, squeeze=False, height_ratios=heights)[:, 0]
        for axis, (facts, lines) in zip(axes, panels, strict=True):
            _panel(axis, facts, lines)
        axes[-1].set_xlabel(
            "persons (arrow: open); the figure's words; who is blamed for the attack, and how"
        )
        FigureCanvasSVG(figure)
        out = StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines()).encode("utf-8")


def _panel(axis: Axes, facts: EventFacts, lines: list[Mark]) -> None:
    known = [n for mark in lines for n in (mark.low, mark.high) if n is not None]
    top = max(known) * 3 + 1  # room for the words behind the largest figure
    axis.set_title(_short(f"{facts.event.title}: {facts.harm}"), loc="left", fontsize=11)
    axis.xaxis.set_major_formatter("{x:,.0f}")
    axis.set_xlim(0, top)
    axis.set_ylim(len(lines) - 0.5, -0.5)
    axis.set_yticks(range(len(lines)), [mark.document for mark in lines])
    axis.spines[["top", "right"]].set_visible(False)
    for row, mark in enumerate(lines):
        if mark.low is None and mark.high is None:
            axis.text(top * 0.02, row, mark.words, color=_SILENT, style="italic", va="center")
            continue
        low = mark.low or 0
        end = low + top * 0.1 if mark.high is None else mark.high
        if mark.high is None:
            arrow = {"arrowstyle": "->", "color": _CLAIM, "linewidth": 2}
            axis.annotate("", (end, row), (low, row), arrowprops=arrow)
        elif mark.high > low:
            axis.plot([low, mark.high], [row, row], color=_CLAIM, linewidth=3, clip_on=False)
        axis.plot([low], [row], marker="o", color=_CLAIM, clip_on=False)
        axis.text(end + top * 0.02, row, mark.words, va="center")


def _mark(corpus: Corpus, document: Document, claim: Casualty) -> Mark:
    count = claim.count
    words = count.surface or "harm without a figure"
    if not claim.occurred:
        words = f"denied: {words}"
    elif count.form not in ("exact", "unstated"):
        bounds = ("?" if count.min is None else count.min, "…" if count.max is None else count.max)
        words = f"{words} ({count.form.replace('_', ' ')}: {bounds[0]} to {bounds[1]})"
    return Mark(_label(document), count.min, count.max, _short(f"{words}; {_blamed(corpus, claim)}"))


def _blamed(corpus: Corpus, claim: Casualty) -> str:
    actor, responsibility = claim.perpetrator.actor, claim.perpetrator.responsibility
    if actor is None:
        return "nobody blamed" if responsibility == "unattributed" else responsibility.replace("_", " ")
    return f"{corpus.entities[actor].name()}: {responsibility.replace('_', ' ')}"


def _label(document: Document) -> str:
    outlet = f" {document.seed.outlet}" if document.seed.outlet else ""
    return f"{document.id}{outlet} ({document.lang})"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
