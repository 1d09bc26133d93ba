"""retold adjudicate"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from retold.adjudication import Outcome
from retold.alignment import Group, differing, position
from retold.cli.excerpt import excerpt
from retold.cli.findings import as_json, print_findings, print_json, text_of
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded, open_corpus
from retold.cli.written import listed

if TYPE_CHECKING:
    from retold.pipeline import Adjudicated


@guarded
def adjudicate(
    corpus: CorpusArgument = None,
    format: FormatOption = Format.text,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show; write nothing.")] = False,
) -> None:
    """Make annotations/gold/ from the annotators' layers and the decisions between them.

    Takes over what the annotators agree on. Each disagreement is shown with a draft of the line
    that decides it, for `annotations/adjudication/<document>.jsonl`. While one is open, nothing is
    written and the exit status is 1.
    """
    from retold import pipeline

    folder = open_corpus(corpus)
    try:
        made = pipeline.adjudicate(folder, write=not dry_run)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="CORPUS") from None
    others = [f for f in made.findings if f.code != "RT804"]
    text = text_of(folder, made.corpus)
    annotators = made.corpus.settings.adjudication.get("annotators", ())
    if format is Format.json:
        print_json(
            {
                "documents": [_counts(doc, outcome) for doc, outcome in sorted(made.outcomes.items())],
                "drafts": [draft for _, _, draft in _drafts(made)],
                "written": [] if dry_run else list(made.written),
                "findings": as_json(others, strict=False),
            }
        )
    else:
        print_findings(others, False, text)
        for doc, group, draft in _drafts(made):
            _show(group, text(doc) or "", draft, annotators)
        alone = [o.copied for o in made.outcomes.values() if o.copied is not None]
        if alone:
            documents = "1 document" if len(alone) == 1 else f"{len(alone)} documents"
            typer.echo(f"{documents} of one annotator: {sum(alone)} copied")
        for doc, outcome in sorted(made.outcomes.items()):
            if outcome.copied is not None:
                continue
            row = _counts(doc, outcome)
            shown = ", ".join(f"{row[name]} {name}" for name in ("agreed", "decided", "open", "gold"))
            typer.echo(f"{doc}: {shown}")
        if made.findings:
            typer.echo("Nothing written.")
        else:
            for line in listed("would write" if dry_run else "wrote", made.written):
                typer.echo(line)
            typer.echo("Gold is what the layers and decisions make.")
    raise typer.Exit(1 if made.findings else 0)


def _counts(doc: str, outcome: Outcome) -> dict[str, Any]:
    """Groups agreed, records copied, decisions that stand, groups open, and records of gold."""
    return {
        "doc": doc,
        "agreed": outcome.agreed,
        "copied": outcome.copied or 0,
        "decided": outcome.decided,
        "open": len(outcome.open),
        "gold": len(outcome.gold),
    }


def _drafts(made: Adjudicated) -> Iterator[tuple[str, Group, dict[str, Any]]]:
    """Each open group with its document and the line that would decide it."""
    voices = made.corpus.settings.adjudication.get("voices", ())
    for doc, outcome in sorted(made.outcomes.items()):
        for number, group in enumerate(outcome.open, outcome.decided + 1):
            yield (
                doc,
                group,
                {
                    "id": f"d-{doc.split('_')[0]}-{number:02d}",
                    "doc": doc,
                    "record": next((v for v in group if v.annotator in voices), group[0]).record.id,
                    "candidates": [str(voice) for voice in group],
                    "choice": str(group[0]),
                    "by": "",
                    "why": "",
                    "clause": "",
                },
            )


def _show(group: Group, text: str, draft: dict[str, Any], annotators: Sequence[str]) -> None:
    """The words, what each annotator makes of them, and the line that would decide."""
    found = excerpt(text, position(group))
    kind = type(group[0].record).__name__.lower()
    typer.echo(f"{draft['doc']} {found.line}:{found.column} {kind}")
    typer.echo(f"    {found.shown}\n    {found.marks}")
    fields = sorted({name for v in group[1:] for name in differing(group[0].record, v.record)})
    for voice in group:
        said = {name: _value(voice.record, name) for name in fields}
        typer.echo(f"    {voice}: {json.dumps(said, ensure_ascii=False) if said else 'has it'}")
    for name in annotators:
        if all(voice.annotator != name for voice in group):
            typer.echo(f"    {name}: no such record")
    typer.echo(f"    {json.dumps(draft, ensure_ascii=False, separators=(',', ':'))}\n")


def _value(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name, None)
    return record
