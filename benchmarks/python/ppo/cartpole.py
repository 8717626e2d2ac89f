"""MORL4J's PPO beside Stable-Baselines3's with the same settings and the same number of steps.

    pip install -r benchmarks/python/ppo/requirements.txt
    python3 benchmarks/python/ppo/cartpole.py [--config configs/runs/ppo-cartpole.json]
        [--seeds 1 2 3] [--results results/ppo-cartpole]

For each seed it trains once through ./morl4j and once with Stable-Baselines3 on the Gymnasium
environment of the same name, which reads its settings from the resolved config of our run: rows,
rollout length, epochs, minibatch, rate and its schedule, discounts, coefficients, layers,
normalisation. What can't be the same is said in docs/ppo.md. The last policy of each is
measured greedily over as many new episodes as the config says; no policy is picked by its score.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
COLUMNS = ["side", "seed", "training_transitions", "episodes", "mean_return", "standard_error", "seconds"]


def morl4j(config, seed, out):
    """Trains and measures; seconds include the start of the JVM and the measuring."""
    start = time.perf_counter()
    subprocess.run(
        [ROOT / "morl4j", "train", config, "--seed", str(seed), "--out", out, "--quiet"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - start
    points = json.loads((out / "archive.json").read_text())["points"]
    point = next(point for point in points if point["policy"] == "last")
    return {
        "training_transitions": point["transitions"],
        "episodes": point["episodes"],
        "mean_return": point["returns"][0],
        "standard_error": point["standard_error"][0],
        "seconds": seconds,
    }


def stable_baselines3(resolved, seed, steps):
    """The same with the peer; seconds are those of learning and measuring, without its start."""
    import numpy as np
    import torch
    from stable_baselines3 import PPO
    from stable_baselines3.common.env_util import make_vec_env
    from stable_baselines3.common.evaluation import evaluate_policy
    from stable_baselines3.common.vec_env import VecNormalize

    torch.set_num_threads(1)
    agent = resolved["agent"]
    name = resolved["environment"]["id"].split(":")[1]
    rate = agent["learningRate"]
    hidden = agent["hidden"]
    start = time.perf_counter()

    def normalised(env, training):
        return VecNormalize(
            env,
            training=training,
            norm_obs=agent["normalizeObs"],
            norm_reward=training and agent["normalizeReturns"],
            gamma=agent["gamma"],
        )

    env = normalised(make_vec_env(name, n_envs=resolved["environment"]["rows"], seed=seed), True)
    model = PPO(
        "MlpPolicy",
        env,
        learning_rate=(lambda left: rate * left) if agent["annealLearningRate"] else rate,
        n_steps=agent["rolloutLength"],
        batch_size=agent["minibatch"],
        n_epochs=agent["epochs"],
        gamma=agent["gamma"],
        gae_lambda=agent["gaeLambda"],
        clip_range=agent["clip"],
        ent_coef=agent["entropy"],
        vf_coef=agent["valueCoefficient"],
        max_grad_norm=agent["maxGradientNorm"],
        policy_kwargs={
            "net_arch": {"pi": hidden, "vf": hidden},
            "activation_fn": {"TANH": torch.nn.Tanh, "RELU": torch.nn.ReLU}[agent["activation"].upper()],
        },
        seed=seed,
        device="cpu",
    )
    model.learn(steps)
    assert model.num_timesteps == steps, "the steps must be a multiple of the rollout"
    test = normalised(make_vec_env(name, n_envs=1, seed=1000 + seed), False)
    test.obs_rms = env.obs_rms
    episodes = resolved["evaluation"]["episodes"]
    returns, _ = evaluate_policy(
        model, test, n_eval_episodes=episodes, deterministic=True, return_episode_rewards=True
    )
    return {
        "training_transitions": steps,
        "episodes": episodes,
        "mean_return": float(np.mean(returns)),
        "standard_error": float(np.std(returns, ddof=1) / np.sqrt(episodes)),
        "seconds": time.perf_counter() - start,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", default="configs/runs/ppo-cartpole.json")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--results", help="folder to write results.csv into")
    options = parser.parse_args()
    config = (ROOT / options.config).resolve()

    print(f"{'side':<20}{'seed':>5}{'steps':>9}{'mean return':>14}{'+- s.e.':>9}{'seconds':>9}")
    rows = []
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "run"
            ours = morl4j(config, seed, out)
            resolved = json.loads((out / "config.json").read_text())
        theirs = stable_baselines3(resolved, seed, ours["training_transitions"])
        for side, row in (("MORL4J", ours), ("Stable-Baselines3", theirs)):
            rows.append({"side": side, "seed": seed, **row})
            print(
                f"{side:<20}{seed:>5}{row['training_transitions']:>9}{row['mean_return']:>14.2f}"
                f"{row['standard_error']:>9.2f}{row['seconds']:>9.1f}",
                flush=True,
            )
    if options.results:
        folder = ROOT / options.results
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / "results.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for row in rows:
                writer.writerow({k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()})


if __name__ == "__main__":
    main()
