"""What ``python -m benchmarks.run`` is made of.

process.py       a command -> seconds, CPU seconds, memory
measurements.py  the table of what is measured
corpora.py       the corpora that it is measured on
machine.py       on what
page.py          results -> docs/benchmarks.md
"""
