"""Documents and annotations in shards: many documents a file, on disk or at any address of fsspec.

``addresses.py`` lists and opens, ``pairing.py`` says which files are of one shard, ``reading.py`` yields
the documents of a shard one by one, each with its records in every layer, ``manifest.py`` what documents
there are, ``writing.py`` writes.
"""
