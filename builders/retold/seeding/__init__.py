"""Files and streams -> new seeds of a corpus: read, planned, written together or not at all."""
