"""What the card says of the limits of its splits is what their rows show."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from conftest import ROOT
from retold.dataset import Dataset
from retold.sources import open_dataset

CARD = " ".join((ROOT / "dataset_card.md").read_text(encoding="utf-8").split())
VALUES = {"CARDINAL", "DATE", "TIME", "MONEY"}


@cache
def own() -> Dataset:
    return open_dataset(str(ROOT))


def values(config: str, column: str, split: str | None = None) -> Counter[Any]:
    tables = own().tables[config]
    chosen = tables.values() if split is None else [tables[split]]
    return Counter(value for table in chosen for value in table[column].to_pylist())


def test_columns_that_the_real_claims_cannot_measure() -> None:
    assert "all have the same `source_party` (none) and `certainty` (asserted)" in CARD
    assert {*values("casualties", "source_party", "test")} == {"none"}
    assert {*values("casualties", "certainty", "test")} == {"asserted"}
    assert "their one `method` (suicide_bombing) does not occur in `train`" in CARD
    assert {*values("casualties", "method", "test")} == {None, "suicide_bombing"}
    assert values("casualties", "method", "train")["suicide_bombing"] == 0


def test_labels_that_no_split_has() -> None:
    found = {}
    for config, column in (
        ("headlines", "vs_body"), ("stance", "polarity"), ("casualties", "harm"),
        ("casualties", "count_form"), ("casualties", "responsibility"), ("casualties", "method"),
        ("casualties", "source_party"), ("casualties", "certainty"), ("faults", "fault"),
    ):  # fmt: skip
        lacking = {*own().labels[config][column]} - {*values(config, column)}
        if lacking:
            found[column] = sorted(lacking)
    shown = "; ".join(f"`{column}` {', '.join(names)}" for column, names in found.items())
    assert f"Labels that no split has: {shown}." in CARD


def test_counts_that_are_null() -> None:
    rows = [row for table in own().tables["casualties"].values() for row in table.to_pylist()]
    bounds = ("count_min", "count_max", "count_best")
    approx = [row for row in rows if row["count_form"] == "approx"]
    assert approx
    assert all(row[bound] is None for row in approx for bound in bounds)
    denied = [row for row in rows if not row["occurred"]]
    assert "and so is a statement that nobody died (`occurred` false)" in CARD
    assert {row["count_form"] for row in denied} == {"unstated"}


def test_how_often_the_low_of_an_event_is_that_of_a_part() -> None:
    assert "nearly half of the rows of `events` that have a `low`" in CARD
    claims = {
        row["claim_id"]: row
        for table in own().tables["casualties"].values()
        for row in table.to_pylist()
    }
    far = []
    for table in own().tables["events"].values():
        for row in table.to_pylist():
            if row["low"] is not None:
                exact = [claims[id]["count_best"] or 0 for id in row["claims"]]
                far.append(row["low"] * 2 <= max(exact))
    assert 0.4 < sum(far) / len(far) < 0.5


def test_how_many_of_the_names_are_values() -> None:
    shares = {}
    for split in ("validation", "test"):
        tags = [tag for tags in own().tables["ner"][split]["ner_tags"].to_pylist() for tag in tags]
        counted = Counter(tag[2:] for tag in tags if tag.startswith("B-"))
        shares[split] = sum(counted[type] for type in VALUES) / counted.total()
    assert (
        "nearly half are values (numbers, dates, times, sums) in `validation`, a sixth in `test`" in CARD
    )
    assert 0.44 < shares["validation"] < 0.5
    assert abs(shares["test"] - 1 / 6) < 0.02
