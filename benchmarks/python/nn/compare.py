"""MORL4J's networks against PyTorch eager, side by side on one thread each.

Usage: python benchmarks/python/nn/compare.py [--repeats N] [--seconds S] [--clock wall|cpu] [TASK...]

Builds the Java side with Maven, then alternates: a slice of PyTorch, a slice of Java, for each task
and repeat (the order turns with the repeat). Prints the median of the per-repeat ratios with their
smallest and largest; absolute rates are only for the log. On a machine that isn't idle, --clock cpu
counts the processor time of each side's one thread.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).parents[3]
OBS, ACT = 17, 6
# Task: (required ratio, wanted ratio)
TASKS = {"ppo-64": (8, 12), "ppo-4096": (1.0, 1.5), "act-1": (10, 14), "act-16": (None, None)}


def layer(inputs, outputs, gain=2**0.5):
    linear = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(linear.weight, gain)
    nn.init.zeros_(linear.bias)
    return linear


def mlp(outputs, hidden, activation, gain):
    return nn.Sequential(
        layer(OBS, hidden),
        activation(),
        layer(hidden, hidden),
        activation(),
        layer(hidden, outputs, gain),
    )


def ppo(rows):
    """CleanRL's ppo_continuous_action.py, one minibatch."""
    policy, value = mlp(ACT, 64, nn.Tanh, 0.01), mlp(1, 64, nn.Tanh, 1.0)
    log_std = nn.Parameter(torch.zeros(1, ACT))
    parameters = [*policy.parameters(), *value.parameters(), log_std]
    optimizer = torch.optim.Adam(parameters, lr=3e-4, eps=1e-5)
    obs, action = torch.randn(rows, OBS), torch.randn(rows, ACT)
    old = torch.randn(rows) * 0.1 - 8
    advantages, returns = torch.randn(rows), torch.randn(rows)

    def minibatch():
        mean = policy(obs)
        std = torch.exp(log_std.expand_as(mean))
        distribution = torch.distributions.Normal(mean, std)
        new = distribution.log_prob(action).sum(1)
        entropy = distribution.entropy().sum(1)
        ratio = (new - old).exp()
        normalised = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
        loss1 = -normalised * ratio
        loss2 = -normalised * torch.clamp(ratio, 1 - 0.2, 1 + 0.2)
        policy_loss = torch.max(loss1, loss2).mean()
        value_loss = 0.5 * ((value(obs).view(-1) - returns) ** 2).mean()
        loss = policy_loss - 0.0 * entropy.mean() + value_loss * 0.5
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 0.5)
        optimizer.step()

    return minibatch


def act(rows):
    network = mlp(ACT, 256, nn.ReLU, 1.0)
    obs = np.random.default_rng(1).standard_normal((rows, OBS)).astype(np.float32)

    def forward():
        with torch.no_grad():
            return network(torch.from_numpy(obs)).numpy()

    return forward


def torch_task(name, clock):
    kind, rows = name.split("-")
    call = (ppo if kind == "ppo" else act)(int(rows))
    torch_rate(call, 1.0, clock)
    return call


def torch_rate(call, seconds, clock, slices=5):
    rates, between = [], 1
    for _ in range(slices):
        calls, start = 0, clock()
        now = start
        while now - start < seconds / slices:
            for _ in range(between):
                call()
            calls += between
            now = clock()
        rates.append(calls / (now - start))
        between = max(1, int(rates[-1] / 1000))  # the clock is read about once a millisecond
    return statistics.median(rates)


class JavaSide:
    def __init__(self, clock):
        class_path = ROOT / "benchmarks/target/benchmark-classpath.txt"
        command = ["mvn", "-q", "-B", "-pl", "benchmarks", "-am", "compile"]
        command += ["-Dspotless.check.skip", "dependency:build-classpath"]
        command += [f"-Dmdep.outputFile={class_path}"]
        subprocess.run(command, cwd=ROOT, check=True)
        jars = f"{ROOT / 'benchmarks/target/classes'}:{class_path.read_text().strip()}"
        main = "org.morl4j.benchmarks.NetworkBenchmark"
        self.process = subprocess.Popen(
            ["java", "-cp", jars, main, clock],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        print("java", self.process.stdout.readline().strip())

    def rate(self, task, seconds):
        self.process.stdin.write(f"{task} {seconds}\n")
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall")
    parser.add_argument("tasks", nargs="*", default=list(TASKS))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    print("torch", torch.__version__, "| load average", os.getloadavg())
    java = JavaSide(arguments.clock)
    clock = time.perf_counter if arguments.clock == "wall" else time.thread_time
    ratios = {task: [] for task in arguments.tasks}
    rates = {task: [] for task in arguments.tasks}
    peers = {task: torch_task(task, clock) for task in arguments.tasks}
    for task in arguments.tasks:
        java.rate(task, 0.1)
    for repeat in range(arguments.repeats):
        for task in arguments.tasks:
            ours = java.rate(task, arguments.seconds) if repeat % 2 else None
            theirs = torch_rate(peers[task], arguments.seconds, clock)
            ours = ours or java.rate(task, arguments.seconds)
            ratios[task].append(ours / theirs)
            rates[task].append((ours, theirs))
    java.close()
    print(f"load average {os.getloadavg()}, {arguments.repeats} repeats, {arguments.clock} time")
    missed = False
    for task in arguments.tasks:
        median, (required, wanted) = statistics.median(ratios[task]), TASKS[task]
        ours, theirs = (statistics.median(column) for column in zip(*rates[task]))
        missed |= required is not None and median < required
        goal = f"required {required}, wanted {wanted}" if required else "no target"
        print(
            f"{task:9s} {median:6.2f}x PyTorch [{min(ratios[task]):.2f}-{max(ratios[task]):.2f}]"
            f"  ({ours:.0f}/s against {theirs:.0f}/s; {goal})"
        )
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
