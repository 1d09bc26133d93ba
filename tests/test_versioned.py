"""The files that name the version keep everything else."""

from __future__ import annotations

from datetime import date

import pytest

from retold.versioned import changelog, citation


def test_the_citation_gets_version_and_day_and_keeps_the_rest() -> None:
    text = '# ours\r\nversion: "0.9.0"  # data\r\ndate-released: 2030-01-01\r\ntitle: A\r\n'
    wanted = "# ours\r\nversion: 1.10.0  # data\r\ndate-released: 2031-02-03\r\ntitle: A\r\n"
    assert citation(text, "1.10.0", date(2031, 2, 3)) == wanted
    without = "cff-version: 1.2.0\nversion: '0.9.0'\n"
    assert citation(without, "1.0.0", date(2031, 2, 3)) == "cff-version: 1.2.0\nversion: 1.0.0\n"
    for broken in ("title: A\n", "[]\n", "references:\n  - version: 0.9.0\n"):
        with pytest.raises(ValueError, match="no line `version:`"):
            citation(broken, "1.0.0", date(2031, 2, 3))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "## Data 1.0.0\n\nTold.\n"),
        ("# Log\n", "# Log\n\n## Data 1.0.0\n\nTold.\n"),
        ("# Log\n\n## Data 0.1.0\n\nA.\n", "# Log\n\n## Data 1.0.0\n\nTold.\n\n## Data 0.1.0\n\nA.\n"),
        (
            "# Log\n\n## Tool 2\n\nT.\n\n## Data unreleased\n\nB.\n\n## Data 0.1.0\n\nA.\n",
            "# Log\n\n## Tool 2\n\nT.\n\n## Data 1.0.0\n\nB.\n\nTold.\n\n## Data 0.1.0\n\nA.\n",
        ),
        ("# Log\n\n## Data unreleased\n", "# Log\n\n## Data 1.0.0\n\nTold.\n"),
        ("# Log\n\n## Data Unreleased\n\nB.\n", "# Log\n\n## Data 1.0.0\n\nB.\n\nTold.\n"),
        (
            "# Log\n\n## Data 1.0.0\n\nMine.\n\n## Data 0.1.0\n",
            "# Log\n\n## Data 1.0.0\n\nMine.\n\nTold.\n\n## Data 0.1.0\n",
        ),
        (
            "# Log\r\n\r\n## Data 0.1.0\r\n",
            "# Log\r\n\r\n## Data 1.0.0\r\n\r\nTold.\r\n\r\n## Data 0.1.0\r\n",
        ),
    ],
)
def test_the_changelog_gets_one_section(text: str, wanted: str) -> None:
    assert changelog(text, "1.0.0", "Told.").lstrip("\n") == wanted
