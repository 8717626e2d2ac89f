"""Records what the original environments do, for the parity tests of module envs.

    pip install -r requirements.txt
    python record.py ../../../envs/src/test/resources/org/morl4j/envs/classic/parity.bin.gz

20 seeds x 1,000 actions each. Of every 50 rows (observation, reward, terminated, truncated, as
doubles) the file holds the first 8 bytes of a SHA-256, and of the first seed the first 20 rows in
full. Actions come from numpy's PCG64 seeded with 1,000,000 + seed, each repeated a random number of
times so that cars get somewhere; half of minecart's follow a plan that often brings ore home. Episode e of seed s begins with reset(seed=(100000 s + e) 1009),
and numpy's global generator, from which minecart-v0 draws its ore, is given the same seed. Pendulum's
reward, a float64 made with the C library's sin and pow, is rounded to float32.
"""

import gzip
import hashlib
import os
import struct
import sys

os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
import gymnasium as gym
import mo_gymnasium as mo_gym
import numpy as np

SEEDS, STEPS, BLOCK, FULL = 20, 1000, 50, 20

# minecart: turn, go, roll, brake, mine, turn back, go, roll, as (action, fewest, most) times
PLAN = [(2, 0, 1), (3, 1, 4), (5, 0, 8), (4, 1, 1), (0, 1, 12), (1, 4, 5), (3, 1, 4), (5, 0, 12)]

# our name, id, arguments, longest repetition of an action
ENVS = [
    ("deep-sea-treasure-v0", "deep-sea-treasure-v0", {}, 3),
    ("deep-sea-treasure-concave-v0", "deep-sea-treasure-concave-v0", {}, 3),
    ("deep-sea-treasure-mirrored-v0", "deep-sea-treasure-mirrored-v0", {}, 3),
    ("fruit-tree-d5-v0", "fruit-tree-v0", {"depth": 5}, 1),
    ("fruit-tree-v0", "fruit-tree-v0", {}, 1),
    ("fruit-tree-d7-v0", "fruit-tree-v0", {"depth": 7}, 1),
    ("resource-gathering-v0", "resource-gathering-v0", {}, 3),
    ("minecart-v0", "minecart-v0", {}, 12),
    ("minecart-deterministic-v0", "minecart-deterministic-v0", {}, 12),
    ("mo-mountaincar-v0", "mo-mountaincar-v0", {}, 40),
    ("mo-mountaincar-3d-v0", "mo-mountaincar-3d-v0", {}, 40),
    ("mo-mountaincar-timemove-v0", "mo-mountaincar-timemove-v0", {}, 40),
    ("mo-mountaincar-timespeed-v0", "mo-mountaincar-timespeed-v0", {}, 40),
    ("mo-mountaincarcontinuous-v0", "mo-mountaincarcontinuous-v0", {}, 80),
    ("CartPole-v1", "CartPole-v1", {}, 1),
    ("Pendulum-v1", "Pendulum-v1", {}, 20),
]


def actions(space, seed, repeat, planned):
    rng = np.random.default_rng(1_000_000 + seed)
    while planned:
        for action, fewest, most in PLAN:
            for _ in range(int(rng.integers(fewest, most + 1))):
                yield action
    while True:
        if isinstance(space, gym.spaces.Discrete):
            action = int(rng.integers(0, space.n))
        else:
            # a little beyond the bounds, as an unclipped policy would go
            action = np.array(
                [rng.uniform(1.2 * lo, 1.2 * hi) for lo, hi in zip(space.low.tolist(), space.high.tolist())],
                dtype=np.float32,
            )
        for _ in range(int(rng.integers(1, repeat + 1))):
            yield action


def begin(env, seed):
    np.random.seed(seed)
    return env.reset(seed=seed)[0]


def rows(env, seed, repeat):
    planned = "minecart" in env.spec.id and seed % 2 == 0
    episode = 0
    begin(env, 100_000 * seed * 1009)
    for _, action in zip(range(STEPS), actions(env.action_space, seed, repeat, planned)):
        obs, reward, terminated, truncated, _ = env.step(action)
        if env.spec.id == "Pendulum-v1":
            reward = np.float32(reward)
        row = np.concatenate([np.ravel(obs), np.ravel(reward), [terminated, truncated]]).astype(">f8")
        yield row + 0.0  # no negative zeros
        if terminated or truncated:
            episode += 1
            begin(env, (100_000 * seed + episode) * 1009)


def main(path):
    out = bytearray(struct.pack(">i", len(ENVS)))
    for name, env_id, arguments, repeat in ENVS:
        make = gym.make if env_id[0].isupper() else mo_gym.make
        env = make(env_id, disable_env_checker=True, **arguments)
        out += struct.pack(">H", len(name)) + name.encode() + struct.pack(">iiiii", repeat, SEEDS, STEPS, BLOCK, FULL)
        ended = rewarded = 0
        for seed in range(SEEDS):
            table = np.array(list(rows(env, seed, repeat)), dtype=">f8")
            ended += int(table[:, -2].sum())
            rewarded += int((table[:, -4] != 0).sum())
            for block in range(0, STEPS, BLOCK):
                out += hashlib.sha256(table[block : block + BLOCK].tobytes()).digest()[:8]
            if seed == 0:
                out += struct.pack(">i", table.shape[1]) + table[:FULL].tobytes()
        print(f"{name}: {ended} terminated, next to last reward not 0 in {rewarded} rows", file=sys.stderr)
    with open(path, "wb") as file:
        file.write(gzip.compress(bytes(out), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
