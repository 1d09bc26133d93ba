"""What a system's answers score against gold, task by task; docs/scoring.md says what each counts."""
