"""Templates that escape every value, fail on a name that is not there, and show control characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from retold import wording as words
from retold.site import names
from retold.site.keys import entity_path, event_path
from retold.site.mention_rows import mention_rows
from retold.site.safety import POLICY, language, shown, wikidata
from retold.visible import plain

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(templates: Mapping[str, str]) -> Environment:
    """Templates by name. Raises ImportError where Jinja2 is not installed."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    made = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printed,
    )
    made.globals.update(
        policy=POLICY,
        entity_path=entity_path,
        event_path=event_path,
        mention_rows=mention_rows,
        estimate=words.estimate,
        verb=words.verb,
    )
    made.filters.update(
        anchor=names.anchor,
        words=words.words,
        sign=words.sign,
        attitude=words.attitude,
        figure=words.figure,
        number=words.number,
        size=words.size,
        shown=shown,
        language=language,
        wikidata=wikidata,
    )
    return made


def _printed(value: Any) -> Any:
    """What a template prints of a value: its characters, none that a page cannot hold."""
    return plain(value) if type(value) is str else value
