"""Data versions: their form, their order, what raises them, and that the page says the same."""

from __future__ import annotations

import pytest

from conftest import ROOT
from retold.diff.changes import KINDS
from retold.versions import Bump, Version, greatest


def test_versions_are_read_and_written() -> None:
    assert str(Version.of("10.0.3")) == "10.0.3"
    assert Version.of("0.3.0").tag == "v0.3.0"


@pytest.mark.parametrize(
    "text", ["1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0\n", "", "1.0.0.0", "१.०.०"]
)
def test_what_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="is no version"):
        Version.of(text)


def test_versions_are_ordered_by_number() -> None:
    texts = ["1.0.0", "0.10.1", "0.9.0", "0.10.0"]
    assert [str(v) for v in sorted(map(Version.of, texts))] == ["0.9.0", "0.10.0", "0.10.1", "1.0.0"]


@pytest.mark.parametrize(
    ("bump", "wanted"),
    [(Bump.none, "1.2.3"), (Bump.patch, "1.2.4"), (Bump.minor, "1.3.0"), (Bump.major, "2.0.0")],
)
def test_a_raised_part_sets_the_smaller_ones_to_zero(bump: Bump, wanted: str) -> None:
    version = Version.of("1.2.3")
    assert str(version.raised(bump)) == wanted
    assert version.bump_to(version.raised(bump)) is bump


def test_below_one_nothing_is_different() -> None:
    assert str(Version.of("0.3.0").raised(Bump.major)) == "1.0.0"


def test_bump_between_versions_that_do_not_follow_each_other() -> None:
    assert Version.of("1.2.3").bump_to(Version.of("4.0.0")) is Bump.major
    assert Version.of("1.2.3").bump_to(Version.of("1.9.9")) is Bump.minor
    assert Version.of("1.2.3").bump_to(Version.of("1.2.9")) is Bump.patch
    assert Version.of("1.2.3").bump_to(Version.of("1.2.2")) is Bump.none
    assert Version.of("1.2.3").bump_to(Version.of("0.9.9")) is Bump.none


def test_the_greatest_bump_covers_the_others() -> None:
    assert greatest([Bump.minor, Bump.major, Bump.patch]) is Bump.major
    assert greatest([]) is Bump.none


def test_the_page_names_every_kind_of_change_and_its_bump() -> None:
    text = (ROOT / "docs/versions.md").read_text(encoding="utf-8")
    table = text.split("| change | least version | what |\n")[1].split("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[1:]]
    assert [(row[0], row[1]) for row in rows] == [(kind, bump.name) for kind, bump in KINDS.items()]
