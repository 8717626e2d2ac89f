"""Times our indicators and moocore's side by side; see benchmarks/README.md.

    python compare.py [--only OPERATION] [--slow] [--repeats N]

Both sides get the same fronts. A repeat times one side for at least --seconds, then the other; the
table gives the median of the ratios of all repeats and their range. Times are CPU times of the one
working thread, so that other load on the machine counts little. moocore gets minimised points,
so that it needn't turn them round; its time includes its Python call.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import moocore
import numpy as np

from fronts import SHAPES, front, mutually_non_dominated, reference

REPOSITORY = Path(__file__).resolve().parents[3]
CLASSES = [REPOSITORY / module / "target" / "classes" for module in ("benchmarks", "pareto")]


def cases(slow: bool):
    """Yields operation, shape, objectives, points."""
    for d, sizes in ((2, (100, 200, 1000)), (3, (100, 200, 1000)), (4, (100, 200, 1000)), (5, (100, 200, 500)), (6, (100, 200))):
        for shape in SHAPES:
            for n in sizes:
                if shape != "random" or (d >= 4 and n <= 200):  # too few non-dominated rows
                    yield "hypervolume", shape, d, n
    for shape in ("sphere", "convex", "linear"):
        yield "hypervolume", shape, 8, 100
    yield "hypervolume", "sphere", 9, 100 if slow else 60
    for d in (3, 4, 5, 6):
        yield "insertion", "sphere", d, 200
    for d, n in ((3, 100), (3, 200), (4, 100), (4, 200), (5, 100), (5, 200), (6, 100)):
        yield "contributions", "sphere", d, n
    for d in (2, 3, 4, 5):
        for n in (400, 2000):
            yield "filter", "mixed", d, n
    for operation in ("epsilon", "igd", "igd+"):
        for d in (2, 3, 5):
            for n in (200, 1000):
                yield operation, "sphere", d, n


def moocore_call(operation: str, points: np.ndarray, other: np.ndarray):
    """The same question on the negated, minimised points."""
    points, other = -points, -other
    ref = other[0].copy()
    rest = np.ascontiguousarray(points[:-1])
    return {
        "hypervolume": lambda: moocore.hypervolume(points, ref=ref),
        "contributions": lambda: moocore.hv_contributions(points, ref=ref).sum(),
        "insertion": lambda: moocore.hypervolume(points, ref=ref) - moocore.hypervolume(rest, ref=ref),
        "filter": lambda: moocore.is_nondominated(points).sum(),
        "epsilon": lambda: moocore.epsilon_additive(points, ref=other),
        "igd": lambda: moocore.igd(points, ref=other),
        "igd+": lambda: moocore.igd_plus(points, ref=other),
    }[operation]


def seconds_per_call(call, minimum: float):
    start, calls = time.thread_time(), 0
    while True:
        value = call()
        calls += 1
        seconds = time.thread_time() - start
        if seconds >= minimum:
            return seconds / calls, float(value)


def inputs(operation: str, shape: str, d: int, n: int):
    if operation == "filter":  # half of the rows lie a little behind the other half
        sphere = front("sphere", d, n // 2)
        points = np.concatenate([sphere, sphere[::-1] * 0.97])
        return points, reference("sphere", d)[None]
    if operation in ("epsilon", "igd", "igd+"):
        return front(shape, d, n), front(shape, d, n, seed=2)
    return mutually_non_dominated(shape, d, n), reference(shape, d)[None]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", default="", help="one operation, or operation:objectives")
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--seconds", type=float, default=0.02, help="least time of one measurement")
    arguments.add_argument("--warmup", type=float, default=1.0, help="seconds before the first repeat")
    arguments.add_argument("--slow", action="store_true", help="also cases over ten seconds a call")
    options = arguments.parse_args()
    java = subprocess.Popen(
        ["java", "-cp", os.pathsep.join(map(str, CLASSES)), "org.morl4j.benchmarks.IndicatorBenchmark"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ours(operation: str, minimum: float, files):
        java.stdin.write(f"{operation} {minimum} {files[0]} {files[1]}\n")
        java.stdin.flush()
        answer = java.stdout.readline()
        if not answer:
            sys.exit(f"The Java side ended with code {java.wait()}. Maybe it is not compiled: mvn -pl benchmarks -am compile")
        return tuple(map(float, answer.split()))

    print(f"moocore {moocore.__version__}, {os.cpu_count()} cores, {options.repeats} repeats")
    print("| operation | d | n | shape | ours ms | moocore ms | ratio | min-max | rel. diff |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for operation, shape, d, n in cases(options.slow):
            if not f"{operation}:{d}".startswith(options.only):
                continue
            points, other = inputs(operation, shape, d, n)
            files = [Path(folder, "front.csv"), Path(folder, "other.csv")]
            for rows, file in zip((points, other), files):
                np.savetxt(file, rows, delimiter=",", fmt="%.17g")
            peer = moocore_call(operation, points, other)
            ours(operation, options.warmup, files)
            pairs = [
                (ours(operation, options.seconds, files), seconds_per_call(peer, options.seconds))
                for _ in range(options.repeats)
            ]
            ratios = [a[0] / b[0] for a, b in pairs]
            (_, value), (_, expected) = pairs[0]
            difference = abs(value - expected) / (abs(expected) or 1)
            print(
                f"| {operation} | {d} | {n} | {shape}"
                f" | {1e3 * statistics.median(a[0] for a, _ in pairs):.4g}"
                f" | {1e3 * statistics.median(b[0] for _, b in pairs):.4g}"
                f" | {statistics.median(ratios):.2f} | {min(ratios):.2f}-{max(ratios):.2f} | {difference:.0e} |",
                flush=True)
    java.stdin.close()
    java.wait()


if __name__ == "__main__":
    main()
