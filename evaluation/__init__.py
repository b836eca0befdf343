"""How good the answers are: figures on labelled pages, each answered by a model that never saw its site."""

import os

# Before numpy is first imported: figures of speed are those of one core, two workers on two cores would only
# fight over them, and sums in a fixed order give the same figures on every machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
