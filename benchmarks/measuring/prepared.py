"""What stands before a measured command runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta

import msgspec

from benchmarks.corpus.packing import packed_documents
from benchmarks.measuring.corpora import Given
from retold.compression import decompressed


def cleaned(given: Given) -> None:
    """A corpus that was never built."""
    given.clean()


def one_document_changed(given: Given) -> None:
    """A corpus that was built, and of which one document was obtained on another day since."""
    if not (given.corpus / "data").exists():
        _built(given)
    path = sorted((given.corpus / "seeds/shards").iterdir())[0]
    content = b"".join(decompressed([path.read_bytes()], path.name))
    documents = [msgspec.json.decode(line) for line in content.split(b"\n")[:-1]]
    later = date.fromisoformat(documents[0]["obtained"]) + timedelta(days=1)
    documents[0]["obtained"] = later.isoformat()
    path.write_bytes(packed_documents(documents, path.name.partition(".")[2]))


def rows_written(given: Given) -> None:
    """A corpus that was built, and the rows of its documents as JSON lines."""
    if not (given.corpus / "data").exists():
        given.clean()
        _built(given)
    if not given.out.exists():
        given.out.mkdir()
        words = ["-m", "benchmarks.load", "write", "jsonl", str(given.corpus), str(given.out)]
        subprocess.run([sys.executable, *words], check=True)


def _built(given: Given) -> None:
    shutil.rmtree(given.out, ignore_errors=True)
    words = ["-m", "retold", "build", str(given.corpus), "--jobs", "2"]
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
