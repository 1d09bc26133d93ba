"""retold import-corpus"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from retold.cli.findings import print_json
from retold.cli.options import Format, FormatOption, OutOption, guarded, new_folder


@guarded
def import_corpus(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The public corpus: muc4.")],
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="Folder with the corpus's own files, at any depth.",
            exists=True,
            file_okay=False,
        ),
    ],
    out: OutOption,
    obtained: Annotated[
        str | None,
        typer.Option(
            "--obtained",
            metavar="YYYY-MM-DD",
            help="Day on which you got the files; the manifest of seeds keeps it. Default: today.",
            show_default=False,
        ),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Make a corpus of its own from the files of a public corpus.

    docs/corpora.md says for each part of it what is exact, approximate or dropped; the report counts
    it. The new folder builds with `retold build`. With a file that cannot be read whole nothing is
    written, and the exit status is 1.
    """
    from retold.corpora import CORPORA
    from retold.corpora.problems import ImportProblemsError
    from retold.corpus_import import import_corpus as run

    if name not in CORPORA:
        raise typer.BadParameter(f"{name!r} is not one of: {', '.join(CORPORA)}", param_hint="NAME")
    target = new_folder(out, path)
    try:
        made = run(name, path, target, _day(obtained))
    except ImportProblemsError as error:
        if format is Format.json:
            found = [{"file": p.file, "line": p.line, "message": p.message} for p in error.problems]
            print_json({"out": None, "problems": found, "report": None})
        else:
            for problem in error.problems:
                typer.echo(problem)
            typer.echo(f"Nothing written; problems: {len(error.problems)}.")
        raise typer.Exit(1) from None
    if format is Format.json:
        print_json({"out": str(out), "problems": [], "report": made.report})
        return
    for line in made.summary:
        typer.echo(line)
    typer.echo(f"Wrote {len(made.files)} files to {out}. Next: retold check {out}; retold build {out}")


def _day(text: str | None) -> str:
    """The day of ``--obtained``, or today: when files came is a fact about them, not about the build."""
    try:
        day = date.today() if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no day like 2031-05-04", param_hint="--obtained"
        ) from None
    return day.isoformat()
