"""The challenge set: minimal pairs, compiled to documents with gold (docs/challenge.md)."""

CHALLENGE = "challenge"
"""The folder of annotations/ that holds it, its config, and its registry's name."""
