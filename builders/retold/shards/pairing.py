"""Paths -> shards: which files hold the same documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from retold.files import GOLD, PROSE, RESERVED, shard_folder
from retold.findings import Finding, Place

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
_FOLDER = re.compile(r"(?:seeds|annotations/(?P<layer>[^/]+))/shards/(?P<file>[^/]+)")


@dataclass(frozen=True, slots=True)
class Shard:
    """One shard: the path of its documents, and of their records in each layer, ``gold`` first."""

    name: str
    seeds: str
    layers: Mapping[str, str]

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the shard."""
        return (self.seeds, *self.layers.values())


def ending(path: str) -> str | None:
    """The ending of a shard's file, or None for what has none of ``ENDINGS``."""
    return next((end for end in sorted(ENDINGS, key=len, reverse=True) if path.endswith(end)), None)


def paired(paths: Iterable[str]) -> tuple[list[Shard], list[Finding]]:
    """The shards that the paths make, in natural order of their names, and what is wrong with the rest.

    A path is ``seeds/shards/<name>.<ext>`` or ``annotations/<layer>/shards/<name>.<ext>``. RT009 is for
    what makes no shard, RT006 for a shard without gold.
    """
    found: dict[str | None, dict[str, str]] = {}
    findings: list[Finding] = []
    for path in sorted(paths, key=natural):
        match = _FOLDER.fullmatch(path)
        end = ending(path)
        if path.endswith(PROSE):
            continue
        if match is None or end is None or match["layer"] in RESERVED or match["file"] == end:
            message = f"no stage reads this file; a shard is named like {shard_folder()}/part-1.jsonl"
            findings.append(Finding("RT009", Place(path), f"{message} ({', '.join(ENDINGS)})"))
            continue
        name = match["file"].removesuffix(end)
        of_layer = found.setdefault(match["layer"], {})
        if name in of_layer:
            message = f"shard {name!r} is there already: {of_layer[name]}"
            findings.append(Finding("RT009", Place(path), message))
        else:
            of_layer[name] = path
    seeds = found.pop(None, {})
    layers = sorted((layer for layer in found if layer), key=lambda name: (name != GOLD, name))
    for layer in layers:
        for name, path in found[layer].items():
            if name not in seeds:
                message = f"there is no shard {name!r} in {shard_folder()}/, so nothing reads this file"
                findings.append(Finding("RT009", Place(path), message))
    shards = [
        Shard(name, path, {layer: found[layer][name] for layer in layers if name in found[layer]})
        for name, path in seeds.items()
    ]
    for shard in shards:
        if GOLD not in shard.layers:
            message = f"{shard.seeds} has no gold annotation: there is no shard {shard.name!r} here"
            findings.append(Finding("RT006", Place(f"{shard_folder(GOLD)}/{shard.name}"), message))
    return shards, findings


def natural(name: str) -> list[tuple[int, str]]:
    """A key that sorts numbers in names by what they count: part-2 before part-10."""
    parts = re.split(r"([0-9]+)", name)
    return [(int(part) if i % 2 else -1, part) for i, part in enumerate(parts)]
