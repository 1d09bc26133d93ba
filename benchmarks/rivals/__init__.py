"""What the build is compared with: other ways from the same corpus to the same rows.

    inputs.py        the corpus, document by document, in either layout
    rows.py          a document's records as rows, the way one writes it by hand
    checks.py        jsonschema and the surfaces of mentions
    today.py         what people write today: generators, jsonschema, datasets
    columns.py       a document's records as columns
    floor.py         no check at all, and as quick as it gets on one core
    check_today.py   jsonschema in Python over every record

Each of the three programs takes the folder of a corpus, and the first two a folder for the tables of
``documents``, ``entities``, ``ner``, ``stance``, ``headlines``, ``casualties`` and ``faults``, with the
rows that ``retold build`` gives. ``events`` and ``challenge`` are left out: their rows are not those of
documents.
"""
