"""The commands by name, each with what it does in a line; its module is imported when it runs.

So ``retold --help`` imports none of them, and each command only what it needs itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup


class Command(NamedTuple):
    """A row of the table: the module below ``retold.cli``, the function or group in it, what it does."""

    module: str
    attribute: str
    help: str

    def load(self, name: str) -> Any:
        """The command itself, with all its options."""
        found = getattr(import_module(f"retold.cli.{self.module}"), self.attribute)
        around = typer.Typer(rich_markup_mode="markdown")
        around.callback()(later)
        if isinstance(found, typer.Typer):
            around.add_typer(found, name=name)
        else:
            around.command(name)(found)
        group = typer.main.get_command(around)
        assert isinstance(group, TyperGroup)
        return group.commands[name]


COMMANDS = {
    "init": Command(
        "init",
        "init",
        "Make a folder for a new corpus: no document yet, and it checks, builds and passes its tests.",
    ),
    "seed": Command("seed", "seed", "The texts of a corpus."),
    "author": Command(
        "author", "author", "Compile the invented stories of `seeds/authored/` to texts and records."
    ),
    "preannotate": Command(
        "preannotate", "preannotate", "Propose zones and mentions: `annotations/rules/<document>.jsonl`."
    ),
    "labelstudio": Command(
        "labelstudio",
        "app",
        "A project of Label Studio: push documents to it, pull annotations from it.",
    ),
    "adjudicate": Command(
        "adjudicate",
        "adjudicate",
        "Make annotations/gold/ from the annotators' layers and the decisions between them.",
    ),
    "agree": Command("agree", "agree", "Say how far annotators agree, layer by layer."),
    "check": Command("check", "check", "Apply all rules to a corpus; write nothing (but see --fix)."),
    "explain": Command("explain", "explain", "Say what a code means, why it matters and what to do."),
    "ratchet": Command("ratchet", "ratchet", "Let today's errors of a new rule only warn."),
    "export": Command("export", "export", "Write a layer of the corpus in another tool's format."),
    "import": Command(
        "import_",
        "import_",
        "Bring in what others annotated: a layer of a corpus, or a corpus of its own.",
    ),
    "convert": Command(
        "convert", "convert", "Read files of one format and write them in another, without a corpus."
    ),
    "reshard": Command(
        "reshard",
        "reshard",
        "Write a corpus anew with its documents in shards of many, or in files of one.",
    ),
    "build": Command("build", "build", "Build the dataset of a corpus into its folder data/."),
    "diff": Command("diff", "diff", "Say what changed between two built datasets, record by record."),
    "verify": Command(
        "verify",
        "verify",
        "Compute every digest, count and type of a built dataset again, from its files alone.",
    ),
    "site": Command(
        "site",
        "site",
        "Make a static site that shows a dataset: stories side by side, figures, positions, entities.",
    ),
    "release": Command(
        "release", "release", "Give the data its next version, or make the edition without the texts."
    ),
    "publish": Command(
        "publish",
        "publish",
        "Publish a built dataset on the Hugging Face Hub: one commit, then the tag of its version.",
    ),
    "hydrate": Command(
        "hydrate", "hydrate", "Put a full dataset together from its stand-off edition and the texts."
    ),
    "predict": Command(
        "predict",
        "predict",
        "Let a system annotate documents: a file of record lines each, for `retold score --pred`.",
    ),
    "train": Command(
        "train", "train", "Train a model of spaCy on a built dataset, from nothing, on the CPU."
    ),
    "score": Command("score", "score", "Score a system's answers against gold."),
    "compare": Command(
        "compare", "compare", "Say whether two systems differ on a task, figure by figure."
    ),
}
"""In the order in which the help shows them: a corpus, its annotation, its dataset, systems."""


def later() -> None:
    """Stands in for a command until its module is imported."""


class Late(TyperGroup):
    """A group whose commands stand-ins are listed, and are imported when one of them is to run."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named, as click asks for it."""
        name, stand_in, rest = super().resolve_command(ctx, args)
        if name is None or stand_in is None:
            return name, stand_in, rest
        return name, COMMANDS[name].load(name), rest
