"""What retold seed add asks on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

import typer

from retold.model import Published, Split, labels

if TYPE_CHECKING:
    from retold.intake.languages import Guess
    from retold.intake.likeness import Near
    from retold.intake.received import Received


class Terminal:
    """Asks the person at the terminal; an answer that cannot be is asked for again."""

    def language(self, received: Received, found: Sequence[Guess]) -> str | None:
        """The language; the likeliest is proposed."""
        from retold.schemas import is_lang

        shown = ", ".join(f"{guess.lang} {guess.probability:.0%}" for guess in found)
        said = f"; the page says {received.claimed_lang}" if received.claimed_lang else ""
        typer.echo(f"{received.origin}: {_beginning(received)}")
        return _ask(f"Language ({shown}{said})", is_lang, found[0].lang)

    def same_story(self, received: Received, near: Near) -> bool | None:
        """Whether it retells the story of the text that it is like."""
        typer.echo(f"{received.origin}: about {near.likeness:.0%} like {near.id}")
        return typer.confirm(f"Does it tell the story {near.story}?", default=True)

    def story(self, received: Received) -> str | None:
        """The story's id."""
        from retold.intake.naming import is_id

        typer.echo(f"{received.origin}: {_beginning(received)}")
        return _ask("Id of its story, known or new", is_id)

    def title(self, story: str) -> str | None:
        """What it is about."""
        question = f"What is the story {story} about, in one English line"
        return _ask(question, lambda text: bool(text.strip()))

    def split(self, story: str) -> Split | None:
        """One of the three."""
        question = f"Split of the story {story} (train, validation, test)"
        wanted = _ask(question, lambda word: word in labels(Split))
        return cast("Split", wanted)

    def published(self, received: Received) -> Published | None:
        """The day, and whether the text has it."""
        typer.echo(f"{received.origin}: {_beginning(received)}")
        day = _ask("Day of publication (YYYY-MM-DD)", _is_day)
        return Published(day, typer.confirm("Inferred from what it reports?", default=False))


def _ask(question: str, fits: Callable[[str], bool], default: str | None = None) -> str:
    while True:
        answer = str(typer.prompt(question, default=default))
        if fits(answer):
            return answer
        typer.echo(f"{answer!r} cannot be that.")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _beginning(received: Received) -> str:
    words = " ".join(received.text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
