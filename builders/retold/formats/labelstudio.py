"""Label Studio's JSON of tasks, as its export, its import and its API have it.

A file is a list of tasks, or one task: ``data`` with the text, ``annotations`` with the ``result`` of
each annotator. The first annotation that was not skipped is read; all else of a task is metadata,
under ``label_studio`` where it is not from ``data``. ``data.doc`` is the document's id.

Offsets count code points, and a carriage return and a line feed are one each: so the editor of
Label Studio counts since 1.4 (``selection-tools.js``, ``domManager.ts``; measured with 1.23.2 in
tests/workbench.py). In 2021 it counted UTF-16 units (its issues 1008 and 1347): RT903 says so.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from retold.findings import Finding, Place
from retold.formats import json_places, labelstudio_results, labelstudio_writing
from retold.formats.base import Files, Fitted, Format, Holding, Loss, Read, stem
from retold.formats.features import FEATURES, cut, lacking
from retold.formats.labelstudio_config import TEXT
from retold.formats.neutral import Document, Item, Json, Written
from retold.records import load_object

NAME = "labelstudio"
TOGETHER = "tasks.json"
DOC = "doc"
OWN = "label_studio"
"""Under which name of the metadata stands what is not of a task's data."""
_ANNOTATIONS = ("annotations", "completions")  # the second, before Label Studio 1.0
_PARTS = {"task": dict, "annotation": dict, "others": list, "results": list, "text": str, "data": dict}


def loads(files: Files) -> Read:
    """Reads every task of every file."""
    documents: list[Document] = []
    findings: list[Finding] = []
    for path in sorted(files):
        try:
            for n, written in enumerate(_tasks(path, files[path]), 1):
                found, wrong = _document(written, f"{stem(path)}-{n}")
                findings += wrong
                documents += [] if found is None else [found]
        except json.JSONDecodeError as error:
            message = f"not JSON at column {error.colno}: {error.msg}"
            findings.append(Finding("RT901", Place(path, error.lineno), message))
        except RecursionError:
            findings.append(Finding("RT901", Place(path, 1), "nested too deeply"))
    return Read(tuple(documents), tuple(findings))


def _tasks(path: str, text: str) -> Iterator[Written]:
    """Each task with what stands before it, and the last with what stands behind it."""
    at = json_places.after_space(text, 0)
    if text[at : at + 1] == "[":
        spans = list(json_places.elements(text, at))
    else:
        spans = [(at, json_places.end_of(text, at))]
    behind = json_places.after_space(text, json_places.end_of(text, at))
    if behind < len(text):
        raise json.JSONDecodeError("Extra data", text, behind)
    if not spans:
        return
    starts = [0, *(end for _, end in spans[:-1])]
    ends = [*(end for _, end in spans[:-1]), len(text)]
    line, counted = 1, 0
    for (first, _), start, end in zip(spans, starts, ends, strict=True):
        line, counted = line + text.count("\n", counted, first), first
        yield Written(NAME, path, line, text[start:end])


def _split(chunk: str) -> tuple[str, str, str]:
    """What stands before a task, the task, and what stands behind it."""
    start = json_places.after_space(chunk, 0)
    if chunk[start : start + 1] in ("[", ","):
        start = json_places.after_space(chunk, start + 1)
    end = json_places.end_of(chunk, start)
    return chunk[:start], chunk[start:end], chunk[end:]


def _document(written: Written, id: str) -> tuple[Document | None, list[Finding]]:
    findings: list[Finding] = []
    place = Place(written.file, written.line)
    _, task, _ = _split(written.text)
    value = load_object(task, place, findings)
    if value is None:
        return None, findings
    found, findings = _parse(value, id, place, _lines(written, task))
    return (None if found is None else replace(found, written=written)), findings


Where = Callable[[tuple[str | int, ...], int], Written]
"""Path of an array in a task, number of an element -> where that stands."""


def _lines(written: Written, task: str) -> Where:
    starts: dict[tuple[str | int, ...], list[int]] = {}
    ends = [found.start() for found in re.finditer("\n", task)]

    def of(path: tuple[str | int, ...], number: int) -> Written:
        if path not in starts:
            at = json_places.start_of(task, path)
            starts[path] = [start for start, _ in json_places.elements(task, at)]
        line = written.line + bisect_left(ends, starts[path][number])
        return Written(NAME, written.file, line, "")

    return of


def _parse(
    value: Mapping[str, Json], id: str, place: Place, where: Where
) -> tuple[Document | None, list[Finding]]:
    """One task."""
    data = value.get("data")
    if not isinstance(data, dict):
        return None, [Finding("RT901", place, "there is no object 'data', so it is no task")]
    key = _text_key(data)
    if key is None:
        return None, [Finding("RT906", place, f"there is no field 'data.{TEXT}', nor one other text")]
    of = next((name for name in _ANNOTATIONS if name in value), _ANNOTATIONS[0])
    annotations = value.get(of, [])
    if not isinstance(annotations, list) or not all(map(_is_annotation, annotations)):
        message = f"{of} is not a list of objects, each with a list 'result'"
        return None, [Finding("RT901", place, message)]
    kept = [n for n, one in enumerate(annotations) if one.get("was_cancelled") is not True]
    findings = list(_doubts(value, annotations, kept, place))
    number = kept[0] if kept else None
    items: list[Item] = []
    unknown: list[int] = []
    if number is not None:
        path = (of, number, "result")
        results = annotations[number]["result"]
        items, unknown, wrong = labelstudio_results.read(results, data[key], partial(where, path))
        if wrong:
            return None, [*findings, *wrong]
    named = isinstance(data.get(DOC), str)
    used = {key, *([DOC] if named else []), *([OWN] if OWN in data else [])}
    metadata = {name: item for name, item in data.items() if name not in used}
    own = _own(value, of, number, unknown)
    own |= {"text": key} if key != TEXT else {}
    own |= {"data": {OWN: data[OWN]}} if OWN in data else {}
    metadata |= {OWN: own} if own else {}
    document = Document(
        data[DOC] if named else id, data[key], tuple(items), metadata=metadata, named=named
    )
    return document, findings


def _text_key(data: Mapping[str, Json]) -> str | None:
    """The key of the text: ``text``, or the only one that has a string."""
    if isinstance(data.get(TEXT), str):
        return TEXT
    keys = [key for key, item in data.items() if isinstance(item, str) and key != DOC]
    return keys[0] if len(keys) == 1 else None


def _is_annotation(value: Json) -> bool:
    return isinstance(value, dict) and isinstance(value.get("result"), list)


def _doubts(
    task: Mapping[str, Json], annotations: Sequence[Json], kept: Sequence[int], place: Place
) -> Iterator[Finding]:
    """Warnings: the task is read all the same."""
    if annotations and not kept:
        yield Finding("RT911", place, f"its annotations were skipped, all {len(annotations)}")
    elif not annotations and task.get("predictions"):
        yield Finding("RT911", place, "it has predictions, which are not read, and no annotation")
    if len(kept) > 1:
        yield Finding("RT912", place, f"it has {len(kept)} annotations; the first is read")


def _own(value: Mapping[str, Json], of: str, number: int | None, unknown: list[int]) -> dict[str, Any]:
    """What of a task is neither its data nor read, by where it stands."""
    annotations = list(value.get(of, []))
    chosen = {} if number is None else annotations[number]
    others = annotations if number is None else annotations[:number] + annotations[number + 1 :]
    parts: dict[str, Json] = {
        "task": {name: item for name, item in value.items() if name not in ("data", of)},
        "annotation": {name: item for name, item in chosen.items() if name != "result"},
        "others": others,
        "results": [chosen["result"][n] for n in unknown],
    }
    return {name: item for name, item in parts.items() if item}


def dumps(documents: Sequence[Document]) -> dict[str, str]:
    """Tasks as they were read where they still say the same, else one a line; by file."""
    files: dict[str, list[tuple[str | None, str, str | None]]] = {}
    for document in documents:
        written = document.written
        own = written is not None and written.format == NAME
        path = written.file if own and written else TOGETHER
        if own and written and _document(written, document.id)[0] == document:
            files.setdefault(path, []).append(_split(written.text))
        else:
            task = json.dumps(build(document), ensure_ascii=False)
            files.setdefault(path, []).append((None, task, None))
    return {path: "".join(_joined(chunks)) for path, chunks in files.items()}


def _joined(chunks: Sequence[tuple[str | None, str, str | None]]) -> Iterator[str]:
    """The tasks of a file with their own brackets, commas and white space, where those still fit."""
    first = chunks[0][0]
    lone = len(chunks) == 1 and first is not None and "[" not in first
    for n, (before, task, behind) in enumerate(chunks):
        mark = "," if n else "["
        yield before if before is not None and (lone or mark in before) else f"{mark}\n"
        yield task
        if n == len(chunks) - 1:
            yield behind if behind is not None and (lone or "]" in behind) else "\n]\n"


def build(document: Document) -> dict[str, Json]:
    """The task of a document."""
    metadata = dict(document.metadata)
    own = metadata.pop(OWN, {})
    data = {own.get("text", TEXT): document.text}
    data |= {DOC: document.id} if document.named else {}
    results = [*labelstudio_writing.build(document), *own.get("results", [])]
    others = own.get("others", [])
    read = any(one.get("was_cancelled") is not True for one in others)
    needed = results or own.get("annotation") or read  # else the first of the others would be read
    annotations = [{"result": results, **own.get("annotation", {})}] if needed else []
    return {
        "data": data | metadata | own.get("data", {}),
        "annotations": [*annotations, *others],
        **own.get("task", {}),
    }


def fit(document: Document) -> Fitted:
    """What Label Studio can hold of a document; docs/formats.md has it as a table."""
    roles = len(FEATURES["roles"].found(document))
    document, losses = cut(document, [name for name in lacking(HOLDS) if name not in _OWN_WAY])
    document, more = labelstudio_writing.fit(labelstudio_writing.plain_roles(document))
    reserved = list(_reserved(document))
    metadata = {key: item for key, item in document.metadata.items() if key not in reserved}
    own = [("metadata", len(reserved)), ("roles", roles)]
    counted = tuple(Loss(name, n) for name, n in own if n)
    return replace(document, metadata=metadata), (*losses, *more, *counted)


def _reserved(document: Document) -> Iterator[str]:
    """Keys of the metadata that would be read as something else."""
    own = document.metadata.get(OWN)
    ours = isinstance(own, dict) and bool(own) and all(
        isinstance(item, _PARTS.get(name, ())) for name, item in own.items()
    )  # fmt: skip
    key = own.get("text", TEXT) if isinstance(own, dict) and ours else TEXT
    for name, item in document.metadata.items():
        doc = name == DOC and (document.named or isinstance(item, str))
        if name == key or doc or (name == OWN and not ours):
            yield name


_OWN_WAY = ("roles", "other-attributes")
_REGION = "a region with start and end"
_OUT = "left out"
HOLDS = {
    "spans": Holding(True, _REGION),
    "adjacent": Holding(True, _REGION),
    "nested": Holding(True, _REGION),
    "stacked": Holding(True, "a region each"),
    "crossing": Holding(True, _REGION),
    "lines": Holding(True, _REGION),
    "discontinuous": Holding(True, "regions `fragment`, which a relation `fragment` joins"),
    "zero-width": Holding(True, "a region whose start is its end, which the page does not show"),
    "attributes": Holding(True, "values of controls that stand beside a region"),
    "other-attributes": Holding(False, "left out, but for those of events"),
    "values": Holding(True, "as text; what is no text is JSON, and `meta` says so"),
    "clashes": Holding(False, _OUT),
    "relations": Holding(True, "a relation; between two regions one, with any number of labels"),
    "roles": Holding(False, "from and to, in that order"),
    "higher-relations": Holding(False, _OUT),
    "groups": Holding(False, _OUT),
    "events": Holding(True, "the region of the trigger, a relation to each participant; one a region"),
    "normalisations": Holding(True, "a text beside the region; one a database"),
    "notes": Holding(True, "the note of a region, if its label is AnnotatorNotes"),
    "note-lines": Holding(True, "the note of a region"),
    "odd-names": Holding(True, "labels and names are strings"),
    "metadata": Holding(True, "further keys of `data`"),
    "tokens": Holding(False, _OUT),
    "white-space": Holding(True, "text is a string"),
    "unannotated": Holding(True, "an empty list of annotations"),
    "empty": Holding(True, "an empty text"),
}
FORMAT = Format(NAME, "Label Studio JSON", (".json",), "code points", loads, dumps, fit, HOLDS)
