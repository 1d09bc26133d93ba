"""A trained model as a folder: spaCy's own files, and a JSON file that says what it is."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from retold.files import FolderFiles
from retold.intake.received import LackingError
from retold.training import pipelines
from retold.training.kinds import KINDS
from retold.training.majority import Majority
from retold.writing import write_new_folder

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "retold-model.json"


class ModelError(ValueError):
    """A folder that is no model, or one of another task; the message says what to do."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model learned from. ``content`` is the digest in release.json; old datasets have none.

    ``share`` is the part of the stories of the split that it was shown.
    """

    name: str
    version: str
    content: str | None
    split: str
    examples: int
    share: float = 1.0


class Dev(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Scores on a split that the model did not learn from: measure -> figure -> value.

    Null is undefined. docs/scoring.md says what each figure counts.
    """

    split: str
    documents: int
    figures: dict[str, dict[str, float | None]]


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model is. A classifier answers gold's records in one ``field``.

    ``majority`` is the answer of one that gives no other; ``spacy`` is None there.
    """

    task: str
    lang: str
    labels: tuple[str, ...]
    field: str | None
    data: Source
    seed: int
    epochs: int
    spacy: str | None
    dev: Dev | None
    majority: str | None = None


@dataclass(frozen=True)
class Loaded:
    """A model and its pipeline."""

    model: Model
    nlp: Language | Majority


def save(model: Model, nlp: Language | Majority, folder: Path) -> None:
    """Writes a model to a folder that is new or empty, whole or not at all. Raises OSError."""
    with tempfile.TemporaryDirectory() as made:
        if not isinstance(nlp, Majority):
            nlp.to_disk(made)
        files = dict(FolderFiles(Path(made)).items())
    text = msgspec.json.format(msgspec.json.encode(model), indent=2) + b"\n"
    write_new_folder(folder, {**files, MODEL: text})


def described(folder: Path, task: str) -> Model:
    """What the model in a folder is. Raises ModelError if it is none, or one of another task."""
    if not (folder / MODEL).is_file():
        raise ModelError(
            f"{folder} is no model: it has no {MODEL}; `retold train {task}` writes one, "
            "and `rules` is the system by rules"
        )
    try:
        found = msgspec.json.decode((folder / MODEL).read_bytes(), type=Model)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{folder / MODEL} cannot be read: {error}") from None
    if found.task != task:
        raise ModelError(f"{folder} was trained for {found.task}, not for {task}")
    if found.task not in KINDS:
        raise ModelError(f"{folder} is of a task that nothing here is trained for: {found.task!r}")
    return found


def load(folder: Path, task: str) -> Loaded:
    """The model in a folder, ready to answer.

    Raises ModelError, and LackingError where spaCy is not installed.
    """
    model = described(folder, task)
    if model.majority is not None:
        return Loaded(model, Majority(model.majority))
    try:
        nlp = pipelines.loaded(folder)
    except (OSError, ValueError) as error:
        if isinstance(error, LackingError):
            raise
        raise ModelError(f"spaCy cannot read {folder}: {error}") from None
    return Loaded(model, nlp)
