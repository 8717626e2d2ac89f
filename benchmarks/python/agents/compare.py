"""Updates of SAC and DSAC-T, and acting: MORL4J against PyTorch eager, side by side.

    python3 benchmarks/python/agents/compare.py [--cores 1|2] [--repeats N] [--seconds S] [--java PATH] [TASK...]

Builds the Java side, keeps one Java process (UpdateBenchmark) and one Python process (updates.py --serve)
and lets them take turns, slice by slice, the order turning with each repeat; both are pinned to the same
cores. With one core each side has one thread. With two, ours gives each critic a thread and PyTorch is
measured with one and with two threads; the ratio is to the better of both in each repeat. Batches lie
ready on both sides, nothing is drawn from a replay buffer; ours are in the buffer's types (double
actions and rewards) and are converted in the update.

Prints the median of the per-repeat ratios of calls a second with the range, by wall time and by
processor time of all threads. Ends with exit code 1 if a required ratio is missed.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# (task, cores): clock and ratio that are required
REQUIRED = {
    ("sac", 1): ("wall", 1.2),
    ("sac", 2): ("wall", 1.5),
    ("dsact", 1): ("cpu", 1.3),
    ("act", 1): ("wall", 10),
}
TASKS = ["sac", "dsact", "dsact-lean", "act", "act-greedy"]


def java_command(java, *arguments):
    class_path = ROOT / "benchmarks/target/benchmark-classpath.txt"
    command = ["mvn", "-q", "-B", "-pl", "benchmarks", "-am", "compile", "-Dspotless.check.skip"]
    command += ["dependency:build-classpath", f"-Dmdep.outputFile={class_path}"]
    subprocess.run(command, cwd=ROOT, check=True)
    jars = f"{ROOT / 'benchmarks/target/classes'}:{class_path.read_text().strip()}"
    return [java, "-XX:+UseParallelGC", "-cp", jars, *arguments]


class Side:
    """A process that answers a line with a line of numbers, pinned to the first so many cores; OpenMP gets
    `threads` (ours has threads of its own, and BLAS none beside them)."""

    def __init__(self, command, cores, threads):
        mine = os.sched_getaffinity(0)
        os.sched_setaffinity(0, set(sorted(mine)[:cores]))
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "OMP_NUM_THREADS": str(threads)},
        )
        os.sched_setaffinity(0, mine)
        self.first = self.line()
        print(self.first)

    def line(self):
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.process.args[0]} ended with exit code {self.process.wait()}")
        return answer.strip()

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        return [float(word) for word in self.line().split()]

    def rates(self, *words):
        """Calls a second of wall time and of processor time."""
        n, wall, cpu = self.ask(*words)
        return {"wall": n / wall, "cpu": n / cpu}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def report(task, cores, rounds):
    missed = False
    required = REQUIRED.get((task, cores))
    for clock in ("wall", "cpu"):
        ratios = [ours[clock] / max(p[clock] for p in theirs.values()) for ours, theirs in rounds]
        median = statistics.median(ratios)
        goal = ""
        if required and required[0] == clock:
            goal, missed = f", required {required[1]}", median < required[1]
        rates = [statistics.median(ours[clock] for ours, _ in rounds)]
        rates += [statistics.median(theirs[t][clock] for _, theirs in rounds) for t in rounds[0][1]]
        print(
            f"{task:10s} {clock:4s} {median:.2f}x PyTorch [{min(ratios):.2f}-{max(ratios):.2f}]{goal}"
            f"  (a second: {rates[0]:.0f} against"
            + ",".join(f" {rate:.0f} with {t} threads" for rate, t in zip(rates[1:], rounds[0][1]))
            + ")"
        )
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cores", type=int, choices=[1, 2], default=1)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--java", default="java", help="another JDK's java")
    parser.add_argument("tasks", nargs="*", default=TASKS)
    args = parser.parse_args()
    print("load average", os.getloadavg(), "cores", args.cores)
    threads = range(1, args.cores + 1)
    java = Side(java_command(args.java, "org.morl4j.benchmarks.UpdateBenchmark"), args.cores, 1)
    torch = Side([sys.executable, str(Path(__file__).parent / "updates.py"), "--serve"], args.cores, args.cores)
    rounds = {task: [] for task in args.tasks}
    for task in args.tasks:
        java.rates(task.removesuffix("-lean"), args.cores, 0.1)  # the first call warms up
        torch.rates(task, 1, 0.1)
    for repeat in range(args.repeats):
        for task in args.tasks:
            ours = lambda: java.rates(task.removesuffix("-lean"), args.cores, args.seconds)
            first = ours() if repeat % 2 else None
            theirs = {t: torch.rates(task, t, args.seconds) for t in threads}
            rounds[task].append((first or ours(), theirs))
    java.close()
    torch.close()
    print(f"load average {os.getloadavg()}, {args.repeats} repeats of {args.seconds} s")
    missed = [report(task, args.cores, rounds[task]) for task in args.tasks]
    sys.exit(1 if any(missed) else 0)


if __name__ == "__main__":
    main()
