"""Pictures of what the corpus says, as values."""
