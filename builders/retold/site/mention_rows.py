"""The table of a document's mentions, written without a template: it is most of what a corpus has."""

from __future__ import annotations

from markupsafe import Markup

from retold.site.contents import Contents, Doc, Row
from retold.site.keys import entity_path
from retold.site.names import anchor
from retold.site.safety import language, shown
from retold.visible import attribute


def mention_rows(contents: Contents, doc: Doc, root: str) -> Markup:
    """A row each: id, words, type, and what the mention means."""
    rows = (_row(contents, doc, row, root) for row in doc.records("mentions"))
    return Markup("".join(rows))  # noqa: S704 - every part is escaped


def _row(contents: Contents, doc: Doc, row: Row, root: str) -> str:
    id = row["mention_id"]
    tag = language(doc.lang_at(row["spans"][0][0]))
    lang = f' lang="{tag}"' if tag else ""
    kind = attribute(row["type"])
    if row["level"] == "nominal":
        kind += ' <span class="quiet">nominal</span>'
    return (
        f'<tr><td data-l="Mention"><a href="#{anchor(id)}">{attribute(id)}</a></td>'
        f'<td data-l="Words"><span{lang} dir="auto">{shown(doc.surface(row["spans"]))}</span></td>'
        f'<td data-l="Type"><span>{kind}</span></td>'
        f'<td data-l="Means"><span>{_meant(contents, row, root)}</span></td></tr>\n'
    )


def _meant(contents: Contents, row: Row, root: str) -> str:
    if row["entity_id"] is None:
        return "–" if row["value"] is None else attribute(row["value"])
    meant = _link(contents, row["entity_id"], root)
    if row["referent_id"] is not None:
        meant += f' <span class="quiet">for</span> {_link(contents, row["referent_id"], root)}'
    return meant


def _link(contents: Contents, entity: str, root: str) -> str:
    return f'<a href="{root}{entity_path(entity)}">{attribute(contents.name(entity))}</a>'
