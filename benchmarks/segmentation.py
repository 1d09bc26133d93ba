"""Measure tokenizers and sentence splitters on the project's three languages.

The chosen ones are those of `retold.segmentation`; a missing library of a candidate is reported.
"""

import argparse
import json
import re
import timeit
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module as load
from importlib.metadata import version
from importlib.util import find_spec
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, TypeAlias

from retold.segmentation import _TOKEN, sentences, tokens

Spans: TypeAlias = list[tuple[int, int]]
Segment: TypeAlias = Callable[[str, str], Spans]  # (text, language) -> spans
Row: TypeAlias = list[Any]
Case: TypeAlias = tuple[list[str], str, list[int]]  # sentences, joiner, boundaries inside a quotation

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"[^\r\n\x85\u2028\u2029]+")
TIGHT = re.compile(r" (?=[.,;:!?)\]”’।])|(?<=[(\[“‘]) |(?<=\d [.,]) (?=\d)")
LANGS, PRF = ("en", "id", "hi"), ("P", "R", "F1")
EDGE = r"[\[\]]"  # where a mention of the invented lines below starts or ends
MARKED = re.split(
    r"\|",
    "[Taliban]’s word|[Taliban]'s word|[US]'s|[US]’s|the [James]’ house|([Taliban] [ISIS-K] Talks)"
    "|[ISIS]-[K]|[ISIS-K]|an [F-35] jet|a [20]-year stay|a [20-year] stay|[green-card] holder"
    "|[Afghan]-born|pro-[Taliban]|non-[Muslim]|anti-[ISIS]-front|di-[Doha]|[AS]-nya|ke-[20]"
    "|a [Muslim] [Uighur]|‘[Islamic State]’|“[Daesh]”|[he] said – [will] go|on [2021-10-09]"
    "|[2021]-[10]-[09]|[1.200] orang|[Rp 1.200]|[Rp] [1.200]|Rp[1.200]|the [U.S.] army|the [U.S]."
    "|at [10:30]|[New York]/[Kabul]|[Kabul],[Doha]|[Kabul].[Doha]|[$][5]m|[₹][500]|[50][%]|[ISIS]_[K]"
    "|[तालिबान]।|[क़तर]’|[काबुल]-[दोहा]|([आईएस])|'[इस्लामिक स्टेट]'|[अमेरिका]\u200d।|[श्री\u200dमान]",
)
STRESS = re.split(
    r"\|",
    "क्षत्रिय स्त्री ज़्यादा क़लम|क्\u200dष नहीं\u200cहै र्\u200dय|हिंदी। है॥ ॐ ७५ १.५"
    "|👨\u200d👩\u200d👧 परिवार|🇮🇩🇮🇳🇬🇧|👍🏽👩🏾\u200d🚀|🏳️\u200d🌈"
    "|🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f|1️⃣#️⃣*️⃣"
    "|e\u0301a\u0301 -\u0301 “\u0301|a\r\nb\r\n\r\nc|a\u00a0b\u202fc\u3000d"
    "|\u200bzero\u200b width\ufeff|co\u00adop|\x1fx\x1cy\x85z|।\u200d.\u200c?|\u0301 first|(क)(ि)|‼️!️"
    "|한국어 가나|no\u2060break|ก็ำ ดี|| |\n|a.\r\nB.\r\n\r\nC| lead. trail. |A\u00a0b. C\td."
    "|He went.She came.|One.\nTwo|“Hi. ” Go.|...",
)
FORMS = re.split(r"\|", "Taliban’s|US's|ISIS-K|20-year|di-Doha|U.S.|1.200|10:30|₹500|क़तर।|👨\u200d👩|#️⃣")


@cache
def make(module: str, name: str, *args: object) -> Any:
    """Import a candidate's library late, so that a missing one is a row, and call its factory once."""
    return getattr(load(module), name)(*args)


def trimmed(text: str, spans: Iterable[tuple[int, int]]) -> Spans:
    """Strip white space at the edges of spans; drop spans that are only white space."""
    parts = ((a, b, text[a:b]) for a, b in spans)
    return [(b - len(p.lstrip()), a + len(p.rstrip())) for a, b, p in parts if p.strip()]


def by_line(text: str, lang: str, split: Segment) -> Spans:
    """Split line by line."""
    return [
        (line.start() + a, line.start() + b)
        for line in LINE.finditer(text)
        for a, b in trimmed(line.group(), split(line.group(), lang))
    ]


def sx(text: str, lang: str) -> Spans:
    """Call sentencex on the whole text."""
    found = load("sentencex").get_sentence_boundaries(lang, text)
    return [(d["start_index"], d["end_index"]) for d in found]


def plain(text: str, _lang: str) -> Spans:
    """Floor: a stop, closing marks, white space; or a line end."""
    cuts = [m.end() for m in re.finditer(r"[.!?।॥…][\"'”’)\]]*\s+|[\r\n]+", text)]
    return list(pairwise([0, *cuts, len(text)]))


def hf(build: Callable[[Any, Any], Any]) -> Segment:
    """Wrap a pre-tokenizer of Hugging Face tokenizers."""
    made = cache(lambda: build(load("tokenizers.pre_tokenizers"), load("tokenizers").Regex))
    return lambda text, _lang: [span for _, span in made().pre_tokenize_str(text)]


TOKENIZERS: dict[str, Segment] = {
    "regex, own pattern": lambda t, _: tokens(t),
    "tokenizers Split, own pattern": hf(lambda p, r: p.Split(r(_TOKEN), "removed", invert=True)),
    "tokenizers BertPreTokenizer": hf(lambda p, _: p.BertPreTokenizer()),
    "tokenizers Whitespace": hf(lambda p, _: p.Whitespace()),
    "tokenizers Whitespace+Punct": hf(lambda p, _: p.Sequence([p.WhitespaceSplit(), p.Punctuation()])),
    "regex UAX 29": lambda t, _: trimmed(
        t, [m.span() for m in load("regex").finditer(r"(?sw).+?\b", t)]
    ),
    "uniseg UAX 29": lambda t, _: trimmed(
        t, pairwise(accumulate(map(len, load("uniseg.wordbreak").words(t)), initial=0))
    ),
    "spaCy": lambda t, k: trimmed(t, ((w.idx, w.idx + len(w)) for w in make("spacy", "blank", k)(t))),
}
SPLITTERS: dict[str, Segment] = {
    "sentencex by line + list": sentences,
    "sentencex by line": lambda t, lang: by_line(t, lang, sx),
    "sentencex": sx,
    "pysbd (en for id)": lambda t, lang: [
        (s.start, s.end)
        for s in make("pysbd", "Segmenter", lang.replace("id", "en"), False, None, True).segment(t)
    ],
    "spaCy sentencizer": lambda t, lang: [
        (s.start_char, s.end_char)
        for s in make("spacy.pipeline", "Sentencizer")(make("spacy", "blank", lang)(t)).sents
    ],
    "regular expression": plain,
}


def corpus(samples: Path, lang: str) -> list[list[list[str]]]:
    """Read an IOB2 sample as sentences of [token, tag]; empty when the folder is absent."""
    pattern = {"id": "nergrit_id/*_preprocess.txt", "hi": "hiner_hi/original.conll"}.get(lang, "-")
    texts = [p.read_text(encoding="utf-8") for p in sorted((samples / "iob2").glob(pattern))]
    blocks = (block for text in texts for block in re.split(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text.strip()))
    return [[line.split("\t")[:2] for line in block.split("\n")] for block in blocks]


def inside(marks: Iterable[int], spans: Spans) -> int:
    """Count the offsets that fall strictly inside a span."""
    return len({i for a, b in spans for i in range(a + 1, b)}.intersection(marks))


def iob_score(cut: Segment, lang: str, data: list[list[list[str]]]) -> Row:
    """Return unrepresentable entity boundaries, exact tokens, and tokens split further."""
    bad = marks = exact = total = split = 0
    for rows in data:
        spans = cut(" ".join(t for t, _ in rows), lang)
        at = list(accumulate((len(t) + 1 for t, _ in rows), initial=0))
        theirs, starts = [(a, b - 1) for a, b in pairwise(at)], {a for a, _ in spans}
        edges: set[int] = set()
        for here, (before, tag) in zip(at, pairwise(["O", *(g for _, g in rows), "O"]), strict=True):
            if not (tag[0] == "I" and tag[1:] == before[1:]):
                edges |= {i for i, t in ((here - 1, before), (here, tag)) if t != "O"}
        exact, total = exact + len(set(spans) & set(theirs)), total + len(rows)
        split += sum(not starts.isdisjoint(range(a + 1, b)) for a, b in theirs)
        bad, marks = bad + inside(edges, spans), marks + len(edges)
    return [f"{bad} of {marks}", f"{100 * exact / total:.2f} %", split]


def gold_mentions() -> list[tuple[str, set[int]]]:
    """Read mention boundaries from annotations/gold; an empty list when there are none."""
    marks: dict[str, set[int]] = {}
    for path in sorted((ROOT / "annotations/gold").glob("*.jsonl")):
        for row in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").split("\n"))):
            if row.get("kind") == "mention":
                marks.setdefault(row["doc"], set()).update(i for span in row["spans"] for i in span)
    return [((ROOT / f"seeds/{doc}.txt").read_bytes().decode(), found) for doc, found in marks.items()]


def covered(text: str, spans: Spans) -> bool:
    """Check that spans are ordered, disjoint, and hold every non-white-space character once."""
    ordered = list(chain(*spans)) == sorted(chain(*spans))
    return ordered and "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def speed(cut: Segment, text: str) -> str:
    """Return thousands of characters a second, best of three, two digits."""
    rate = len(text) / min(timeit.repeat(lambda: cut(text, "en"), number=1, repeat=3))
    return f"{float(f'{rate / 1000:.2g}'):,.0f}"


def tokenizer_rows(cut: Segment, samples: Path, prose: str) -> list[Row]:
    """Measure one tokenizer and show what it does with some forms."""
    row: Row = []
    for lang in ("id", "hi"):
        row += iob_score(cut, lang, data) if (data := corpus(samples, lang)) else ["no sample"] * 3
    cuts = [{m.start() - i for i, m in enumerate(re.finditer(EDGE, x))} for x in MARKED]
    invented = [(re.sub(EDGE, "", x), marks) for x, marks in zip(MARKED, cuts, strict=True)]
    for texts in (invented, gold_mentions()):
        bad = sum(inside(marks, cut(text, "en")) for text, marks in texts)
        row.append(f"{bad} of {sum(len(marks) for _, marks in texts)}" if texts else "no gold yet")
    broken = lost = 0
    for text in STRESS:
        clusters = [m.span() for m in load("regex").finditer(r"\X", text) if not m[0][0].isspace()]
        broken += inside({i for span in cut(text, "hi") for i in span}, clusters)
        lost += not covered(text, cut(text, "hi"))
    forms: Row = ["·".join(f[a:b] for a, b in cut(f, "en")).replace("\u200d", "+") for f in FORMS]
    return [[*row, broken, f"{lost} of {len(STRESS)}", speed(cut, prose)], forms]


def f1(cut: Segment, lang: str, cases: list[Case]) -> Row:
    """Return precision, recall and F1 of inner boundaries; boundaries inside quotations are neutral."""
    hit = all_gold = all_found = 0
    for parts, join, quoted in cases:
        ends = [len(join.join(parts[: i + 1])) for i in range(len(parts))]
        text, neutral = join.join(parts), {ends[-1], *(ends[i] for i in quoted)}
        gold, found = set(ends) - neutral, {b for _, b in trimmed(text, cut(text, lang))} - neutral
        hit, all_gold, all_found = hit + len(gold & found), all_gold + len(gold), all_found + len(found)
    p, r = hit / max(1, all_found), hit / max(1, all_gold)
    return [f"{p:.3f}", f"{r:.3f}", f"{2 * p * r / max(p + r, 1e-9):.3f}"]


def paragraphs(*langs: str) -> list[Case]:
    """Read the invented paragraphs of some languages."""
    lines = (ROOT / "benchmarks/sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = (row for row in map(json.loads, lines) if row["lang"] in langs)
    return [(row["sentences"], row["join"], row.get("in_quote", [])) for row in rows]


def splitter_rows(cut: Segment, samples: Path, prose: str) -> list[Row]:
    """Measure one splitter on the invented paragraphs and on the samples."""
    sampled: Row = []
    for lang in ("id", "hi"):
        lines = [" ".join(t for t, _ in s) for s in corpus(samples, lang)]
        for form in (lines, [TIGHT.sub("", line) for line in lines]):
            groups: list[Case] = [(form[i : i + 5], " ", []) for i in range(0, len(form), 5)]
            sampled += f1(cut, lang, groups) if form else ["no sample"] * 3
    texts = [*STRESS, *(join.join(parts) for parts, join, _ in paragraphs(*LANGS))]
    found = [(t, trimmed(t, cut(t, "hi"))) for t in texts]
    lossy = f"{sum(not covered(t, spans) for t, spans in found)} of {len(texts)}"
    broken = sum(inside({b for _, b in spans}, tokens(t)) for t, spans in found)
    invented = [x for lang in LANGS for x in f1(cut, lang, paragraphs(lang))]
    return [[*invented, lossy, broken, speed(cut, prose)], sampled]


def tables(samples: Path) -> dict[str, list[Row]]:
    """Build every generated table; the first row is the head."""
    prose = "\n".join(join.join(parts) for parts, join, _ in paragraphs(*LANGS)) * 10
    ends = [f"{x} {c}" for x in ("id", "hi") for c in ("cut ends", "exact", "split")]
    own = [f"{x} {c}" for x in LANGS for c in PRF]
    sampled = [f"{x} {c}" for x in ("id", "id tight", "hi", "hi tight") for c in PRF]
    libraries = ("regex", "tokenizers", "spacy", "uniseg", "sentencex", "pysbd")
    have = [version(x) if find_spec(x) else "not installed" for x in libraries]
    out: dict[str, list[Row]] = {
        "versions": [["library", *libraries], ["version", *have]],
        "tokenizers": [["tokenizer", *ends, "cut marked", "cut gold", "clusters", "lossy", "k chars/s"]],
        "forms": [["tokenizer", *FORMS]],
        "invented": [["splitter", *own, "lossy", "cut tokens", "k chars/s"]],
        "samples": [["splitter", *sampled]],
    }
    jobs = [(n, c, tokenizer_rows, ["tokenizers", "forms"]) for n, c in TOKENIZERS.items()]
    jobs += [(n, c, splitter_rows, ["invented", "samples"]) for n, c in SPLITTERS.items()]
    for name, cut, measure, names in jobs:
        try:
            rows = measure(cut, samples, prose)
        except ImportError as error:
            rows = [[f"{error.name} is not installed"]] * len(names)
        for table, row in zip(names, rows, strict=True):
            out[table].append([name, *row, *[""] * (len(out[table][0]) - len(row) - 1)])
    return out


def main() -> None:
    """Print the tables, or write them between their markers in a document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, default=ROOT / "../shared/samples")
    parser.add_argument("--write", type=Path, help="a document with the markers")
    args = parser.parse_args()
    known = tables(args.samples)
    fresh = "".join(f"<!-- generated:{name} --><!-- /generated -->\n\n" for name in known)
    text = args.write.read_text(encoding="utf-8") if args.write else fresh
    for name, (head, *rows) in known.items():
        table = [head, ["---"] * len(head), *rows]
        lines = [" | ".join(map(str, ["", *row, ""])).strip() for row in table]
        old = rf"(?s)(?<=<!-- generated:{name} -->).*?(?=<!-- /generated -->)"
        assert re.search(old, text), f"{args.write} lacks <!-- generated:{name} --> and its end"
        text = "\n{}\n".format("\n".join(lines)).join(re.split(old, text, maxsplit=1))
    print(text) if args.write is None else args.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
