"""A built dataset against its own record: every digest, count and type computed again.

Nothing but the files is looked at: no corpus, no network, no other release.
"""

from __future__ import annotations

from dataclasses import dataclass

from retold.croissant import CROISSANT
from retold.dataset import CARD, Dataset, DatasetError
from retold.manifest import RELEASE
from retold.verifying import described, files, tables
from retold.verifying.mismatch import Check, Mismatch, unreadable

# What is at fault where a check cannot even be made -> the check.
CHECKS: tuple[tuple[str, Check], ...] = (
    (RELEASE, files.check_record),
    (RELEASE, files.check_files),
    (RELEASE, tables.check_tables),
    (RELEASE, tables.check_counts),
    (RELEASE, tables.check_texts),
    (RELEASE, files.check_schemas),
    (CARD, described.check_card),
    (CROISSANT, described.check_croissant),
)


@dataclass(frozen=True)
class Verified:
    """What does not fit, and what an older record does not say and so could not be checked."""

    mismatches: tuple[Mismatch, ...]
    unchecked: tuple[str, ...]


def verify(dataset: Dataset) -> Verified:
    """Computes everything again. Raises DatasetError where there is no release.json at all."""
    try:
        record = dataset.record
    except DatasetError as error:
        if RELEASE not in dataset.files:
            raise
        return Verified((unreadable(error),), ())
    found: list[Mismatch] = []
    for path, check in CHECKS:
        try:
            found += check(dataset, record)
        except DatasetError as error:
            found.append(unreadable(error))
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            found.append(Mismatch(path, f"is in no form that can be compared: {error!r}"))
    unchecked = [name for name in ("content", "schemas", "sha256") if name not in record]
    if not any(m.path == CROISSANT for m in found) and CROISSANT not in dataset.files:
        unchecked.append(CROISSANT)
    return Verified(tuple(dict.fromkeys(found)), tuple(unchecked))
