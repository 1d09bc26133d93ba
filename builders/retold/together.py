"""Several files of a corpus written together: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from retold.files import CorpusFolder, write_new_folder


def write_together(folder: CorpusFolder, files: Mapping[str, bytes]) -> None:
    """Writes or replaces files (path inside the corpus -> bytes) in their order.

    All are on the disk before the first is put in its place, and so are copies of what they replace:
    a disk without room changes nothing, and an error or interruption in between puts everything back.
    Only a machine that stops there leaves the first of them. Call it while ``building()`` is held.
    Raises OSError.
    """
    targets = {path: (folder.root / path).resolve() for path in files}
    before = {path: target.read_bytes() for path, target in targets.items() if target.exists()}
    staged, kept = folder.working / "new", folder.working / "old"
    made: list[Path] = []
    done: list[str] = []
    try:
        write_new_folder(staged, files)
        write_new_folder(kept, before)
        for path, target in targets.items():
            made += _make_folder(target.parent)
            if path in before:
                (staged / path).chmod(target.stat().st_mode)
            done.append(path)
            (staged / path).replace(target)
    except BaseException:
        for path in reversed(done):
            if path in before:
                (kept / path).replace(targets[path])
            else:
                targets[path].unlink(missing_ok=True)
        for empty in reversed(made):
            empty.rmdir()
        raise
    finally:
        folder.clear_working()


def _make_folder(path: Path) -> list[Path]:
    """Makes a folder and those above it; the ones that were not there, the outermost first."""
    lacking = [found for found in (path, *path.parents) if not found.exists()]
    path.mkdir(parents=True, exist_ok=True)
    return lacking[::-1]
