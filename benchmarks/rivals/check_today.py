"""jsonschema in Python over every record: ``python -m benchmarks.rivals.check_today CORPUS``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.rivals.checks import check_document, check_tables, validators
from benchmarks.rivals.inputs import documents


def check(root: Path) -> int:
    """The number of records; raises at the first that is wrong."""
    known = validators()
    count = check_tables(known, root)
    for seed, text, lines in documents(root):
        count += check_document(known, seed, text, map(json.loads, lines))
    return count


if __name__ == "__main__":
    print(check(Path(sys.argv[1])), "records")
