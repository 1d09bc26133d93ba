"""The explorer on disk: what it is made with, where it is written, and how it is served."""
