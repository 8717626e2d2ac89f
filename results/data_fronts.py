"""Fronts from recorded data beside the front that made it: for each seed trains a config that
searches by acting, records every policy of its front, trains configs that search on that data
alone, and writes what came out under results/NAME: seeds.csv, a line a seed and search, points.csv,
the configs and the command. Needs only Python's standard library and a checkout.

    python3 results/data_fronts.py NAME FROM CONFIG ... --seeds 1 2 3 [--episodes N]
"""

import argparse
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("source")
    parser.add_argument("configs", nargs="+")
    parser.add_argument("--seeds", type=int, nargs="+", required=True)
    parser.add_argument("--episodes", type=int, default=20, help="of each policy of a front")
    parser.add_argument("--morl4j", default=str(ROOT / "morl4j"), help="another launcher")
    args = parser.parse_args()
    target = ROOT / "results" / args.name
    target.mkdir(parents=True, exist_ok=True)

    def morl4j(*words):
        return subprocess.run([args.morl4j, *map(str, words)], check=True, cwd=ROOT,
                              capture_output=True, text=True).stdout

    def trained(config, seed, name, *more):
        run = ROOT / "out" / f"{args.name}-{name}-{seed}"
        if (run / "front.csv").exists():
            return run  # of an earlier call
        shutil.rmtree(run, ignore_errors=True)
        morl4j("train", config, "--seed", seed, "--threads", 1, "--quiet", "--out", run, *more)
        return run

    seeds, points = [], []

    def write():
        for name, rows in (("seeds", seeds), ("points", points)):
            with open(target / f"{name}.csv", "w", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def note(run, seed, name, data):
        meta = json.loads((run / "run.json").read_text())
        with open(run / "front.csv", newline="") as file:
            front = list(csv.DictReader(file))
        reference = ",".join(map(repr, meta["reference"]))
        volume = json.loads(morl4j("indicators", run / "front.csv", "--reference=" + reference))
        seeds.append({
            "seed": seed, "search": name,
            "training_transitions": meta["training_transitions"],
            "data_transitions": data,
            "updates": meta.get("training_updates", "") if data else "",
            "evaluation_transitions": meta["evaluation_transitions"],
            "points": len(front), "hypervolume": volume["hypervolume"]})
        for row in front:
            points.append({"seed": seed, "search": name, "policy": row["policy"],
                           **{o: float(row[o]) for o in meta["environment"]["objectives"]}})
        shutil.copy(run / "config.json", target / f"{name}.json")
        write()
        print(json.dumps(seeds[-1]), flush=True)

    for seed in args.seeds:
        source = trained(args.source, seed, "source")
        note(source, seed, pathlib.Path(args.source).stem, "")
        data = ROOT / "out" / f"{args.name}-data-{seed}"
        if not data.exists():
            morl4j("dataset", "generate", data, "--from", source, "--kind", "front",
                   "--episodes", args.episodes, "--seed", seed)
        said = morl4j("dataset", "info", data)
        steps = int(re.search(r"([0-9,]+) steps", said).group(1).replace(",", ""))
        for config in args.configs:
            name = pathlib.Path(config).stem
            note(trained(config, seed, name, "--set", f"data.path={data}"), seed, name, steps)
    (target / "command.txt").write_text(
        "python3 results/data_fronts.py " + " ".join(a for a in sys.argv[1:]) + "\n")


if __name__ == "__main__":
    main()
