"""Systems that learn: rows of a built dataset -> a model of spaCy in a folder -> records."""
