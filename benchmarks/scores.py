"""How long scoring and agreement take, beside nervaluate, seqeval and krippendorff on the same mentions.

    python -m benchmarks.scores [MENTIONS] [NAME...]

Each figure is the median of three runs, every run a process of its own; what a measured thing takes as
its input is made before the clock starts. ``nervaluate`` is given documents, and sentences, as people
give it. Commands are measured from their start to their end.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import inputs
from benchmarks.measuring.results import Score as Row
from benchmarks.two_layers import Marked, documents
from retold.model import EntityType, labels

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
Run = Callable[[], object]


def _ours(task: str) -> Callable[[Sequence[Marked]], Run]:
    def prepare(found: Sequence[Marked]) -> Run:
        from retold.metrics.scores.scoring import score

        gold, answers = inputs.pages(found, "gold"), inputs.pages(found, "other")

        def run() -> object:
            measures = score(task, gold, answers).measures
            wanted = {"names": "strict.f1", "iob2": "f1", "coreference": "conll"}
            return {
                name: measures[measure].all.figures[name].value
                for measure, name in wanted.items()
                if measure in measures
            }

        return run

    return prepare


def _nervaluate(given: Callable[[Sequence[Marked], str], Any]) -> Callable[[Sequence[Marked]], Run]:
    def prepare(found: Sequence[Marked]) -> Run:
        from nervaluate import Evaluator

        gold, answers = given(found, "gold"), given(found, "other")

        def run() -> object:
            types = list(labels(EntityType))
            result = Evaluator(gold, answers, tags=types, loader="dict").evaluate()
            return {"strict.f1": result["overall"]["strict"].f1}

        return run

    return prepare


def _seqeval(found: Sequence[Marked]) -> Run:
    from seqeval.metrics import classification_report

    gold, answers = inputs.tags(found, "gold"), inputs.tags(found, "other")

    def run() -> object:
        report = classification_report(gold, answers, output_dict=True, zero_division=0)
        return {"f1": report["micro avg"]["f1-score"]}

    return run


def _agreement(found: Sequence[Marked]) -> Run:
    from retold.metrics.report import agreement

    corpus = inputs.corpus(found)

    def run() -> object:
        layer = agreement(corpus, ["ada", "ben"]).layers["mention_name"]
        return {
            "exact_label.f1": layer.all.pairs[0].scores["exact_label"].f1,
            "type.alpha": layer.fields[0].alpha.value,
        }

    return run


def _units(found: Sequence[Marked]) -> list[tuple[str, str]]:
    """The types that both sides gave to the mentions of the same place, in order."""
    return [
        (ours.type, theirs.type) for d in found for ours, theirs in zip(d.gold, d.other, strict=False)
    ]


def _our_alpha(found: Sequence[Marked]) -> Run:
    from retold.metrics.agreement import nominal_alpha

    units = _units(found)
    return lambda: {"alpha": nominal_alpha(units)}


def _krippendorff(found: Sequence[Marked]) -> Run:
    import krippendorff

    rows = [list(column) for column in zip(*_units(found), strict=True)]
    return lambda: {"alpha": krippendorff.alpha(rows, level_of_measurement="nominal")}


PREPARED: dict[str, Callable[[Sequence[Marked]], Run]] = {
    "score ner, in memory": _ours("ner"),
    "score entities, in memory": _ours("entities"),
    "nervaluate, a document a row": _nervaluate(inputs.spans),
    "nervaluate, a sentence a row": _nervaluate(inputs.spans_by_sentence),
    "seqeval": _seqeval,
    "agreement, in memory": _agreement,
    "nominal alpha": _our_alpha,
    "krippendorff": _krippendorff,
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "retold score ner, record lines": ("score", "ner", "--gold", "gold", "--pred", "other.jsonl"),
    "retold score entities, record lines": (
        "score", "entities", "--gold", "gold", "--pred", "other.jsonl",
    ),
    "retold score ner, built dataset": ("score", "ner", "--gold", "gold", "--pred", "gold"),
}  # fmt: skip
"""What is measured as commands, in a folder with ``gold`` and ``other.jsonl``."""


def measure(mentions: int, names: Sequence[str] = (), runs: int = RUNS) -> list[Row]:
    """The medians over some runs of everything, or of what is named."""
    chosen = [name for name in (*PREPARED, *COMMANDS) if not names or name in names]
    rows = [_in_process(name, mentions, runs) for name in chosen if name in PREPARED]
    commands = [name for name in chosen if name in COMMANDS]
    if commands:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            found = list(documents(mentions))
            inputs.built(found, folder / "gold")
            inputs.record_lines(found, folder / "other.jsonl")
            del found
            rows += [_command(name, mentions, folder, runs) for name in commands]
    return rows


def _in_process(name: str, mentions: int, runs: int) -> Row:
    code = f"from benchmarks.scores import one; one({name!r}, {mentions})"
    words = [sys.executable, "-c", code]
    said = (
        subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(runs)
    )
    return _median(name, mentions, [json.loads(line) for line in said])


def one(name: str, mentions: int) -> None:
    """Runs one thing once, in this process, and prints what it took as JSON."""
    run = PREPARED[name](list(documents(mentions)))
    wall, cpu = time.perf_counter(), time.process_time()
    said = run()
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({**took, "peak_mb": peak, "found": json.dumps(said)}))


def _command(name: str, mentions: int, folder: Path, runs: int) -> Row:
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "retold", *COMMANDS[name]],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stderr is not None
            said = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{name}: exit status {process.returncode}: {said.decode()[-500:]}")
        took = {"wall": time.perf_counter() - start, "cpu": usage.ru_utime + usage.ru_stime}
        found.append({**took, "peak_mb": usage.ru_maxrss / 1000, "found": ""})
    return _median(name, mentions, found)


def _median(name: str, mentions: int, found: Sequence[dict[str, Any]]) -> Row:
    middle = {key: median(one[key] for one in found) for key in ("wall", "cpu", "peak_mb")}
    return Row(name, mentions, **middle, found=found[0]["found"])


HEAD = ("what", "mentions", "wall s", "processor s", "peak MB", "found")


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = [f"| {' | '.join(HEAD)} |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for r in rows:
        numbers = f"{r.mentions:,} | {r.wall:.2f} | {r.cpu:.2f} | {r.peak_mb:.0f}"
        lines.append(f"| {r.name} | {numbers} | {r.found} |")
    return "\n".join(lines)


if __name__ == "__main__":
    words = sys.argv[1:]
    numbers = [int(word) for word in words if word.isdecimal()]
    names = [word for word in words if not word.isdecimal()]
    print(table(measure(numbers[0] if numbers else 100_000, names)))
