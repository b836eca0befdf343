"""Tests the package with hostile input: mutated pages, coverage-guided fuzzing, growth of time. Not shipped."""
