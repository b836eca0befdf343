"""Whole corpora: archives, tables and folders of pages in, tables of clean copy out. Needs the extra ``corpus``."""
