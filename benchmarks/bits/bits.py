"""Trains 17 short configs and prints a SHA-256 of what each came to, to show that a change keeps every bit.

    python3 benchmarks/bits/bits.py [--checkout DIR ...] [--only NAME ...] [--jobs N]
        [--save FILE] [--against FILE]

Each config of configs/ (all 15 agents, and C-MORL with each kind of thresholds) is trained by
DIR/morl4j of each checkout (this one if none is named) with seed 1 and one thread, in a temporary
folder. The hash covers, policy after policy as front.csv lists them, the tensors of
policy.safetensors (parameters, the normaliser's moments, weights and epsilon of action-value
policies; little-endian bytes, floats before doubles, each in file order), then the objective
columns of front.csv as text. --save writes the hashes of the one checkout as JSON, --against
compares with such a file. Ends with exit code 1 if any config's hashes differ and 2 if a run fails. Hashes compare on one
machine only: another processor may add in another order.
"""

import argparse
import concurrent.futures
import csv
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# What a policy acts with; whatever else a later format adds to the file is not hashed.
TENSORS = {
    "F32": {"parameters", "free", "weights"},
    "F64": {"obs.mean", "obs.variance", "obs.count", "epsilon"},
}


class RunFailed(Exception):
    pass


def tensors(path):
    """The bytes of a policy's tensors, in the order of their data; floats first."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    start = 8 + length
    chunks = []
    for dtype in ("F32", "F64"):
        found = [
            tensor["data_offsets"]
            for name, tensor in header.items()
            if tensor["dtype"] == dtype and name in TENSORS[dtype]
        ]
        if dtype == "F32" and not found:
            raise RunFailed(f"{path} holds no parameters, only {', '.join(header)}")
        chunks += [data[start + begin : start + end] for begin, end in sorted(found)]
    return chunks


def run_hash(folder):
    """SHA-256 of a finished run's policies and front."""
    objectives = json.loads((folder / "run.json").read_text())["environment"]["objectives"]
    with open(folder / "front.csv", newline="") as file:
        front = list(csv.DictReader(file))
    if not front:
        raise RunFailed(f"{folder} has an empty front")
    digest = hashlib.sha256()
    for row in front:
        for chunk in tensors(folder / "policies" / row["policy"] / "policy.safetensors"):
            digest.update(chunk)
    for row in front:
        digest.update((",".join(row[name] for name in objectives) + "\n").encode())
    return digest.hexdigest()


def train(checkout, config, folder):
    command = [checkout / "morl4j", "train", config, "--out", folder, "--quiet"]
    command += ["--seed", "1", "--threads", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
        raise RunFailed(f"{config.stem} in {checkout} ended with {done.returncode}:\n{tail}")
    return run_hash(folder)


def chosen(only):
    configs = {path.stem: path for path in sorted((HERE / "configs").glob("*.json"))}
    unknown = sorted(set(only) - set(configs))
    if unknown:
        sys.exit(f"--only names {', '.join(unknown)}, but the configs are {', '.join(configs)}.")
    return [path for name, path in configs.items() if not only or name in only]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkout", nargs="+", action="extend", type=pathlib.Path)
    parser.add_argument("--only", nargs="+", action="extend", default=[])
    parser.add_argument("--jobs", type=int, default=1, help="runs side by side (default: 1)")
    parser.add_argument("--save", type=pathlib.Path, help="where to write the hashes, JSON")
    parser.add_argument("--against", type=pathlib.Path, help="hashes to compare with, JSON")
    arguments = parser.parse_args()
    checkouts = [path.resolve() for path in arguments.checkout or [ROOT]]
    configs = chosen(arguments.only)
    if arguments.save and len(checkouts) > 1:
        parser.error("--save takes the hashes of one checkout. Maybe name one --checkout.")
    saved = json.loads(arguments.against.read_text()) if arguments.against else None

    started = time.monotonic()
    for checkout in checkouts:  # builds here, not in several runs at once
        subprocess.run([checkout / "morl4j", "algos"], check=True, stdout=subprocess.DEVNULL)
    columns = [str(checkout) for checkout in checkouts]
    columns += [str(arguments.against)] if saved is not None else []
    for i, column in enumerate(columns):
        print(f"[{i}] {column}")
    print("config".ljust(16), *(f"[{i}]".ljust(16) for i in range(len(columns))), "equal")
    hashes = {}
    different = []
    failures = []
    with (
        tempfile.TemporaryDirectory(prefix="bits-") as temporary,
        concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool,
    ):
        runs = {
            config.stem: [
                pool.submit(train, checkout, config, pathlib.Path(temporary, str(i), config.stem))
                for i, checkout in enumerate(checkouts)
            ]
            for config in configs
        }
        for name, futures in runs.items():
            row = []
            for future in futures:
                try:
                    row.append(future.result())
                except (RunFailed, OSError, KeyError) as error:
                    failures.append(f"{name}: {error}")
                    row.append("failed")
            hashes[name] = row[0]
            if saved is not None:
                row.append(saved.get(name, "missing"))
            equal = len(set(row)) == 1 and row[0] != "failed"
            if not equal:
                different.append(name)
            verdict = "-" if len(row) == 1 else "yes" if equal else "NO"
            print(name.ljust(16), *(cell[:16].ljust(16) for cell in row), verdict, flush=True)
    seconds = time.monotonic() - started
    for failure in failures:
        print(failure, file=sys.stderr)
    if arguments.save and not failures:
        arguments.save.write_text(json.dumps(hashes, indent=2) + "\n")
    if len(columns) > 1:
        print(f"{len(hashes) - len(different)} of {len(hashes)} equal, {seconds:.0f} s")
    else:
        print(f"{len(hashes)} configs, {seconds:.0f} s")
    return 2 if failures else 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
