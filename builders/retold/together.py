"""Several files of a corpus written together: all of them, or none."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from retold.files import CorpusFolder
from retold.writing import write_staged


def write_together(folder: CorpusFolder, files: Mapping[str, bytes]) -> None:
    """Writes or replaces files (path inside the corpus -> bytes) in their order.

    All are on the disk before the first is put in its place, and so are copies of what they replace,
    each beside its target, which may be a link to another disk: a disk without room changes nothing,
    and an error or interruption in between puts everything back. What cannot be put back does not
    keep the others from it; its copy is kept, and a note of the error says where. Only a machine that
    stops there leaves the first of the files. Call it while ``building()`` is held. Raises OSError.
    """
    targets = {path: (folder.root / path).resolve() for path in files}
    before = {path: target.read_bytes() for path, target in targets.items() if target.exists()}
    made: list[Path] = []
    prepared: list[Path] = []
    done: list[str] = []
    try:
        for path, target in targets.items():
            made += _make_folder(target.parent)
            for beside, data in ((_new(target), files[path]), (_old(target), before.get(path))):
                if data is not None:
                    prepared.append(beside)
                    write_staged(beside, data, like=target)
        for path, target in targets.items():
            done.append(path)
            _new(target).replace(target)
    except BaseException as error:
        for path in reversed(done):
            lost = _undo(targets[path], before.get(path))
            if lost is not None:
                kept = _old(targets[path])
                left = f"what it held lies in {kept}" if path in before else "remove it by hand"
                error.add_note(f"{path} could not be put back ({lost}): {left}")
                prepared = [beside for beside in prepared if beside != kept]
        _clear(prepared)
        for empty in reversed(made):
            # where a file could not be removed, its folder is not empty
            with contextlib.suppress(OSError):
                empty.rmdir()
        raise
    _clear(prepared)


def _new(target: Path) -> Path:
    return target.with_name(f".retold-new-{target.name}")


def _old(target: Path) -> Path:
    return target.with_name(f".retold-old-{target.name}")


def _undo(target: Path, before: bytes | None) -> OSError | None:
    """Makes a file what it was, from the copy beside it; the error where that fails."""
    try:
        if before is None:
            target.unlink(missing_ok=True)
        elif target.read_bytes() != before:
            _old(target).replace(target)
    except OSError as error:
        return error
    return None


def _clear(paths: list[Path]) -> None:
    for path in paths:
        # what stays is hidden and written over next time; the corpus is whole either way
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _make_folder(path: Path) -> list[Path]:
    """Makes a folder and those above it; the ones that were not there, the outermost first."""
    lacking = [found for found in (path, *path.parents) if not found.exists()]
    path.mkdir(parents=True, exist_ok=True)
    return lacking[::-1]
