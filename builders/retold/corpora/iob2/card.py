"""Settings and card of an imported corpus: where it comes from, and that nobody here licenses it."""

from __future__ import annotations

import json

from retold.corpora.labels import Labels

LICENCE = "LicenseRef-not-stated"


def settings(labels: Labels) -> str:
    """retold.toml."""
    return f"""\
name = {_quoted(labels.name)}
title = {_quoted(labels.title)}
version = "0.1.0"

[licences]
# Token lines state no licence; whoever has them knows by which right, and writes it here and in
# seeds/seeds.jsonl.
texts = "{LICENCE}"
annotations = "{LICENCE}"

[check]
# Whether names are marked everywhere and alike is up to those who annotated the corpus (RT601, RT603,
# RT608), and its documents may be sentences without a name (RT708). Take a code out to see the places.
ignore = ["RT601", "RT603", "RT608", "RT708"]
"""


def card(labels: Labels, lang: str) -> str:
    """dataset_card.md."""
    creators = {"human": "expert-generated", "model": "machine-generated", "rule": "machine-generated"}
    return f"""\
---
pretty_name: {_quoted(labels.title)}
language: [{_quoted(lang)}]
license: other
license_name: not-stated
source_datasets: [extended]
annotations_creators: [{creators[labels.annotators]}]
language_creators: [found]
tags: [named-entity-recognition]
---

# {labels.title}

The names of {labels.title}, which are token lines with tags, in the schema of Retold.

<!-- generated:version -->
<!-- /generated -->

<!-- generated:counts -->
<!-- /generated -->

## Sources and rights

`retold import` made this corpus from files that its user brought. Token lines state no licence, and
none is claimed for them here; do not publish them without one.

## How it was annotated

{labels.about} A program made the records of their tags; import/report.json counts for each label what
is exact, approximate and dropped, import/tags.jsonl keeps every tag.

## Bias and limits

- The text is the tokens with a space between two; what stood between them is not known.
- Documents are those of the files where they mark any, else a number of sentences in a row.
- Each name and type is one entity without a link; that two names mean one thing is not known.
- The day of publication is not known; that on which the files came stands for it.
- The `ner` config has the tokens of Retold, which are finer.
"""


def _quoted(text: str) -> str:
    """A string of TOML or YAML."""
    return json.dumps(text, ensure_ascii=False)
