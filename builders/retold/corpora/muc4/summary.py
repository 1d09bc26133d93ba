"""The report of an import in a few lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def lines(report: Mapping[str, Any]) -> Iterator[str]:
    """What was read, made and found, and each slot's values by outcome."""
    counts, strings = report["counts"], report["strings"]
    yield (
        f"{report['documents']} documents ({report['without_incident']} without an incident),"
        f" {counts['templates']} templates, {counts['fillers']} fillers,"
        f" {sum(slot['values'] for slot in report['slots'])} values, none unread."
    )
    yield (
        f"{counts['claims']} claims, {report['events']} events, {counts['mentions']} mentions,"
        f" {report['entities']} entities. Claims whose evidence has no word of the harm:"
        f" {counts['claims without a word of the harm']}."
    )
    yield (
        f"Strings of the keys: {strings['found']} in their texts, {strings['not_found']} not."
        f" Dates of messages inferred: {len(report['dates_inferred'])}."
    )
    yield ""
    yield f"{'slot':<34}{'empty':>7}{'exact':>7}{'approx.':>9}{'dropped':>9}"
    for slot in report["slots"]:
        label = f"{slot['slot']}. {slot['name']}"
        yield (
            f"{label:<34}{slot['empty']:>7}{slot['exact']:>7}{slot['approximate']:>9}{slot['dropped']:>9}"
        )
    yield ""
    yield "Every value is kept in import/templates.jsonl; import/report.json has the cases."
    if report["files_not_read"]:
        yield f"Neither messages nor keys: {', '.join(report['files_not_read'])}."
