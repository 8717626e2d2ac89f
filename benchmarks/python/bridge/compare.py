"""Steps a second of the Gymnasium bridge beside gymnasium's own vector environments.

    python3 benchmarks/python/bridge/compare.py [--repeats 7] [--seconds 0.6]

Builds the project, then takes one window of each driver in turn, again and again: the drivers of a
case share whatever else the machine does. Printed are medians, the range, and the median over
rounds of the ratio to each peer.
"""

import argparse
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))

# id, time limit (0: registered), rows, workers, least ratios to async and sync
CASES = [
    ("mo-hopper-2d-v4", 500, 16, 2, 2.0, 0.9),
    ("minecart-v0", 0, 16, 2, 2.0, None),
    ("CartPole-v1", 0, 16, 2, 5.0, None),
    ("CartPole-v1", 0, 16, 1, 5.0, None),
    ("deep-sea-treasure-v0", 0, 16, 1, 5.0, None),
]


def peer():
    """Answers lines `DRIVER ID LIMIT ROWS SECONDS` with steps a second."""
    import time
    import warnings

    import gymnasium
    import mo_gymnasium
    from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv
    from mo_gymnasium.wrappers.vector import MOSyncVectorEnv

    warnings.filterwarnings("ignore")
    drivers = {}

    def build(driver, name, limit, rows):
        kwargs = {"max_episode_steps": limit} if limit else {}
        vector = hasattr(gymnasium.make(name, disable_env_checker=True).unwrapped, "reward_space")
        package = mo_gymnasium if vector else gymnasium
        makers = [lambda: package.make(name, **kwargs) for _ in range(rows)]
        if driver == "async":
            env = AsyncVectorEnv(makers, autoreset_mode=AutoresetMode.SAME_STEP)
        elif vector:
            env = MOSyncVectorEnv(makers)
        else:
            env = SyncVectorEnv(makers, autoreset_mode=AutoresetMode.SAME_STEP)
        env.reset(seed=1)
        env.action_space.seed(1)
        return env, [env.action_space.sample() for _ in range(64)]

    for line in sys.stdin:
        driver, name, limit, rows, seconds = line.split()
        key = (driver, name, limit, rows)
        if key not in drivers:
            drivers[key] = build(driver, name, int(limit), int(rows))
        env, actions = drivers[key]
        start = now = time.perf_counter()
        steps = 0
        while now < start + float(seconds):
            env.step(actions[steps % 64])
            steps += 1
            now = time.perf_counter()
        print(steps * int(rows) / (now - start), flush=True)
    for env, _ in drivers.values():
        env.close()


class Process:
    def __init__(self, words):
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("a benchmark process ended; its error stands above")
        return line.strip()

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        return self.read()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def class_path():
    subprocess.run(
        ["mvn", "-q", "-B", "-pl", "benchmarks", "-am", "-DskipTests", "-Dspotless.check.skip", "compile"]
        + ["dependency:build-classpath", "-Dmdep.outputFile=target/classpath.txt"],
        cwd=ROOT,
        check=True,
    )
    with open(os.path.join(ROOT, "benchmarks", "target", "classpath.txt")) as file:
        return os.path.join(ROOT, "benchmarks", "target", "classes") + os.pathsep + file.read()


def summary(values):
    return f"{statistics.median(values):10,.0f}  ({min(values):,.0f} to {max(values):,.0f})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.6)
    parser.add_argument("--classpath", help="skips the build")
    args = parser.parse_args()
    ours = Process(
        ["java", "-cp", args.classpath or class_path(), "org.morl4j.benchmarks.BridgeBenchmark"]
    )
    peers = Process([ours.read(), os.path.abspath(__file__), "--peer"])
    met = True
    for name, limit, rows, workers, least_async, least_sync in CASES:
        rates = {"bridge": [], "async": [], "sync": []}
        for repeat in range(args.repeats + 1):
            seconds = args.seconds
            round_rates = {
                "bridge": float(ours.ask("rate", name, limit, rows, workers, seconds)),
                "async": float(peers.ask("async", name, limit, rows, seconds)),
                "sync": float(peers.ask("sync", name, limit, rows, seconds)),
            }
            if repeat > 0:  # the first round warms up
                for driver, rate in round_rates.items():
                    rates[driver].append(rate)
        print(f"{name}, {rows} environments, {workers} worker(s), steps a second")
        for driver, values in rates.items():
            print(f"  {driver:7}{summary(values)}")
        for driver, least in (("async", least_async), ("sync", least_sync)):
            ratios = [a / b for a, b in zip(rates["bridge"], rates[driver])]
            ratio = statistics.median(ratios)
            text = f"  bridge / {driver}: {ratio:.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
            if least is not None:
                met &= ratio >= least
                text += f"  required {least}: {'met' if ratio >= least else 'MISSED'}"
            print(text)
    latencies = [
        [float(x) for x in ours.ask("latency", HERE, 20000).split()] for _ in range(args.repeats)
    ]
    p50, p99 = zip(*latencies)
    print("round trip of one row without environment work, microseconds, medians of the repeats")
    print(f"  p50 {statistics.median(p50):.1f} ({min(p50):.1f} to {max(p50):.1f})")
    print(f"  p99 {statistics.median(p99):.1f} ({min(p99):.1f} to {max(p99):.1f})")
    deaths = [float(ours.ask("death", HERE)) for _ in range(args.repeats)]
    print("from kill -9 of a worker to the exception, milliseconds")
    print(f"  {statistics.median(deaths):.1f} ({min(deaths):.1f} to {max(deaths):.1f})")
    ours.close()
    peers.close()
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    peer() if "--peer" in sys.argv else main()
