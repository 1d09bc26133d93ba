"""retold release"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retold.cli.findings import as_json, print_findings, print_json, text_of
from retold.cli.options import CorpusArgument, Format, FormatOption, guarded, open_corpus
from retold.versions import Bump

if TYPE_CHECKING:
    from retold.files import CorpusFolder
    from retold.releasing import Plan


class Text(StrEnum):
    """What becomes of the texts in an edition."""

    omit = "omit"


_BUMPS = {"--patch": Bump.patch, "--minor": Bump.minor, "--major": Bump.major}


@guarded
def release(
    corpus: CorpusArgument = None,
    patch: Annotated[bool, typer.Option("--patch", help="Same rows; other prose or metadata.")] = False,
    minor: Annotated[bool, typer.Option("--minor", help="Rows or fields were added.")] = False,
    major: Annotated[bool, typer.Option("--major", help="Rows were changed or removed.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DATASET",
            help="The last release: a git revision, a folder, hf://… Default: the greatest tag vX.Y.Z.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without this, only show.")] = False,
    text: Annotated[
        Text | None,
        typer.Option(
            "--text",
            help="omit: make no new version, but the stand-off edition of CORPUS, or of any dataset's "
            "folder, in --out: everything but the texts.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="With --text: folder to write; new or empty.",
            show_default=False,
        ),
    ] = None,
    format: FormatOption = Format.text,
) -> None:
    """Give the data its next version, or make the edition without the texts.

    Compares what the corpus makes now with the last release, says which version the changes demand,
    and refuses a smaller one. With --yes: sets the version everywhere, writes the changes into
    CHANGELOG.md, builds, verifies, commits, tags. Without: shows all that, and writes nothing.

    With --text omit: texts, tokens, surfaces, evidence and sentences are null; digests, lengths and
    offsets stay. `retold hydrate` puts it back together.

    Exit status: 1 if the corpus has errors or the release did not come about, 2 for a version that
    is too small.
    """
    if text is not None or out is not None:
        if text is None or out is None:
            raise typer.BadParameter("--text and --out go together", param_hint="--text --out")
        if patch or minor or major or yes or since is not None:
            raise typer.BadParameter("an edition is of the present version", param_hint="--text")
        from retold.cli.standoff import dataset_of, release_without_text

        release_without_text(dataset_of(corpus), out)
        return
    from retold import releasing
    from retold.git import GitError
    from retold.hub.calls import HubError

    folder = open_corpus(corpus)
    asked = _asked(patch, minor, major)
    try:
        planned = releasing.plan(folder, asked=asked, since=since)
    except releasing.ReleaseError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from None
    except (HubError, GitError) as error:
        typer.echo(f"retold: could not run: {error}.", err=True)
        raise typer.Exit(3) from None
    ready = planned.version is not None and not planned.findings and not planned.refused
    written: list[str] | None = None
    failure: str | None = None
    if format is Format.text:
        _show(planned, folder)
    if yes and ready:
        try:
            written = releasing.carry_out(folder, planned)
        except (releasing.ReleaseError, GitError) as error:
            failure = str(error)
    if format is Format.json:
        _print_json(planned, written, failure)
    else:
        _show_end(planned, written, yes)
        if failure is not None:
            typer.echo(f"retold: no release: {failure}. Everything is as it was.", err=True)
    raise typer.Exit(2 if planned.refused else 1 if planned.findings or failure else 0)


def _asked(*chosen: bool) -> Bump | None:
    names = [name for name, was in zip(_BUMPS, chosen, strict=True) if was]
    if len(names) > 1:
        raise typer.BadParameter("choose one", param_hint=" ".join(names))
    return _BUMPS[names[0]] if names else None


def _show(planned: Plan, folder: CorpusFolder) -> None:
    from retold.diff.report import as_text

    if planned.findings:
        print_findings(list(planned.findings), False, text_of(folder, planned.corpus))
    if planned.last is None:
        typer.echo("No release before this one: neither a tag vX.Y.Z nor a committed data/.")
    elif planned.diff is not None:
        typer.echo(f"Compared with {planned.last.name}.")
        typer.echo(as_text(planned.diff, 20))


def _show_end(planned: Plan, written: list[str] | None, yes: bool) -> None:
    typer.echo()
    if planned.refused:
        typer.echo(f"Refused: {planned.refused}.")
    elif planned.findings:
        many = f"{len(planned.findings)} error{'s' if len(planned.findings) > 1 else ''}"
        would = f" The version would be {planned.version}." if planned.version else ""
        typer.echo(f"Nothing released: the corpus has {many}, shown first.{would}")
    elif planned.version is None:
        typer.echo("Nothing to release.")
    elif written is not None:
        what = f"committed {', '.join(written)}; " if written else ""
        typer.echo(f"Released {planned.version}: {what}tagged {planned.version.tag}.")
        typer.echo("Next: `git push --follow-tags`, then `retold publish ORG/NAME`.")
    elif not yes:
        _show_next(planned)


def _show_next(planned: Plan) -> None:
    """What --yes would do, and what keeps it from doing so."""
    version = planned.version
    assert version is not None
    if planned.only_tag:
        typer.echo(f"{version} has no tag yet. Nothing written; --yes makes the tag {version.tag}.")
    else:
        typer.echo(f"The next version is {version}. Nothing written; --yes does it:")
        typer.echo("  sets it in retold.toml and CITATION.cff; puts these changes into CHANGELOG.md;")
        typer.echo("  builds data/ and dataset_card.md, verifies, commits, verifies the commit;")
        typer.echo(f"  makes the tag {version.tag}.")
    for obstacle in planned.obstacles:
        typer.echo(f"Before that: {obstacle}.")


def _print_json(planned: Plan, written: list[str] | None, failure: str | None) -> None:
    from retold.diff.report import as_json as diff_as_json

    last = planned.last
    print_json(
        {
            "last": None if last is None else {"name": last.name, "version": str(last.version)},
            "version": None if planned.version is None else str(planned.version),
            "refused": planned.refused,
            "findings": as_json(list(planned.findings), False),
            "obstacles": list(planned.obstacles),
            "released": written is not None,
            "written": written or [],
            "error": failure,
            "diff": None if planned.diff is None else diff_as_json(planned.diff),
        }
    )
