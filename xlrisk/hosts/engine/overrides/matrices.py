"""Matrix functions: MMULT, MINVERSE, MDETERM, MUNIT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._cells import Fault, Override, Rows, Value, checked, flat, guarded, rows_of, whole

if TYPE_CHECKING:
    from ....finance.arrays import Array


_LARGEST_UNIT = 1000  # far beyond the cells that one formula may fill


def mmult(left: Value, right: Value) -> Rows:
    """The product of two matrices."""
    import numpy as np

    a, b = _matrix(left), _matrix(right)
    if a.shape[1] != b.shape[0]:
        raise Fault("Value")
    with np.errstate(over="ignore", invalid="ignore"):
        rows: Rows = (a @ b).tolist()
    return rows


def minverse(matrix: Value) -> Rows:
    """The inverse of a matrix; #NUM! where there is none."""
    import numpy as np

    try:
        rows: Rows = np.linalg.inv(_square(matrix)).tolist()
    except np.linalg.LinAlgError:
        raise Fault("Num") from None
    return rows


def mdeterm(matrix: Value) -> float:
    """The determinant of a matrix."""
    import numpy as np

    return float(np.linalg.det(_square(matrix)))


def munit(dimension: Value) -> Rows:
    """The unit matrix of a size."""
    size = whole(dimension)
    if not 1 <= size <= _LARGEST_UNIT:
        raise Fault("Value")
    return [[float(row == column) for column in range(size)] for row in range(size)]


def _matrix(value: Value) -> Array:
    """A matrix of numbers only: an empty cell, a text or a boolean is #VALUE!."""
    import numpy as np

    for cell in flat(value):
        if not isinstance(checked(cell), float):
            raise Fault("Value")
    return np.array(rows_of(value), dtype=np.float64)


def _square(value: Value) -> Array:
    matrix = _matrix(value)
    if matrix.shape[0] != matrix.shape[1]:
        raise Fault("Value")
    return matrix


OVERRIDES: dict[str, Override] = {
    "MMULT": Override(guarded(mmult), 2, 2),
    "MINVERSE": Override(guarded(minverse), 1, 1),
    "MDETERM": Override(guarded(mdeterm), 1, 1),
    "MUNIT": Override(guarded(munit), 1, 1),
}
