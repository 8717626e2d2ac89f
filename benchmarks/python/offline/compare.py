"""Updates of offline methods: MORL4J against the authors' code, CORL and d3rlpy, side by side.

    python3 benchmarks/python/offline/compare.py SOURCES [--repeats N] [--seconds S] [--java PATH] [TASK...]

with the Python that has requirements-d3rlpy.txt and d3rlpy itself (see d3rlpy_peer.py). SOURCES holds
checkouts of CORL 6afec90, ODICE-Pytorch 1692507 and PRDC 9f38464, which are imported, see updates.py; other
commits are refused. Builds the Java side, keeps one Java process (UpdateBenchmark) and one of PyTorch pinned to
the same core, a thread each, and lets them take turns, slice by slice, the order turning with each repeat.
Batches lie ready on both sides: 256 rows, 11 observations, 3 actions.

Prints the median over repeats of our calls per processor second over the peer's, with the range. Ends with
exit code 1 if a required ratio is missed.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "agents"))
from compare import Side, java_command  # noqa: E402, agents/compare.py

# our task: peers, required ratio of processor time
TASKS = {
    "iql": (["corl.iql", "d3rlpy.iql"], 1.4),
    "td3-bc": (["corl.td3-bc", "d3rlpy.td3-bc"], 1.3),
    "odice": (["odice"], 1.8),
    "odice-1024": (["odice-1024"], None),
    "prdc": (["prdc"], 1.3),
}
COMMITS = {"CORL": "6afec90", "ODICE-Pytorch": "1692507", "PRDC": "9f38464"}


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def check(words):
    found = dict(zip(words, words[1:]))
    for name, wanted in COMMITS.items():
        if found[name] != wanted:
            raise SystemExit(f"{name} is at commit {found[name]}; the figures are of {wanted}. Maybe check that out.")


def report(ours, theirs, required, rounds):
    ratios = [mine / other for mine, other in rounds]
    median = statistics.median(ratios)
    rates = [statistics.median(side) for side in zip(*rounds)]
    goal = f", required {required}" if required else ""
    print(
        f"{ours:10s} {median:.2f}x {theirs} [{min(ratios):.2f}-{max(ratios):.2f}]{goal}"
        f"  (updates per processor second: {rates[0]:.0f} against {rates[1]:.0f})"
    )
    return bool(required) and median < required


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--java", default="java", help="another JDK's java")
    parser.add_argument("tasks", nargs="*", default=list(TASKS))
    args = parser.parse_args()
    print(processor(), "load average", os.getloadavg())
    java = Side(java_command(args.java, "org.morl4j.benchmarks.UpdateBenchmark", "11", "3"), 1, 1)
    script = Path(__file__).with_name("updates.py")
    torch = Side([sys.executable, str(script), str(args.sources)], 1, 1)
    check(torch.first.split())
    rounds = {(task, peer): [] for task in args.tasks for peer in TASKS[task][0]}
    for task in args.tasks:  # the first call warms up
        java.rates(task, 1, 0.1)
        for peer in TASKS[task][0]:
            torch.rates(peer, 0.1)
    for repeat in range(args.repeats):
        for task in args.tasks:
            ours = lambda: java.rates(task, 1, args.seconds)["cpu"]
            first = ours() if repeat % 2 else None
            theirs = {peer: torch.rates(peer, args.seconds)["cpu"] for peer in TASKS[task][0]}
            mine = first or ours()
            for peer, rate in theirs.items():
                rounds[task, peer].append((mine, rate))
    java.close()
    torch.close()
    print(f"load average {os.getloadavg()}, {args.repeats} repeats of {args.seconds} s")
    missed = [report(task, peer, TASKS[task][1], rates) for (task, peer), rates in rounds.items()]
    sys.exit(1 if any(missed) else 0)


if __name__ == "__main__":
    main()
