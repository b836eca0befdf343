"""Measures the quality of the answers on labelled pages. Each page is answered by a model that never saw its site."""

import os

# Set before numpy is imported: speed is measured on one core, two workers on two cores would compete for them, and
# sums in a fixed order give the same figures on every machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
