"""The stand-off edition: a dataset without the texts, and back.

Bytes in, bytes out. ``omit`` takes every word of the texts out of a dataset's files and describes
in ``omitted.jsonl``, without words, what stood where; ``hydrate`` puts it back.
"""
