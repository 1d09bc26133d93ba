"""retold import NAME PATH --annotator NAME: another tool's files, made a layer of a corpus."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from retold.cli.interchange import end
from retold.cli.options import Format as Output
from retold.cli.options import open_corpus
from retold.files import GOLD, RESERVED
from retold.formats.base import Format

if TYPE_CHECKING:
    from retold.interchange.inward import Setting


def import_layer(
    reader: Format,
    path: Path,
    annotator: str,
    corpus: Path | None,
    settings: Sequence[str],
    *,
    force: bool,
    lossy: bool,
    output: Output,
) -> None:
    """Writes annotations/NAME/<document>.jsonl; with an error nothing, and exit status 1."""
    from retold.intake.naming import is_id
    from retold.interchange import inward

    folder = open_corpus(corpus)
    if not is_id(annotator) or annotator in (GOLD, *RESERVED):
        raise typer.BadParameter(
            f"{annotator!r} is no annotator's name: letters, digits, '.', '_' and '-'; gold, "
            f"{' and '.join(RESERVED)} are reserved",
            param_hint="--annotator",
        )
    values = [_setting(word) for word in settings]
    try:
        done = inward.take_in(folder, path, reader, annotator, values, force=force, lossy=lossy)
    except inward.WontReplaceError as error:
        raise typer.BadParameter(str(error), param_hint="--force") from None
    end(done, output, lambda doc: None, f"below annotations/{annotator}")


def _setting(word: str) -> Setting:
    from retold.interchange.inward import Setting

    found = re.fullmatch(r"(?:([^:=]+):)?([a-z_]+)=(.*)", word, re.DOTALL)
    if found is None:
        raise typer.BadParameter(
            f"{word!r} is not [LABEL:]FIELD=VALUE, for example level=name", param_hint="--set"
        )
    try:
        value = json.loads(found[3])
    except (ValueError, RecursionError):
        value = found[3]
    return Setting(found[1], found[2], value)
