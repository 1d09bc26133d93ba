"""Random sound corpora through the commands: what is held comes back equal, the rest is counted."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import snapshot
from retold.cli import app
from retold.formats import FORMATS
from retold.formats.alignment import aligned
from retold.formats.base import Files
from retold.formats.neutral import Event, Mark
from valid_corpora import corpora

LAYER = "annotations/first"
# Records of one passage; the others are events, which token and span formats lack.
PLAIN = ("zone", "mention", "stance", "fault")
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
FEW = settings(deadline=None, max_examples=6, suppress_health_check=SLOW)


@contextmanager
def written(files: dict[str, bytes]) -> Iterator[Path]:
    """The corpus in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="retold-trip-") as folder:
        root = Path(folder) / "corpus"
        for path, data in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        yield root


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, words), "--format", "json"])


def done(*words: str | Path) -> dict[str, int]:
    """Runs a command that must succeed; feature -> how often it was lost."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    return lost(result)


def lost(result: Result) -> dict[str, int]:
    """What RT907 says: feature -> number."""
    told = [f["message"] for f in json.loads(result.stdout)["findings"] if f["code"] == "RT907"]
    found = [
        re.match(r"\S+(?: record)? cannot hold (\S+) \(.*\): (\d+) in ", message) for message in told
    ]
    assert all(found), told
    return {match[1]: int(match[2]) for match in found if match}


def kinds(*names: str) -> Iterator[str]:
    for name in names:
        yield from ("--kind", name)


def records(files: dict[str, bytes], *names: str) -> dict[str, list[dict[str, Any]]]:
    """Document -> its records of these kinds, of all without any, in the layer."""
    found = {}
    for path, data in files.items():
        lines = [json.loads(line) for line in data.decode("utf-8").splitlines()]
        found[path.split("/")[-1]] = [r for r in lines if not names or r["kind"] in names]
    return found


def layer(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith(f"{LAYER}/")}


def texts(folder: Path) -> Files:
    return {path: data.decode("utf-8") for path, data in snapshot(folder).items()}


def pieces(found: dict[str, list[dict[str, Any]]], label: str) -> Counter[tuple[str, str, int, int]]:
    """Document, label and ends of each fragment."""
    return Counter(
        (doc, record[label], start, end)
        for doc, held in found.items()
        for record in held
        for start, end in record["spans"]
    )


@FEW
@given(corpora())
def test_brat_brings_back_the_same_bytes(files: dict[str, bytes]) -> None:
    with written(files) as root:
        out = root.parent / "out"
        assert done("export", "brat", root, "--layer", "first", "--out", out) == {}
        shutil.rmtree(root / LAYER)
        assert done("import", "brat", out, root, "--annotator", "first") == {}
        assert {f"{LAYER}/{path}": data for path, data in snapshot(root / LAYER).items()} == layer(files)


def lost_in(way: list[str], root: Path, *options: str) -> tuple[Path, Counter[str]]:
    """The layer exported to the first format and converted to each next: where it is, and its losses."""
    out = root.parent / "out-0"
    told = Counter(done("export", way[0], root, "--layer", "first", *options, "--out", out, "--lossy"))
    for number, (source, target) in enumerate(pairwise(way), 1):
        new = root.parent / f"out-{number}"
        told.update(done("convert", source, out, target, new, "--lossy"))
        out = new
    return out, told


@FEW
@given(corpora(), st.sampled_from(["prodigy", "brat prodigy", "prodigy brat", "brat prodigy brat"]))
def test_records_of_one_passage_come_back_over_any_way(files: dict[str, bytes], way: str) -> None:
    """All but those in fragments, which Prodigy lacks."""
    formats = way.split()
    with written(files) as root:
        out, told = lost_in(formats, root, *kinds(*PLAIN))
        shutil.rmtree(root / LAYER)
        assert done("import", formats[-1], out, root, "--annotator", "first") == {}
        before = records(layer(files), *PLAIN)
        whole = {doc: [r for r in held if not in_fragments(r)] for doc, held in before.items()}
        assert records(snapshot(root / LAYER)) == whole
        assert told["discontinuous"] == sum(map(len, before.values())) - sum(map(len, whole.values()))
        assert told.keys() <= {"discontinuous", "dependent"}


def in_fragments(record: dict[str, Any]) -> bool:
    return len(record["evidence" if record["kind"] == "stance" else "spans"]) > 1


@FEW
@given(corpora(), st.sampled_from(["prodigy", "doccano", "iob2"]))
def test_what_is_lost_is_an_error_first_and_counted_the_same(files: dict[str, bytes], name: str) -> None:
    words = ("export", name, "--layer", "first")
    with written(files) as root:
        out = root.parent / "out"
        strict = run(*words, root, "--out", out)
        assert strict.exit_code == (1 if lost(strict) else 0)
        assert out.exists() == (strict.exit_code == 0)
        again = root.parent / "again"
        assert done(*words, root, "--out", again, "--lossy") == lost(strict)
        # the same files again, and nothing lost a second time
        assert done("convert", name, again, name, root.parent / "third") == {}
        assert snapshot(root.parent / "third") == snapshot(again)


@FEW
@given(corpora(), st.sampled_from(["prodigy", "doccano", "iob2"]))
def test_events_and_fragments_are_counted_as_brat_has_them(files: dict[str, bytes], name: str) -> None:
    with written(files) as root:
        whole, told = lost_in(["brat"], root)
        assert told == {}
        words = ("--layer", "first", "--out", root.parent / "out", "--lossy")
        found = done("export", name, root, *words)
        items = [i for d in FORMATS["brat"].loads(texts(whole)).documents for i in d.items]
        assert found.get("events", 0) == sum(isinstance(item, Event) for item in items)
        fragments = sum(isinstance(item, Mark) and len(item.spans) > 1 for item in items)
        assert found.get("discontinuous", 0) == fragments


@FEW
@given(corpora())
def test_doccano_keeps_zones_and_counts_their_language(files: dict[str, bytes]) -> None:
    with written(files) as root:
        out = root.parent / "out"
        words = ("--layer", "first", *kinds("zone"), "--out", out, "--lossy")
        before = records(layer(files), "zone")
        assert done("export", "doccano", root, *words).get("attributes", 0) >= sum(
            map(len, before.values())
        )
        shutil.rmtree(root / LAYER)
        done("import", "doccano", out, root, "--annotator", "first", "--set", "lang=en")
        after = records(snapshot(root / LAYER))
        assert pieces(after, "zone") == pieces(before, "zone")


@FEW
@given(corpora())
def test_token_lines_keep_outer_names_and_count_the_others(files: dict[str, bytes]) -> None:
    with written(files) as root:
        out = root.parent / "out"
        words = ("--layer", "first", *kinds("mention"), "--out", out, "--lossy")
        told = done("export", "iob2", root, *words)
        left = FORMATS["iob2"].loads(texts(out))
        before = pieces(records(layer(files), "mention"), "type")
        gone = sum(
            told.get(name, 0) for name in ("nested", "stacked", "crossing", "lines", "zero-width")
        )
        assert sum(len(document.marks) for document in left.documents) == sum(before.values()) - gone
        after: Counter[tuple[str, str, int, int]] = Counter()
        for document in left.documents:
            moved = aligned(document, files[f"seeds/{document.id}.txt"].decode("utf-8"))
            assert moved is not None
            after.update((f"{moved.id}.jsonl", m.label, *m.spans[0]) for m in moved.marks)
        assert after <= before
