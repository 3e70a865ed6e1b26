"""Columns of numbers that hold one stretch after the other."""

import numpy as np


def stretches(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the numbers from each start to before its end, one stretch after the other."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - before, lengths)
