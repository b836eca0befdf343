"""Hostile input against the package: mutated pages, coverage-guided fuzzing, growth of time. Not shipped."""
