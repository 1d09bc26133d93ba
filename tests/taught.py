"""A small invented corpus to learn from, as a built dataset: names, positions, headlines."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from retold import parquet
from retold.corpus import Corpus, Settings
from retold.dataset import Dataset
from retold.documents import Document
from retold.model import (
    Annotation,
    Entity,
    EntityType,
    Headline,
    Mention,
    Proposition,
    Published,
    Record,
    Seed,
    Span,
    Split,
    Stance,
    Story,
    Zone,
)
from retold.records import Row
from retold.tables import config, table

FIRST = ("Ada", "Orm", "Ivo", "Una", "Bo")
LAST = ("Lund", "Berg", "Holt", "Moe")
PLACES = ("Norhaven", "Eastport", "Tarn", "Vik", "Sund")
SIDES = (("welcomed", "support"), ("rejected", "oppose"))
"""A verb, and the polarity that it tells."""
PEOPLE = tuple(f"{first} {last}" for first, last in itertools.product(FIRST, LAST))
CONFIGS = ("documents", "entities", "ner", "stance", "headlines")


def _id(name: str) -> str:
    return f"e-{name.lower().replace(' ', '-')}"


ENTITIES = tuple(
    Entity(_id(name), "PER" if name in PEOPLE else "GPE", None, {"en": (name,)}, None)
    for name in (*PEOPLE, *PLACES)
)
PROPOSITION = Proposition("p-crane", "The crane is built.")


class _Writer:
    """One document: a headline, a line on each person, and a footer that nobody annotated."""

    def __init__(self, id: str, lang: str) -> None:
        self.id, self.lang, self.text = id, lang, ""
        self.records: list[Annotation] = []

    def line(self, words: str, zone: str) -> int:
        """Puts a line behind the text; where it begins."""
        start = len(self.text)
        self.text += f"{words}\n"
        span = ((start, start + len(words)),)
        name = f"{self.id}-z{len(self.records)}"
        self.records.append(Zone(name, self.id, "gold", span, zone, self.lang))  # type: ignore[arg-type]
        return start

    def mention(self, start: int, name: str, type: EntityType) -> None:
        at = self.text.index(name, start)
        metonym = "none" if type == "GPE" else None
        self.records.append(
            Mention(f"{self.id}-m{at}", self.id, "gold", ((at, at + len(name)),), name, type, "name",
                    None, metonym, _id(name), None, None, None)  # type: ignore[arg-type]
        )  # fmt: skip

    def stance(self, span: Span, who: str, polarity: str) -> None:
        self.records.append(
            Stance(f"{self.id}-s{span[0]}", self.id, "gold", _id(who), PROPOSITION.id,
                   polarity, "indirect", ("outlet",), (span,))  # type: ignore[arg-type]
        )  # fmt: skip


def _document(id: str, number: int, people: Iterator[str], lang: str) -> _Writer:
    made = _Writer(id, lang)
    side = number % 2
    start = made.line(f"All {SIDES[side][0]} the crane", "headline")
    headline = (start, len(made.text) - 1)
    for n in range(4):
        who, place = next(people), PLACES[(number + n) % len(PLACES)]
        # the headline tells the truth where its number is even in a pair
        verb, polarity = SIDES[(side + number // 2) % 2]
        start = made.line(f"{who} {verb} the crane in {place}.", "body")
        made.mention(start, who, "PER")
        made.mention(start, place, "GPE")
        made.stance((start, len(made.text) - 1), who, polarity)
    evidence = ((start, len(made.text) - 1),)
    vs_body = "agree" if number // 2 % 2 == 0 else "disagree"
    made.records.append(
        Headline(f"{id}-h1", id, "gold", (headline,), "author", PROPOSITION.id,
                 "support", vs_body, evidence)  # type: ignore[arg-type]
    )  # fmt: skip
    made.line("Share this with Ada Lund", "furniture")
    return made


def corpus(documents: int = 12, held_out: int = 4, lang: str = "en") -> Corpus:
    """So many documents in the split train, and so many more in validation."""
    people = itertools.cycle(PEOPLE)
    found = []
    splits: tuple[tuple[Split, int], ...] = (("train", documents), ("validation", held_out))
    for split, size in splits:
        for number in range(size):
            made = _document(f"{split}-{number:02d}", number, people, lang)
            seed = Seed(made.id, f"{made.id}.txt", "0" * 64, lang, None, split,
                        Published("2031-05-04", True), "CC0-1.0", "2031-06-01")  # fmt: skip
            rows = tuple(Row(record, "f", n) for n, record in enumerate(made.records, 1))
            found.append(Document(seed, made.text, "gold", "f", rows))
    records: dict[str, list[Record]] = {
        "entity": list(ENTITIES),
        "proposition": [PROPOSITION],
        "story": [Story(split, split, split) for split, _ in splits],
    }
    tables = {k: tuple(Row(r, k, n) for n, r in enumerate(rs, 1)) for k, rs in records.items()}
    return Corpus(Settings("taught", "Taught", "0.1.0", {}), tables, {"gold": tuple(found)})


def dataset(made: Corpus, **record: object) -> Dataset:
    """The corpus as a built dataset, without a card; ``record`` goes into release.json."""
    told = {"name": "taught", "version": "0.1.0", "content": "c" * 64, **record}
    files = {"release.json": json.dumps(told).encode()}
    for split in ("train", "validation"):
        documents = [d for d in made if d.seed.story == split]
        for name in CONFIGS:
            rows = table(config(name), made, documents)
            if rows.num_rows:
                files[f"{name}/{split}-00000-of-00001.parquet"] = parquet.dump(rows)
    return Dataset(files)


def written(found: Dataset, folder: Path) -> Path:
    """The folder with the files of a dataset."""
    for name, data in found.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
