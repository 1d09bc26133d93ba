"""Quality: agreement with its intervals, how labels are distributed, what is known and stands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.charts.kinds import DRAWN, Chart, bars_chart, intervals_chart
from retold.dataset import Dataset, DatasetError
from retold.metrics.quality_shown import HEAD, about, f1_intervals, groups, table
from retold.wording import words

FILE = "quality.json"


@dataclass(frozen=True, eq=False)
class Group:
    """How far one group of annotators agrees, in words, rows and a picture."""

    about: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    chart: Chart


@dataclass(frozen=True, eq=False)
class Agreement:
    """What quality.json says."""

    groups: Sequence[Group]
    figures: Sequence[tuple[str, Mapping[str, Any], float | None]]
    """Name, value with n and too_few, floor."""
    gold: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, eq=False)
class Distribution:
    """How often each label of a column occurs, whole and by language, where rows have one."""

    config: str
    column: str
    counts: Mapping[str, int]
    by_language: Mapping[str, Mapping[str, int]]
    chart: Chart | None


def agreement_of(dataset: Dataset) -> Agreement | None:
    """What quality.json says; None where there is none. Raises DatasetError for a broken one."""
    if FILE not in dataset.files:
        return None
    try:
        value = json.loads(dataset.files[FILE])
        floors = value["floors"] or {}
        return Agreement(
            groups=[_group(found) for found in groups(value)],
            figures=[(name, figure, floors.get(name)) for name, figure in value["figures"].items()],
            gold=value["gold"],
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DatasetError(f"{FILE} is in no known form: {error!r}") from None


def _group(found: Mapping[str, Any]) -> Group:
    return Group(
        about=about(found).replace("`", ""),
        head=HEAD,
        rows=table(found),
        chart=intervals_chart("F1 of records with the same span", list(f1_intervals(found))),
    )


def distributions_of(dataset: Dataset) -> Iterator[Distribution]:
    """Of every column with labels, of every config: which there are, the dataset itself says."""
    for config, columns in dataset.labels.items():
        for column, labels in columns.items():
            drawn = (config, column) in DRAWN
            # what is nested in documents has a config of its own, where it is counted
            if config == "documents" and not drawn:
                continue
            counted: Counter[str] = Counter()
            by_language: dict[str, Counter[str]] = {}
            for lang, value in _values(dataset, config, column):
                counted[value] += 1
                if lang is not None:
                    by_language.setdefault(lang, Counter())[value] += 1
            if not counted:
                continue
            order = [*labels, *sorted(set(counted) - set(labels))]
            counts = {label: counted[label] for label in order if counted[label]}
            chart = bars_chart(words(f"{config}, {column}"), counts) if drawn else None
            languages = {lang: by_language[lang] for lang in sorted(by_language)}
            yield Distribution(config, column, counts, languages, chart)


def _values(dataset: Dataset, config: str, column: str) -> Iterator[tuple[str | None, str]]:
    """Language of the row, and each label in it, in a column by its path through structs."""
    top, *inner = column.split(".")
    for rows in dataset.tables.get(config, {}).values():
        if top not in rows.column_names:
            continue
        langs = rows["lang"].to_pylist() if "lang" in rows.column_names else [None] * rows.num_rows
        for lang, value in zip(langs, rows[top].to_pylist(), strict=True):
            yield from ((lang, str(found)) for found in _below(value, inner))


def _below(value: Any, path: Sequence[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _below(item, path)
    elif path and isinstance(value, dict):
        yield from _below(value.get(path[0]), path[1:])
    elif not path and value is not None:
        yield value
