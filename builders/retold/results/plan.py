"""Which systems are measured on which sets, and the commands that do it.

In a command ``OUT`` is a new folder, ``SAMPLES`` that with the files of other corpora, ``.`` the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from retold.baselines.systems import RULES
from retold.metrics.scores.tasks import TASKS
from retold.scoreboard.rows import Sees
from retold.training.kinds import KINDS

BY_RULES = "rules"
_CAME = "2026-11-22"
"""The day on which the samples came: the importers ask for it, and it is part of the rows."""
_HINER = "SAMPLES/iob2/hiner_hi/original.conll"
_TRAINED_ON = 42560
"""Lines of the sample of HiNER that hold its first 2,000 sentences."""


@dataclass(frozen=True)
class Set:
    """Gold to be scored against: a built dataset at ``address``, after ``prepare``.

    ``options`` choose the part of it, for ``retold predict`` and ``retold score`` alike. ``samples`` is
    the folder of SAMPLES that it is made of; None for a set of the corpus itself.
    """

    about: str
    address: str
    options: str
    split: str | None
    tasks: tuple[str, ...]
    samples: str | None = None
    prepare: tuple[str, ...] = ()
    types: str | None = None
    """The types of mentions that gold has, where it does not have all."""


@dataclass(frozen=True)
class Model:
    """A model that learns a task from the split train of one set, and is scored on others.

    ``share`` is the part of the stories that it learns from; with ``majority`` it learns the most
    frequent answer alone, else it is one of spaCy.
    """

    task: str
    learns_from: str
    scored_on: tuple[str, ...]
    share: float = 1.0
    majority: bool = False


SETS: Mapping[str, Set] = {
    "seeds": Set(
        "the gold seeds of this corpus. Its registry holds the names and propositions of those very "
        "documents, so the rules that see it know the answer. A model of NERGrit or HiNER has learned "
        "one of the three languages, and calls every place LOC, which is mostly GPE here.",
        ".",
        "--split test",
        "test",
        tuple(TASKS),
    ),
    "validation": Set(
        "invented stories that no model here learned from, by the same kind of author as train. The "
        "registry holds their names and propositions too.",
        ".",
        "--split validation",
        "validation",
        tuple(TASKS),
    ),
    "authored": Set(
        "further invented stories, the split test_authored: no model learned from them, and no setting "
        "was chosen by them.",
        ".",
        "--split test_authored",
        "test_authored",
        tuple(TASKS),
    ),
    "challenge": Set(
        "the challenge set: items pass if original and edit are both right in the slots that they "
        "compare. The rules see its registry too.",
        ".",
        "--challenge",
        None,
        tuple(TASKS),
    ),
    "muc4": Set(
        "500 of the 1,300 messages of MUC-4's DEV. Its keys name only who was part of an incident, so "
        "most names that a system finds are no names of gold, and precision says little in `ner` and "
        "`entities`.",
        "OUT/muc4",
        "--split train",
        "train",
        ("ner", "entities", "casualties"),
        "muc4",
        (
            f"retold import muc4 SAMPLES/muc4 --obtained {_CAME} --out OUT/muc4",
            "retold build OUT/muc4",
        ),
    ),
    "nergrit": Set(
        "NERGrit in three labels, Indonesian; 100 sentences in a row are a document. Numbers and dates, "
        "which the rules find, are not marked.",
        "OUT/nergrit",
        "--split validation",
        "validation",
        ("ner", "entities"),
        "iob2/nergrit_id",
        (
            f"retold import iob2 SAMPLES/iob2/nergrit_id --labels nergrit --obtained {_CAME} "
            "--out OUT/nergrit",
            "retold build OUT/nergrit",
        ),
        "PER,ORG,LOC",
    ),
    "hiner": Set(
        "2,500 sentences of HiNER, Hindi: the first 2,000 to learn from, the others to be scored on; "
        "100 in a row are a document.",
        "OUT/hiner",
        "--split validation",
        "validation",
        ("ner", "entities"),
        "iob2/hiner_hi",
        (
            "mkdir -p OUT/hiner-lines",
            f"head -n {_TRAINED_ON} {_HINER} > OUT/hiner-lines/train.conll",
            f"tail -n +{_TRAINED_ON + 1} {_HINER} > OUT/hiner-lines/valid.conll",
            f"retold import iob2 OUT/hiner-lines --labels hiner --obtained {_CAME} --out OUT/hiner",
            "retold build OUT/hiner",
        ),
        "PER,LOC,ORG,LANG,NORP,EVT,MISC,CARDINAL,DATE",
    ),
}
"""Another set is another row; which figures it gets stands in ``retold.scoreboard.main``."""

_OWN = ("seeds", "validation", "authored", "challenge")
"""Sets of the corpus itself."""
MODELS: Mapping[str, Model] = {
    "spacy-authored": Model("ner", "validation", (*_OWN, "muc4", "nergrit", "hiner")),
    "spacy-authored-50": Model("ner", "validation", ("seeds", "validation", "authored"), 0.5),
    "spacy-authored-25": Model("ner", "validation", ("seeds", "validation", "authored"), 0.25),
    "majority-stance": Model("stance", "validation", _OWN, majority=True),
    "spacy-stance": Model("stance", "validation", _OWN),
    "spacy-stance-50": Model("stance", "validation", ("seeds", "validation", "authored"), 0.5),
    "spacy-stance-25": Model("stance", "validation", ("seeds", "validation", "authored"), 0.25),
    "majority-headlines": Model("headlines", "validation", _OWN, majority=True),
    "spacy-headlines": Model("headlines", "validation", _OWN),
    "spacy-headlines-50": Model("headlines", "validation", ("seeds", "validation", "authored"), 0.5),
    "spacy-headlines-25": Model("headlines", "validation", ("seeds", "validation", "authored"), 0.25),
    "spacy-nergrit": Model("ner", "nergrit", ("seeds", "challenge", "nergrit")),
    "spacy-hiner": Model("ner", "hiner", ("seeds", "challenge", "hiner")),
}
LACKING = (
    "No model here learns `entities` or `casualties`: links and claims are not found by a tagger or a "
    "classifier of one field."
)


@dataclass(frozen=True)
class Planned:
    """A row before it is measured. ``model`` is the folder of its model, None for rules."""

    task: str
    system: str
    set: str
    sees: Sees
    samples: tuple[str, ...]
    commands: tuple[str, ...]
    model: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        """As that of the row."""
        return self.task, self.system, self.set

    @property
    def own(self) -> bool:
        """Whether the set is of the corpus itself."""
        return SETS[self.set].samples is None

    @property
    def quick(self) -> bool:
        """Whether it takes seconds and nothing but the corpus."""
        return self.own and self.model is None


def plan() -> list[Planned]:
    """All rows, by task; in a task the sets as in ``SETS``, in a set the rules first."""
    return [
        row
        for task in TASKS
        for name, chosen in SETS.items()
        if task in chosen.tasks
        for row in (*_rules(task, name), *_models(task, name))
    ]


def _rules(task: str, name: str) -> Iterator[Planned]:
    if task in RULES:
        sees: Sees = "registry" if RULES[task].registry else "text"
        yield _planned(task, BY_RULES, name, sees, None)


def _models(task: str, name: str) -> Iterator[Planned]:
    for system, model in MODELS.items():
        if model.task == task and name in model.scored_on:
            yield _planned(task, system, name, model_sees(task), model)


def model_sees(task: str) -> Sees:
    """What a model of a task has: a classifier is given gold's records."""
    return "text" if KINDS[task].field is None else "records"


def _planned(task: str, system: str, name: str, sees: Sees, model: Model | None) -> Planned:
    gold = SETS[name]
    sources = [gold] if model is None else [SETS[model.learns_from], gold]
    commands = [command for source in sources for command in source.prepare]
    folder, used = None, BY_RULES
    if model is not None:
        folder = used = f"OUT/{system}"
        learned = SETS[model.learns_from].address
        part = "" if model.share == 1 else f" --share {model.share}"
        part += " --majority" if model.majority else ""
        commands.append(f"retold train {task} --data {learned} --split train{part} --out {folder}")
    out = f"OUT/{task}-{system}-{name}"
    # a model that learned other types answers in those of the set
    foreign = model is not None and gold.types is not None and SETS[model.learns_from] is not gold
    types = f" --types {gold.types}" if foreign else ""
    commands += [
        f"retold predict {task} {gold.address} {gold.options} --model {used}{types} --out {out}",
        f"retold score {task} --gold {gold.address} {gold.options} --pred {out} --format json",
    ]
    samples = {source.samples for source in sources} - {None}
    return Planned(
        task, system, name, sees, tuple(sorted(filter(None, samples))),
        tuple(dict.fromkeys(commands)), folder,
    )  # fmt: skip
