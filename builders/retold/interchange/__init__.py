"""Files of other formats on disk: read, written, and brought into and out of a corpus."""
