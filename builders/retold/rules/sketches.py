"""Sets as short sketches, by which like ones are found without comparing every pair.

MinHash (Broder 1997, On the Resemblance and Containment of Documents): the share of equal slots in
two sketches estimates the Jaccard coefficient of the two sets. Locality-sensitive hashing: sets of
coefficient j share one of the bands of r slots with probability 1 - (1 - j^r)^(SLOTS / r).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from struct import pack, unpack

SLOTS = 128
_SEED = 1
_EMPTY = blake2b(digest_size=8)
# Two slots that differ have one last byte once in so many.
_VALUES = 256


def sketch(items: Iterable[str]) -> tuple[int, ...]:
    """``SLOTS`` numbers of 32 bits for a set of strings; empty for the empty set.

    The same on every machine: the strings are hashed with BLAKE2b, the slots have a fixed seed.
    """
    from rensa import RMinHash

    digests = []
    for item in items:
        digest = _EMPTY.copy()  # twice as fast as to make one with its parameters
        digest.update(item.encode())
        digests.append(digest.digest())
    if not digests:
        return ()
    hashes = unpack(f">{len(digests)}Q", b"".join(digests))
    # of one set, which needs no other threads
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        array("Q", hashes), [0, len(hashes)], num_perm=SLOTS, seed=_SEED
    )
    return tuple(matrix.to_rows()[0])


def bands(sketch: Sequence[int], rows: int) -> Iterator[str]:
    """A key for each band of ``rows`` slots; like sets share one of them."""
    # eight digits a slot, so that a band is a piece of one string
    digits = pack(f">{len(sketch)}I", *sketch).hex()
    for at in range(0, len(sketch) - rows + 1, rows):
        yield f"{at:x}-{digits[8 * at : 8 * (at + rows)]}"


def short(sketch: Sequence[int]) -> bytes:
    """One byte a slot, enough to estimate by (Li and König 2010, b-bit minwise hashing, b = 8)."""
    return bytes(value % _VALUES for value in sketch)


def resemblance(a: bytes, b: bytes) -> float:
    """The Jaccard coefficient of two sets as their short sketches estimate it; 0 for an empty set.

    Its standard error is at most 0.045, at a coefficient of 0.5.
    """
    if not a or not b:
        return 0.0
    # a byte of the difference is 0 where the two are equal; whole numbers differ faster than loops
    differing = int.from_bytes(a) ^ int.from_bytes(b)
    equal = differing.to_bytes(SLOTS).count(0) / SLOTS
    return max(0.0, (equal * _VALUES - 1) / (_VALUES - 1))
