"""Measurements behind decisions; each file or folder says how it is run."""
