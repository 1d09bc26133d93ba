"""retold publish"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from retold.cli.findings import print_json
from retold.cli.options import (
    EndpointOption,
    Format,
    FormatOption,
    check_address,
    guarded,
    open_corpus,
    progress,
)
from retold.files import RELEASE, SETTINGS, CorpusFolder, FolderFiles

if TYPE_CHECKING:
    from retold.hub.plan import Plan

_ROOM = 60  # rows of the table; --format json has all
_UNITS = ("B", "KB", "MB", "GB")


@guarded
def publish(
    repository: Annotated[
        str, typer.Argument(metavar="ORG/NAME", help="The dataset on the Hub.", show_default=False)
    ],
    dataset: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DATASET]",
            help=f"A built dataset (a folder with {RELEASE}), or a corpus whose data/ is meant. "
            f"Default: data/ of the nearest folder upwards with {SETTINGS}.",
            show_default=False,
        ),
    ] = None,
    endpoint: EndpointOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan and send nothing.")] = False,
    private: Annotated[
        bool, typer.Option("--private", help="If the dataset is not there yet, create it as private.")
    ] = False,
    switch_edition: Annotated[
        bool,
        typer.Option(
            "--switch-edition",
            help="Publish with the texts where they were left out, or the other way round.",
        ),
    ] = False,
    message: Annotated[
        str | None,
        typer.Option(help="Message of the commit. Default: name and version.", show_default=False),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Publish a built dataset on the Hugging Face Hub: one commit, then the tag of its version.

    Shows the plan and asks. Log in with `hf auth login`, or set HF_TOKEN. A tag that is there is
    never moved. A run that broke off is finished by running the same again. Exit status: 1 if the
    folder is not as built, the tag has other files, or you say no; 3 if the Hub does not do it.
    """
    from retold.hub import plan as planning
    from retold.hub import publishing
    from retold.hub.reading import repo_name

    try:
        repo_name(repository)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="ORG/NAME") from None
    check_address(endpoint, "--endpoint")
    check_address(os.environ.get("HF_ENDPOINT"), "HF_ENDPOINT")
    folder = _folder(dataset)
    if not (yes or dry_run or sys.stdin.isatty()):
        raise typer.BadParameter(
            "there is no terminal to ask on; give --yes, or --dry-run for the plan alone",
            param_hint="--yes",
        )
    with _plainly(), progress():
        plan = planning.plan(
            folder,
            repository,
            endpoint=endpoint,
            private=private,
            switch=switch_edition,
            say=_say,
        )
        untagged = _against_git(folder, plan.tag)
        as_text = format is Format.text
        if as_text or not (yes or dry_run):
            _show(plan, untagged, err=not as_text)
        commit = None
        if not dry_run:
            _ask(plan, yes)
            commit = publishing.publish(plan, message=message, say=_say)
        if not as_text:
            print_json({"plan": _as_json(plan), "commit": commit})
        elif commit is not None:
            _report(plan, commit)


def _against_git(folder: Path, tag: str) -> str | None:
    """Where data/ of a corpus in git is published: what git lacks of the version, if anything.

    Raises UnreleasedError where git's tag has other files: a version is one dataset, not two.
    """
    from retold.git import Repository
    from retold.hub.plan import UnreleasedError, some

    repository = Repository(folder.resolve().parent)
    if folder.name != "data" or not (folder.parent / SETTINGS).is_file() or not repository.there:
        return None
    commit = repository.commit(f"refs/tags/{tag}")
    if commit is None:
        return f"git has no tag {tag}; `retold release` makes it"
    tagged, here = repository.files(commit, "data"), FolderFiles(folder)
    differing = [p for p in sorted({*tagged, *here}) if tagged.get(p) != here.get(p)]
    if differing:
        raise UnreleasedError(
            f"data/ is not that of git's tag {tag} ({some(differing)}): `retold release` gives it a "
            "version of its own, or check out the tag"
        )
    return None


def _folder(path: Path | None) -> Path:
    """The built dataset that is meant; wrong usage where there is none."""
    folder = path
    if path is None or (path / SETTINGS).is_file():
        folder = CorpusFolder(open_corpus(path).root).data
    assert folder is not None
    if not (folder / RELEASE).is_file():
        raise typer.BadParameter(
            f"{folder} is no built dataset: it has no {RELEASE}; run `retold build`, or name the folder "
            "of a dataset or of a corpus",
            param_hint="DATASET",
        )
    return folder


def _say(line: str) -> None:
    typer.echo(f"retold: {line}", err=True)


@contextmanager
def _plainly() -> Iterator[None]:
    """Says in one sentence what went wrong, or in one for each wrong file, without a token."""
    from retold.hub.calls import HubError, redacted
    from retold.hub.plan import NotAsBuiltError, OtherEditionError, TagTakenError, UnreleasedError

    try:
        yield
    except NotAsBuiltError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        typer.echo("Nothing sent: the dataset is not as it was built. Run `retold build`.", err=True)
        raise typer.Exit(1) from None
    except (TagTakenError, OtherEditionError, UnreleasedError) as error:
        typer.echo(f"Not published: {error}.", err=True)
        raise typer.Exit(1) from None
    except HubError as error:
        if os.environ.get("RETOLD_TRACEBACK"):
            error.__suppress_context__ = False
            typer.echo(redacted("".join(traceback.format_exception(error))), err=True)
        typer.echo(f"retold: could not publish: {error}.", err=True)
        raise typer.Exit(3) from None


def _ask(plan: Plan, yes: bool) -> None:
    from retold.hub.plan import Step

    if yes or plan.step is Step.nothing:
        return
    if not typer.confirm(f"Publish {plan.repo} {plan.tag}?", err=True):
        typer.echo("Nothing sent.", err=True)
        raise typer.Exit(1)


def _show(plan: Plan, untagged: str | None, err: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    from retold.hub.plan import Change

    console = Console(stderr=err, highlight=False, soft_wrap=True)

    def line(name: str, value: str) -> None:
        console.print(f"{name:<10} {value}", markup=False)

    where = f"{plan.endpoint}/datasets/{plan.repo}"
    created = "" if plan.head else f" (will be created, {'private' if plan.private else 'public'})"
    line("dataset", f"{plan.name} {plan.version} in {plan.folder}")
    line("to", f"{where}{created}")
    line("as", plan.user or "unknown: this hub does not say")
    line("on the hub", plan.latest or "no version yet")
    line("texts", plan.texts)
    table = Table("file", "bytes", "what")
    table.columns[1].justify = "right"
    differing = plan.of(Change.added, Change.changed, Change.removed)
    for file in differing[:_ROOM]:
        table.add_row(file.path, size(file.digests.size), file.change.value)
    if len(differing) > _ROOM:
        table.add_row(f"and {len(differing) - _ROOM} more")
    if table.row_count:
        console.print(table)
    counted = ", ".join(f"{len(plan.of(change))} {change.value}" for change in Change)
    line("files", f"{counted}; {size(plan.upload)} to send")
    line("then", _then(plan))
    for note in filter(None, (_note(plan), untagged)):
        line("note", note)


def _then(plan: Plan) -> str:
    from retold.hub.plan import Step

    texts: dict[Step, Callable[[], str]] = {
        Step.commit: lambda: f"one commit, and the tag {plan.tag}",
        Step.tag: lambda: f"the tag {plan.tag}; main has these files already",
        Step.nothing: lambda: f"nothing: {plan.tag} is there, with these files",
    }
    return texts[plan.step]()


def _note(plan: Plan) -> str | None:
    """What is allowed and may surprise."""
    from retold.hub.plan import Step, order

    if plan.latest and order(plan.latest) > order(plan.tag) and plan.step is Step.commit:
        return f"{plan.latest} is newer; main goes back to {plan.version}"
    return None


def size(count: int) -> str:
    """Bytes for people, with three digits or so."""
    value = float(count)
    for unit in _UNITS[:-1]:
        if value < 1000:
            return f"{value:.3g} {unit}"
        value /= 1000
    return f"{value:.1f} {_UNITS[-1]}"


def _as_json(plan: Plan) -> dict[str, Any]:
    return {
        "dataset": plan.name,
        "version": plan.version,
        "tag": plan.tag,
        "repository": plan.repo,
        "endpoint": plan.endpoint,
        "user": plan.user,
        "exists": plan.head is not None,
        "latest": plan.latest,
        "texts": plan.texts,
        "step": plan.step.value,
        "upload_bytes": plan.upload,
        "files": [
            {"path": f.path, "bytes": f.digests.size, "change": f.change.value} for f in plan.files
        ],
        "note": _note(plan),
    }


def _report(plan: Plan, commit: str) -> None:
    from huggingface_hub.constants import ENDPOINT

    from retold.hub.plan import Step

    done = "Already there" if plan.step is Step.nothing else "Published"
    typer.echo(f"{done}: {plan.address} (commit {commit[:7]})")
    typer.echo(f"  {plan.endpoint}/datasets/{plan.repo}/tree/{plan.tag}")
    config = "casualties" if "casualties" in plan.configs else plan.configs[0]
    typer.echo("Load it with:")
    if plan.endpoint != ENDPOINT:
        typer.echo(f"  HF_ENDPOINT={plan.endpoint}, then")
    typer.echo(f'  load_dataset("{plan.repo}", "{config}", revision="{plan.tag}")')
