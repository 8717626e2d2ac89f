"""Reading a D4RL file of a million rows: h5py's arrays against our checked episodes.

h5py reads the datasets whole, and that is all it does. Ours are read, checked for finite numbers and cut
into episodes by the same file's flags. Turn by turn, ours warmed up by a few reads; medians and their
ratio with its range, wall and CPU time of all threads. The first read of a JVM is printed apart.
"""
import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

import h5py
import numpy as np

WARM = 3
ROOT = pathlib.Path(__file__).resolve().parents[3]


def write(path, rows):
    rng = np.random.default_rng(1)
    with h5py.File(path, "w") as file:
        def put(name, data):
            file.create_dataset(name, data=data, compression="gzip")
        put("observations", rng.standard_normal((rows, 17)).astype(np.float32))
        put("actions", rng.uniform(-1, 1, (rows, 6)).astype(np.float32))
        put("rewards", rng.standard_normal(rows).astype(np.float32))
        put("terminals", np.zeros(rows, bool))
        timeouts = np.zeros(rows, bool)
        timeouts[999::1000] = True
        put("timeouts", timeouts)


def h5py_once(path):
    wall, cpu = time.perf_counter(), time.process_time()
    with h5py.File(path) as file:
        {key: file[key][()] for key in file}
    return time.perf_counter() - wall, time.process_time() - cpu


class Java:
    """Reads the file each time it is asked to."""

    def __init__(self, classpath, path):
        command = ["java", "-Xmx3g", "-cp", classpath, "org.morl4j.benchmarks.DataReadBenchmark", path]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def once(self):
        self.process.stdin.write("\n")
        return tuple(float(x) for x in self.process.stdout.readline().split()[:2])

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=7)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "hopper.hdf5")
        write(path, args.rows)
        java = Java(args.classpath, path)
        first = java.once()
        for _ in range(WARM):
            java.once()
        turns = [(java.once(), h5py_once(path)) for _ in range(args.repeats)]
        java.close()
    for i, what in enumerate(("wall", "CPU")):
        ratios = [mine[i] / theirs[i] for mine, theirs in turns]
        a, b = (statistics.median(turn[side][i] for turn in turns) for side in (0, 1))
        print(
            f"{what}: ours {a:.3f} s, first {first[i]:.3f} s; h5py {b:.3f} s; "
            f"ratio {statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"
        )


main()
