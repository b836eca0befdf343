"""Fields of an article, one module a source, and one merge with a stated order."""
