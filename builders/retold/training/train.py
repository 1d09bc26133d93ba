"""Rows of a dataset -> a model, scored on a split that it did not learn from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from retold.answers.pages import pages
from retold.baselines.pages import unanswered
from retold.dataset import Dataset
from retold.metrics.scores.measured import Report
from retold.metrics.scores.scoring import score
from retold.metrics.scores.tasks import TASKS
from retold.training import pipelines
from retold.training.answering import asked_of, records
from retold.training.examples import examples, labels_of, language_of, shared_stories
from retold.training.kinds import KINDS
from retold.training.majority import Majority, learned
from retold.training.model import Dev, Model, Source

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Trained:
    """A model, its pipeline, and its scores on the development split, if there is one."""

    model: Model
    nlp: Language | Majority
    report: Report | None


def train(
    task: str,
    dataset: Dataset,
    *,
    split: str,
    share: float = 1.0,
    dev: str | None,
    lang: str | None,
    seed: int,
    epochs: int,
    majority: bool = False,
    progress: pipelines.Progress,
) -> Trained:
    """Trains a model of a task of ``KINDS``; with ``majority`` of a classifier's, without spaCy.

    ``share`` is the part of the stories of ``split`` that it learns from. Without ``lang`` it is the
    language of the examples, ``xx`` where they have several. Nothing is chosen by the scores on ``dev``.
    Raises DatasetError for data from which nothing can be learned, and LackingError where spaCy is not
    installed.
    """
    version = None if majority else pipelines.version()
    found = examples(dataset, task, split, share)
    learned_from, stories = (shared_stories(dataset, split, part) for part in (share, 1))
    gold = pages(dataset, TASKS[task], dev) if dev is not None else []
    asked = asked_of(task, dataset, dev) if dev is not None else {}
    lang = lang or language_of(found)
    nlp: Language | Majority
    if majority:
        nlp, epochs = learned(found), 0
    else:
        nlp = pipelines.trained(KINDS[task], found, lang, seed=seed, epochs=epochs, progress=progress)
    report = None
    if dev is not None:
        said = records(task, nlp, [unanswered(page) for page in gold], asked)
        report = score(task, gold, [replace(p, records=tuple(said[p.id])) for p in gold])
    content = dataset.record.get("content")
    model = Model(
        task=task,
        lang=lang,
        labels=tuple(labels_of(found)),
        field=KINDS[task].field,
        data=Source(
            str(dataset.record.get("name", "unnamed")),
            dataset.version,
            content,
            split,
            len(found),
            round(len(learned_from) / len(stories), 4),
        ),
        seed=seed,
        epochs=epochs,
        spacy=version,
        dev=None if dev is None or report is None else _dev(dev, report),
        majority=nlp.label if isinstance(nlp, Majority) else None,
    )
    return Trained(model, nlp, report)


def _dev(split: str, report: Report) -> Dev:
    figures = {
        name: {figure: found.value for figure, found in measure.all.figures.items()}
        for name, measure in report.measures.items()
    }
    return Dev(split, report.documents, figures)
