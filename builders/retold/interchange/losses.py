"""What is lost in a format, as findings: one a feature, with its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from retold.findings import Finding, Place
from retold.formats.base import Format, Loss
from retold.formats.features import FEATURES
from retold.formats.neutral import Document
from retold.rules import CATALOGUE


def fitted(
    documents: Iterable[Document], writer: Format, place: str, lossy: bool
) -> tuple[list[Document], list[Finding]]:
    """The documents cut to what a format can hold, and what that took away."""
    left: list[Document] = []
    losses: list[tuple[Document, Loss]] = []
    for document in documents:
        cut, lost = writer.fit(document)
        left.append(cut)
        losses += [(document, loss) for loss in lost]
    hows = {name: holding.how for name, holding in writer.holds.items()}
    return left, lost_in(losses, writer.name, place, hows, lossy)


def lost_in(
    losses: Sequence[tuple[Document, Loss]],
    name: str,
    place: str,
    hows: Mapping[str, str],
    lossy: bool,
) -> list[Finding]:
    """One finding a feature, with its number; a warning where the loss is wanted."""
    by_feature: dict[str, list[tuple[Document, int]]] = defaultdict(list)
    for document, loss in losses:
        by_feature[loss.feature].append((document, loss.count))
    findings = []
    for feature, found in by_feature.items():
        what = FEATURES[feature].what if feature in FEATURES else "what points to what is left out"
        where = f"in {len(found)} documents, the first is {found[0][0].id}"
        how = hows.get(feature, "left out")
        message = f"{name} cannot hold {feature} ({what}): {sum(n for _, n in found)} {where}; {how}"
        severity = "warning" if lossy else CATALOGUE["RT907"].severity
        findings.append(Finding("RT907", Place(place), message, severity))
    return findings
