"""Training steps a second of SAC on a MuJoCo task: MORL4J (through its bridge to Gymnasium), Stable-Baselines3
and, if a Python with sbx-rl is named, SBX (JAX), side by side.

    python3 benchmarks/python/agents/end_to_end.py [--env Hopper-v5] [--repeats N] [--steps N] [--warm-up N]
        [--cores 1|2] [--sbx PYTHON] [--java PATH]

Each side is a process of its own, pinned to the same cores, that trains on through the whole benchmark;
they take turns, so many steps each, the order turning with each repeat. Settings are the same, those of
Stable-Baselines3: one environment, one gradient step of batch 256 a step, 256x256, learning rate 3e-4,
replay of 1,000,000, 100 steps before the first update, learned temperature. No evaluation, no
checkpoints, no log. With two cores Stable-Baselines3 runs once with one thread and once with two; the
ratio is to the better of both in each repeat. Wall seconds; processor seconds are those of a side's process
and its children.

Ends with exit code 1 if the median ratio to Stable-Baselines3 is below 1.3.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

from compare import Side, java_command

REQUIRED = 1.3
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """Processor seconds of a process and its descendants that live."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for task in Path(f"/proc/{pid}/task").iterdir():
        if task.name != str(pid):
            children += (task / "children").read_text().split()
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(cpu_seconds(child) for child in children)


def peer(package, env, threads):
    """Answers lines with a number of steps with the wall seconds they took."""
    import gymnasium

    if package == "sb3":
        import torch
        from stable_baselines3 import SAC, __version__

        torch.set_num_threads(threads)
        name = f"Stable-Baselines3 {__version__}, torch {torch.__version__}, {threads} threads"
    else:
        import jax
        from sbx import SAC, __version__

        name = f"SBX {__version__}, jax {jax.__version__}"
    model = SAC("MlpPolicy", gymnasium.make(env), seed=1, device="cpu")
    print(name, flush=True)
    for line in sys.stdin:
        until = model.num_timesteps + int(line)
        start = time.perf_counter()
        model.learn(int(line), reset_num_timesteps=False)
        seconds = time.perf_counter() - start
        assert model.num_timesteps == until
        print(seconds, flush=True)


def measure(side, steps):
    """Wall and processor seconds of 1,000 steps."""
    before = cpu_seconds(side.process.pid)
    wall = side.ask(steps)[0]
    return 1000 * wall / steps, 1000 * (cpu_seconds(side.process.pid) - before) / steps


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--env", default="Hopper-v5")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--warm-up", type=int, default=3000)
    parser.add_argument("--cores", type=int, choices=[1, 2], default=2)
    parser.add_argument("--sbx", help="a Python that has sbx-rl")
    parser.add_argument("--java", default="java", help="another JDK's java")
    parser.add_argument("--peer", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        return peer(args.peer[0], args.peer[1], int(args.peer[2]))
    print("load average", os.getloadavg(), "cores", args.cores)
    main_class = "org.morl4j.benchmarks.TrainingBenchmark"
    command = java_command(args.java, main_class, "sac", args.env, str(args.cores))
    sides = {"morl4j": Side(command, args.cores, 1)}
    itself = str(Path(__file__))
    for threads in range(1, args.cores + 1):
        words = [sys.executable, itself, "--peer", "sb3", args.env, str(threads)]
        sides[f"sb3-{threads}"] = Side(words, args.cores, threads)
    if args.sbx:
        words = [args.sbx, itself, "--peer", "sbx", args.env, str(args.cores)]
        sides["sbx"] = Side(words, args.cores, args.cores)
    for side in sides.values():
        side.ask(args.warm_up)
    rounds = []
    for repeat in range(args.repeats):
        order = list(sides) if repeat % 2 else list(reversed(sides))
        rounds.append({name: measure(sides[name], args.steps) for name in order})
    for side in sides.values():
        side.close()
    print(f"load average {os.getloadavg()}, {args.repeats} repeats of {args.steps} steps of {args.env}")
    for name in sides:
        wall, cpu = zip(*(r[name] for r in rounds))
        print(
            f"{name:7s} {statistics.median(wall):.2f} s [{min(wall):.2f}-{max(wall):.2f}] of wall and"
            f" {statistics.median(cpu):.2f} s [{min(cpu):.2f}-{max(cpu):.2f}] of processor for 1,000 steps"
        )
    for index, clock in enumerate(("wall", "cpu")):
        for peers, label in ((["sb3-1", "sb3-2"], "Stable-Baselines3"), (["sbx"], "SBX")):
            peers = [name for name in peers if name in sides]
            if peers:
                ratios = [min(r[name][index] for name in peers) / r["morl4j"][index] for r in rounds]
                print(f"{clock:4s} {statistics.median(ratios):.2f}x {label} [{min(ratios):.2f}-{max(ratios):.2f}]")
                if (clock, label) == ("wall", "Stable-Baselines3"):
                    missed = statistics.median(ratios) < REQUIRED
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
