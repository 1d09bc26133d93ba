"""retold train"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retold.cli.diff import opened
from retold.cli.options import EndpointOption, check_address, fresh_folder, guarded, progress
from retold.dataset import Dataset, DatasetError
from retold.hub.calls import HubError

if TYPE_CHECKING:
    from retold.training.train import Trained

NAMES = "ner, headlines or stance"
EPOCHS = 10
DEV = "validation"


@guarded
def train(
    task: Annotated[str, typer.Argument(metavar="TASK", help=f"One of: {NAMES}.")],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="FOLDER", help="Folder of the model; new or empty.", show_default=False
        ),
    ],
    data: Annotated[
        str | None,
        typer.Option(
            "--data",
            metavar="DATASET",
            help="Built dataset: a folder, a git revision, or hf://datasets/ORG/NAME@REVISION. "
            "Default: data/ of the nearest corpus.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        str, typer.Option("--split", metavar="NAME", help="The split to learn from.")
    ] = "train",
    share: Annotated[
        float,
        typer.Option(
            "--share",
            metavar="PART",
            min=0,
            max=1,
            help="The part of its stories to learn from; a smaller one is in a larger one.",
        ),
    ] = 1.0,
    dev: Annotated[
        str | None,
        typer.Option(
            "--dev",
            metavar="NAME",
            help=f"A split to score the model on when it is done. Default: {DEV}, if there is one.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            help="en, id, hi, or xx for several languages. Default: that of the examples.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", min=0, max=2**32 - 1, help="Of all that is random.")
    ] = 0,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="N", min=1, help="Times that it sees all examples.")
    ] = EPOCHS,
    majority: Annotated[
        bool,
        typer.Option(
            "--majority",
            help="Learn nothing but the most frequent answer: what any classifier has to beat.",
        ),
    ] = False,
    endpoint: EndpointOption = None,
) -> None:
    """Train a model of spaCy on a built dataset, from nothing, on the CPU.

    The last epoch is taken; nothing is chosen by the scores on --dev. The same seed gives the same model
    on one machine. `retold predict` answers with it. docs/baselines.md says what each task learns.
    """
    from retold.cli.scores import as_text
    from retold.training.examples import LANGUAGES, MANY
    from retold.training.kinds import KINDS
    from retold.training.model import save
    from retold.training.train import train as run

    if task not in KINDS:
        message = f"{task!r} is none that can be learned here; there are: {', '.join(KINDS)}"
        raise typer.BadParameter(message, param_hint="TASK")
    if majority and KINDS[task].field is None:
        message = f"{task} is no choice among a few answers; headlines and stance are"
        raise typer.BadParameter(message, param_hint="--majority")
    if lang not in (None, MANY, *LANGUAGES):
        message = f"{lang!r} is not one of: {', '.join((*LANGUAGES, MANY))}; {MANY} is for all others"
        raise typer.BadParameter(message, param_hint="--lang")
    if dev == split:
        raise typer.BadParameter("is what the model learns from; name another split", param_hint="--dev")
    if share == 0:
        raise typer.BadParameter("is no part; 0.25 is a quarter of the stories", param_hint="--share")
    fresh_folder(out, data)
    dataset = opened_dataset(data, endpoint, "--data")
    told = _Told(epochs)
    try:
        done = run(
            task,
            dataset,
            split=split,
            share=share,
            dev=_dev(dataset, dev, split),
            lang=lang,
            seed=seed,
            epochs=epochs,
            majority=majority,
            progress=told,
        )
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint="--data") from None
    save(done.model, done.nlp, out)
    if done.report is not None:
        typer.echo(as_text(done.report))
        typer.echo()
    typer.echo(f"{_called(done)}. Wrote {out}.")
    words = [task, *([data] if data else []), "--model", str(out), *_unseen(dataset, split)]
    typer.echo(f"Next: retold predict {' '.join(words)} --out DIR")


def opened_dataset(address: str | None, endpoint: str | None, where: str) -> Dataset:
    """The dataset at an address; exit 3 where the Hub does not give it, 2 where there is none."""
    check_address(endpoint, "--endpoint")
    try:
        with progress():
            return opened(address, endpoint)
    except HubError as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    except DatasetError as error:
        raise typer.BadParameter(str(error), param_hint=where) from None


class _Told:
    """Says on standard error how far it is."""

    def __init__(self, epochs: int) -> None:
        self.epochs, self.start = epochs, time.monotonic()

    def __call__(self, epoch: int, loss: float) -> None:
        seconds = time.monotonic() - self.start
        typer.echo(f"retold: epoch {epoch} of {self.epochs}: loss {loss:.1f}, {seconds:.0f} s", err=True)


def _dev(dataset: Dataset, wanted: str | None, split: str) -> str | None:
    """The split to score on: the one that was named, else ``DEV`` if there is such a one."""
    if wanted is not None:
        return wanted
    there = dataset.tables.get("documents", {})
    if DEV in there and split != DEV:
        return DEV
    typer.echo(f"retold: {dataset} has no split {DEV} to score on; name one with --dev", err=True)
    return None


def _unseen(dataset: Dataset, split: str) -> list[str]:
    """``--split`` with one that the model did not learn from: test, if there is such a one."""
    others = sorted({*dataset.tables.get("documents", {})} - {split}, key=lambda s: (s != "test", s))
    return ["--split", others[0]] if others else []


def _called(done: Trained) -> str:
    model = done.model
    labels = ", ".join(model.labels) if model.majority is None else f"always {model.majority}"
    of_it = "" if model.data.share == 1 else f", {model.data.share:g} of its stories"
    return (
        f"Trained {model.task} ({model.lang}) on {model.data.examples} examples of {model.data.name} "
        f"{model.data.version}, split {model.data.split}{of_it}: {labels}"
    )
