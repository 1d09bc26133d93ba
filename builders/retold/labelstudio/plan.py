"""What a push would do: the tasks and predictions there should be against those there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from retold.findings import Finding, Place
from retold.formats.labelstudio import DOC
from retold.formats.labelstudio_config import TEXT
from retold.formats.neutral import Json

SHA256 = "sha256"
MODEL = "retold"
"""First word of the model version of our predictions; the layer and the data version follow."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document as a task: its text, its digest, and the results of its prediction, if it has one."""

    doc: str
    text: str
    sha256: str
    results: list[Json] | None

    def task(self, version: str) -> dict[str, Json]:
        """As the server imports it."""
        data = {DOC: self.doc, TEXT: self.text, SHA256: self.sha256}
        predictions = (
            [] if self.results is None else [{"model_version": version, "result": self.results}]
        )
        return {"data": data, "predictions": predictions}


@dataclass
class Plan:
    """What a push does. ``strangers`` are tasks of documents that the corpus does not have."""

    version: str
    """Model version of the predictions."""
    new: list[Wanted] = field(default_factory=list)
    predict: list[tuple[int, Wanted]] = field(default_factory=list)
    """Tasks without a prediction of ours."""
    replace: list[tuple[int, Wanted]] = field(default_factory=list)
    """Predictions of ours that say something else."""
    remove: list[int] = field(default_factory=list)
    """Predictions of ours, more than one of a task."""
    same: int = 0
    annotated: int = 0
    strangers: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def changes(self) -> bool:
        """Whether there is anything to do for tasks and predictions."""
        return bool(self.new or self.predict or self.replace or self.remove)


def plan(
    wanted: Sequence[Wanted],
    there: Sequence[Mapping[str, Json]],
    version: str,
    address: Callable[[int], str],
) -> Plan:
    """Compares documents with the tasks of a project.

    A task whose text is not the seed's is RT910, two tasks of one document RT905: what annotators did
    there is of another text, or of two minds.
    """
    found = Plan(version)
    by_doc: dict[str, list[Mapping[str, Json]]] = defaultdict(list)
    for task in there:
        by_doc[str(task["data"].get(DOC))].append(task)
    for one in wanted:
        tasks = by_doc.pop(one.doc, [])
        if not tasks:
            found.new.append(one)
            continue
        if len(tasks) > 1:
            ids = ", ".join(str(task["id"]) for task in tasks)
            message = f"tasks {ids} are all of document {one.doc!r}: delete all but one"
            found.findings.append(Finding("RT905", Place(address(tasks[0]["id"]), doc=one.doc), message))
            continue
        _one(found, one, tasks[0], address)
    found.strangers = sum(map(len, by_doc.values()))
    return found


def _one(found: Plan, one: Wanted, task: Mapping[str, Json], address: Callable[[int], str]) -> None:
    text = task["data"].get(TEXT)
    if text != one.text:
        message = (
            f"its text is not that of seed {one.doc!r}: delete the task, with its annotations, or "
            "push to another project"
        )
        found.findings.append(Finding("RT910", Place(address(task["id"]), doc=one.doc), message))
        return
    found.annotated += bool(task.get("annotations"))
    ours = [
        p for p in task.get("predictions", []) if str(p.get("model_version")).startswith(f"{MODEL} ")
    ]
    kept, extra = ours[:1], ours[1:]
    if one.results is None:
        kept, extra = [], ours
    found.remove += [prediction["id"] for prediction in extra]
    if not kept and one.results is not None:
        found.predict.append((task["id"], one))
    elif kept and (kept[0]["result"], kept[0]["model_version"]) != (one.results, found.version):
        found.replace.append((kept[0]["id"], one))
    else:
        found.same += 1
