"""Checks with a planted defect, for workers to run."""

import os
import signal


def raising(page):
    if b"<defect>" in (page if isinstance(page, bytes) else page.encode()):
        return "ValueError in stage.py:1: planted"
    return None


def dying(page):
    if b"die" in (page if isinstance(page, bytes) else page.encode()):
        os.abort()


def hanging(page):
    if b"hang" in (page if isinstance(page, bytes) else page.encode()):
        signal.pause()  # until it is killed
