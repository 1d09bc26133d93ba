"""Tests the rules by mutation: faults are planted in a sound corpus, and the check must see them.

DeMillo, Lipton and Sayward, "Hints on test data selection", Computer 11(4), 1978: a test is as good as
the faults that it tells from the sound program. Here the check is the test and the corpus is the
program. ``python -m retold.mutate`` runs it; docs/mutation.md shows the outcome on this corpus.
"""
