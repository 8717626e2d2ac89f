"""Runs a config over seeds and writes what came out under results/NAME: the table seeds.csv, the
indicator curves curve.csv, every point of every final front points.csv, the resolved config and the
command. Needs only Python's standard library and a checkout.

    python3 results/run.py NAME CONFIG --seeds 1 2 3 [--set path=value ...] [--threads N]
"""

import argparse
import csv
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOLERANCE = 1e-5  # a point counts as a known one within this distance in every objective


def close(point, known):
    return all(abs(a - b) <= TOLERANCE for a, b in zip(point, known))


def beyond(point, front):
    """True if the point lies beyond the known front: no known point weakly dominates it."""
    return not any(all(k >= p - TOLERANCE for p, k in zip(point, known)) for known in front)


def hypervolume(front, reference):
    text = ",".join(repr(x) for x in reference)
    out = subprocess.run(
        [ROOT / "morl4j", "indicators", front, "--reference=" + text],
        check=True, capture_output=True, text=True).stdout
    return json.loads(out)["hypervolume"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("config")
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    target = ROOT / "results" / args.name
    target.mkdir(parents=True, exist_ok=True)
    seeds, curve, points = [], [], []
    for seed in args.seeds:
        run = ROOT / "out" / f"results-{args.name}-{seed}"
        shutil.rmtree(run, ignore_errors=True)
        command = [str(ROOT / "morl4j"), "train", args.config, "--seed", str(seed), "--quiet",
                   "--threads", str(args.threads), "--out", str(run)]
        for item in args.set:
            command += ["--set", item]
        start = time.time()
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        wall = time.time() - start
        meta = json.loads((run / "run.json").read_text())
        archive = json.loads((run / "archive.json").read_text())["points"]
        lines = [json.loads(line) for line in (run / "fronts.jsonl").read_text().splitlines()]
        with open(run / "front.csv", newline="") as file:
            front = [row for row in csv.DictReader(file)]
        objectives = meta["environment"]["objectives"]
        returns = {row["policy"]: [float(row[o]) for o in objectives] for row in front}
        known = meta["known_front"]
        stage = {point["policy"]: point["stage"] for point in archive}
        row = {
            "seed": seed,
            "training_transitions": meta["training_transitions"],
            "evaluation_transitions": meta["evaluation_transitions"],
            "hypervolume_archived": lines[-1]["hypervolume"],
            "hypervolume_measured_anew": hypervolume(run / "front.csv", meta["reference"]),
            "points": len(front),
            "known_found": "", "known_found_stage_one": "", "beyond_known": "",
            "wall_seconds": round(wall, 1),
        }
        if known:
            hit = [k for k in known if any(close(p, k) for p in returns.values())]
            one = [k for k in known
                   if any(close(p, k) and stage[i] == 1 for i, p in returns.items())]
            row["known_found"] = len(hit)
            row["known_found_stage_one"] = len(one)
            row["beyond_known"] = sum(beyond(p, known) for p in returns.values())
        seeds.append(row)
        for line in lines:
            curve.append({"seed": seed, **{k: v for k, v in line.items() if k != "points"}})
        for policy, values in returns.items():
            points.append({"seed": seed, "policy": policy, "stage": stage[policy],
                           **dict(zip(objectives, values))})
        shutil.copy(run / "config.json", target / "config.json")
        print(json.dumps(row), flush=True)
    for name, rows in (("seeds", seeds), ("curve", curve), ("points", points)):
        with open(target / f"{name}.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    (target / "command.txt").write_text("python3 results/run.py " + " ".join(sys.argv[1:]) + "\n")
    for key in ("hypervolume_archived", "hypervolume_measured_anew", "known_found"):
        values = [row[key] for row in seeds if row[key] != ""]
        if values:
            print(f"{key}: median {statistics.median(values)}, min {min(values)}, max {max(values)}")


if __name__ == "__main__":
    main()
