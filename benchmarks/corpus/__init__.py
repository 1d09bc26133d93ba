"""A sound corpus of any size, invented, to measure with: ``python -m benchmarks.corpus OUT``.

wording/       what is said, in four languages and three scripts
names.py       invented names, in each script
registry.py    the entities, propositions and events that records point to
fills.py       what may stand in a gap of a sentence, with the mentions in it
wordings.py    wording/ read, and sentences taken apart at their gaps
figures.py     numbers of victims in the forms of casualty claims
stories.py     what happened: number of a story -> cast, day, figures
pages.py       text and mentions, written from left to right
claims.py      the records on stances, headlines, harm and faults
documents.py   number of a document -> text and records
packing.py     rows -> the bytes of a shard
layouts.py     documents -> the files of a corpus
"""
