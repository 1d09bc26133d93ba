"""The corpora that are measured on: made once a size and layout, in a folder that goes away."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

PER_SHARD = 500


@dataclass(frozen=True)
class Given:
    """A corpus, and a folder for what a command writes."""

    documents: int
    corpus: Path
    out: Path
    card: bytes = field(repr=False)

    def clean(self) -> None:
        """Takes away what a run wrote, so that the next begins anew."""
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.rmtree(self.corpus / "data", ignore_errors=True)
        for left in self.corpus.glob(".retold-*"):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        (self.corpus / "dataset_card.md").write_bytes(self.card)


def given(folder: Path, documents: int) -> Given:
    """The corpus of a size below ``folder``, in shards."""
    corpus = folder / f"{documents}"
    if not corpus.exists():
        argv = [sys.executable, "-m", "benchmarks.corpus", str(corpus), "--documents", str(documents)]
        how = ["--layout", "shards", "--per-shard", str(PER_SHARD), "--ext", "jsonl.zst"]
        subprocess.run([*argv, *how], check=True)
    return Given(documents, corpus, folder / "out", (corpus / "dataset_card.md").read_bytes())
