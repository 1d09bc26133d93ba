"""What several commands share: the corpus argument, the format option, the printed findings."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ParamSpec
from urllib.parse import urlsplit

import typer

from retold.files import SETTINGS, CorpusFolder, find_root


class Format(StrEnum):
    """Output formats."""

    text = "text"
    json = "json"


CorpusArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[CORPUS]",
        help=f"Folder of the corpus. Default: the nearest folder upwards with {SETTINGS}.",
        show_default=False,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for machines.")]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="URL",
        help="Address of the Hub, a mirror or one of your own. Default: HF_ENDPOINT, else the Hub's.",
        show_default=False,
    ),
]
OutOption = Annotated[
    Path,
    typer.Option("--out", metavar="DIR", help="Folder to write; new or empty.", show_default=False),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]


P = ParamSpec("P")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Exit status 3, not 1, where the reader of our output goes away before its end.

    Says the notes of an error: what it left behind, and where.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            try:
                command(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except (OSError, KeyboardInterrupt) as error:
            for note in getattr(error, "__notes__", ()):
                typer.echo(f"retold: {note}", err=True)
            if not isinstance(error, BrokenPipeError):
                raise
            # nothing more can be said; keep the interpreter from trying at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(3) from None

    return run


def day_given(text: str | None, option: str) -> str | None:
    """The day of an option, as YYYY-MM-DD; wrong usage (exit 2) where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day like 2031-05-04", param_hint=option) from None


def open_corpus(path: Path | None) -> CorpusFolder:
    """The corpus folder that a command works on; wrong usage (exit 2) where there is none."""
    if path is None:
        root = find_root(Path.cwd())
        if root is None:
            raise typer.BadParameter(
                f"no {SETTINGS} here or in any folder above; name the folder of a corpus",
                param_hint="CORPUS",
            )
        return CorpusFolder(root)
    if not (path / SETTINGS).is_file():
        raise typer.BadParameter(f"{path} is no corpus: it has no {SETTINGS}", param_hint="CORPUS")
    return CorpusFolder(path.resolve())


def new_folder(out: Path, source: Path, hint: str = "--out") -> Path:
    """The folder, if it is new or empty and not inside the folder that is read (else exit 2).

    ``hint`` is the option or argument that names it.
    """
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise typer.BadParameter(f"{out} is there and no folder", param_hint=hint)
    if out.is_dir() and any(out.iterdir()):
        raise typer.BadParameter(f"{out} is not empty; name a new folder", param_hint=hint)
    if out.resolve().is_relative_to(source.resolve()):
        raise typer.BadParameter(f"{out} is inside {source}, which is read", param_hint=hint)
    return out


def fresh_folder(out: Path, address: str | None) -> Path:
    """``--out`` as in ``new_folder``; it may be in a corpus, but not among the corpus's own files."""
    root = find_root(Path.cwd()) if address is None else Path(address)
    if root is None:
        return new_folder(out, out / SETTINGS)
    own = ("annotations", "data", "seeds") if (root / SETTINGS).is_file() else (".",)
    for name in own:
        new_folder(out, root / name)
    return out


def inside_repository(folder: CorpusFolder) -> str:
    """Path of the corpus from the top of its git checkout, ended by ``/``.

    Empty where the corpus is the top, or in no checkout. Whoever shows findings beside a change
    counts paths from there.
    """
    root = folder.root
    top = next((f for f in (root, *root.parents) if (f / ".git").exists()), root)
    return "" if top == root else f"{root.relative_to(top).as_posix()}/"


def check_address(address: str | None, where: str) -> None:
    """Wrong usage for what is no address of a hub; a password in it would be printed."""
    parts = urlsplit(address or "https://hub")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise typer.BadParameter(
            "write an address as https://hub.example.org, with no name and password in it",
            param_hint=where,
        )


@contextmanager
def progress() -> Iterator[None]:
    """The progress bars of huggingface_hub on a terminal, and none in a log."""
    from huggingface_hub.utils import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    hidden = not sys.stderr.isatty() and not are_progress_bars_disabled()
    if hidden:
        disable_progress_bars()
    try:
        yield
    finally:
        if hidden:
            enable_progress_bars()
