"""Measures the speed of cleancopy, its growth with the page, and its memory: `python -m benchmarks.speed`."""
