"""d3rlpy's IQL and TD3+BC on a Minari folder, measured as `./morl4j bench` measures ours.

    python3 -m venv .venv-d3rlpy
    .venv-d3rlpy/bin/pip install -r benchmarks/python/offline/requirements-d3rlpy.txt
    .venv-d3rlpy/bin/pip install --no-deps d3rlpy==2.8.1
    .venv-d3rlpy/bin/python benchmarks/python/offline/d3rlpy_peer.py out/data/hopper-medium-replay-v0
        --method iql td3-bc --seeds 1 2 3 --updates 20000 --every 5000 --episodes 10 --out d3rlpy.csv

writes a line an evaluation to a file that `bench --join d3rlpy.csv` reads: method, dataset, seed, updates,
return, and besides the episodes' returns, the seconds and the processor seconds of the updates so far. The
last line of a seed is of the policy in the end. Runs that are in the file already are not made again.

Settings are those of d3rlpy's own reproduction scripts, which are the authors': IQL with expectile 0.7,
inverse temperature 3, rewards times 1000 over the range of returns and the policy's rate on a cosine to 0;
TD3+BC with alpha 2.5 and standardised states. Both: Adam 3e-4, batch 256, 256x256, discount 0.99, targets
0.005. Batches are drawn uniformly by NumPy and handed to d3rlpy's `update`, since its own buffer gathers a
batch step by step in Python; and the last step of an episode that was cut off is kept, as its next state is
recorded. Greedy episodes, seeded as no training is.
"""

import argparse
import csv
import json
import pathlib
import re
import time

import d3rlpy
import gymnasium
import h5py
import numpy as np
import torch
from d3rlpy.dataset import TransitionMiniBatch
from d3rlpy.optimizers import AdamFactory, CosineAnnealingLRFactory
from d3rlpy.preprocessing import ReturnBasedRewardScaler, StandardObservationScaler

COLUMNS = ["method", "dataset", "seed", "updates", "return", "returns", "seconds", "cpu_seconds"]
NAMES = {"iql": "IQL of d3rlpy", "td3-bc": "TD3+BC of d3rlpy"}
BATCH = 256


class Transitions:
    """All steps of a Minari folder, in order, and the episodes' returns."""

    def __init__(self, folder):
        self.metadata = json.loads((folder / "data/metadata.json").read_text())
        with h5py.File(folder / "data/main_data.hdf5") as file:
            episodes = [file[f"episode_{i}"] for i in range(self.metadata["total_episodes"])]
            rows = [{k: e[k][()] for k in ("observations", "actions", "rewards", "terminations")} for e in episodes]
        join = lambda parts: np.concatenate(list(parts)).astype(np.float32)
        self.obs = join(row["observations"][:-1] for row in rows)
        self.next_obs = join(row["observations"][1:] for row in rows)
        self.act = join(row["actions"] for row in rows)
        self.reward = join(row["rewards"] for row in rows)[:, None]
        self.terminated = join(row["terminations"] for row in rows)[:, None]
        self.returns = [float(row["rewards"].sum()) for row in rows]
        self.intervals = np.ones((BATCH, 1), np.float32)

    def batch(self, rng):
        i = rng.integers(len(self.obs), size=BATCH)
        act = self.act[i]
        # Neither method looks at the next actions.
        columns = [self.obs[i], act, self.reward[i], self.next_obs[i], act, self.terminated[i], self.intervals]
        return TransitionMiniBatch(*columns, transitions=[])


def learner(method, updates, returns, obs):
    """d3rlpy's learner.

    updates: of the whole run; returns: of the episodes; obs [N, S]: for the standardisation
    """
    if method == "iql":
        cosine = AdamFactory(lr_scheduler_factory=CosineAnnealingLRFactory(T_max=updates))
        scaler = ReturnBasedRewardScaler(return_max=max(returns), return_min=min(returns), multiplier=1000.0)
        config = d3rlpy.algos.IQLConfig(actor_optim_factory=cosine, reward_scaler=scaler)
    else:
        scaler = StandardObservationScaler(mean=obs.mean(0), std=obs.std(0))
        config = d3rlpy.algos.TD3PlusBCConfig(observation_scaler=scaler)
    return config.create(device="cpu")


def measure(env, algo, episodes, seed):
    """Returns of greedy episodes."""
    returns = []
    for episode in range(episodes):
        obs, _ = env.reset(seed=seed + episode)
        total, ended = 0.0, False
        while not ended:
            act = algo.predict(obs[None].astype(np.float32))[0]
            obs, reward, terminated, truncated, _ = env.step(act)
            total += float(reward)
            ended = terminated or truncated
        returns.append(total)
    return returns


def train(method, data, env, seed, args):
    """Yields updates, returns, seconds and processor seconds, an evaluation each."""
    d3rlpy.seed(seed)
    rng = np.random.default_rng(seed)
    algo = learner(method, args.updates, data.returns, data.obs)
    algo.create_impl(data.obs.shape[1:], data.act.shape[1])
    seconds = cpu = 0.0
    done = 0
    while done < args.updates:
        start, start_cpu = time.perf_counter(), time.process_time()
        n = min(args.every, args.updates - done)
        for _ in range(n):
            algo.update(data.batch(rng))
        done += n
        seconds += time.perf_counter() - start
        cpu += time.process_time() - start_cpu
        # Fresh episodes each time, so that the last line has nothing to do with the ones before.
        yield done, measure(env, algo, args.episodes, 100_000 + 1_000 * seed + done), seconds, cpu


def runs_in(path):
    if not path.exists():
        path.write_text(",".join(COLUMNS) + "\n")
    with open(path, newline="") as file:
        return {(row["method"], row["dataset"], row["seed"]) for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path, help="a Minari dataset with data/main_data.hdf5")
    parser.add_argument("--dataset", help="its name in the suite; the folder's without version else")
    parser.add_argument("--env", help="a Gymnasium id; the one that the dataset names else")
    parser.add_argument("--method", nargs="+", choices=list(NAMES), default=list(NAMES))
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--updates", type=int, default=20000)
    parser.add_argument("--every", type=int, default=5000)
    parser.add_argument("--episodes", type=int, default=10)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    dataset = args.dataset or re.sub(r"-v\d+$", "", args.folder.resolve().name)
    data = Transitions(args.folder)
    env = gymnasium.make(args.env or data.metadata["morl4j_environment"].removeprefix("gymnasium:"))
    done = runs_in(args.out)
    for method in args.method:
        for seed in args.seeds:
            if (NAMES[method], dataset, str(seed)) in done:
                continue
            rows = []
            for updates, returns, seconds, cpu in train(method, data, env, seed, args):
                mean = sum(returns) / len(returns)
                each = " ".join(repr(value) for value in returns)
                rows.append([NAMES[method], dataset, seed, updates, mean, each, round(seconds, 1), round(cpu, 1)])
                print(*rows[-1][:5], rows[-1][-1], flush=True)
            with open(args.out, "a", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
