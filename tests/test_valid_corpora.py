"""Rules on random corpora: silent on sound ones, never at a loss on broken ones."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from retold.mutate.base import Operator
from retold.mutate.draws import Draw
from retold.mutate.engine import Bench
from retold.mutate.operators import OPERATORS
from retold.mutate.sources import Sources
from retold.rules import CATALOGUE
from valid_corpora import corpora, expected_warnings

STRUCTURAL = [operator for operator in OPERATORS.values() if operator.kind == "structural"]
# What JSON, TOML, YAML and UTF-8 readers stumble over.
GARBAGE = [
    b"", b"\x00", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\n",
    b"\r\n", b"\x85", b'"', b"{", b"}", b"[", b"]", b"\\", b"\\ud800", b"null", b"true",
    b"NaN", b"1e999", b"-0", b"2031-02-30", b"e-",
    b"99999999999999999999", b"[" * 990, b'{"a":' * 990, b"---\n", b"!!bool x",
    b"a: &a [*a]\n", b"<!-- generated:",
]  # fmt: skip


def examples(number: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(deadline=None, max_examples=number, suppress_health_check=slow)


@examples(60)
@given(corpora())
def test_no_rule_finds_anything_in_a_sound_corpus(files: dict[str, bytes]) -> None:
    with Bench(Sources(files)) as bench:
        found = bench.findings({})
    assert [f for f in found if f.severity == "error"] == []
    assert {(f.code, f.place.file) for f in found} == expected_warnings(files)


@examples(80)
@given(corpora(), st.sampled_from(STRUCTURAL), st.integers(0, 99))
def test_a_structural_fault_is_seen_in_any_sound_corpus(
    files: dict[str, bytes], operator: Operator, seed: int
) -> None:
    sources = Sources(files)
    change = operator.mutate(sources, Draw(f"{seed}"))
    assume(change is not None)
    with Bench(sources) as bench:
        codes = {f.code for f in bench.findings(change or {})}
    assert codes & set(operator.by), f"{operator.name}: only {sorted(codes)}"


@examples(120)
@given(
    corpora(),
    st.lists(st.tuples(st.sampled_from(list(OPERATORS.values())), st.integers(0, 99)), max_size=5),
)
def test_no_rule_crashes_on_several_faults(
    files: dict[str, bytes], planted: list[tuple[Operator, int]]
) -> None:
    sources = Sources(files)
    for operator, seed in planted:
        sources = sources.after(operator.mutate(sources, Draw(f"{seed}")) or {})
    with Bench(sources) as bench:
        assert {f.code for f in bench.findings({})} <= set(CATALOGUE)


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, bytes]:
    """A sound corpus with one to three stretches of bytes that are others, gone, or twice."""
    files = draw(corpora())
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(files)))
        data = files[path]
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 40))
        garbage = draw(st.binary(max_size=20) | st.sampled_from(GARBAGE) | st.just(data[start:end] * 2))
        files[path] = data[:start] + garbage + data[end:]
    return files


@examples(150)
@given(spoiled())
def test_no_rule_crashes_on_garbage(files: dict[str, bytes]) -> None:
    with Bench(Sources(files)) as bench:
        assert {f.code for f in bench.findings({})} <= set(CATALOGUE)
