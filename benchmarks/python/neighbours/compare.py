"""Times PRDC's search for neighbours, ours and SciPy's cKDTree, side by side; see benchmarks/README.md.

    python compare.py [--rows N] [--repeats N] [--seconds S] [--data FILE.npy]

Points are [2 s, a] of HalfCheetah-v5, states standardised: steps of 50 random linear policies with AR(1) noise. 256 queries of
two kinds. "data": states of the data with their actions moved by N(0, 0.3), as PRDC asks; a row's own point bounds the search.
"kept": states of steps that were kept back, the hard kind; the neighbour of a slightly other action bounds it. SciPy gets the
largest of these bounds, ours each query's. One worker, CPU times of the one working thread, turn by turn; both sides' answers
must be at the same distances. Ends with exit code 1 if a required ratio is missed.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

ROOT = Path(__file__).resolve().parents[3]
CLASSES = [ROOT / module / "target/classes" for module in ("benchmarks", "core", "offline")]
OBS, ACT, QUERIES, BETA, KEPT = 17, 6, 256, 2, 50_000
REQUIRED = {(14, "data"): 0.5, (23, "data"): 0.5, (14, "kept"): 0.5, (23, "kept"): 0.3}


def roll(steps: int) -> np.ndarray:
    """[steps, OBS + ACT], states as they are."""
    import gymnasium

    env = gymnasium.make("HalfCheetah-v5").unwrapped
    rng = np.random.default_rng(0)
    rows = np.empty((steps, OBS + ACT), np.float32)
    for first in range(0, steps, steps // 50):
        gains = rng.normal(0, 0.5, (ACT, OBS))
        noise = np.zeros(ACT)
        obs, _ = env.reset(seed=first)
        for t in range(first, min(steps, first + steps // 50)):
            noise = 0.9 * noise + 0.3 * rng.standard_normal(ACT)
            act = np.clip(gains @ np.clip(obs, -3, 3) + noise, -1, 1)
            rows[t, :OBS], rows[t, OBS:] = obs, act
            obs = env.step(act)[0]
            if (t + 1 - first) % 1000 == 0:
                obs, _ = env.reset(seed=t)
    return rows


def points(rows: np.ndarray, dimensions: int, count: int) -> np.ndarray:
    """Standardised and scaled, the first `count` being the data; 14: 11 numbers of a state and 3 of an action."""
    state, act = rows[:, :OBS], rows[:, OBS:]
    state = BETA * (state - state[:count].mean(0)) / (state[:count].std(0) + 1e-3)
    if dimensions == 14:
        state, act = state[:, :11], act[:, :3]
    return np.ascontiguousarray(np.hstack([state, act]), np.float32)


def distances(queries, found):
    return np.sqrt(((queries.astype(np.float64) - found) ** 2).sum(1))


def questions(all_points, count, tree, acts):
    """Kind, queries, and which points bound the search of each."""
    rng = np.random.default_rng(1)
    own = rng.integers(0, count, QUERIES)
    moved = all_points[own].copy()
    moved[:, -acts:] = np.clip(moved[:, -acts:] + rng.normal(0, 0.3, (QUERIES, acts)), -1, 1)
    yield "data", moved, own
    kept = all_points[rng.integers(count, len(all_points), QUERIES)].copy()
    other = kept.copy()
    other[:, -acts:] = np.clip(other[:, -acts:] + rng.normal(0, 0.03, (QUERIES, acts)), -1, 1)
    yield "kept", kept, tree.query(other)[1]


class Java:
    def __init__(self, folder: Path, data: np.ndarray):
        self.folder = folder
        data.tofile(folder / "points")
        command = ["java", "-Xmx3g", "-XX:-UsePerfData", "-cp", ":".join(map(str, CLASSES))]
        command += ["org.morl4j.benchmarks.NeighbourBenchmark", str(folder / "points"), str(data.shape[1])]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.build = float(self.process.stdout.readline())

    def ask(self, queries, hints):
        queries.tofile(self.folder / "queries")
        hints.astype(np.int32).tofile(self.folder / "hints")

    def search(self, seconds):
        words = [str(seconds)] + [str(self.folder / name) for name in ("queries", "hints", "nearest")]
        print(" ".join(words), file=self.process.stdin, flush=True)
        taken = float(self.process.stdout.readline())
        return taken, np.fromfile(self.folder / "nearest", np.int32)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def scipy_search(tree, queries, bound, seconds):
    start, calls = time.thread_time(), 0
    while True:
        found = tree.query(queries, distance_upper_bound=bound, workers=1)[1]
        calls += 1
        taken = time.thread_time() - start
        if taken >= seconds:
            return taken / calls, found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--data", type=Path, default=ROOT / "out/half-cheetah.npy")
    arguments = parser.parse_args()
    if not arguments.data.exists():
        arguments.data.parent.mkdir(parents=True, exist_ok=True)
        np.save(arguments.data, roll(arguments.rows + KEPT))
    rows = np.load(arguments.data)[-(arguments.rows + KEPT) :]
    missed = False
    print("| dimensions | queries | SciPy, ms | ours, ms | ratio | build, s |\n| --- | --- | --- | --- | --- | --- |")
    for dimensions, acts in ((14, 3), (23, 6)):
        all_points = points(rows, dimensions, arguments.rows)
        data = all_points[: arguments.rows]
        start = time.thread_time()
        tree = cKDTree(data)
        build = time.thread_time() - start
        with tempfile.TemporaryDirectory() as folder:
            java = Java(Path(folder), data)
            for kind, queries, hints in questions(all_points, arguments.rows, tree, acts):
                bound = np.nextafter(distances(queries, data[hints]).max(), np.inf)
                java.ask(queries, hints)
                java.search(max(2, arguments.seconds))  # warm
                theirs, ours = [], []
                for _ in range(arguments.repeats):
                    taken, found = scipy_search(tree, queries, bound, arguments.seconds)
                    theirs.append(taken)
                    taken, nearest = java.search(arguments.seconds)
                    ours.append(taken)
                if not np.array_equal(distances(queries, data[nearest]), distances(queries, data[found])):
                    raise SystemExit(f"{dimensions} {kind}: the answers differ")
                ratios = [a / b for a, b in zip(ours, theirs)]
                ratio = statistics.median(ratios)
                missed |= ratio > REQUIRED[dimensions, kind]
                print(
                    f"| {dimensions} | {kind} | {statistics.median(theirs) * 1e3:.3g} | {statistics.median(ours) * 1e3:.3g} "
                    f"| {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {build:.2f} / {java.build:.2f} |",
                    flush=True,
                )
            java.close()
    sys.exit(missed)


if __name__ == "__main__":
    main()
