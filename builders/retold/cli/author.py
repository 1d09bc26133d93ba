"""retold author"""

from __future__ import annotations

from typing import Annotated

import typer

from retold.cli.findings import as_json, print_findings, print_json
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded, open_corpus
from retold.cli.written import listed
from retold.findings import blocking


@guarded
def author(
    corpus: CorpusArgument = None,
    format: FormatOption = Format.text,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show; write nothing.")] = False,
) -> None:
    """Compile the invented stories of `seeds/authored/` to texts and records.

    Writes texts, manifest, stories, registry, links and the layer `author`; lines that no story makes
    stay. While anything is wrong with a source, nothing is written, and all of it is named.
    """
    from retold import authoring

    folder = open_corpus(corpus)
    with folder.building():
        made = authoring.compiled(folder)
        stopped = bool(blocking(made.findings))
        files = {} if stopped else authoring.outputs(folder, made)
        changed = (authoring.differing if dry_run else authoring.write)(folder, files)
    documents = sum(len(story.documents) for story in made.stories)
    if format is Format.json:
        found = as_json(list(made.findings), strict=False)
        print_json({"documents": documents, "written": [] if dry_run else changed, "findings": found})
    else:
        print_findings(list(made.findings), False, lambda doc: None)
        if stopped:
            typer.echo("Nothing written.")
        else:
            for line in listed("would write" if dry_run else "wrote", changed):
                typer.echo(line)
            typer.echo(f"Documents: {documents}; stories below seeds/authored: {len(made.stories)}.")
            if changed and not dry_run:
                typer.echo("Next: retold adjudicate, which makes gold of the layer `author`.")
    raise typer.Exit(1 if stopped else 0)
