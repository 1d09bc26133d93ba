"""Polarity -> the three labels of SemEval-2016, for the dataset's column and for scores."""

from __future__ import annotations

from retold.model import Polarity

FAVOR: dict[Polarity, str] = {
    "support": "FAVOR",
    "conditional": "FAVOR",
    "oppose": "AGAINST",
    "neutral_stated": "NONE",
    "unclear": "NONE",
}
"""Polarity -> label of SemEval-2016 task 6 (Mohammad et al., 2016). Conditional support is
support; what takes no side, or hides it, is NONE."""
