"""Where a corpus keeps what, and how its files are read and written.

A corpus is a folder with ``retold.toml``. Reading gives text or a Finding; writing is atomic:
whoever looks sees the old files or the new ones, whole, at any moment.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from retold.challenge import CHALLENGE
from retold.compression import COMPRESSED, DamagedError, compress, decompressed
from retold.findings import Finding, Place
from retold.writing import WORK, copy, exchange, write, write_staged

SETTINGS = "retold.toml"
CARD = "dataset_card.md"
LICENCE = "LICENSE"
CITATION = "CITATION.cff"
RELEASE = "release.json"
BUILT_CARD = "data/README.md"
RESULTS = "docs/results.json"
RESULTS_PAGE = "docs/results.md"
GOLD = "gold"
SEEDS = "seeds/seeds.jsonl"
STORIES = "seeds/stories.jsonl"
ANNOTATORS = "annotations/annotators.jsonl"
ENTITIES = "annotations/registry/entities.jsonl"

RATCHET = "annotations/ratchet.jsonl"

# Files that hold one kind of record: path -> (kind, required).
SINGLE_KIND: Mapping[str, tuple[str, bool]] = {
    SEEDS: ("seed", True),
    STORIES: ("story", True),
    ANNOTATORS: ("annotator", True),
    ENTITIES: ("entity", True),
    "annotations/registry/propositions.jsonl": ("proposition", False),
    "annotations/registry/events.jsonl": ("event", False),
    "annotations/links.jsonl": ("claim_link", False),
    "annotations/waivers.jsonl": ("waiver", False),
    RATCHET: ("ratchet", False),
}
SEED_SHARDS = "seeds/shards"
AUTHORED = "seeds/authored"
_IN_SHARDS = re.compile(r"(?:seeds|annotations/[^/]+)/shards/.")
_REGISTRY = {"entities": "entity", "propositions": "proposition", "events": "event"}
# These may be compressed: each with one of the endings of COMPRESSED behind its name.
_COMPRESSIBLE = (STORIES, *(f"annotations/registry/{name}.jsonl" for name in _REGISTRY))
GUIDELINES = "annotations/GUIDELINES.md"
# Folders of annotations/ that are no annotator's layer.
RESERVED = ("registry", "adjudication", CHALLENGE)
PROSE = (".md",)

_PART = r"[^/\\\x00-\x1f\ud800-\udfff.][^/\\\x00-\x1f\ud800-\udfff]*"
_CLEAN_PATH = re.compile(rf"{_PART}(?:/{_PART})*")

_NEW = f"{WORK}new"
_OLD = f"{WORK}old"
_LOCK = f"{WORK}lock"


def is_work_file(path: str) -> bool:
    """Whether the tool itself leaves it beside a corpus: its lock, a folder being written."""
    return path.rstrip("/").rsplit("/", 1)[-1].startswith(WORK)


def stem(path: str) -> str:
    """Document id that a layer's file is named after."""
    return path.rsplit("/", 1)[1].removesuffix(".jsonl")


def shard_folder(layer: str | None = None) -> str:
    """Folder of a layer's shards; without a layer, of the documents'."""
    return SEED_SHARDS if layer is None else f"annotations/{layer}/shards"


def in_shards(path: str) -> bool:
    """Whether it names something in a folder of shards."""
    return _IN_SHARDS.match(path) is not None


def proposal_paths(layer: str) -> dict[str, str]:
    """Path -> kind of the files in which an annotator proposes additions to the registry."""
    return {f"annotations/{layer}/registry/{name}.jsonl": kind for name, kind in _REGISTRY.items()}


def is_below(path: str) -> bool:
    """Whether it names a file below a folder, on any system, that a reading of the folder shows.

    Parts between ``/``: none is empty or begins with a dot, and none has a backslash, a control
    character, or what UTF-8 cannot say.
    """
    return _CLEAN_PATH.fullmatch(path) is not None


def find_root(start: Path) -> Path | None:
    """The nearest folder from ``start`` upwards that holds retold.toml, or None."""
    start = start.resolve()
    return next((f for f in (start, *start.parents) if (f / SETTINGS).is_file()), None)


def decode(data: bytes, path: str) -> str | Finding:
    """The bytes as UTF-8, exactly (no newline translation), or RT004 at ``path``.

    What the path's ending says is compressed is decompressed before; RT023 where it is damaged.
    """
    try:
        return b"".join(decompressed([data], path)).decode("utf-8")
    except DamagedError as error:
        return Finding("RT023", Place(path), str(error))
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8: {error.reason}"
        return Finding("RT004", Place(path), message)


def encode(text: str, path: str) -> bytes:
    """The bytes of a text, compressed where the path's ending says so."""
    return compress(text.encode("utf-8"), path)


@dataclass(frozen=True)
class FolderFiles(Mapping[str, bytes]):
    """Path below a folder, with ``/`` -> bytes, read when asked for; hidden files are left out."""

    folder: Path

    @cached_property
    def _paths(self) -> dict[str, None]:
        found = (p.relative_to(self.folder) for p in self.folder.rglob("*") if p.is_file())
        shown = (p for p in found if not any(part.startswith(".") for part in p.parts))
        return dict.fromkeys(sorted(p.as_posix() for p in shown))

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return (self.folder / path).read_bytes()

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass(frozen=True)
class CorpusFolder:
    """The files of one corpus; paths that come out are relative, with ``/``."""

    root: Path

    @property
    def data(self) -> Path:
        """Where the built dataset goes."""
        return self.root / "data"

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        return (self.root / path).is_file()

    def stored(self, path: str) -> str:
        """The file that holds it: ``path``, or where that is not there, the same compressed."""
        if path not in _COMPRESSIBLE or self.exists(path):
            return path
        packed = (path + ending for ending in COMPRESSED)
        return next((found for found in packed if self.exists(found)), path)

    def lack(self, path: str) -> str:
        """Why ``exists`` says no, in words."""
        there = (self.root / path).exists() or (self.root / path).is_symlink()
        return f"{path} is not a file" if there else f"there is no file {path}"

    def read_bytes(self, path: str) -> bytes:
        """The file's bytes. Raises OSError."""
        return (self.root / path).read_bytes()

    def read_text(self, path: str) -> str | Finding:
        """The file decoded as UTF-8, exactly (no newline translation), or RT004 or RT023."""
        return decode(self.read_bytes(path), path)

    def seed_path(self, file: str) -> str:
        """Path of a seed's text."""
        return f"seeds/{file}"

    def seed_files(self) -> list[str]:
        """Every file below seeds/ but manifests, shards, sources and prose, as paths inside seeds/."""
        manifests = (SEEDS, self.stored(STORIES))
        found = (p for p in self._below("seeds") if p not in manifests and not p.endswith(PROSE))
        texts = (p for p in found if not in_shards(p) and not p.startswith(f"{AUTHORED}/"))
        return [p.removeprefix("seeds/") for p in texts]

    def authored_files(self) -> list[str]:
        """Every file of the sources of invented stories but prose, sorted."""
        return [path for path in self._below(AUTHORED) if not path.endswith(PROSE)]

    def shard_files(self) -> list[str]:
        """Every file in a folder of shards but prose, sorted."""
        layers = (path.parent.name for path in (self.root / "annotations").glob("*/shards"))
        folders = [SEED_SHARDS, *(shard_folder(name) for name in layers if not name.startswith("."))]
        found = (path for folder in folders for path in self._below(folder))
        return sorted(path for path in found if not path.endswith(PROSE))

    def layer_path(self, layer: str, doc: str) -> str:
        """Path of one document's records in a layer."""
        return f"annotations/{layer}/{doc}.jsonl"

    def layer_files(self) -> list[str]:
        """The .jsonl files of all layers: annotations/<layer>/<document id>.jsonl, sorted."""
        return [path for path in self._below("annotations") if self._in_layer(path)]

    def decision_path(self, doc: str) -> str:
        """Path of the decisions on one document."""
        return f"annotations/adjudication/{doc}.jsonl"

    def decision_files(self) -> list[str]:
        """The files of decisions: annotations/adjudication/<document id>.jsonl, sorted."""
        prefix = "annotations/adjudication/"
        below = (p for p in self._below("annotations") if p.startswith(prefix))
        return [p for p in below if p.count("/") == 2 and p.endswith(".jsonl")]

    def challenge_files(self) -> list[str]:
        """The files of challenge items: annotations/challenge/<phenomenon>.jsonl, sorted."""
        prefix = f"annotations/{CHALLENGE}/"
        below = (p for p in self._below("annotations") if p.startswith(prefix))
        return [p for p in below if p.count("/") == 2 and p.endswith(".jsonl")]

    def judgement_files(self) -> list[str]:
        """Annotators' layers with what they propose, and the decisions between them, sorted."""
        own = [path for path in self.layer_files() if path.split("/")[1] != GOLD]
        proposed = [path for layer in self.layers() for path in proposal_paths(layer)]
        found = {*own, *self.decision_files(), *(path for path in proposed if self.exists(path))}
        return sorted(found)

    def layers(self) -> list[str]:
        """The layers that have a file or shard here: annotators' folders and ``gold``, sorted."""
        shards = (path for path in self.shard_files() if path.startswith("annotations/"))
        found = {path.split("/")[1] for path in (*self.layer_files(), *shards)}
        return sorted(found - {*RESERVED})

    def record_files(self) -> Iterator[tuple[str, str | None]]:
        """Every file of records and the kind of its lines, None for those that name theirs."""
        kinds = {self.stored(path): kind for path, (kind, _) in SINGLE_KIND.items()}
        kinds.update((path, "decision") for path in self.decision_files())
        kinds.update((path, "challenge") for path in self.challenge_files())
        for layer in (*self.layers(), CHALLENGE):
            kinds.update(proposal_paths(layer))
        yield from sorted((path, kind) for path, kind in kinds.items() if self.exists(path))
        yield from ((path, None) for path in self.layer_files())

    def stray_files(self, layers: Iterable[str] = ()) -> list[str]:
        """Files below annotations/, not in shards, that no stage reads.

        ``layers`` are those that have no file here, since their shards are elsewhere.
        """
        read = {*map(self.stored, SINGLE_KIND), *self.decision_files(), *self.challenge_files()}
        for layer in (*self.layers(), *layers, CHALLENGE):
            read.update(proposal_paths(layer))
        found = (path for path in self._below("annotations") if not self._in_layer(path))
        unread = (path for path in found if path not in read and not in_shards(path))
        return [path for path in unread if not path.endswith(PROSE)]

    def _in_layer(self, path: str) -> bool:
        parts = path.split("/")
        named = len(parts) == 3 and parts[1] not in RESERVED and path.endswith(".jsonl")
        return named and self.exists(path)

    def _below(self, folder: str) -> list[str]:
        """All but folders at any depth below ``folder``, hidden ones left out, sorted."""
        found: list[str] = []
        for here, folders, names in os.walk(self.root / folder, onerror=_raise):
            # strings, not Paths: a large corpus has many files
            links = [name for name in folders if os.path.islink(f"{here}{os.sep}{name}")]  # noqa: PTH114
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside = os.path.relpath(here, self.root).replace(os.sep, "/")
            found += [f"{inside}/{name}" for name in (*names, *links) if not name.startswith(".")]
        return sorted(found)

    def foreign_data(self) -> Iterator[str]:
        """What is in ``data/`` and no build made: the new folder would take its place.

        Hidden files count; a ``data`` that is a file or a link is foreign as a whole.
        """
        if self.data.is_symlink() or (self.data.exists() and not self.data.is_dir()):
            yield "data"
            return
        made = {RELEASE}
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            listed = json.loads((self.data / RELEASE).read_bytes())["files"]
            made.update(entry["path"] for entry in listed)
        for path in sorted(self.data.rglob("*")):
            name = path.relative_to(self.data).as_posix()
            if name not in made and (path.is_symlink() or not path.is_dir()):
                yield f"data/{name}"

    def write_text(self, path: str, text: str) -> None:
        """Writes or replaces one file in one step; a link stays one, the mode is kept."""
        self.write_bytes(path, encode(text, path))

    def write_bytes(self, path: str, data: bytes) -> None:
        """As ``write_text``."""
        target = (self.root / path).resolve()
        new = self.root / f"{_NEW}-file"
        write_staged(new, data, like=target)
        target.parent.mkdir(parents=True, exist_ok=True)
        new.replace(target)

    def write_data(self, files: Mapping[str, bytes], lying: Mapping[str, Path] | None = None) -> None:
        """Makes ``data/`` hold exactly ``files`` (path inside it -> bytes), in one step.

        The new folder is written whole beside the old one, then the two change places. Files of
        ``lying`` are there already, elsewhere, and are copied. Call it while ``building()`` is held.
        """
        new = self.root / _NEW
        for path in sorted(files):
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if lying and path in lying:
                copy(lying[path], target)
            else:
                write(target, files[path])
        if not self.data.exists():
            new.rename(self.data)
        elif exchange(new, self.data):
            shutil.rmtree(new)
        else:
            self.data.rename(self.root / _OLD)
            new.rename(self.data)
            shutil.rmtree(self.root / _OLD)

    def restore_data(self, files: Mapping[str, bytes] | None) -> None:
        """Makes ``data/`` what it was: these files, or None where there was none."""
        with self.building():
            if files is not None:
                self.write_data(files)
            elif self.data.is_dir():
                shutil.rmtree(self.data)

    @contextlib.contextmanager
    def building(self) -> Iterator[None]:
        """Keeps other builds of this folder out, and clears what a killed one left."""
        lock = FileLock(self.root / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise TimeoutError(
                "another build of this corpus runs; try again when it has ended"
            ) from None
        try:
            old = self.root / _OLD
            if old.exists() and not self.data.exists():
                old.rename(self.data)
            for left in (old, self.root / _NEW, self.root / f"{_NEW}-file"):
                if left.is_dir():
                    shutil.rmtree(left)
                else:
                    left.unlink(missing_ok=True)
            yield
        finally:
            lock.release()


def _raise(error: OSError) -> None:
    """A folder that cannot be read must not look empty."""
    if not isinstance(error, FileNotFoundError):
        raise error
