"""Large corpora: documents in tasks, each in a process of its own, and all together at the end."""
