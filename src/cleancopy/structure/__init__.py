"""What kept blocks are parts of: lists, tables, quotes, code and footnotes."""
