"""Assembles the article: its passages with their lists, tables, quotes and footnotes, and its flags."""

from cleancopy.assemble.assembly import assemble

__all__ = ["assemble"]
