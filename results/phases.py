"""Tables of runs that learn on data, by acting, or first the one and then the other, over seeds.

    python3 results/phases.py FOLDER PIECE ... --runs RUNS --seeds 1 2 3

RUNS holds the folders PIECE-SEED of finished runs of search type `single`. FOLDER gets PIECE.csv, every
evaluation of every seed, and PIECE.json, the resolved config of the first seed; the table is printed: means
over seeds with the half-width of their t interval at 95 %. `data` is the last evaluation on data, `lowest` the
lowest of the first three after it, `drop` their difference seed by seed; `last` is the final evaluation of the last policy
with fresh episodes, `online` the mean of all evaluations while it acted. Needs only Python's standard library.
"""

import argparse
import csv
import json
import math
import pathlib
import statistics

T95 = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571, 7: 2.447, 8: 2.365, 9: 2.306, 10: 2.262}


def interval(values):
    """Mean and half-width of the t interval."""
    mean = statistics.mean(values)
    if len(values) == 1:
        return f"{mean:.1f}"
    return f"{mean:.1f} ± {T95[len(values)] * statistics.stdev(values) / math.sqrt(len(values)):.1f}"


def row(run):
    with open(run / "evaluations.csv") as file:
        evaluations = list(csv.DictReader(file))
    returns = [(int(e["transitions"]), float(e["reward"])) for e in evaluations]
    data = [r for t, r in returns if t == 0]
    online = [r for t, r in returns if t > 0]
    with open(run / "front.csv") as file:
        last = [float(line["reward"]) for line in csv.DictReader(file) if line["policy"] == "last"]
    out = {"last": last[0]}
    if data:
        out["data"] = data[-1]
    if online:
        out["online"] = statistics.mean(online)
    if data and online:
        out |= {"lowest": min(online[:3]), "drop": min(0.0, min(online[:3]) - data[-1])}
    return evaluations, out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("pieces", nargs="+")
    parser.add_argument("--runs", type=pathlib.Path, required=True)
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    columns = ["data", "lowest", "drop", "online", "last"]
    print("| piece | " + " | ".join(columns) + " |")
    print("| --- |" + " --- |" * len(columns))
    for piece in args.pieces:
        rows = []
        with open(args.folder / f"{piece}.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["seed", "transitions", "updates", "reward", "reward_standard_error"])
            for seed in args.seeds:
                evaluations, numbers = row(args.runs / f"{piece}-{seed}")
                rows.append(numbers)
                for e in evaluations:
                    error = e.get("reward_standard_error", "")
                    writer.writerow([seed, e["transitions"], e["updates"], e["reward"], error])
        config = json.loads((args.runs / f"{piece}-{args.seeds[0]}" / "config.json").read_text())
        (args.folder / f"{piece}.json").write_text(json.dumps(config, indent=2) + "\n")
        cells = [interval([n[c] for n in rows]) if c in rows[0] else "" for c in columns]
        print(f"| {piece} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
