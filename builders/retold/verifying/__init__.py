"""A built dataset against its own record: every digest, count and type computed again.

Nothing but the files is looked at: no corpus, no network, no other release.
"""

from __future__ import annotations

from dataclasses import dataclass

from retold.croissant import CROISSANT
from retold.dataset import Dataset, DatasetError
from retold.manifest import RELEASE
from retold.verifying import described, files, tables
from retold.verifying.mismatch import Check, Mismatch, unreadable

CHECKS: tuple[Check, ...] = (
    files.check_record,
    files.check_files,
    tables.check_tables,
    tables.check_counts,
    tables.check_texts,
    files.check_schemas,
    described.check_card,
    described.check_croissant,
)


@dataclass(frozen=True)
class Verified:
    """What does not fit, and what an older record does not say and so could not be checked."""

    mismatches: tuple[Mismatch, ...]
    unchecked: tuple[str, ...]


def verify(dataset: Dataset) -> Verified:
    """Computes everything again. Raises DatasetError where there is no release.json to compare with."""
    record = dataset.record
    found: list[Mismatch] = []
    for check in CHECKS:
        try:
            found += check(dataset, record)
        except DatasetError as error:
            found.append(unreadable(error))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            what = f"cannot be compared: {type(error).__name__} {error}"
            found.append(Mismatch(RELEASE, what))
    unchecked = [name for name in ("content", "schemas", "sha256") if name not in record]
    unchecked += [] if CROISSANT in dataset.files else [CROISSANT]
    return Verified(tuple(dict.fromkeys(found)), tuple(unchecked))
