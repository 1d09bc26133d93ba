"""What only a person can say: asked for on a terminal, else a problem with the option that says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from retold.intake.languages import Guess
from retold.intake.likeness import Near
from retold.intake.received import Received
from retold.model import Published, Split


class Asker(Protocol):
    """Answers, or None where nobody is there to give one."""

    def language(self, received: Received, found: Sequence[Guess]) -> str | None:
        """The language of a text of which the program is not sure (BCP 47)."""

    def same_story(self, received: Received, near: Near) -> bool | None:
        """Whether a text tells the story of one that it nearly copies."""

    def story(self, received: Received) -> str | None:
        """The id of its story, known or new."""

    def title(self, story: str) -> str | None:
        """Title of a story that is not known."""

    def split(self, story: str) -> Split | None:
        """Its split."""

    def published(self, received: Received) -> Published | None:
        """The day of publication."""


class Nobody:
    """Nobody is there to ask; ``yes`` agrees to what the program proposes."""

    def __init__(self, *, yes: bool = False) -> None:
        self.yes = yes

    def language(self, received: Received, found: Sequence[Guess]) -> str | None:
        """None: a guess that is not sure is not taken."""
        return None

    def same_story(self, received: Received, near: Near) -> bool | None:
        """Yes, where all is agreed to."""
        return True if self.yes else None

    def story(self, received: Received) -> str | None:
        """None."""
        return None

    def title(self, story: str) -> str | None:
        """None."""
        return None

    def split(self, story: str) -> Split | None:
        """None."""
        return None

    def published(self, received: Received) -> Published | None:
        """None."""
        return None
