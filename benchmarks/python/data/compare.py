"""Reading a D4RL file of a million rows: h5py's arrays against our checked episodes.

h5py reads the datasets whole, and that is all it does. Ours are read, checked for finite numbers and cut
into episodes by the same file's flags. Both in turn; medians and their ratio, wall and CPU.
"""
import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

import h5py
import numpy as np

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


def ours(classpath, path, repeats):
    out = subprocess.run(
        ["java", "-Xmx3g", "-cp", classpath, "org.morl4j.benchmarks.DataReadBenchmark", path, str(repeats)],
        check=True, capture_output=True, text=True).stdout
    return [tuple(float(x) for x in line.split()[:2]) for line in out.splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "hopper.hdf5")
        write(path, args.rows)
        theirs = [h5py_once(path) for _ in range(args.repeats)]
        mine = ours(args.classpath, path, args.repeats)
        theirs += [h5py_once(path) for _ in range(args.repeats)]
    for i, what in enumerate(("wall", "CPU")):
        a = statistics.median(x[i] for x in mine)
        b = statistics.median(x[i] for x in theirs)
        print(f"{what}: ours {a:.3f} s, first {mine[0][i]:.3f} s; h5py {b:.3f} s; ratio {a / b:.2f}")


main()
