"""Other tools' formats: one file and one row each, with a neutral document between any two.

To add one: a module with pure ``loads``, ``dumps`` and ``fit`` and a ``FORMAT``, its row below, and
its files in ``tests/foreign``. ``FORMAT.holds`` says of every feature whether the format holds it;
tests try each. A format whose offsets count other units (CAS, WebAnno TSV: UTF-16 units) converts
them in its own modules, once, with ``utf16``.
"""

from __future__ import annotations

from retold.formats import brat, cas, doccano, iob2, labelstudio, prodigy, webanno
from retold.formats.base import Format

_ROWS = (
    brat.FORMAT,
    doccano.FORMAT,
    prodigy.FORMAT,
    iob2.FORMAT,
    labelstudio.FORMAT,
    cas.FORMAT,
    webanno.FORMAT,
)
FORMATS: dict[str, Format] = {row.name: row for row in _ROWS}
