"""A corpus with its documents in other files: one a document, or shards of many.

``told.py`` reads either, ``targets.py`` writes either, ``carried.py`` says what else goes along and what
cannot, ``reshard.py`` does it all or nothing.
"""
