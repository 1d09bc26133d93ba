"""Files of token lines and a label mapping -> the files of a corpus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retold.corpora.conversion import Choices, Conversion
from retold.corpora.iob2.accounts import Accounts
from retold.corpora.iob2.alignment import alignment, share
from retold.corpora.iob2.back import Compared, inverse, kept_line, tags_again
from retold.corpora.iob2.card import LICENCE, card, settings
from retold.corpora.iob2.documents import SENTENCES, Piece, pieces_of, unsplit
from retold.corpora.iob2.entities import Names, key_of
from retold.corpora.iob2.mentions import Placed, placed, record
from retold.corpora.iob2.sources import Source, label_of, read_sources
from retold.corpora.iob2.summary import lines
from retold.corpora.labels import Labels
from retold.corpora.problems import ImportProblemsError, Problem
from retold.documents import Document
from retold.manifest import sha256
from retold.model import Annotator, Published, Seed, Story, Zone
from retold.records import Row, dump
from retold.segmentation import lines_of

IMPORT = "import"


@dataclass(frozen=True)
class _Page:
    """A document of the new corpus before its mentions have entities."""

    piece: Piece
    document: Document
    names: tuple[Placed, ...]


def convert(texts: Mapping[str, str], choices: Choices) -> Conversion:
    """Makes a corpus of token lines, as ``choices.labels`` maps their labels.

    ``texts`` are by file name; files that hold no token lines are listed in the report. Raises
    ImportProblemsError with all that cannot be read, and ValueError for choices without a mapping
    and a language.
    """
    labels, lang = choices.labels, choices.lang
    if labels is None or lang is None:
        raise ValueError("token lines need a label mapping and a language")
    found = read_sources(texts)
    problems = [*found.problems, *_unknown(found.rows, labels), *unsplit(found.rows, choices.split)]
    problems += _irregular(found.read) if choices.strict else ()
    if not any(found.rows.values()):
        said = "no file here holds token lines: a token and, at the end, a tag like O or B-PER"
        problems.append(Problem(".", None, said))
    if problems:
        raise ImportProblemsError(problems)
    return _converted(found.read, found.aside, labels, lang, choices)


def _converted(
    sources: Sequence[Source], aside: Sequence[str], labels: Labels, lang: str, choices: Choices
) -> Conversion:
    accounts, names, aligned = Accounts(), Names(), Counter[str]()
    pages: list[_Page] = []
    for source in sources:
        accounts.read(source.tags)
    for piece in pieces_of(sources, choices.sentences or SENTENCES, choices.split):
        page = _page(piece, labels, lang, choices.obtained)
        pages.append(page)
        aligned.update(alignment(piece, page.document))
        for one in page.names:
            accounts.add(one)
            surface = piece.text[slice(*one.span)]
            key = key_of(one.label, surface)
            if one.case == "kept" and key is not None:
                names.add(key, surface)
    ids = names.ids()
    by = f"{labels.name}-tags"
    schemes = {source.file: source.scheme for source in sources}
    back = inverse(row for row in labels.rows.values() if accounts.tags[row.name])
    compared = Compared()
    files: dict[str, str] = {}
    kept: list[str] = []
    lost: list[dict[str, Any]] = []
    mentions = valued = 0
    for page in pages:
        piece = page.piece
        found = [one for one in page.names if one.case == "kept"]
        records = [record(n, one, page.document, by, ids) for n, one in enumerate(found, 1)]
        again = tags_again(piece, records, back, schemes[piece.file])
        exact = set(back.values())
        left = [one for one in page.names if one.case != "kept"]
        gone = sum(one.tokens for one in left if one.label.name in exact)
        compared.add(piece, again, exact, gone)
        lost += [_lost(piece, one) for one in left if one.case != "label"]
        mentions += len(records)
        valued += sum(mention.value is not None for mention in records)
        files[f"seeds/{page.document.seed.file}"] = piece.text
        files[f"annotations/gold/{piece.id}.jsonl"] = dump([*page.document.zones, *records])
        kept.append(kept_line(piece, schemes[piece.file]))
    files["seeds/seeds.jsonl"] = dump(page.document.seed for page in pages)
    files["seeds/stories.jsonl"] = dump(
        Story(page.piece.id, f"{labels.title}, {page.piece.id}", page.piece.split) for page in pages
    )
    files["annotations/annotators.jsonl"] = dump(_annotators(labels, by))
    files["annotations/registry/entities.jsonl"] = dump(names.registry(ids, lang))
    files["retold.toml"] = settings(labels)
    files["dataset_card.md"] = card(labels, lang)
    files["import/tags.jsonl"] = "".join(kept)
    report: dict[str, Any] = {
        "corpus": "iob2",
        "labels_of": labels.name,
        "lang": lang,
        "counts": {
            "documents": len(pages),
            "sentences": aligned["sentences"],
            "tokens": aligned["tokens"],
            "tags": sum(accounts.tags.values()),
            "mentions": mentions,
            "values": valued,
            "entities": len(ids),
        },
        "splits": dict(sorted(Counter(page.piece.split for page in pages).items())),
        "files": [_file(source) for source in sources],
        "labels": accounts.as_json(labels),
        "unaccounted": accounts.unaccounted(),
        "alignment": {
            **aligned,
            "share_of_boundaries": share(aligned, "boundaries_ours", "boundaries"),
            "share_of_tokens": share(aligned, "tokens_same", "tokens"),
            "share_of_sentences": share(aligned, "sentences_same", "sentences"),
        },
        "written_back": {"tags": compared.tags, "same": compared.same, "dropped": compared.dropped},
        "names_dropped": lost,
        "files_not_read": list(aside),
    }
    files["import/report.json"] = json.dumps(report, indent=2, ensure_ascii=False) + "\n"
    return Conversion(files, report, tuple(lines(report)))


def _page(piece: Piece, labels: Labels, lang: str, obtained: str) -> _Page:
    seed = Seed(
        id=piece.id,
        file=f"{piece.id}.txt",
        sha256=sha256(piece.text.encode("utf-8")),
        lang=lang,
        outlet=None,
        story=piece.id,
        published=Published(obtained, True),
        licence=LICENCE,
        obtained=obtained,
    )
    zones = [
        Zone(f"{piece.id}-z{number:04d}", piece.id, IMPORT, (span,), "body", lang)
        for number, span in enumerate(lines_of(piece.text), 1)
    ]
    document = Document(seed, piece.text, "gold", "", tuple(Row(zone, "", 1) for zone in zones))
    return _Page(piece, document, tuple(placed(piece, document, labels)))


def _annotators(labels: Labels, by: str) -> list[Annotator]:
    return [
        Annotator(IMPORT, "rule", "Zones: the importer, a line of text each."),
        Annotator(
            by,
            labels.annotators,
            f"{labels.about} A program made the records of the tags of {labels.title}, after"
            " docs/corpora.md.",
        ),
    ]


def _lost(piece: Piece, one: Placed) -> dict[str, Any]:
    """A name that is no mention although its label is mapped."""
    surface = piece.text[slice(*one.span)]
    return {"doc": piece.id, "label": one.label.name, "surface": surface, "because": one.case}


def _file(source: Source) -> dict[str, Any]:
    return {
        "file": source.file,
        "scheme": source.scheme,
        "sentences": len(source.document.sentences or ()),
        "tokens": len(source.tags),
        "irregular": len(source.irregular),
    }


def _unknown(rows: Mapping[str, Sequence[tuple[int, str]]], labels: Labels) -> Iterator[Problem]:
    """Each label of each file that the mapping lacks, at its first place."""
    for file, tagged in rows.items():
        first: dict[str, int] = {}
        times = Counter[str]()
        for line, tag in tagged:
            label = label_of(tag)
            if label is not None and label not in labels.rows:
                first.setdefault(label, line)
                times[label] += 1
        for label, line in first.items():
            message = (
                f"label {label!r} ({times[label]} tags in this file) is not in the mapping"
                f" {labels.name}, which has {', '.join(labels.rows)}; take another mapping, or add it"
                " to one of your own"
            )
            yield Problem(file, line, message)


def _irregular(sources: Sequence[Source]) -> Iterator[Problem]:
    for source in sources:
        for number in source.irregular:
            message = f"{source.tags[number]} is not what {source.scheme} has here"
            yield Problem(source.file, source.lines[number], message)
