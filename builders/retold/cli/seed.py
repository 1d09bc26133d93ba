"""retold seed add"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from retold.cli.findings import as_json, print_findings, print_json
from retold.cli.options import CorpusArgument, Format, FormatOption, day_given, guarded, open_corpus
from retold.cli.seed_questions import Terminal

if TYPE_CHECKING:
    from retold.model import Published, Split
    from retold.seeding.adding import Added
    from retold.seeding.inputs import Offered
    from retold.seeding.planning import Planned

seed = typer.Typer(help="The texts of a corpus.", no_args_is_help=True)


@seed.callback()
def _seed() -> None:
    pass


@seed.command()
@guarded
def add(
    path: Annotated[
        str,
        typer.Argument(metavar="FILE|FOLDER|-", help="What to add; - is one text from standard input."),
    ],
    corpus: CorpusArgument = None,
    id: Annotated[
        str | None,
        typer.Option("--id", help="Id of the document. Default: from the file.", show_default=False),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang", metavar="TAG", help="Language (BCP 47). Default: detected.", show_default=False
        ),
    ] = None,
    outlet: Annotated[
        str | None,
        typer.Option(
            "--outlet", help="Outlet, as the text gives it. Default: none.", show_default=False
        ),
    ] = None,
    story: Annotated[
        str | None, typer.Option("--story", metavar="ID", help="Story that it tells, known or new.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="Of a new story: what it is about, in one line.")
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="Of a new story: train, validation or test.")
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="YYYY-MM-DD", help="Day of publication.")
    ] = None,
    inferred: Annotated[
        bool, typer.Option("--inferred", help="That day follows from what the text reports.")
    ] = False,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence", help="SPDX id. Default: that of the texts in retold.toml.", show_default=False
        ),
    ] = None,
    obtained: Annotated[
        str | None,
        typer.Option(
            "--obtained",
            metavar="YYYY-MM-DD",
            help="When you got it. Default: today.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Agree to proposed stories; ask nothing.")] = False,
    no_zones: Annotated[
        bool, typer.Option("--no-zones", help="Propose no zones (annotations/rules/).")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show; write nothing.")] = False,
    format: FormatOption = Format.text,
) -> None:
    """Add texts to seeds/, with a line for each in seeds/seeds.jsonl, and propose their zones.

    The bytes of a text are kept. What you say goes before what the file says. A copy of a text that is
    there is refused; of a near copy the story is proposed. What is not sure is asked for on a terminal;
    elsewhere it is a problem that names the option. With a problem in any text none is added, and the
    exit status is 1.
    """  # fmt: skip
    from retold.intake.received import LackingError
    from retold.seeding.adding import add as run
    from retold.seeding.asking import Nobody
    from retold.seeding.planning import Given

    folder = open_corpus(corpus)
    given = Given(
        obtained=day_given(obtained, "--obtained") or date.today().isoformat(),
        id=_legal(id),
        lang=_tag(lang),
        outlet=outlet,
        story=story,
        title=title,
        split=_split(split),
        published=_published(published, inferred),
        licence=licence,
    )
    asks = path != "-" and not yes and format is Format.text and _on_terminal()
    try:
        offered = _offered(path)
        if id is not None and len(offered.received) > 1:
            raise typer.BadParameter("names one text, and there are several", param_hint="--id")
        asker = Terminal() if asks else Nobody(yes=yes)
        done = run(folder, offered, given, asker, write=not dry_run, zones=not no_zones)
    except LackingError as error:
        typer.echo(f"retold: could not run: {error}", err=True)
        raise typer.Exit(3) from None
    _report(done, offered, dry_run, format)
    raise typer.Exit(1 if done.findings or done.plan.problems else 0)


def _offered(path: str) -> Offered:
    from retold.seeding.inputs import from_stream, offered

    if path == "-":
        return from_stream(sys.stdin.buffer.read())
    if not Path(path).exists():
        raise typer.BadParameter(f"{path} does not exist", param_hint="FILE|FOLDER|-")
    return offered(Path(path))


def _report(done: Added, offered: Offered, dry_run: bool, format: Format) -> None:
    written = () if dry_run else done.written
    if format is Format.json:
        print_json(
            {
                "seeds": [_as_json(planned) for planned in done.plan.planned],
                "stories": [msgspec.to_builtins(story) for story in done.plan.stories],
                "problems": [
                    {"file": p.file, "line": p.line, "message": p.message} for p in done.plan.problems
                ],
                "findings": as_json(done.findings, strict=False),
                "aside": list(offered.aside),
                "written": list(written),
            }
        )
        return
    print_findings(done.findings, False, lambda doc: None)
    for name in offered.aside:
        typer.echo(f"not read: {name}")
    for problem in done.plan.problems:
        typer.echo(problem)
    if done.findings or done.plan.problems:
        typer.echo(f"Nothing written; problems: {len(done.findings) + len(done.plan.problems)}.")
        return
    for planned in done.plan.planned:
        _show(planned)
    if dry_run:
        typer.echo(f"Would add {len(done.plan.planned)} documents; nothing written.")
        return
    typer.echo(f"Added {len(done.plan.planned)} documents. Until one has gold, retold check says RT006.")
    typer.echo("Next: retold preannotate")


def _show(planned: Planned) -> None:
    found = planned.seed
    how = f" ({planned.guesses[0].probability:.0%} sure)" if planned.guesses else ""
    day = f"{found.published.date}{' (inferred)' if found.published.inferred else ''}"
    outlet = found.outlet or "no outlet"
    typer.echo(f"{found.id}: {found.lang}{how}, {outlet}, story {found.story}, {day}, {found.licence}")
    parts = Counter(zone.zone for zone in planned.zones)
    typer.echo(f"    zones proposed: {', '.join(f'{n} {zone}' for zone, n in parts.items())}")
    for near in planned.near:
        typer.echo(f"    about {near.likeness:.0%} like {near.id} (story {near.story})")
    taken = planned.received.extraction
    if taken is not None:
        typer.echo(f"    taken by {taken.by} out of a page with SHA-256 {taken.sha256}")


def _as_json(planned: Planned) -> dict[str, Any]:
    return {
        "seed": msgspec.to_builtins(planned.seed),
        "from": str(planned.received.origin),
        "languages": [guess._asdict() for guess in planned.guesses],
        "zones": len(planned.zones),
        "near": [{"id": n.id, "story": n.story, "likeness": round(n.likeness, 3)} for n in planned.near],
    }


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _legal(id: str | None) -> str | None:
    from retold.intake.naming import is_id

    if id is not None and not is_id(id):
        raise typer.BadParameter(
            f"{id!r} is no id: letters, digits, '.', '_' and '-', a letter or digit first, at most 120",
            param_hint="--id",
        )
    return id


def _published(text: str | None, inferred: bool) -> Published | None:
    from retold.model import Published

    day = day_given(text, "--published")
    if day is None and inferred:
        raise typer.BadParameter("is said of a day: --published", param_hint="--inferred")
    return None if day is None else Published(day, inferred)


def _split(word: str | None) -> Split | None:
    from retold.model import Split, labels

    found = next((name for name in labels(Split) if name == word), None)
    if word is not None and found is None:
        raise typer.BadParameter(f"{word!r} is not one of: {', '.join(labels(Split))}",
                                 param_hint="--split")  # fmt: skip
    return found  # type: ignore[return-value]


def _tag(word: str | None) -> str | None:
    from retold.schemas import is_lang

    if word is not None and not is_lang(word):
        raise typer.BadParameter(f"{word!r} is no language tag like en or sr-Latn", param_hint="--lang")
    return word
