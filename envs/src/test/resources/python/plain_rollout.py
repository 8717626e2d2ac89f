"""A plain Python run to compare the bridge with: reads {"id", "limit", "seeds", "actions"} from
standard input, writes every observation, reward and flag as JSON numbers (exact for float64)."""

import json
import random
import sys

import gymnasium
import mo_gymnasium  # noqa: F401
import numpy as np

task = json.load(sys.stdin)
limit = {"max_episode_steps": task["limit"]} if task["limit"] else {}
env = gymnasium.make(task["id"], disable_env_checker=True, **limit)
seeds = iter(task["seeds"])


def begin():
    seed = next(seeds)
    np.random.seed(seed)
    random.seed(seed)
    return env.reset(seed=seed)[0]


def numbers(value):
    return [float(x) for x in np.atleast_1d(np.asarray(value, dtype=np.float64)).ravel()]


out = numbers(begin())
for action in task["actions"]:
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
json.dump(out, sys.stdout)
