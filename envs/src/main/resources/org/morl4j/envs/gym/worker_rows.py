"""The environments of one worker of the bridge and the shared memory that drives them."""

import mmap
import os
import random
import struct
import sys
import traceback

import numpy as np
from worker_environments import make, simulator_of, unwrapped
from worker_spaces import Refused, action_reader, describe_space, obs_writer, size_of

MAGIC = 0x4D344247
PROTOCOL = 1
HEADER = 4096
ERROR_TEXT = 64
# The header: magic, protocol, status, row, length of the error text; little-endian.
STATUS = struct.Struct("<iii")
STATUS_AT = 8


def last_error():
    try:
        return traceback.format_exc()
    except BaseException:
        return "an exception that can't be printed: " + str(sys.exc_info()[0])


class Rows:
    """The environments of this worker and the blocks through which they are driven."""

    def __init__(self, options):
        self.n, self.k = options["rows"], len(options["costs"])
        self.envs = []
        for _ in range(self.n):
            # Whatever a constructor draws is the same in every row and every run.
            np.random.seed(0)
            random.seed(0)
            self.envs.append(make(options))
        env = self.envs[0]
        space = getattr(unwrapped(env), "reward_space", None)
        self.m = 1 if space is None else int(np.prod(space.shape))
        self.scalar = space is None
        self.resets = [env.reset for env in self.envs]
        self.steps = [env.step for env in self.envs]
        # Each row has its own global NumPy generator, so rows don't disturb one another. A single
        # row keeps NumPy's own one and with it the exact draws of a plain Python run.
        self.generators = [np.random.MT19937(0) for _ in range(self.n)] if self.n > 1 else []
        self.plain = self.k == 0 and options["provider"] == "gymnasium"
        self.six = options["provider"] == "safety-gymnasium"

    def describe(self):
        env = self.envs[0]
        spec = getattr(env, "spec", None)
        horizon = getattr(env, "limit", 0) or getattr(spec, "max_episode_steps", 0) or 0
        return {
            "observationSpace": describe_space(env.observation_space),
            "actionSpace": describe_space(env.action_space),
            "objectives": self.m,
            "horizon": int(horizon),
            "simulator": simulator_of(env),
        }

    def attach(self, plan):
        file = os.open(plan["file"], os.O_RDWR)
        memory = mmap.mmap(file, plan["bytes"])
        os.close(file)
        magic, protocol = struct.unpack_from("<ii", memory)
        if magic != MAGIC or protocol != PROTOCOL:
            raise Refused(f"The shared file speaks protocol {protocol}, this worker {PROTOCOL}.")
        self.memory = memory
        self.read_actions = action_reader(self.envs[0].action_space)
        self.write_obs = obs_writer(self.envs[0].observation_space)

        def block(name, dtype, width):
            return np.ndarray((self.n, width), dtype, buffer=memory, offset=plan[name])

        self.act = block("act", np.float64, plan["actSize"])
        self.seed = block("seed", np.int64, 1)[:, 0]
        self.mask = block("mask", np.uint8, 1)[:, 0]
        self.obs = list(block("obs", np.float64, plan["obsSize"]))
        self.final_obs = list(block("finalObs", np.float64, plan["obsSize"]))
        self.reward = list(block("reward", np.float64, self.m))
        self.cost = list(block("cost", np.float64, self.k)) if self.k else []
        self.terminated = memoryview(memory)[plan["terminated"] : plan["terminated"] + self.n]
        self.truncated = memoryview(memory)[plan["truncated"] : plan["truncated"] + self.n]

    def begin(self, i):
        """Row i's next episode; returns its first observation."""
        seed = int(self.seed[i])
        np.random.seed(seed)
        random.seed(seed)
        return self.resets[i](seed=seed)[0]

    def reset(self):
        """Begins an episode in the rows that the mask names. Returns the row that failed."""
        i = -1
        try:
            for i in range(self.n):
                if self.mask[i]:
                    if self.generators:
                        np.random.set_bit_generator(self.generators[i])
                    self.write_obs(self.begin(i), self.obs[i])
        except BaseException:
            return self.fail(i)
        return -1

    def step(self):
        """Steps every row; those that end begin their next episode. Returns the row that failed."""
        i = -1
        try:
            actions = self.read_actions(self.act)
            steps, write_obs, obs, reward = self.steps, self.write_obs, self.obs, self.reward
            terminated, truncated = self.terminated, self.truncated
            generators, use_generator = self.generators, np.random.set_bit_generator
            plain, scalar = self.plain, self.scalar
            for i in range(self.n):
                if generators:
                    use_generator(generators[i])
                if plain:
                    o, r, te, tr, _ = steps[i](actions[i])
                else:
                    o, r, te, tr = self.take(i, steps[i](actions[i]))
                if scalar:
                    reward[i][0] = r
                else:
                    self.write_reward(r, reward[i])
                terminated[i] = 1 if te else 0
                truncated[i] = 1 if tr else 0
                if te or tr:
                    write_obs(o, self.final_obs[i])
                    o = self.begin(i)
                write_obs(o, obs[i])
        except BaseException:
            return self.fail(i)
        return -1

    def replay(self):
        """Steps the rows that the mask names and begins no episode. Returns the row that failed."""
        i = -1
        try:
            actions = self.read_actions(self.act)
            for i in range(self.n):
                if self.mask[i]:
                    if self.generators:
                        np.random.set_bit_generator(self.generators[i])
                    result = self.steps[i](actions[i])
                    self.write_obs(result[0], self.obs[i])
                    self.terminated[i] = 1 if result[-3] else 0
                    self.truncated[i] = 1 if result[-2] else 0
        except BaseException:
            return self.fail(i)
        return -1

    def take(self, i, result):
        """Splits what a step gave, writing its costs: (obs, reward, terminated, truncated)."""
        if len(result) == 6:
            o, r, cost, te, tr, _ = result
            source = "step's third value"
        elif self.six:
            raise Refused(f"step gave {len(result)} values, but safety-gymnasium gives 6.")
        else:
            o, r, te, tr, info = result
            cost = info.get("cost") if self.k else None
            source = "info['cost']"
        if self.k:
            if cost is None:
                raise Refused(f"step gave no {source}. Maybe this environment has no costs.")
            cost = np.asarray(cost, dtype=np.float64).reshape(-1)
            if cost.shape != (self.k,):
                raise Refused(f"{source} has {cost.size} costs, but {self.k} are declared.")
            self.cost[i][:] = cost
        elif len(result) == 6:
            raise Refused("step gave a cost, but none is declared. Maybe set costs to ['cost'].")
        return o, r, te, tr

    def write_reward(self, value, row):
        if value.__class__ is not np.ndarray:
            value = np.asarray(value)
        if value.shape != row.shape:
            raise Refused(f"The reward has shape {value.shape}, but the reward space {row.shape}.")
        row[:] = value

    def fail(self, row):
        error = sys.exc_info()[1]
        text = str(error) if isinstance(error, Refused) else last_error()
        data = text.encode("utf-8", "replace")[-(HEADER - ERROR_TEXT) :]
        self.memory[ERROR_TEXT : ERROR_TEXT + len(data)] = data
        STATUS.pack_into(self.memory, STATUS_AT, 1, row, len(data))
        return row

    def close(self):
        for env in self.envs:
            try:
                env.close()
            except BaseException:
                traceback.print_exc()
