"""Invented stories: a fact sheet, and retellings written with marks, compiled to texts and records."""

AUTHOR = "author"
"""The annotator whose layer is compiled."""
