import numpy as np
import numpy.typing as npt

def test_characters(size: int) -> dict[str, npt.NDArray[np.bool_]]: ...
