"""Settings and card of an imported corpus: where it comes from, and that nobody here licenses it."""

from __future__ import annotations

SETTINGS_TEXT = """\
name = "muc4"
title = "MUC-4"
version = "0.1.0"

[licences]
# The files of MUC-4 state none; whoever has them must know by which right.
texts = "LicenseRef-not-stated"
annotations = "LicenseRef-not-stated"

[check]
# By the nature of MUC-4: a figure that only a noun says ("a judge" is 1), an incident that harms nobody,
# a message without an incident.
ignore = ["RT508", "RT701", "RT708"]
"""

CARD_TEXT = """\
---
pretty_name: MUC-4
language: [en]
license: other
license_name: not-stated
source_datasets: [extended]
annotations_creators: [expert-generated]
language_creators: [found]
tags: [news, information-extraction, casualty-facts, claim-attribution, standoff]
---

# MUC-4

Messages and answer keys of the Fourth Message Understanding Conference (MUC-4, 1992) in the schema of
Retold: terrorist incidents in Latin America, as news agencies, broadcasters and newspapers told them
in 1988 to 1992, and who was harmed, by whom, how and how many.

<!-- generated:version -->
<!-- /generated -->

<!-- generated:counts -->
<!-- /generated -->

## Sources and rights

`retold import` made this corpus from files that its user brought. Neither the texts nor the keys state
a licence, and none is claimed for them here; do not publish them without one.

## How it was annotated

People of the sites that took part in MUC-3 and MUC-4 filled one template for each incident. A program
found where the strings of the templates stand in the texts and made the records. import/report.json
counts what is exact, approximate and dropped for each slot; import/templates.jsonl keeps every value.

## Bias and limits

- Marked are the names and phrases of the keys alone, not all names: the `ner` and `entities` configs
  are incomplete, and a token outside them is not known to be outside any name.
- MUC-4 keeps no sources of figures and no words of dates: every claim has the outlet as its source.
- A message is a story of its own. Which messages retell one story MUC-4 does not say.
- Line ends inside paragraphs are blanks; import/texts.jsonl says where they were.
"""
