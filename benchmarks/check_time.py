"""How long reading, checking and the facts of a corpus take, in seconds of CPU; it stays as it is.

    python -m benchmarks.check_time FOLDER [--documents 1000]

Reading and finding sentences are what a build needs without any rule; the rest is what checking adds.
What is judged after the last document is not in it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

import pyarrow as pa

from retold import checking
from retold.engine.facts import FactSheet
from retold.pipeline import corpus_folder
from retold.reading import Reader


def measured(folder: str, documents: int) -> dict[str, float]:
    """Stage -> seconds of CPU of this process, over so many documents."""
    pa.array(["the first array loads libraries, which no corpus pays for"])
    reader = Reader(corpus_folder(folder), keep=False)
    corpus = reader.start()
    sheet = FactSheet()
    spent = {"reading": 0.0, "sentences": 0.0, "checking": 0.0, "facts": 0.0}
    at = time.process_time()

    def done(stage: str) -> None:
        nonlocal at
        now = time.process_time()
        spent[stage] += now - at
        at = now

    for row, layers in islice(reader.documents(corpus), documents):
        done("reading")
        for document in layers.documents.values():
            _ = document.sentences
        done("sentences")
        for _ in checking.on_document(row, layers, corpus, sheet):
            pass
        done("checking")
    with tempfile.TemporaryDirectory() as target:
        sheet.write(Path(target) / "facts.parquet", checking.ACROSS)
    done("facts")
    return spent


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--documents", type=int, default=1000)
    said = parser.parse_args()
    for stage, seconds in measured(said.folder, said.documents).items():
        print(f"{stage:10} {seconds:7.2f} s")
