"""A corpus -> a project of Label Studio: made or brought up to date, and never with another text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from retold.documents import Document as CorpusDocument
from retold.files import GOLD, CorpusFolder
from retold.findings import Finding, blocking, in_order
from retold.formats import labelstudio, labelstudio_writing, mapping
from retold.formats.labelstudio_config import config, kinds_of
from retold.formats.neutral import Attribute, Document
from retold.interchange.losses import fitted
from retold.interchange.outward import NoSuchLayerError, kind_of
from retold.labelstudio import server
from retold.labelstudio.client import Client, ServerError
from retold.labelstudio.plan import MODEL, Plan, Wanted, plan
from retold.labelstudio.server import Project
from retold.manifest import sha256
from retold.model import Seed
from retold.policy import police
from retold.reading import read
from retold.records import Row
from retold.rules import graded
from retold.seeds import read_text

_BATCH = 50
_NOT_SENT = ("annotator", *mapping.PROVENANCE)
"""Whose record it was, and how gold came about: the annotator who corrects it makes another."""


@dataclass(frozen=True)
class Push:
    """What there is to do, and with which project; None where it is to be made."""

    title: str
    project: Project | None
    config: str
    overlap: int | None
    plan: Plan
    findings: list[Finding]

    @property
    def new_config(self) -> bool:
        """Whether the labelling interface is another than the project has."""
        return self.project is None or self.project.config.strip() != self.config.strip()


def wanted(
    folder: CorpusFolder, layer: str | None, kinds: Collection[str]
) -> tuple[list[Wanted], str, list[Finding]]:
    """The corpus's documents as tasks, the model version of their predictions, and what is wrong.

    Predictions are the records of ``layer``; a document without records has none. Findings are those
    on seeds, on the files of the layer, and on what is sent. Raises NoSuchLayerError, OSError.
    """
    reading = read(folder)
    corpus = reading.corpus
    known = (GOLD, *folder.layers())
    if layer is not None and layer not in known:
        raise NoSuchLayerError(f"no layer {layer!r}; there are: {', '.join(dict.fromkeys(known))}")
    documents = {d.id: d for d in corpus.layers.get(layer or "", ()) if d.rows}
    # a file of which no line can be read counts too: its document would look as if it had no records
    seen = {path for path in folder.layer_files() if path.split("/")[1] == layer}
    findings = [
        finding
        for finding in police(reading.findings, corpus, all_ran=False)[0]
        if finding.place.file in seen or finding.place.file.startswith("seeds/")
    ]
    neutral = {id: _neutral(document, kinds) for id, document in documents.items()}
    _, losses = fitted(neutral.values(), labelstudio.FORMAT, f"annotations/{layer}", False)
    tasks = []
    for row in cast(tuple[Row[Seed], ...], corpus.tables.get("seed", ())):
        text, _ = read_text(folder, row)
        if text is not None:
            document = neutral.get(row.record.id)
            results = None if document is None else labelstudio_writing.build(document)
            digest = sha256(text.encode("utf-8"))
            tasks.append(Wanted(row.record.id, text, digest, cast(list[Any] | None, results)))
    version = f"{MODEL} {layer} {corpus.settings.version}"
    return tasks, version, in_order([*blocking(findings), *graded(losses)])


def _neutral(document: CorpusDocument, kinds: Collection[str]) -> Document:
    records = [row.record for row in document.rows if kind_of(row.record) in kinds]
    made = mapping.document_of(document.id, document.text, records, document.layer)
    left = (i for i in made.items if not (isinstance(i, Attribute) and i.name in _NOT_SENT))
    return replace(made, items=tuple(left))


def prepare(
    client: Client,
    name: str,
    tasks: Sequence[Wanted],
    version: str,
    kinds: Collection[str],
    overlap: int | None = None,
) -> Push:
    """Compares with the project of that title or id; changes nothing. Raises ServerError."""
    server.check_version(client)
    project = server.find_project(client, name)
    if project is None:
        return Push(name, None, config(kinds), overlap, plan(tasks, [], version, str), [])
    if _of_others(project.config):
        raise ServerError(
            f"project {project.title!r} has a labelling interface that is not Retold's: name "
            "another project, or a new title"
        )
    there = server.tasks(client, project.id)
    made = plan(tasks, there, version, lambda task: server.address(client, project.id, task))
    return Push(name, project, config(kinds), overlap, made, made.findings)


def _of_others(config: str) -> bool:
    """Whether a project has labels, and none of ours."""
    try:
        return "toName" in config and not list(kinds_of(config))
    except ValueError:
        return True


def push(client: Client, todo: Push) -> Project:
    """Does it; a run that broke off is finished by the same again. Raises ServerError."""
    project = _project(client, todo)
    path = f"/api/projects/{project.id}"
    for batch in _batches(todo.plan.new):
        body = [one.task(todo.plan.version) for one in batch]
        client.send("POST", f"{path}/import?return_task_ids=true", "adding tasks", body)
    for task, one in todo.plan.predict:
        new = {"task": task, "model_version": todo.plan.version, "result": one.results}
        client.send("POST", "/api/predictions/", f"adding the prediction of {one.doc}", new)
    for prediction, one in todo.plan.replace:
        other = {"model_version": todo.plan.version, "result": one.results}
        what = f"replacing the prediction of {one.doc}"
        client.send("PATCH", f"/api/predictions/{prediction}/", what, other)
    for prediction in todo.plan.remove:
        client.send("DELETE", f"/api/predictions/{prediction}/", "removing a prediction")
    predicted = any(one.results is not None for one in todo.plan.new) or todo.plan.predict
    if (predicted or todo.plan.replace) and project.shown != todo.plan.version:
        shown = {"model_version": todo.plan.version}
        client.send("PATCH", f"{path}/", "choosing the predictions to show", shown)
    return project


def _project(client: Client, todo: Push) -> Project:
    more: dict[str, Any] = {} if todo.overlap is None else {"maximum_annotations": todo.overlap}
    if todo.project is None:
        body = {"title": todo.title, "label_config": todo.config, **more}
        what = "making the project"
        return Project.of(client, client.send("POST", "/api/projects/", what, body), what)
    path = f"/api/projects/{todo.project.id}"
    if todo.new_config:
        # it says no where annotations have labels that would go; the change itself would not
        body = {"label_config": todo.config}
        client.send("POST", f"{path}/validate/", "looking at the new labelling interface", body)
        more |= body
    if more:
        what = "setting up the project"
        return Project.of(client, client.send("PATCH", f"{path}/", what, more), what)
    return todo.project


def _batches(tasks: Sequence[Wanted]) -> Iterator[Sequence[Wanted]]:
    for start in range(0, len(tasks), _BATCH):
        yield tasks[start : start + _BATCH]
