"""Runs a config of search type `single` over seeds and writes what came out under results/NAME: a line a seed
in seeds.csv, every evaluation in curve.csv, the resolved config and the command. Needs only Python's
standard library and a checkout.

    python3 results/single.py NAME CONFIG --seeds 1 2 3 [--set path=value ...] [--jobs N] [--threads N]

--jobs runs so many seeds side by side. last_mean, last_se and best_mean are of the final evaluation of the
last policy and of the one that had the best evaluation, with fresh episodes; with several objectives they
are mixed by the config's weights, and last_se is empty. Where there are limits, last_COST and last_COST_se
are of the same episodes, and last_within_limits says whether the last policy keeps all. Processor seconds
count the run's processes, Python workers included. The tables are written again after each seed, and hold
those seeds that have ended.
"""

import argparse
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

ROOT = pathlib.Path(__file__).resolve().parent.parent


def timed(command, log):
    """Runs a command; its wall seconds and the processor seconds of it and its children."""
    start = time.time()
    with open(log, "w") as file:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=file)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\nended with exit code {process.returncode}:\n{log.read_text()}")
    return time.time() - start, usage.ru_utime + usage.ru_stime


def mixed(values, weights):
    return sum(w * v for w, v in zip(weights, values))


def limited(costs, point):
    """A point's costs and whether it is within limits; nothing of a run without limits."""
    if "within_limits" not in point:
        return {}
    row = {}
    for name, value, error in zip(costs, point["costs"], point["cost_standard_error"]):
        row |= {f"last_{name}": value, f"last_{name}_se": error}
    return {**row, "last_within_limits": int(point["within_limits"])}


def run(args, seed):
    folder = ROOT / "out" / f"results-{args.name}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(exist_ok=True)
    command = [str(ROOT / "morl4j"), "train", args.config, "--seed", str(seed), "--quiet"]
    command += ["--threads", str(args.threads), "--out", str(folder)]
    for item in args.set:
        command += ["--set", item]
    wall, cpu = timed(command, folder.with_suffix(".stderr"))
    meta = json.loads((folder / "run.json").read_text())
    config = json.loads((folder / "config.json").read_text())
    if config["search"]["type"] != "single":
        raise SystemExit(f"{args.config} has search.type {config['search']['type']}. Maybe use results/run.py.")
    archive = json.loads((folder / "archive.json").read_text())
    points = {p["policy"]: p for p in archive["points"]}
    weights = config["search"].get("weights") or [1] * len(meta["environment"]["objectives"])
    last, best = points["last"], points["best"]
    row = {
        "seed": seed,
        "training_transitions": meta["training_transitions"],
        "evaluation_transitions": meta["evaluation_transitions"],
        "last_mean": mixed(last["returns"], weights),
        "last_se": last["standard_error"][0] if len(weights) == 1 else "",
        "best_mean": mixed(best["returns"], weights),
        **limited(archive.get("costs", []), last),
        "episodes": last["episodes"],
        "wall_seconds": round(wall, 1),
        "cpu_seconds": round(cpu, 1),
    }
    with open(folder / "evaluations.csv", newline="") as file:
        lines = [{k: v for k, v in line.items() if k not in ("job", "policy")} for line in csv.DictReader(file)]
    return folder, row, [{"seed": seed, **line} for line in lines]


def table(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("config")
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    target = ROOT / "results" / args.name
    target.mkdir(parents=True, exist_ok=True)
    command = "python3 results/single.py " + " ".join(sys.argv[1:])
    # Builds, where need be, before several of them would at once.
    subprocess.run([ROOT / "morl4j", "--version"], check=True, stdout=subprocess.DEVNULL)
    done = {}
    with ThreadPoolExecutor(args.jobs) as pool:
        runs = [pool.submit(run, args, seed) for seed in args.seeds]
        try:
            for future in as_completed(runs):
                folder, row, curve = future.result()
                done[row["seed"]] = row, curve
                ended = [done[seed] for seed in args.seeds if seed in done]
                table(target / "seeds.csv", [row for row, _ in ended])
                table(target / "curve.csv", [line for _, lines in ended for line in lines])
                shutil.copy(folder / "config.json", target / "config.json")
                (target / "command.txt").write_text(command + "\n")
                print(json.dumps(row), flush=True)
        except BaseException:
            for future in runs:
                future.cancel()
            raise
    for key in ("last_mean", "best_mean"):
        values = [row[key] for row, _ in done.values()]
        print(f"{key}: median {statistics.median(values):.2f}, min {min(values):.2f}, max {max(values):.2f}")


if __name__ == "__main__":
    main()
