"""IOB2 token lines, as in CoNLL-2003: a token and its tag a line, a blank line behind each sentence.

Columns stand between tabs or, where a line has no tab, between spaces; the first is the token, the
last the tag (``B-X`` opens a name of type X, ``I-X`` goes on with it, ``O`` is outside any: Tjong Kim
Sang and Veenstra, 1999). The text is made of the tokens, with a space between two and a line feed
between sentences. Other columns and ``-DOCSTART-`` lines are metadata.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from retold.findings import Finding, Place
from retold.formats.base import Files, Fitted, Format, Holding, Loss, Read, stem
from retold.formats.features import FEATURES, cut, is_word, lacking
from retold.formats.neutral import Document, Item, Json, Mark, Written
from retold.model import Span
from retold.segmentation import tokens

NAME = "iob2"
DOCSTART = "-DOCSTART-"
_TAG = re.compile(r"O|([BI])-(.+)", re.DOTALL)
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]+")
_METADATA = ("columns", "docstart")


def loads(files: Files) -> Read:
    """Reads each file as one document."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for path in sorted(files):
        found, wrong = _document(Written(NAME, path, 1, files[path]))
        findings += wrong
        if not any(finding.code != "RT908" for finding in wrong):
            documents.append(found)
    return Read(tuple(documents), tuple(findings))


@dataclass
class _Reader:
    """What was read so far of one file."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    sentences: list[list[Span]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    columns: list[list[str]] = field(default_factory=list)
    docstart: list[list[Json]] = field(default_factory=list)
    open: bool = False
    within: bool = False

    def token(self, token: str) -> Span:
        """The span of the next token, behind a space or line feed."""
        if self.text:
            self.text.append(" " if self.open else "\n")
            self.length += 1
        if not self.open:
            self.sentences.append([])
            self.within = False
        self.open = True
        span = self.length, self.length + len(token)
        self.text.append(token)
        self.length = span[1]
        self.sentences[-1].append(span)
        return span

    def tag(self, span: Span, opens: bool, label: str) -> bool:
        """Notes the tag of the last token; False for an I- that goes on with nothing."""
        goes_on = self.within and self.marks[-1].label == label
        if not opens and goes_on:
            last = self.marks.pop()
            self.marks.append(replace(last, spans=((last.spans[0][0], span[1]),)))
            return True
        self.marks.append(Mark(f"t{len(self.marks) + 1}", label, (span,)))
        self.within = True
        return opens


def columns_of(line: str) -> list[str]:
    """The columns of a line without its end: between tabs or, where it has no tab, between spaces."""
    return line.split("\t") if "\t" in line else line.split(" ")


def _document(written: Written) -> tuple[Document, list[Finding]]:
    reader = _Reader()
    findings: list[Finding] = []
    for number, line in enumerate(written.text.split("\n"), 1):
        place = Place(written.file, number)
        content = line.removesuffix("\r")
        if not content.strip():
            reader.open = False
            continue
        columns = columns_of(content)
        if columns[0] == DOCSTART:
            reader.docstart.append([len(reader.sentences), *columns[1:]])
            reader.open = False
            continue
        tag = _TAG.fullmatch(columns[-1].rstrip())
        if len(columns) < 2 or not columns[0] or tag is None:
            message = f"{content!r} is not a token and, at the end, a tag: O, B-X or I-X"
            findings.append(Finding("RT901", place, message))
            continue
        span = reader.token(columns[0])
        reader.columns.append(columns[1:-1])
        if tag[1] is None:
            reader.within = False
        elif not reader.tag(span, tag[1] == "B", tag[2]):
            message = f"{columns[-1]} goes on with nothing; read as if it were B-{tag[2]}"
            findings.append(Finding("RT908", place, message))
    metadata: dict[str, Json] = {}
    if any(reader.columns):
        metadata["columns"] = reader.columns
    if reader.docstart:
        metadata["docstart"] = reader.docstart
    sentences = tuple(tuple(sentence) for sentence in reader.sentences)
    id, text = stem(written.file), "".join(reader.text)
    return Document(id, text, tuple(reader.marks), sentences, metadata, written=written), findings


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """A file a document, as it was read where that still says the same."""
    files: dict[str, str] = {}
    for document in documents:
        written = document.written
        if written is not None and written.format == NAME and _document(written)[0] == document:
            files[written.file] = written.text
        else:
            files[f"{document.id}.conll"] = "".join(_lines(document))
    return files


def _lines(document: Document) -> Iterator[str]:
    """The lines of a document that ``fit`` has cut to size."""
    tags = dict(_tags(document))
    columns = iter(document.metadata.get("columns", ()))
    starts: dict[int, list[Json]] = {}
    for at, *others in document.metadata.get("docstart", ()):
        starts.setdefault(at, []).append(others)
    sentences = document.sentences or ()
    for number in range(len(sentences) + 1):
        for others in starts.get(number, ()):
            yield "\t".join([DOCSTART, *others]) + "\n\n"
        for span in sentences[number] if number < len(sentences) else ():
            token = document.text[slice(*span)]
            yield "\t".join([token, *next(columns, ()), tags.get(span, "O")]) + "\n"
        if number < len(sentences):
            yield "\n"


def _tags(document: Document) -> Iterator[tuple[Span, str]]:
    spans = iter(span for sentence in document.sentences or () for span in sentence)
    for mark in sorted(document.marks, key=lambda mark: mark.spans):
        opened = False
        for span in spans:
            if span[0] >= mark.spans[0][0]:
                yield span, f"{'I' if opened else 'B'}-{mark.label}"
                opened = True
            if span[1] >= mark.spans[0][1]:
                break


_OUT = "left out"
HOLDS = {
    "spans": Holding(True, "B- and I-"),
    "adjacent": Holding(False, "a token each; a space comes between them"),
    "nested": Holding(False, "the outer one stays"),
    "stacked": Holding(False, "the first stays"),
    "crossing": Holding(False, "the first stays"),
    "lines": Holding(False, _OUT),
    "discontinuous": Holding(False, "each fragment is a span of its own"),
    "zero-width": Holding(False, _OUT),
    "attributes": Holding(False, _OUT),
    "other-attributes": Holding(False, _OUT),
    "values": Holding(False, _OUT),
    "clashes": Holding(False, _OUT),
    "relations": Holding(False, _OUT),
    "roles": Holding(False, _OUT),
    "higher-relations": Holding(False, _OUT),
    "groups": Holding(False, _OUT),
    "events": Holding(False, _OUT),
    "normalisations": Holding(False, _OUT),
    "notes": Holding(False, _OUT),
    "note-lines": Holding(False, _OUT),
    "odd-names": Holding(False, "white space in labels becomes _"),
    "metadata": Holding(False, "left out, but for other columns and -DOCSTART- lines"),
    "tokens": Holding(True, "a line each"),
    "white-space": Holding(False, "the text is its tokens, with one space or line feed between two"),
    "unannotated": Holding(True, "O throughout"),
    "empty": Holding(True, "an empty file"),
}
_REWORDED = ("adjacent", "lines", "odd-names", "metadata", "white-space", "discontinuous")


def fit(document: Document) -> Fitted:
    """The names of a document over its tokens, which are cut at the edges of names."""
    odd = len(FEATURES["odd-names"].found(replace(document, items=document.marks)))
    split = len(FEATURES["discontinuous"].found(document))
    pieces = tuple(piece for item in document.items for piece in _pieces(item))
    left, cuts = cut(
        replace(document, items=pieces), [name for name in lacking(HOLDS) if name not in _REWORDED]
    )
    marks = [replace(mark, label=re.sub(r"\s", "_", mark.label) or "_") for mark in left.marks]
    edges = sorted({edge for mark in marks for edge in mark.spans[0]})
    sentences = [_cut(sentence, edges) for sentence in _sentences(left)]
    text, moved, spans = _joined(left.text, sentences)
    starts = [a for row in sentences for a, _ in row]
    ends = [b for row in sentences for _, b in row]
    rows = [n for n, row in enumerate(sentences) for _ in row]
    kept: list[Mark] = []
    empty = crossing = 0
    for mark in sorted(marks, key=lambda mark: mark.spans):
        start, end = mark.spans[0]
        at, behind = bisect_left(starts, start), bisect_right(ends, end)
        if at >= behind or rows[at] != rows[behind - 1]:
            empty += at >= behind
            crossing += at < behind
            continue
        first, last = starts[at], ends[behind - 1]
        kept.append(replace(mark, spans=((moved[first], moved[first] + _length(moved, first, last)),)))
    metadata, lost = _metadata(left, sum(len(row) for row in sentences))
    counted = {
        "discontinuous": split,
        "odd-names": odd,
        "zero-width": empty,
        "lines": crossing,
        "metadata": lost,
        "white-space": int(text != left.text),
    }
    losses = (*cuts, *(Loss(name, n) for name, n in counted.items() if n))
    fitted = replace(
        left, text=text, items=tuple(kept), sentences=spans, metadata=metadata if lost else left.metadata
    )
    return fitted, losses


def _pieces(item: Item) -> list[Item]:
    """Each fragment as a mark of its own, the first under the mark's id."""
    if not isinstance(item, Mark):
        return [item]
    ids = [item.id, *(f"{item.id}.{n}" for n in range(1, len(item.spans)))]
    return [replace(item, id=id, spans=(span,)) for id, span in zip(ids, item.spans, strict=True)]


def _length(moved: dict[int, int], first: int, last: int) -> int:
    return moved[last - 1] + 1 - moved[first]


def _sentences(document: Document) -> list[list[Span]]:
    """The tokens that the document has, else ours, a sentence a line."""
    given = document.sentences
    if given is not None and not any(
        re.search(r"[\t\r\n]", document.text[a:b]) for s in given for a, b in s
    ):
        return [list(sentence) for sentence in given if sentence]
    rows = []
    for line in _LINE.finditer(document.text):
        row = [(line.start() + a, line.start() + b) for a, b in tokens(line.group())]
        rows += [row] if row else []
    return rows


def _cut(sentence: list[Span], edges: Sequence[int]) -> list[Span]:
    found: list[Span] = []
    for start, end in sentence:
        inside = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        found += pairwise([start, *inside, end])
    return found


def _joined(
    text: str, sentences: Sequence[Sequence[Span]]
) -> tuple[str, dict[int, int], tuple[tuple[Span, ...], ...]]:
    """The text of tokens alone; where each character of them went; and their new spans."""
    moved: dict[int, int] = {}
    rows: list[tuple[Span, ...]] = []
    at = 0
    for sentence in sentences:
        row: list[Span] = []
        for start, end in sentence:
            moved.update(zip(range(start, end), range(at, at + end - start), strict=True))
            row.append((at, at + end - start))
            at += end - start + 1
        rows.append(tuple(row))
    joined = "\n".join(" ".join(text[a:b] for a, b in sentence) for sentence in sentences)
    return joined, moved, tuple(rows)


def _metadata(document: Document, count: int) -> tuple[dict[str, Json], int]:
    """What of the metadata are columns and lines of this format; the number of other keys."""
    kept = {key: value for key, value in document.metadata.items() if key in _METADATA}
    if "columns" in kept and not _is_columns(kept["columns"], count):
        del kept["columns"]
    if "docstart" in kept and (document.written is None or document.written.format != NAME):
        del kept["docstart"]
    return kept, len(document.metadata) - len(kept)


def _is_columns(value: Json, count: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(row, list) and all(is_word(cell) for cell in row) for row in value)
    )


FORMAT = Format(
    NAME,
    "IOB2 token lines",
    (".conll", ".iob2", ".iob", ".txt"),
    "tokens",
    loads,
    dumps,
    fit,
    HOLDS,
)
