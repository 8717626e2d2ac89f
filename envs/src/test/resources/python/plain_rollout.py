"""A plain Python run to compare the bridge with: reads {"id", "limit", "rows": [{"seeds",
"actions"}]} from standard input, writes each row's observations, rewards and flags as JSON numbers
(exact for float64)."""

import json
import random
import sys

import gymnasium
import mo_gymnasium  # noqa: F401
import numpy as np

task = json.load(sys.stdin)
limit = {"max_episode_steps": task["limit"]} if task["limit"] else {}


def numbers(value):
    return [float(x) for x in np.atleast_1d(np.asarray(value, dtype=np.float64)).ravel()]


def rollout(seeds, actions):
    env = gymnasium.make(task["id"], disable_env_checker=True, **limit)

    def begin():
        seed = next(seeds)
        np.random.seed(seed)
        random.seed(seed)
        return env.reset(seed=seed)[0]

    out = numbers(begin())
    for action in actions:
        space = env.action_space
        if isinstance(space, gymnasium.spaces.Discrete):
            act = np.int64(action[0])
        else:
            act = np.asarray(action, dtype=np.float64).astype(space.dtype)
        obs, reward, terminated, truncated, _ = env.step(act)
        out += numbers(reward) + [float(terminated), float(truncated)]
        if terminated or truncated:
            out += numbers(obs)
            obs = begin()
        out += numbers(obs)
    return out


json.dump([rollout(iter(row["seeds"]), row["actions"]) for row in task["rows"]], sys.stdout)
