"""Sets as short sketches, by which like ones are found without comparing every pair.

MinHash (Broder 1997, On the Resemblance and Containment of Documents): the share of equal slots in
two sketches estimates the Jaccard coefficient of the two sets. Locality-sensitive hashing: sets of
coefficient j share one of the bands of r slots with probability 1 - (1 - j^r)^(SLOTS / r).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from operator import eq

SLOTS = 128
_SEED = 1
# Two slots that differ have one last byte once in so many.
_VALUES = 256


def sketch(items: Iterable[str]) -> tuple[int, ...]:
    """``SLOTS`` numbers of 32 bits for a set of strings; empty for the empty set.

    The same on every machine: the strings are hashed with BLAKE2b, the slots have a fixed seed.
    """
    from rensa import RMinHash

    hashes = [int.from_bytes(blake2b(item.encode(), digest_size=8).digest(), "big") for item in items]
    if not hashes:
        return ()
    matrix = RMinHash.digest_matrix_from_token_hash_sets([hashes], num_perm=SLOTS, seed=_SEED)
    return tuple(matrix.to_rows()[0])


def bands(sketch: Sequence[int], rows: int) -> Iterator[str]:
    """A key for each band of ``rows`` slots; like sets share one of them."""
    for at in range(0, len(sketch) - rows + 1, rows):
        yield "-".join(f"{value:x}" for value in (at, *sketch[at : at + rows]))


def short(sketch: Sequence[int]) -> bytes:
    """One byte a slot, enough to estimate by (Li and König 2010, b-bit minwise hashing, b = 8)."""
    return bytes(value % _VALUES for value in sketch)


def resemblance(a: bytes, b: bytes) -> float:
    """The Jaccard coefficient of two sets as their short sketches estimate it; 0 for an empty set.

    Its standard error is at most 0.045, at a coefficient of 0.5.
    """
    equal: float = sum(map(eq, a, b)) / SLOTS
    return max(0.0, (equal * _VALUES - 1) / (_VALUES - 1))
