"""Extracts whole corpora: archives, tables and folders of pages in, files of rows out. Needs the extra ``corpus``."""
