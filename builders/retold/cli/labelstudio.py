"""retold labelstudio config, push and pull"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from retold.cli.findings import as_json, print_findings, print_json
from retold.cli.interchange import LossyOption
from retold.cli.options import CorpusArgument, Format, FormatOption, check_address, guarded, open_corpus
from retold.findings import blocking
from retold.model import ANNOTATION_KINDS

if TYPE_CHECKING:
    from retold.labelstudio.client import Client
    from retold.labelstudio.pulling import Pulled, Taken
    from retold.labelstudio.pushing import Push

_KINDS = ", ".join(ANNOTATION_KINDS)
_URL = "LABEL_STUDIO_URL"
app = typer.Typer(
    name="labelstudio",
    help=(
        "A project of Label Studio: push documents to it, pull annotations from it.\n\n"
        "Set LABEL_STUDIO_API_KEY to a token of yours from its page Account & Settings. "
        "docs/labelstudio.md tells the whole way."
    ),
    no_args_is_help=True,
)
UrlOption = Annotated[
    str | None,
    typer.Option(
        "--url", metavar="URL", help=f"Address of the server. Default: {_URL}.", show_default=False
    ),
]
ProjectOption = Annotated[
    str, typer.Option("--project", metavar="TITLE|ID", help="Title or number of the project.")
]
KindOption = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=f"Only records of this kind; may be given again. One of: {_KINDS}.",
        show_default="all",
    ),
]


@app.command()
@guarded
def config(kind: KindOption = None) -> None:
    """Print the labelling interface: a label for each kind of record, a form for its fields."""
    from retold.formats import labelstudio_config

    typer.echo(labelstudio_config.config(_kinds(kind)), nl=False)


@app.command()
@guarded
def push(
    project: ProjectOption,
    corpus: CorpusArgument = None,
    url: UrlOption = None,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="Whose records are the predictions.")
    ] = "gold",
    blank: Annotated[
        bool, typer.Option("--blank", help="Documents alone, without predictions.")
    ] = False,
    kind: KindOption = None,
    overlap: Annotated[
        int | None,
        typer.Option(
            "--overlap", min=1, help="How many annotators each document shall have.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what there is to do; do nothing.")
    ] = False,
    format: FormatOption = Format.text,
) -> None:
    """Make or update a project: its labelling interface, a task a document, a layer as predictions.

    The same again changes nothing. A task whose text is not the seed's stops it; annotations are never
    touched. Exit status: 1 for findings, 3 if the server does not do it.
    """
    from retold.interchange.outward import NoSuchLayerError
    from retold.labelstudio import pushing, server

    kinds = _kinds(kind)
    folder = open_corpus(corpus)
    with _client(url) as client:
        try:
            tasks, version, findings = pushing.wanted(folder, None if blank else layer, kinds)
        except NoSuchLayerError as error:
            raise typer.BadParameter(str(error), param_hint="--layer") from None
        todo = pushing.prepare(client, project, tasks, version, kinds, overlap)
        findings = [*findings, *todo.findings]
        failed = bool(blocking(findings))
        made = None if failed or dry_run else pushing.push(client, todo)
        where = made or todo.project
        place = None if where is None else server.address(client, where.id)
    if format is Format.json:
        said = {"project": place, "done": made is not None, **_plan(todo)}
        print_json({**said, "findings": as_json(findings, strict=False)})
    else:
        print_findings(findings, False, lambda doc: None)
        _say_push(
            todo, place, "Nothing sent." if failed else "Nothing sent (--dry-run)." if dry_run else None
        )
    raise typer.Exit(1 if failed else 0)


def _plan(todo: Push) -> dict[str, Any]:
    plan = todo.plan
    return {
        "new_project": todo.project is None,
        "new_config": todo.new_config,
        "predictions": plan.version,
        "tasks_new": [one.doc for one in plan.new],
        "predictions_new": [one.doc for _, one in plan.predict],
        "predictions_replaced": [one.doc for _, one in plan.replace],
        "predictions_removed": len(plan.remove),
        "tasks_as_they_are": plan.same,
        "tasks_annotated": plan.annotated,
        "tasks_of_other_documents": plan.strangers,
    }


def _say_push(todo: Push, place: str | None, nothing: str | None) -> None:
    plan = todo.plan
    new = "made" if nothing is None else "to be made"
    typer.echo(
        f"project {todo.title!r}{f' at {place}' if place else ''}{f', {new}' * (not todo.project)}"
    )
    if todo.new_config and todo.project is not None:
        typer.echo("labelling interface: another")
    counts = {
        "new tasks": len(plan.new),
        "new predictions": sum(one.results is not None for one in plan.new) + len(plan.predict),
        "predictions replaced": len(plan.replace),
        "predictions removed": len(plan.remove),
        "tasks as they are": plan.same,
        "tasks with annotations": plan.annotated,
        "tasks of documents that are not here, left alone": plan.strangers,
    }
    for what, number in counts.items():
        if number:
            typer.echo(f"{number:>6}  {what}")
    if nothing:
        typer.echo(nothing)


@app.command()
@guarded
def pull(
    project: ProjectOption,
    corpus: CorpusArgument = None,
    url: UrlOption = None,
    annotator: Annotated[
        list[str] | None,
        typer.Option(
            "--annotator",
            metavar="USER=NAME",
            help="Name of a user's layer; USER is an e-mail or an id. Default: what is before the @.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace records that are there.")] = False,
    lossy: LossyOption = False,
    format: FormatOption = Format.text,
) -> None:
    """Bring annotations back: a layer for each user, and new users into annotators.jsonl.

    Drafts and skipped tasks are counted, not read. The records pass the schema and the rules on
    documents; with an error, nothing is written. Exit status: 1 for findings, 3 if the server does not
    do it.
    """
    from retold.interchange.inward import UnreadableError, WontReplaceError
    from retold.labelstudio import pulling

    given = dict(_named(word) for word in annotator or ())
    folder = open_corpus(corpus)
    with _client(url) as client:
        found = pulling.pull(client, project)
    try:
        taken = pulling.take_in(folder, found, given, force=force, lossy=lossy)
    except pulling.NoNameError as error:
        raise typer.BadParameter(str(error), param_hint="--annotator") from None
    except UnreadableError as error:
        raise typer.BadParameter(str(error), param_hint="CORPUS") from None
    except WontReplaceError as error:
        raise typer.BadParameter(str(error), param_hint="--force") from None
    failed = bool(blocking(taken.done.findings))
    if format is Format.json:
        print_json(
            {
                "annotators": {found.emails.get(u, str(u)): name for u, name in taken.names.items()},
                "new_annotators": list(taken.new),
                "annotations": taken.done.documents,
                "written": list(taken.done.written),
                "left": {what: number for what, number in found.left.items() if number},
                "findings": as_json(taken.done.findings, strict=False),
            }
        )
    else:
        _say_pull(found, taken, failed)
    raise typer.Exit(1 if failed else 0)


def _say_pull(found: Pulled, taken: Taken, failed: bool) -> None:
    print_findings(taken.done.findings, False, lambda doc: None)
    for user, name in taken.names.items():
        new = ", new in annotators.jsonl" if name in taken.new else ""
        number = len(found.files[user])
        typer.echo(f"{number:>6}  by {found.emails.get(user, user)} as {name!r}{new}")
    for what, number in found.left.items():
        if number:
            typer.echo(f"{number:>6}  {what}, not read")
    if failed:
        typer.echo("Nothing written.")
    else:
        typer.echo(f"wrote {len(taken.done.written)} files below annotations")


def _kinds(given: list[str] | None) -> list[str]:
    unknown = [name for name in given or () if name not in ANNOTATION_KINDS]
    if unknown:
        raise typer.BadParameter(f"no kind {unknown[0]!r}; there are: {_KINDS}", param_hint="--kind")
    return list(given or ANNOTATION_KINDS)


def _named(word: str) -> tuple[str, str]:
    from retold.intake.naming import is_id

    user, equals, name = word.rpartition("=")
    if not equals or not user or not is_id(name):
        message = f"{word!r} is not USER=NAME, for example ada@example.org=ada"
        raise typer.BadParameter(message, param_hint="--annotator")
    return user, name


@contextmanager
def _client(url: str | None) -> Iterator[Client]:
    """The server for the block; exit status 3 with one sentence for what it does not do."""
    from retold.labelstudio.client import TOKEN, Client, ServerError

    address, where = (url, "--url") if url else (os.environ.get(_URL), _URL)
    if not address:
        raise typer.BadParameter(f"name the server, or set {_URL}", param_hint="--url")
    check_address(address, where)
    token = os.environ.get(TOKEN, "").strip()
    try:
        if not token:
            raise ServerError(f"there is no token: take one from {address.rstrip('/')}/user/account "
                              f"and set {TOKEN} to it")  # fmt: skip
        client = Client(address.rstrip("/"), token, lambda line: typer.echo(line, err=True))
        try:
            yield client
        finally:
            client.close()
    except ServerError as error:
        typer.echo(f"retold: could not run: {error}", err=True)
        raise typer.Exit(3) from None
