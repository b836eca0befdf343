"""Two pages written for the demo, shown before and after extraction: ``python -m cleancopy.demo``."""
