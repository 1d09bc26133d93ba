"""Runs every system that ships on every set there is, by the commands that a user types."""
