"""Two pages written for the purpose, shown before and after: ``python -m cleancopy.demo``."""
