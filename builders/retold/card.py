"""dataset_card.md: prose by hand, figures in generated regions, front matter for the Hub.

A region is everything between ``<!-- generated:NAME -->`` and ``<!-- /generated -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest
from typing import Any

import yaml

from retold.columns import Column, yaml_features
from retold.events import RULE_TEXT
from retold.findings import Finding, Place
from retold.metrics.quality_shown import HEAD, about, groups, table
from retold.model import Split, labels
from retold.tables import CONFIGS, COUNTED
from retold.tables.base import Row
from retold.tables.parts import TablePart, added
from retold.tables.shown import Tables

_FRONT_MATTER = re.compile(r"---\r?\n(.*?\n)---\r?\n", re.DOTALL)
_MARK = re.compile(r"<!-- (?:generated:(\S*)|/generated) -->")

# The same language in C where PyYAML was built with it: cards of data are long.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Describe = Callable[[str], str]


def fill(card: str, regions: Mapping[str, str]) -> str:
    """The card with each generated region replaced; the rest is left as it is."""
    parts: list[str] = []
    at = 0
    for mark, following in pairwise([*_MARK.finditer(card), None]):
        if mark is not None and mark[1] in regions and following is not None and not following[1]:
            parts += [card[at : mark.end()], f"\n\n{regions[mark[1]]}\n\n"]
            at = following.start()
    return "".join([*parts, card[at:]])


def without_regions(card: str) -> str:
    """The card without its generated regions and their marks: what people wrote."""
    parts: list[str] = []
    at = 0
    for mark, following in pairwise([*_MARK.finditer(card), None]):
        if mark is not None and mark[1] and following is not None and not following[1]:
            parts.append(card[at : mark.start()])
            at = following.end()
    return "".join([*parts, card[at:]])


def asks_for(card: str, region: str) -> bool:
    """Whether the card has this region."""
    return region in region_texts(card)


def region_texts(card: str) -> dict[str, str]:
    """Region name -> its text, of the regions that are closed; addresses as in the corpus."""
    found = {}
    for mark, following in pairwise([*_MARK.finditer(card), None]):
        if mark is not None and mark[1] and following is not None and not following[1]:
            text = card[mark.end() : following.start()].strip()
            found[mark[1]] = text.replace("](data/", "](")
    return found


def stale_findings(card: str, file: str, built: str) -> Iterator[Finding]:
    """RT809 for each region that says something else than the card of the built dataset."""
    made = region_texts(built)
    for mark in _MARK.finditer(card):
        name = mark[1]
        if name not in made:
            continue
        said, wanted = region_texts(card).get(name, "").split("\n"), made[name].split("\n")
        for number, (line, right) in enumerate(zip_longest(said, wanted, fillvalue="")):
            if line != right:
                first = card.count("\n", 0, mark.end()) + 3 + number
                message = f"region {name!r} says {_short(line)!r}, the data {_short(right)!r}"
                yield Finding("RT809", Place(file, first), message)
                break


def _short(text: str, room: int = 60) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


def region_findings(card: str, file: str, known: tuple[str, ...]) -> Iterator[Finding]:
    """RT802 for a region whose name is not known, or that is not closed before the next."""
    for mark, following in pairwise([*_MARK.finditer(card), None]):
        if mark is None or mark[1] is None:
            continue
        line = card.count("\n", 0, mark.start()) + 1
        if mark[1] not in known:
            message = f"no region {mark[1]!r}; there are: {', '.join(known)}"
            yield Finding("RT802", Place(file, line), message)
        if following is None or following[1] is not None:
            yield Finding("RT802", Place(file, line), f"region {mark[1]!r} is not closed")


def front_matter_findings(card: str, file: str) -> Iterator[Finding]:
    """RT803 if the front matter cannot be read, or is no mapping."""
    match = _FRONT_MATTER.match(card)
    if match is not None:
        yield from mapping_findings(match[1], file, above=1)


def mapping_findings(text: str, file: str, above: int = 0) -> Iterator[Finding]:
    """RT803 if YAML that begins ``above`` lines down in its file cannot be read, or is no mapping."""
    try:
        found = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + above + 1 if error.problem_mark else 1
        yield Finding("RT803", Place(file, line), f"{error.problem}")
    except yaml.YAMLError as error:
        yield Finding("RT803", Place(file, 1), f"{error}")
    except (ValueError, LookupError, AttributeError, RecursionError) as error:
        # what PyYAML itself stumbles over: a day that no calendar has, `!!bool maybe`
        yield Finding("RT803", Place(file, 1), f"a value is not what its form or tag says: {error}")
    else:
        if not isinstance(found, dict | None):
            yield Finding("RT803", Place(file, 1), f"a {type(found).__name__}, not a mapping")


def with_metadata(card: str, added: Mapping[str, Any]) -> str:
    """The card with ``added`` joined to its YAML front matter (added keys win)."""
    metadata, body = split_front_matter(card)
    text = yaml.safe_dump({**metadata, **added}, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{text}---\n{body}"


def split_front_matter(card: str) -> tuple[dict[str, Any], str]:
    """The YAML front matter as a mapping, and the Markdown behind it."""
    match = _FRONT_MATTER.match(card)
    if match is None:
        return {}, card
    found = yaml.load(match[1], Loader=_LOADER)  # noqa: S506, a safe one
    return (found if isinstance(found, dict) else {}), card[match.end() :]


def metadata(release: Mapping[str, Any], splits: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """``configs`` and ``dataset_info`` as the Hub and ``load_dataset`` read them.

    ``splits`` maps a config to its splits: name, path, bytes in memory, bytes on disk, rows.
    Each config's description carries its content digest: ``load_dataset`` on a local folder
    caches by these values, and would serve old rows if they stayed the same. A config or split
    without rows is left out.
    """
    digests: dict[str, list[str]] = {}
    for entry in release["configs"]:
        digests.setdefault(entry["config"], []).append(f"{entry['split']} {entry['sha256']}")
    configs: list[dict[str, Any]] = []
    infos: list[dict[str, Any]] = []
    for config in CONFIGS:
        parts = splits[config.name]
        if not parts:
            continue
        configs.append(
            {
                "config_name": config.name,
                "version": release["version"],
                "description": f"{config.about} Content SHA-256: {', '.join(digests[config.name])}.",
                "data_files": [{"split": p["name"], "path": p["path"]} for p in parts],
                **({} if configs else {"default": True}),
            }
        )
        infos.append(
            {
                "config_name": config.name,
                "features": yaml_features(config.columns),
                "splits": [
                    {"name": p["name"], "num_bytes": p["memory"], "num_examples": p["rows"]}
                    for p in parts
                ],
                "download_size": sum(p["disk"] for p in parts),
                "dataset_size": sum(p["memory"] for p in parts),
            }
        )
    return {"configs": configs, "dataset_info": infos} if configs else {}


def regions(
    release: Mapping[str, Any],
    tables: Tables,
    describe: Describe,
    pictures: Mapping[str, str],
    quality: Mapping[str, Any] | None,
    told: Mapping[str, str],
) -> dict[str, str]:
    """Region name -> Markdown, made from release.json, the tables and the columns.

    ``describe`` turns a reference to a schema field into that field's description; ``pictures``
    has the addresses of those that there are, by the region that shows them; ``quality`` is the
    content of quality.json, None where there is none. ``told`` are the regions that come as Markdown.
    """
    found = {
        "version": f"Data version {release['version']}.",
        "counts": _counts(release),
        "configs": _configs(release),
        "labels": _labels(tables.parts),
        "events": _events(tables),
        "agreement": _agreement(quality),
        "challenge": _challenge(tables.challenge),
        **told,
        "fields": "\n\n".join(
            f"#### `{config.name}`\n\n{_fields(config.columns, describe)}" for config in CONFIGS
        ),
    }
    shown = {name: f"![{PICTURES[name]}]({address})" for name, address in pictures.items()}
    return {name: f"{shown[name]}\n\n{text}" if name in shown else text for name, text in found.items()}


PICTURES = {
    "labels": "How often each label occurs, as in the table below",
    "events": "Who reports how many killed and injured in each event with figures, and on whose word",
    "agreement": "Agreement of the annotators on each layer, with intervals, as in the table below",
}
"""Regions that a picture can stand in -> what it shows, for who does not see it."""
REGION_NAMES = (
    "version", "counts", "configs", "labels", "events", "agreement", "challenge", "invented", "results",
    "fields",
)  # fmt: skip

# Label columns whose distribution the card shows: config and column.
_SHOWN = (
    ("entities", "type"),
    ("entities", "metonym"),
    ("stance", "polarity"),
    ("stance", "expression"),
    ("headlines", "vs_body"),
    ("casualties", "harm"),
    ("casualties", "count_form"),
    ("casualties", "responsibility"),
    ("faults", "fault"),
)


def _labels(parts: Sequence[TablePart]) -> str:
    """How often each label occurs: a row a column and split."""
    there = [split for split in labels(Split) if any(part.split == split for part in parts)]
    by_split = {split: added(part for part in parts if part.split == split) for split in there}
    table = []
    for config, column in _SHOWN:
        for split, counts in by_split.items():
            found = counts.get(f"{config}.{column}", {})
            shown = ", ".join(f"{label} {n}" for label, n in sorted(found.items(), key=_by_count))
            if shown:
                table.append([f"`{config}.{column}`", split, shown])
    return markdown_table(("column", "split", "rows per label"), table)


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _events(tables: Tables) -> str:
    rows, of = tables.events, tables.all_events
    if not rows:
        return "No casualty claims."
    head = ("event", "harm", "low", "best", "high", "claims", "documents", "independent", "silent")
    table = [
        [
            row["title"],
            row["harm"],
            *("–" if row[name] is None else str(row[name]) for name in ("low", "best", "high")),
            len(row["claims"]),
            len(row["documents"]),
            row["independent_documents"],
            len(row["silent_documents"]),
        ]
        for row in rows
    ]
    more = (
        f"\n\nThe first {len(rows):,} of {of:,}; the config `events` has all." if of > len(rows) else ""
    )
    if tables.invented:
        more += f"\n\nRows of invented stories, {tables.invented:,}, are in the config `events` alone."
    return f"{RULE_TEXT}\n\n{markdown_table(head, table)}{more}"


def _challenge(rows: Sequence[Row]) -> str:
    """Items by phenomenon and language, and how many quote a document."""
    items = [row for row in rows if row["side"] == "original"]
    if not items:
        return "No challenge set."
    langs = sorted({row["lang"] for row in items})
    kinds = sorted({(row["task"], row["phenomenon"]) for row in items})

    def counted(of: Sequence[Row]) -> list[int]:
        by_lang = [sum(row["lang"] == lang for row in of) for lang in langs]
        return [*by_lang, len(of), sum(row["origin_doc"] is not None for row in of)]

    table: list[list[Any]] = [
        [task, name, *counted([row for row in items if row["phenomenon"] == name])]
        for task, name in kinds
    ]
    table.append(["all", len(kinds), *counted(items)])
    return markdown_table(("task", "phenomenon", *langs, "items", "quoting a document"), table)


def _agreement(quality: Mapping[str, Any] | None) -> str:
    if quality is None:
        return "No two annotators have a document in common."
    counts = [[kind, *row.values()] for kind, row in quality["gold"].items()]
    head = ("gold", "agreed", "decided", "left out of both layers")
    measured = [f"{about(group)}\n\n{markdown_table(HEAD, table(group))}" for group in groups(quality)]
    return "\n\n".join([measured[0], markdown_table(head, counts), *measured[1:]])


def _counts(release: Mapping[str, Any]) -> str:
    names = COUNTED
    rows = [[row["split"], row["lang"], *(row[name] for name in names)] for row in release["counts"]]
    total = ["all", "all", *(sum(row[name] for row in release["counts"]) for name in names)]
    return markdown_table(("split", "language", *names), [*rows, total])


def _configs(release: Mapping[str, Any]) -> str:
    about = {config.name: config.about for config in CONFIGS}
    rows = [[f"`{c['config']}`", c["split"], c["rows"], about[c["config"]]] for c in release["configs"]]
    return markdown_table(("config", "split", "rows", "what"), rows)


def _fields(columns: tuple[Column, ...], describe: Describe) -> str:
    rows = [list(row) for row in _field_rows(columns, "", describe)]
    return markdown_table(("field", "type", "what"), rows)


def _field_rows(
    columns: tuple[Column, ...], prefix: str, describe: Describe
) -> Iterator[tuple[str, str, str]]:
    for column in columns:
        about = describe(column.about[1:]) if column.about.startswith("=") else column.about
        yield f"`{prefix}{column.name}`", column.type_name, about
        yield from _field_rows(column.fields, f"{prefix}{column.name}.", describe)


def markdown_table(head: tuple[str, ...], rows: list[list[Any]]) -> str:
    """A pipe table; numbers stand to the right."""
    numeric = [all(isinstance(row[i], int) for row in rows) for i in range(len(head))]
    lines = [head, tuple("---:" if right else "---" for right in numeric), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    """Text that can neither end its cell nor open a tag or a region."""
    text = " ".join(str(value).split())
    return text.replace("|", "\\|").replace("<", "&lt;")


def code(text: str) -> str:
    """Markdown of a piece of code, whatever stands in it (CommonMark 0.31, 6.1)."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    if not longest:
        return f"`{text}`"
    fence = "`" * (2 if longest == 1 else longest + 1)
    return f"{fence} {text} {fence}"
