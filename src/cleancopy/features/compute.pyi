from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleancopy.block import Block, Element
from cleancopy.features.words import TokenBags

def compute_html(
    blocks: Sequence[Block], elements: Sequence[Element], title: str | None, description: str | None
) -> tuple[
    npt.NDArray[np.float32],
    TokenBags,
    tuple[tuple[str, ...], ...],
    list[tuple[str, ...]],
    npt.NDArray[np.int64],
    npt.NDArray[np.int64],
]: ...
def compute_flat(blocks: Sequence[Block]) -> tuple[npt.NDArray[np.float32], TokenBags, npt.NDArray[np.int64]]: ...
