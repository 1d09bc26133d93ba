"""retold predict"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retold.cli.findings import print_findings
from retold.cli.options import EndpointOption, fresh_folder, guarded, open_corpus
from retold.cli.score import task_of
from retold.cli.train import opened_dataset
from retold.dataset import DatasetError
from retold.files import SETTINGS
from retold.findings import CorpusError

if TYPE_CHECKING:
    from retold.predicting import Input
    from retold.training.model import Loaded

BY_RULES = "rules"


@guarded
def predict(
    task: Annotated[
        str,
        typer.Argument(
            metavar="TASK", help="What to find: ner, entities, stance, headlines or casualties."
        ),
    ],
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="rules|FOLDER",
            help="The system by rules, or a model that `retold train` wrote.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Folder to write; new or empty.", show_default=False),
    ],
    corpus: Annotated[
        str | None,
        typer.Argument(
            metavar="[CORPUS]",
            help="Folder of a corpus, annotated or not, or a built dataset as in `retold score --gold`. "
            "Default: the nearest corpus.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option("--split", metavar="NAME", help="One split. Default: all.", show_default=False),
    ] = None,
    challenge: Annotated[
        bool, typer.Option("--challenge", help="The texts of the challenge set, for this task.")
    ] = False,
    types: Annotated[
        str | None,
        typer.Option(
            "--types",
            metavar="A,B,...",
            help="Mentions of these types alone, for gold that knows no others; a place is LOC where "
            "GPE and FAC are not named, and so on.",
            show_default=False,
        ),
    ] = None,
    endpoint: EndpointOption = None,
) -> None:
    """Let a system annotate documents: a file of record lines each, for `retold score --pred`.

    Of gold the system sees the zones, where a document has them. Trained models for stance and
    headlines need a built dataset: they are given gold's records and answer one field
    (docs/baselines.md).
    """
    from retold.predicting import by_model, by_rules, projected, write

    task_of(task)
    chosen = _types(types)
    loaded = _model(task, model)
    fresh_folder(out, corpus)
    try:
        read = _input(task, corpus, split, challenge, loaded, endpoint)
        if not read.pages:
            raise DatasetError("there is no document")
        said = by_rules(task, read) if loaded is None else by_model(loaded, read)
    except CorpusError as error:
        print_findings(list(error.findings), False, lambda doc: None)
        typer.echo("Nothing written: a part of the documents cannot be read.")
        raise typer.Exit(1) from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="CORPUS") from None
    if chosen is not None:
        said = projected(said, chosen)
    write(said, out)
    records = sum(map(len, said.values()))
    typer.echo(f"Wrote {len(said)} files to {out}; records: {records}.")
    words = [task, *(["--gold", corpus] if corpus else []), *(["--split", split] if split else [])]
    words += ["--challenge"] if challenge else []
    typer.echo(f"Next: retold score {' '.join(words)} --pred {out}")


def _types(words: str | None) -> list[str] | None:
    """The types of ``--types``; wrong usage for a word that is none."""
    from retold.model import EntityType, labels

    if words is None:
        return None
    found = [word.strip() for word in words.split(",")]
    for word in found:
        if word not in labels(EntityType):
            message = f"{word!r} is no type; there are: {', '.join(labels(EntityType))}"
            raise typer.BadParameter(message, param_hint="--types")
    return found


def _model(task: str, name: str) -> Loaded | None:
    """The model in a folder; None for the rules of a task that has some."""
    from retold.baselines.systems import RULES
    from retold.training.model import ModelError, load

    if name != BY_RULES:
        try:
            return load(Path(name), task)
        except ModelError as error:
            raise typer.BadParameter(str(error), param_hint="--model") from None
    if task not in RULES:
        message = f"there are no rules for {task}, only for: {', '.join(RULES)}"
        raise typer.BadParameter(message, param_hint="--model")
    return None


def _input(
    task: str,
    corpus: str | None,
    split: str | None,
    challenge: bool,
    loaded: Loaded | None,
    endpoint: str | None,
) -> Input:
    from retold.predicting import challenge_of_corpus, challenge_of_dataset, of_corpus, of_dataset

    if challenge and split is not None:
        raise typer.BadParameter("a challenge set has no splits", param_hint="--split")
    asks = loaded is not None and loaded.model.field is not None
    if not asks and (corpus is None or (Path(corpus) / SETTINGS).is_file()):
        folder = open_corpus(None if corpus is None else Path(corpus))
        return challenge_of_corpus(folder, task) if challenge else of_corpus(folder, split)
    dataset = opened_dataset(corpus, endpoint, "CORPUS")
    return challenge_of_dataset(dataset, task) if challenge else of_dataset(dataset, task, split)
