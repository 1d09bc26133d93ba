"""Findings: what is wrong, where, and what to do; and the catalogue of their codes.

Bad data never raises: it becomes Findings, all of a run. Codes are ``RT`` and three digits and
never change their meaning: RT0xx files, JSON and schema, RT1xx text and zones, RT2xx spans,
RT3xx links, RT4xx stance, RT5xx casualties, RT7xx corpus, RT8xx agreement and card.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: a file inside the corpus and, as far as known, what in it.

    ``line`` counts from 1; ``span`` is half-open, in code points of the document ``doc``.
    """

    file: str
    line: int | None = None
    record: str | None = None
    field: str | None = None
    doc: str | None = None
    span: tuple[int, int] | None = None

    def __str__(self) -> str:
        parts = [self.file if self.line is None else f"{self.file}:{self.line}"]
        if self.record is not None:
            parts.append(self.record)
        if self.field is not None:
            parts.append(self.field)
        if self.span is not None:
            parts.append(f"[{self.span[0]}, {self.span[1]})")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Code:
    """A row of the catalogue: what a code means, why it matters and what to do."""

    code: str
    severity: Severity
    title: str
    why: str
    fix: str
    fixable: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place. Severity and what to do come from the catalogue."""

    code: str
    place: Place
    message: str

    @property
    def severity(self) -> Severity:
        """Severity of the code; ``--strict`` makes errors of warnings elsewhere."""
        return CATALOGUE[self.code].severity

    @property
    def fix(self) -> str:
        """What to do, from the catalogue."""
        return CATALOGUE[self.code].fix


class CorpusError(Exception):
    """A corpus cannot be read because of its findings; ``findings`` holds them all."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [f"{f.place}: {f.code} {f.message}" for f in self.findings]
        super().__init__("\n".join([f"{len(lines)} findings", *lines]))


def blocking(findings: Iterable[Finding], *, strict: bool = False) -> list[Finding]:
    """Those that forbid a build: the errors, and with ``strict`` the warnings too."""
    return [f for f in findings if strict or f.severity == "error"]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by file, line, code, field and message, so that a run always reads the same."""

    def key(f: Finding) -> tuple[str, int, str, str, tuple[int, int], str]:
        p = f.place
        return p.file, p.line or 0, f.code, p.field or "", p.span or (0, 0), f.message

    return sorted(findings, key=key)


_FILES = "Everything else is computed from these files."
_JSON = "One line is one record; a reader must be able to trust each line alone."
_SCHEMA = "The schema is the public contract; a consumer relies on each field."
_SPANS = "Every use of the corpus takes text[start:end]; a wrong offset silently moves the label."
_COUNT = "Figures are compared and added up by their bounds."
_LINKS = "A reference that leads nowhere cannot be followed by anybody."

_ROWS = (
    Code("RT001", "error", "seed file missing", _FILES,
         "Put the file back into seeds/, or remove its line from seeds/seeds.jsonl."),
    Code("RT002", "error", "seed file not in the manifest",
         "A text without licence, story and digest must not enter the dataset.",
         "Add a line for it to seeds/seeds.jsonl, or move the file out of seeds/."),
    Code("RT003", "error", "seed file changed",
         "Offsets are only true for the exact text that was annotated.",
         "Restore the file. If the new text is meant, annotate it anew and update sha256."),
    Code("RT004", "error", "not UTF-8",
         "Offsets count code points of the text decoded as UTF-8.",
         "Convert the file to UTF-8 before it enters the corpus."),
    Code("RT005", "error", "two seeds with one id",
         "The id is what annotations point to.", "Give each document an id of its own."),
    Code("RT006", "error", "required file missing", _FILES,
         "Create it; docs/new-corpus.md shows a whole small corpus."),
    Code("RT007", "error", "seed id is not its file's stem",
         "Annotation files are named by the document id.",
         "Make the id the file name without its ending."),
    Code("RT008", "error", "retold.toml is not TOML", _FILES,
         "Correct the syntax at the place named; docs/new-corpus.md shows one."),
    Code("RT009", "error", "file in the wrong place",
         "A file that no stage reads would be lost in silence.",
         "Move it to its place in the layout (README.md shows the tree), or remove it."),
    Code("RT010", "error", "line is not a JSON object", _JSON,
         "Write one JSON object on the line, in UTF-8."),
    Code("RT011", "error", "duplicate key in an object",
         "Readers differ in which of the two values they keep.", "Keep one of them."),
    Code("RT012", "error", "line not in canonical form",
         "One record has one form, so that diffs and digests show changes of content alone.",
         "Run `retold check --fix`.", fixable=True),
    Code("RT013", "error", "lines not in order",
         "A fixed order keeps diffs small and builds the same.",
         "Run `retold check --fix`; it leaves a file alone that holds an invalid record.",
         fixable=True),
    Code("RT014", "error", "duplicate id", "An id names one record.",
         "Give one of the records another id."),
    Code("RT015", "error", "unknown field", _SCHEMA,
         "Remove the field, or write it as the schema names it."),
    Code("RT016", "error", "field missing", _SCHEMA,
         "Add the field (in JSON, null where it has no value)."),
    Code("RT017", "error", "unknown label", _SCHEMA, "Use one of the labels that the message lists."),
    Code("RT018", "error", "value not as the schema wants it", _SCHEMA,
         "Write the value as the message says; docs/records.md shows examples."),
    Code("RT019", "error", "record in the wrong file",
         "Folder and file name say whose record it is and of which document.",
         "Move the line to the file of its annotator and document, or correct the field."),
    Code("RT020", "error", "fields that do not go together", _SCHEMA,
         "Change one of the two fields as the message says."),
    Code("RT022", "error", "file in data/ that no build made",
         "A build replaces data/ as a whole; what it did not make would be lost.",
         "Move the file out of data/, which is generated only."),
    Code("RT101", "warning", "byte order mark in a seed",
         "The mark is a code point of the text and shifts what other tools count.",
         "Nothing, if the document was received so: the text is kept as it is."),
    Code("RT102", "warning", "carriage return in a seed",
         "Other tools count CR LF as one character and move the offsets.",
         "Nothing, if the document was received so: the text is kept as it is."),
    Code("RT103", "warning", "NUL in a seed", "Many tools stop reading at a NUL.",
         "Nothing, if the document was received so: the text is kept as it is."),
    Code("RT104", "warning", "empty seed", "There is nothing to annotate in it.",
         "Check that the document was received whole."),
    Code("RT111", "error", "zones overlap",
         "A character belongs to one part of the page.", "Shorten one of the two zones."),
    Code("RT112", "error", "text outside any zone",
         "What is in no zone is in no sentence and reaches no config.",
         "Widen a zone or add one."),
    Code("RT113", "error", "zone over more than one line",
         "A zone is a line or a part of one.", "Make one zone for each line."),
    Code("RT201", "error", "span outside the text", _SPANS,
         "Correct the offsets; they are code points, half-open, from 0."),
    Code("RT202", "error", "span is empty or turned round", _SPANS, "Make start smaller than end."),
    Code("RT203", "error", "surface is not the text", _SPANS,
         "Correct the offsets or the surface; both must say the same."),
    Code("RT204", "error", "white space at a span's edge", _SPANS,
         "Move the edge to the first or last character that is not white space."),
    Code("RT205", "error", "fragments out of order or overlapping", _SPANS,
         "List the fragments from left to right, each after the end of the one before."),
    Code("RT206", "error", "right passage outside its document", _SPANS,
         "Correct the offsets of `right`; they count in the document that it names."),
    Code("RT207", "error", "fault that no single zone holds",
         "A passage belongs to one part of the page.",
         "Give each fragment its zone, or make a record for each part."),
    Code("RT208", "error", "right passage not in another document of the story",
         "It shows how another retelling of the same story has it.",
         "Name another document of the story, or null; list fragments from left to right."),
    Code("RT211", "error", "mention boundary inside a token",
         "The token layer could only hold it by moving the boundary.",
         "Move the boundary to the token's edge, or report the token as wrongly split."),
    Code("RT212", "error", "mention over more than one sentence",
         "The token layer has one sentence a row and would cut the mention.",
         "Split the mention, or report the sentence boundary as wrong."),
    Code("RT213", "error", "mention in furniture",
         "Widgets and share bars are no part of the story.", "Remove the mention, or correct the zone."),
    Code("RT214", "error", "mentions cross",
         "Of two overlapping names one lies inside the other.",
         "Correct the boundaries so that one contains the other, or they do not touch."),
    Code("RT215", "error", "span mentioned twice",
         "One stretch of text names one thing.", "Remove one of the two records."),
    Code("RT216", "error", "value not in the form of its type",
         "Values are compared and computed with.",
         "Write it as the message says; annotations/GUIDELINES.md 2.5 has the forms."),
    Code("RT217", "error", "anchor is not the day of publication",
         "All relative dates of a document are counted from one day.",
         "Write the seed's published.date and the value that follows from it, or null."),
    Code("RT218", "error", "value is not what the words mean",
         "The value is what a program counts with.",
         "Correct the value; vague words have the literal bound of their own language."),
    Code("RT301", "error", "unknown entity", _LINKS,
         "Add it to annotations/registry/entities.jsonl, or correct the id."),
    Code("RT302", "error", "unknown document", _LINKS,
         "Add the seed to seeds/seeds.jsonl, or correct the id."),
    Code("RT303", "error", "unknown annotator", _LINKS,
         "Add it to annotations/annotators.jsonl, or correct the id."),
    Code("RT304", "error", "unknown story", _LINKS,
         "Add it to seeds/stories.jsonl, or correct the id."),
    Code("RT305", "error", "mention and entity differ in type",
         "One actor has one type wherever it is named.",
         "Correct the mention's type or org_subtype, its link, or the registry."),
    Code("RT306", "error", "unknown proposition", _LINKS,
         "Add it to annotations/registry/propositions.jsonl, or correct the id."),
    Code("RT307", "error", "unknown event", _LINKS,
         "Add it to annotations/registry/events.jsonl, or correct the id."),
    Code("RT308", "error", "link to an unknown claim", _LINKS,
         "Name gold casualty records on both sides of the link."),
    Code("RT309", "error", "entity of the wrong kind for its field",
         "A reader filters by these fields.",
         "Correct the id, or the type in the registry."),
    Code("RT401", "error", "evidence where none may stand",
         "A link to another story, a widget or a dateline says nothing of this story.",
         "Point to a headline, summary, subheading, caption or body; or remove the record."),
    Code("RT402", "error", "headline record outside a headline",
         "It says what a headline asserts.", "Move the span into a headline zone."),
    Code("RT403", "error", "evidence against a headline outside the body",
         "vs_body compares a headline with its body.",
         "Point to a summary, subheading, caption or body of the document."),
    Code("RT404", "error", "stance stated twice",
         "The same stance elsewhere is a further fragment of evidence, not another record.",
         "Join the two records, or correct what differs."),
    Code("RT501", "error", "min greater than max", _COUNT, "Change places, or correct one."),
    Code("RT502", "error", "best that cannot be", _COUNT,
         "Give best only for the form exact, between min and max; null otherwise."),
    Code("RT503", "error", "bounds do not fit the form", _COUNT,
         "Correct the form, or the bounds as the message says."),
    Code("RT504", "error", "date interval turned round",
         "An interval begins before it ends.", "Change start and end."),
    Code("RT505", "error", "link between claims that cannot be compared",
         "Only claims of two documents about one event and one harm say the same or differ.",
         "Correct the link, or the event or harm of one of the claims."),
    Code("RT506", "error", "words of the figure not in the evidence",
         "A reader must find the figure in the passage that carries it.",
         "Correct count.surface, or widen the evidence."),
    Code("RT507", "error", "bounds are not what the words mean", _COUNT,
         "Correct form, min, max and best, or the words in count.surface."),
    Code("RT508", "warning", "figure that the check cannot read", _COUNT,
         "Check by eye that the bounds are what the words mean."),
    Code("RT509", "warning", "cue word beside the figure fits another form",
         "'At least' lost beside a number is how figures drift.",
         "Take the cue into count.surface and correct the form; or leave it, if it is no cue here."),
    Code("RT701", "warning", "registry entry that nothing uses",
         "It is left over, or a record that should use it points elsewhere.",
         "Remove it from the registry, or use it."),
    Code("RT702", "error", "one text in two splits",
         "What a model has trained on is no test of it.",
         "Put both stories into one split, or remove one of the documents."),
    Code("RT703", "error", "one event in two splits",
         "What a model has trained on is no test of it; links and figures need all claims in one.",
         "Put the stories that tell the event into one split."),
    Code("RT801", "error", "gold that no annotator made",
         "Gold is a copy of the only annotator's layer, or of records of several; a difference has "
         "no author.",
         "Correct the annotator's file first, then copy it to annotations/gold/<doc>.jsonl."),
    Code("RT802", "error", "generated region of the card unknown or unclosed",
         "Figures in the card are written by the build; it must know where.",
         "Name one of the regions that the message lists and close it with <!-- /generated -->."),
    Code("RT803", "error", "front matter of the card is not YAML",
         "The Hub and load_dataset read the configs from it.",
         "Correct the YAML between the two lines ---, at the place named."),
)  # fmt: skip

CATALOGUE: dict[str, Code] = {row.code: row for row in _ROWS}
