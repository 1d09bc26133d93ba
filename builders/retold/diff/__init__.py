"""What changed between two built datasets: typed, counted, and what bump it demands."""
