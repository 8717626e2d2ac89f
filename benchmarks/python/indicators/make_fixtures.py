"""Writes the values that moocore gives for small fronts, for the tests of module pareto.

    python make_fixtures.py > ../../../pareto/src/test/resources/org/morl4j/pareto/indicator/moocore.csv

One line a row: case, kind, values. Kinds: reference, point, against (rows), then the values
hypervolume, igd, igd_plus, epsilon_additive, nondominated (0/1 a point) and contributions.
"""

import moocore
import numpy as np

from fronts import SHAPES, front, reference

CASES = [(shape, d, n) for d in range(2, 10) for shape in (*SHAPES, "grid", "outside") for n in (7, 20)]
CASES += [("sphere", 2, 120), ("random", 3, 120), ("sphere", 3, 120), ("sphere", 4, 100), ("linear", 4, 100)]
CASES += [("grid", 3, 60), ("grid", 4, 60), ("convex", 5, 60), ("grid", 5, 60), ("linear", 6, 40)]


def write(case: str, kind: str, values) -> None:
    print(case, kind, *(repr(float(v)) for v in values), sep=",")


def main() -> None:
    for shape, d, n in CASES:
        case = f"{shape}-{d}-{n}"
        points = front(shape, d, n)
        against = front(shape, d, max(5, n // 2), seed=2)
        ref = reference(shape, d)
        write(case, "reference", ref)
        for row in points:
            write(case, "point", row)
        for row in against:
            write(case, "against", row)
        write(case, "hypervolume", [moocore.hypervolume(points, ref=ref, maximise=True)])
        write(case, "igd", [moocore.igd(points, ref=against, maximise=True)])
        write(case, "igd_plus", [moocore.igd_plus(points, ref=against, maximise=True)])
        write(case, "epsilon_additive", [moocore.epsilon_additive(points, ref=against, maximise=True)])
        write(case, "nondominated", moocore.is_nondominated(points, maximise=True))
        write(case, "contributions", moocore.hv_contributions(points, ref=ref, maximise=True))


if __name__ == "__main__":
    main()
