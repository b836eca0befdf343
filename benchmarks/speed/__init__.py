"""How fast cleancopy is, how that grows, and what it takes: `python -m benchmarks.speed`."""
