"""The lines of a WebAnno TSV 3 file: layers, sentences, rows, and the text that they make."""

from __future__ import annotations

from dataclasses import dataclass, field

from retold.findings import Finding, Place
from retold.formats import webanno_cells as cells
from retold.formats.neutral import Written
from retold.formats.utf16 import Units
from retold.formats.webanno_cells import Header
from retold.model import Span as Offsets

_TEXT = "#Text="
_ID = "#Sentence.id="
_GAPS = 100_000
"""How much white space between sentences, which offsets alone tell of, a short file may have."""


@dataclass
class Row:
    """A token or a part of one."""

    line: int
    unit: str
    units: Offsets
    """Offsets in UTF-16 units."""
    said: str
    cells: list[str]
    span: Offsets = (0, 0)


@dataclass
class Sentence:
    """A block of the file."""

    line: int
    texts: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    name: str | None = None

    @property
    def tokens(self) -> list[Row]:
        """The rows that are whole tokens."""
        return [row for row in self.rows if "." not in row.unit]


class Lines:
    """What stands in a file, and what is wrong with it; all is checked but what the cells say."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.text = ""
        self.headers: list[Header] = []
        self.blocks: list[Sentence] = []
        self.comments: list[str] = []
        self.findings: list[Finding] = []
        self.version = 3
        self._lines()
        if not self.findings:
            self._text()

    def _wrong(self, code: str, line: int, message: str, unit: str | None = None) -> None:
        self.findings.append(Finding(code, Place(self.written.file, line, unit), message))

    def _lines(self) -> None:
        lines = [
            line.removesuffix("\r") for line in self.written.text.removeprefix("\ufeff").split("\n")
        ]
        version = cells.FORMAT.fullmatch(lines[0])
        if version is None:
            self._wrong("RT901", 1, "the first line is not #FORMAT=WebAnno TSV 3.0, 3.1, 3.2 or 3.3")
            return
        self.version = int(version[1] or 0)
        open_one: Sentence | None = None
        seen: set[str] = set()
        for number, line in enumerate(lines[1:], 2):
            if not line:
                open_one = None
            elif line.startswith("#T_") and not self.blocks:
                self._header(line, number)
            elif line.startswith("#") and (open_one is None or not open_one.rows):
                open_one = self._about(line, number, open_one)
            elif open_one is None:
                self._wrong("RT901", number, "a sentence begins with its text: #Text=")
                return
            else:
                row = self._cells(line, number)
                if row is not None and row.unit in seen:
                    self._wrong("RT905", number, f"the row {row.unit} stands already above", row.unit)
                elif row is not None:
                    seen.add(row.unit)
                    open_one.rows.append(row)

    def _header(self, line: str, number: int) -> None:
        found = cells.header(line)
        if isinstance(found, str):
            self._wrong("RT901", number, found)
        elif any(found.layer == other.layer for other in self.headers):
            self._wrong("RT905", number, f"the layer {found.layer} stands already above")
        else:
            self.headers.append(found)

    def _about(self, line: str, number: int, block: Sentence | None) -> Sentence | None:
        if not line.startswith((_TEXT, _ID)):
            self.comments.append(line)
            return block
        if block is None:
            block = Sentence(number)
            self.blocks.append(block)
        said = cells.line_text(line.partition("=")[2], self.version)
        if line.startswith(_ID):
            block.name = said
        else:
            block.texts.append(said)
        return block

    def _cells(self, line: str, number: int) -> Row | None:
        columns = sum(len(header.columns) for header in self.headers)
        fields = line.split("\t")
        if len(fields) == columns + 4 and not fields[-1]:
            fields.pop()
        if len(fields) != columns + 3:
            message = f"{len(fields)} columns; the layers above have {columns}, and 3 stand before them"
            self._wrong("RT901", number, message)
            return None
        offsets = cells.OFFSETS.fullmatch(fields[1])
        if not cells.UNIT.fullmatch(fields[0]) or offsets is None:
            message = f"{fields[0]!r} and {fields[1]!r} are not sentence-token and begin-end"
            self._wrong("RT901", number, message)
            return None
        return Row(number, fields[0], (int(offsets[1]), int(offsets[2])), fields[2], fields[3:])

    def _text(self) -> None:
        text, length = "", 0
        most = _GAPS + 10 * len(self.written.text)
        for number, block in enumerate(self.blocks):
            if not block.texts:
                self._wrong("RT906", block.line, "a sentence without its text: #Text=")
                return
            if not block.tokens or "." in block.rows[0].unit:
                self._wrong("RT901", block.line, "a sentence whose first row is no token")
                return
            start, said = block.rows[0].units[0], "\n".join(block.texts)
            gap = start - length
            if gap < 0:
                message = f"begins at {start}, before the end of the sentence above, {length}"
                self._wrong("RT902", block.rows[0].line, message, block.rows[0].unit)
                return
            if start > most:
                message = f"begins at {start}: a file of this length has no text that long"
                self._wrong("RT902", block.rows[0].line, message, block.rows[0].unit)
                return
            # between two sentences there is nothing, or a line feed, and then spaces
            text += (" " * gap if number == 0 else "\n"[:gap] + " " * (gap - 1)) + said
            length = start + Units(said).units
        self._places(text)

    def _places(self, text: str) -> None:
        units = Units(text)
        for row in (row for block in self.blocks for row in block.rows):
            span = units.span(*row.units)
            if isinstance(span, str):
                self._wrong("RT902", row.line, span, row.unit)
                continue
            row.span = span
            if text[slice(*span)] != row.said:
                message = f"the row says {row.said!r}, the text there is {text[slice(*span)]!r}"
                self._wrong("RT903", row.line, message, row.unit)
        self.text = text
