"""Agreement between annotators: matching, coefficients, intervals, and the report of a corpus."""
