"""Native environments against the originals, one environment there and 16 rows here, taking turns.

    pip install -r requirements.txt
    python compare.py [--repeats 5] [--seconds 0.5] [NAME ...]

Builds the Java side, then prints steps a second of both and their ratio: median (least - greatest)
over the repeats. A native step is one row of a VectorEnv stepped by one thread, resets included on
both sides. Each environment has a Java process of its own, as a run has. Time is the CPU time of the
stepping thread, so that other load on the machine disturbs less. Exit code 1 if a median is below 100.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
warnings.simplefilter("ignore")
import gymnasium as gym
import mo_gymnasium as mo_gym

from record import ENVS

ROOT = pathlib.Path(__file__).resolve().parents[3]
DRAWN = 1 << 12
REQUIRED = 100


def start_java():
    slf4j = sorted(pathlib.Path.home().glob(".m2/repository/org/slf4j/slf4j-api/2.*/slf4j-api-2*.jar"))
    path = [ROOT / module / "target" / "classes" for module in ("benchmarks", "envs", "core")]
    command = ["java", "-cp", ":".join(map(str, path + slf4j[-1:])), "org.morl4j.benchmarks.NativeEnvBenchmark"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def java_rate(java, name, rows, steps):
    java.stdin.write(f"{name} {rows} {steps}\n")
    java.stdin.flush()
    return steps / float(java.stdout.readline())


def python_rate(env, actions, seconds):
    env.reset(seed=1)
    steps = 0
    start = time.thread_time()
    while time.thread_time() - start < seconds:
        for action in actions:
            _, _, terminated, truncated, _ = env.step(action)
            if terminated or truncated:
                env.reset()
        steps += len(actions)
    return steps / (time.thread_time() - start)


def spread(values, form):
    return f"{form % statistics.median(values)} ({form % min(values)} - {form % max(values)})"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--rows", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=0.5)
    options = parser.parse_args()
    subprocess.run(["mvn", "-q", "-B", "-pl", "benchmarks", "-am", "compile"], cwd=ROOT, check=True)
    missed = 0
    print("| environment | original, steps/s | native, steps/s | ratio |\n| --- | --- | --- | --- |")
    for name, env_id, arguments, _ in ENVS:
        if options.names and name not in options.names:
            continue
        make = gym.make if env_id[0].isupper() else mo_gym.make
        env = make(env_id, **arguments)
        java = start_java()
        env.action_space.seed(1)
        actions = [env.action_space.sample() for _ in range(DRAWN)]
        rate = java_rate(java, name, options.rows, 2_000_000)
        steps = int(rate * options.seconds)
        theirs, ours = [], []
        java_rate(java, name, options.rows, steps)  # warm
        python_rate(env, actions, options.seconds / 5)
        for _ in range(options.repeats):
            theirs.append(python_rate(env, actions, options.seconds))
            ours.append(java_rate(java, name, options.rows, steps))
        ratios = [a / b for a, b in zip(ours, theirs)]
        missed += statistics.median(ratios) < REQUIRED
        print(f"| {name} | {spread(theirs, '%.3g')} | {spread(ours, '%.3g')} | {spread(ratios, '%.0fx')} |", flush=True)
        java.stdin.close()
        java.wait()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
