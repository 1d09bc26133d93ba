"""Agreement as the card, its pictures and the site show it: rows of text from data/quality.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

HEAD = (
    "layer", "records", "F1, same span", "F1, overlap", "F1, overlap, label", "the same by language",
    "unitising α", "fields below 1: α (n)",
)  # fmt: skip


def groups(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Agreement of each group of annotators, from quality.json; that which comes first, first."""
    yield value["agreement"]
    yield from value.get("groups", {}).values()


def about(found: Mapping[str, Any]) -> str:
    """Who was compared on how much, and how the intervals came about; ``found`` is one of ``groups``."""
    sampling = found["sampling"]
    return (
        f"Annotators {' and '.join(f'`{name}`' for name in found['annotators'])}, "
        f"{found['documents']} documents. Intervals: {sampling['level']:.0%}, bootstrap over "
        f"{sampling['units']} {sampling['unit']}s, {sampling['resamples']} times. Too few: under "
        f"{found['too_few_below']} records. All figures, by language and label: `quality.json`."
    )


def table(found: Mapping[str, Any]) -> list[list[Any]]:
    """Rows for the card, a layer a row, with the columns of ``HEAD``; ``found`` is one of ``groups``."""
    rows = []
    for layer in found["layers"].values():
        pair = layer["all"]["pairs"][0]
        exact, overlap = pair["scores"]["exact"], pair["scores"]["overlapping"]
        unitizing = layer["all"]["unitizing"]
        both = exact["matched"]
        rows.append(
            [
                layer["title"],
                f"{both + exact['only_a']} / {both + exact['only_b']}",
                _with_interval(exact["f1"], exact["f1_interval"], exact["too_few"]),
                _shown(overlap["f1"]),
                _shown(_labelled(pair)),
                _by_language(layer["languages"]),
                "–" if unitizing is None else _shown(unitizing["alpha"]["value"]),
                _lowest(layer["fields"]),
            ]
        )
    return rows


def f1_intervals(
    found: Mapping[str, Any],
) -> Iterator[tuple[str, float, float | None, float | None]]:
    """Title with how many records, F1 of records with the same span, its interval; of each layer.

    ``found`` is one of ``groups``. A layer in which nobody has a record has no F1 and is left out.
    """
    for layer in found["layers"].values():
        score = layer["all"]["pairs"][0]["scores"]["exact"]
        if score["f1"] is not None:
            n = score["matched"] + score["only_a"] + score["only_b"]
            label = f"{layer['title']} ({n}{', too few' if score['too_few'] else ''})"
            around = score["f1_interval"] or {"low": None, "high": None}
            yield label, score["f1"], around["low"], around["high"]


def _labelled(pair: Mapping[str, Any]) -> float | None:
    """F1 of records that overlap and have one label; without labels, of those that overlap."""
    scores = pair["scores"]
    found: float | None = scores.get("overlapping_label", scores["overlapping"])["f1"]
    return found


def _by_language(slices: Mapping[str, Any]) -> str:
    """``_labelled`` of each language in which somebody has a record."""
    scores = {lang: _labelled(found["pairs"][0]) for lang, found in slices.items()}
    return ", ".join(f"{lang} {f1:.2f}" for lang, f1 in scores.items() if f1 is not None) or "–"


def _lowest(fields: list[dict[str, Any]]) -> str:
    """The fields on whose values somebody disagreed, lowest first."""
    alphas = [(f["alpha"]["value"], f["alpha"]["n"], f["alpha"]["too_few"], f["field"]) for f in fields]
    below = sorted((a, n, few, name) for a, n, few, name in alphas if a is not None and a < 1)
    parts = (f"{name} {a:.2f} ({n}{', too few' if few else ''})" for a, n, few, name in below)
    return ", ".join(parts) or "none"


def _with_interval(value: float | None, interval: Mapping[str, Any] | None, too_few: bool) -> str:
    shown = _shown(value)
    if interval is not None:
        shown += f" ({interval['low']:.2f} to {interval['high']:.2f})"
    return f"{shown}, too few" if too_few else shown


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
