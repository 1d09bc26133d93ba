"""A diff as people read it, in a terminal and in a changelog, and as machines do."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conftest import GOLDEN
from released import FILES, edited, golden, path_of, rows, with_rows
from retold.diff.compare import diff
from retold.diff.report import as_markdown, as_text
from test_cli import retold

DATA = GOLDEN.parent / "data"


def test_text_has_totals_first_then_each_kind_and_layer() -> None:
    files = {
        **edited("stance", 0, polarity="support", favor="FAVOR"),
        **with_rows("casualties", rows("casualties")[1:]),
    }
    assert as_text(diff(golden(), golden(**files)), 20) == (
        "harbour 0.2.0 -> harbour 0.2.0: 2 changes, at least major\n"
        "\n"
        "totals, where something changed\n"
        "  layer     split  language  before  after  added  removed  changed\n"
        "  stance    test   en             1      1      0        0        1\n"
        "  casualty  test   en             1      0      0        1        0\n"
        "\n"
        "record removed: casualty (1, major)\n"
        "  test/en port-en port-en-c1 | A crane hurt 12 men\n"
        "\n"
        "relabelled: stance (1, major)\n"
        "  test/en port-en port-en-s1 polarity: oppose -> support | Dock Union ends talks with Norland"
    )


def test_markdown_says_the_same() -> None:
    files = edited("casualties", 0, count_best=None, places=["e-norhaven", "e-norland"])
    assert as_markdown(diff(golden(), golden(**files)), 20) == (
        "2 changes since harbour 0.2.0.\n"
        "\n"
        "| layer | split | language | before | after | added | removed | changed |\n"
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n"
        "| casualty | test | en | 1 | 1 | 0 | 0 | 1 |\n"
        "\n"
        "**Relinked: casualty** (1)\n"
        "\n"
        '- `port-en/port-en-c1` `places` `["e-norhaven"]` → `["e-norhaven", "e-norland"]`\n'
        "\n"
        "**Value changed: casualty** (1)\n"
        "\n"
        "- `port-en/port-en-c1` `count_best` `12` → `-`"
    )


def test_no_change() -> None:
    same = diff(golden(), golden())
    assert as_text(same, 20) == "harbour 0.2.0 and harbour 0.2.0 are the same."
    assert as_markdown(same, 20) == "Nothing changed."


def test_long_lists_end_with_how_many_more() -> None:
    found = diff(golden(), golden(**with_rows("entities", rows("entities")[:1])))
    lines = as_text(found, 3).splitlines()
    start = lines.index("record removed: mention (17, major)")
    assert lines[start + 4] == "  … and 14 more (--all)"
    assert "- … and 14 more" in as_markdown(found, 3).splitlines()
    assert "more" not in as_text(found, None)


def test_what_comes_with_a_document_is_counted_and_not_listed() -> None:
    fewer = {
        config: with_rows(config, [r for r in rows(config) if r["doc_id"] == "port-en"])[path_of(config)]
        for config in ("documents", "entities", "stance", "ner")
    }
    old = golden(**{path_of(config): data for config, data in fewer.items()})
    lines = as_text(diff(old, golden()), 20).splitlines()
    assert lines[lines.index("document added (1, minor)") + 1] == "  test/hi port-hi"
    assert lines[lines.index("record added: mention (6, minor)") + 1] == "  … 6, in the totals (--all)"
    sentences = next(n for n, line in enumerate(lines) if line.startswith("row added: tokens ("))
    assert lines[sentences + 1].endswith("in the totals (--all)")
    assert "port-hi-m01" not in "".join(lines)
    assert "port-hi-m01" in as_text(diff(old, golden()), None)


def test_what_comes_with_a_config_is_counted_and_not_listed() -> None:
    found = diff(golden(**{path_of("challenge"): None}), golden())
    lines = as_text(found, 20).splitlines()
    (title,) = (n for n, line in enumerate(lines) if line.startswith("record added: challenge text"))
    assert lines[title] == "record added: challenge text (10, minor)"
    assert lines[title + 1] == "  … 10, in the totals (--all)"
    assert sum("number-changed-en-01-edit" in line for line in as_text(found, None).splitlines()) == 1


def test_records_stand_in_the_order_of_their_numbers() -> None:
    text = as_text(diff(golden(), golden(**with_rows("entities", rows("entities")[:2]))), None)
    names = re.findall(r"port-en-m(\d+)", text)
    assert names == sorted(names, key=int)
    found = rows("entities")[:12]
    for number, row in enumerate(found):
        row["mention_id"] = f"m{number}"
    gone = diff(golden(**with_rows("entities", found)), golden(**with_rows("entities", [])))
    assert [c.record for c in gone.changes if c.layer == "mention"] == [f"m{n}" for n in range(12)]


def test_long_values_are_shown_where_they_differ() -> None:
    note = "x" * 200
    found = diff(
        golden(**edited("faults", 0, note=f"{note}old")),
        golden(**edited("faults", 0, note=f"{note}new")),
    )
    (line,) = (line for line in as_text(found, 20).splitlines() if "note:" in line)
    assert "xold -> …" in line and "xnew" in line
    (empty,) = diff(golden(), golden(**edited("faults", 0, note=""))).changes
    assert "The crane fell later." in (empty.old or "")
    assert '-> ""' in as_text(diff(golden(), golden(**edited("faults", 0, note=""))), 20)


def test_a_value_cannot_break_its_line() -> None:
    note = "one\ntwo `three` | <!-- generated:counts -->" + "x" * 100
    found = diff(golden(), golden(**edited("faults", 0, note=note)))
    (line,) = (line for line in as_text(found, 20).splitlines() if "note:" in line)
    assert "one two `three` | <!-- generated:counts -->xx" in line
    assert "…" in line
    (item,) = (line for line in as_markdown(found, 20).splitlines() if "`note`" in line)
    assert "`` one two `three` |" in item


def dataset(folder: Path, **files: bytes) -> Path:
    for path, data in {**FILES, **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_the_command_exits_with_1_where_something_differs(tmp_path: Path) -> None:
    other = dataset(tmp_path / "other", **edited("faults", 0, fault="garbled"))
    same = retold("diff", str(DATA), str(DATA))
    name = f"{DATA} (harbour 0.2.0)"
    assert (same.returncode, same.stdout) == (0, f"{name} and {name} are the same.\n")
    differs = retold("diff", str(DATA), str(other), "--format", "json")
    assert differs.returncode == 1
    found = json.loads(differs.stdout)
    assert (found["same"], found["bump"]) == (False, "major")
    (change,) = found["changes"]
    assert (change["kind"], change["old"], change["new"]) == ("relabelled", "wrong_time", "garbled")
    assert change["bump"] == "major"
    (total,) = (t for t in found["totals"] if t["changed"])
    assert total["layer"] == "fault"


def test_the_later_dataset_is_that_of_the_corpus_and_its_age_is_said(corpus_copy: Path) -> None:
    assert retold("build", cwd=corpus_copy).returncode == 0
    result = retold("diff", str(DATA), cwd=corpus_copy)
    assert (result.returncode, result.stderr) == (0, "")
    (corpus_copy / "dataset_card.md").write_text("Other prose.\n")
    result = retold("diff", str(DATA), cwd=corpus_copy)
    note = "retold: data/ was built before dataset_card.md changed; run `retold build`\n"
    assert (result.returncode, result.stderr) == (0, note)


def test_an_address_that_leads_nowhere_is_wrong_usage(tmp_path: Path) -> None:
    result = retold("diff", "nope", str(DATA), cwd=tmp_path)
    assert result.returncode == 2
    assert "nope is no dataset" in result.stderr


def test_verify_on_the_command_line(tmp_path: Path, corpus_copy: Path) -> None:
    result = retold("verify", str(DATA))
    assert (result.returncode, result.stdout) == (
        0,
        f"harbour 0.2.0: {len(FILES)} files, all as recorded\n",
    )
    path = "ner/train-00000-of-00001.parquet"
    broken = dataset(tmp_path / "broken", **{path: FILES[path][:-1] + b"x"})
    result = retold("verify", str(broken))
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"{path}: has SHA-256 ")
    assert lines[-1] == f"harbour 0.2.0: {len(FILES)} files, 1 not as recorded"
    found = json.loads(retold("verify", str(broken), "--format", "json").stdout)
    assert {m["path"] for m in found["mismatches"]} == {path}
    assert found["unchecked"] == []
    nothing = retold("verify", cwd=corpus_copy)
    assert nothing.returncode == 2
    said = re.sub(r"[\s│]+", " ", nothing.stderr)  # the box breaks its lines
    assert "it has no release.json" in said
