"""Stable-Baselines3's SAC with its default settings, measured as MORL4J's runs are: greedy episodes in
an environment of their own, every so many steps, every episode's return kept.

    pip install -r benchmarks/python/sac/requirements.txt
    OMP_NUM_THREADS=1 python3 benchmarks/python/sac/peer.py Hopper-v5 --steps 100000
        --seeds 1 2 3 --every 10000 --episodes 10 --out results/sac-hopper/stable-baselines3

Writes OUT/seeds.csv, a line for each seed and evaluation: the step, the mean return, the returns of all
episodes (joined by spaces) and the seconds spent so far. The last line of a seed is the policy at the end.
A seed that is in the file already is not run again.
"""

import argparse
import csv
import pathlib
import time

COLUMNS = ["seed", "training_transitions", "mean_return", "returns", "seconds", "cpu_seconds"]


def measure(env, model, episodes):
    """Returns of greedy episodes, seeded 10000 onwards so that they are never those of training."""
    returns = []
    for episode in range(episodes):
        obs, _ = env.reset(seed=10000 + episode)
        total, ended = 0.0, False
        while not ended:
            act, _ = model.predict(obs, deterministic=True)
            obs, reward, terminated, truncated, _ = env.step(act)
            total += float(reward)
            ended = terminated or truncated
        returns.append(total)
    return returns


def train(name, seed, steps, every, episodes, write):
    import gymnasium
    import torch
    from stable_baselines3 import SAC

    torch.set_num_threads(1)
    env, other = gymnasium.make(name), gymnasium.make(name)
    model = SAC("MlpPolicy", env, seed=seed, device="cpu")
    seconds = cpu = 0.0
    while model.num_timesteps < steps:
        start, start_cpu = time.perf_counter(), time.process_time()
        model.learn(min(every, steps - model.num_timesteps), reset_num_timesteps=False)
        seconds += time.perf_counter() - start
        cpu += time.process_time() - start_cpu
        returns = measure(other, model, episodes)
        row = {
            "seed": seed,
            "training_transitions": model.num_timesteps,
            "mean_return": sum(returns) / len(returns),
            "returns": " ".join(repr(value) for value in returns),
            "seconds": round(seconds, 1),
            "cpu_seconds": round(cpu, 1),
        }
        write(row)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("env")
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--every", type=int, default=10000)
    parser.add_argument("--episodes", type=int, default=10)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "seeds.csv"
    done = set()
    if path.exists():
        with open(path, newline="") as file:
            done = {int(row["seed"]) for row in csv.DictReader(file)}
    else:
        path.write_text(",".join(COLUMNS) + "\n")
    for seed in args.seeds:
        if seed in done:
            continue
        rows = []

        def write(row):
            rows.append(row)
            print(row["seed"], row["training_transitions"], round(row["mean_return"], 1), row["seconds"], flush=True)

        train(args.env, seed, args.steps, args.every, args.episodes, write)
        with open(path, "a", newline="") as file:
            csv.DictWriter(file, COLUMNS, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
