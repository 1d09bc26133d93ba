"""Time and peak memory of `retold check` on corpora of growing size.

``python benchmarks/check_memory.py 2000 20000`` writes corpora of so many documents into a
temporary folder, checks each in a process of its own, and prints a table. The documents are those of
tests/golden/corpus, each copy with a line of its own at the end, so that no two are the same.
"""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden" / "corpus"
WORDS = ("harbour", "crane", "rope", "tide", "barge", "pilot", "quay", "anchor", "cargo", "signal")


def read(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, records: list[dict[str, Any]]) -> None:
    """Writes records as canonical lines."""
    lines = (json.dumps(r, ensure_ascii=False, separators=(",", ":")) for r in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")


def own_line(number: int) -> str:
    """A paragraph of 60 random words, so that copies are no near duplicates of each other."""
    drawn = random.Random(number)
    return " ".join(f"{drawn.choice(WORDS)}{drawn.randrange(1000)}" for _ in range(60)) + "\n"


def make(folder: Path, size: int) -> None:
    """A sound corpus of ``size`` documents below ``folder``."""
    for name in ("seeds", "annotations/gold", "annotations/registry"):
        (folder / name).mkdir(parents=True)
    for name in ("retold.toml", "dataset_card.md", "annotations/annotators.jsonl",
                 "annotations/registry/entities.jsonl", "annotations/registry/propositions.jsonl",
                 "annotations/registry/events.jsonl"):  # fmt: skip
        (folder / name).write_bytes((GOLDEN / name).read_bytes())
    seeds, stories = [], []
    originals = read(GOLDEN / "seeds/seeds.jsonl")
    records = {seed["id"]: read(GOLDEN / f"annotations/gold/{seed['id']}.jsonl") for seed in originals}
    for number in range(size):
        seed = originals[number % len(originals)]
        name, story = f"d{number:06d}", f"s{number:06d}"
        text = (GOLDEN / "seeds" / seed["file"]).read_bytes().decode("utf-8")
        added = own_line(number)
        data = (text + added).encode("utf-8")
        (folder / f"seeds/{name}.txt").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        seeds.append({**seed, "id": name, "file": f"{name}.txt", "sha256": digest, "story": story})
        stories.append({"id": story, "title": f"Story {number}", "split": "test"})
        span = [len(text), len(text) + len(added) - 1]
        zone = {
            "kind": "zone",
            "id": f"{name}-z99",
            "doc": name,
            "annotator": "first",
            "spans": [span],
            "zone": "body",
            "lang": "en",
        }
        own = [{**r, "id": f"{name}-{r['id']}", "doc": name} for r in records[seed["id"]]]
        for record in own:
            if record.get("right"):
                record["right"] = None
        write(folder / f"annotations/gold/{name}.jsonl", [*own, zone])
    write(folder / "seeds/seeds.jsonl", seeds)
    write(folder / "seeds/stories.jsonl", stories)


def measure(folder: Path) -> tuple[float, float, str]:
    """Seconds, peak MiB, and the last line that the check printed."""
    code = (
        "import sys, resource\n"
        "from retold.cli import main\n"
        f"sys.argv = ['retold', 'check', {str(folder)!r}]\n"
        "try:\n    main()\n"
        "finally:\n"
        "    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    kibibytes = int(done.stderr.split()[-1])
    return seconds, kibibytes / 1024, done.stdout.splitlines()[-1]


def main(sizes: list[int]) -> None:
    """Prints a row a size."""
    print("| documents | seconds | peak MiB | said |\n| ---: | ---: | ---: | --- |")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            make(Path(name), size)
            seconds, mebibytes, said = measure(Path(name))
        print(f"| {size:,} | {seconds:.0f} | {mebibytes:.0f} | {said} |", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [2000, 20000])
