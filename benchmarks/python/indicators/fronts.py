"""Seeded test fronts of maximised points, shared by make_fixtures.py and compare.py."""

import numpy as np

SHAPES = ("sphere", "convex", "linear", "random")


def front(shape: str, objectives: int, n: int, seed: int = 1) -> np.ndarray:
    """n points of [0, 1]^m, all non-dominated except for 'random', 'grid' and 'outside'."""
    rng = np.random.default_rng([seed, objectives, n, sum(map(ord, shape))])
    directions = np.abs(rng.standard_normal((n, objectives))) + 1e-12
    if shape == "sphere":
        return directions / np.linalg.norm(directions, axis=1, keepdims=True)
    if shape == "convex":
        return 1 - directions / np.linalg.norm(directions, axis=1, keepdims=True)
    if shape == "linear":
        weights = rng.exponential(size=(n, objectives))
        return weights / weights.sum(axis=1, keepdims=True)
    if shape == "random":  # dominated rows
        return rng.random((n, objectives))
    if shape == "grid":  # ties, repeated and dominated rows
        return rng.integers(0, 4, (n, objectives)).astype(float)
    if shape == "outside":  # negative values, a third of the rows beyond the reference box
        points = 200 * rng.random((n, objectives)) - 150
        points[:: 3, 0] = -120 - 10 * rng.random(len(points[:: 3]))
        points[1, -1] = -100.0
        return points
    raise ValueError(f"unknown shape {shape}")


def mutually_non_dominated(shape: str, objectives: int, n: int, seed: int = 1) -> np.ndarray:
    """As front(), but the rows of 'random' are drawn until n non-dominated ones are there."""
    if shape != "random":
        return front(shape, objectives, n, seed)
    import moocore

    size = n
    while True:
        points = front("random", objectives, size, seed)
        points = points[moocore.is_nondominated(points, maximise=True)]
        if len(points) >= n:
            return np.ascontiguousarray(points[:n])
        size = 2 * size if len(points) < n // 2 else size + size // 2


def reference(shape: str, objectives: int) -> np.ndarray:
    """Reference point that goes with the shape."""
    if shape == "outside":
        return np.full(objectives, -100.0)
    if shape == "grid":
        return np.zeros(objectives)
    return np.full(objectives, -0.1)
