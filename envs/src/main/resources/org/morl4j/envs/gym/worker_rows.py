"""The environments of one worker of the bridge and the shared memory that drives them."""

import mmap
import os
import random
import struct
import sys
import traceback

import numpy as np
from worker_contract import (
    StepContract,
    first_obs,
    flag,
    refuse_old_reset,
    require_info,
    wrapper_failure,
)
from worker_environments import make, maze_of, simulator_of, unwrapped
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
        self.contract = StepContract(options, getattr(unwrapped(env), "reward_space", None))
        self.m = self.contract.m
        self.resets = [env.reset for env in self.envs]
        self.steps = [env.step for env in self.envs]
        # Each row has its own global NumPy generator, so rows don't disturb one another. A single
        # row keeps NumPy's own one and with it the exact draws of a plain Python run.
        self.generators = [np.random.MT19937(0) for _ in range(self.n)] if self.n > 1 else []
        # Rows that are looked at, and how episodes that the last step ended looked at their end.
        self.drawn, self.ends = set(), {}
        self.plain = self.k == 0 and options["provider"] != "safety-gymnasium"

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
            "maze": maze_of(env),
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

    def picture(self, i):
        """Row i as the last reset or step left it, an ended episode at its end."""
        end = self.ends.get(i)
        frame = self.envs[i].render() if end is None else end
        self.drawn.add(i)  # only one that can be drawn
        return frame

    def begin(self, i):
        """Row i's next episode; returns its first observation."""
        seed = int(self.seed[i])
        np.random.seed(seed)
        random.seed(seed)
        try:
            result = self.resets[i](seed=seed)
        except TypeError as error:
            refuse_old_reset(unwrapped(self.envs[i]).reset, error)
            raise
        return first_obs(result)

    def reset(self):
        """Begins an episode in the rows that the mask names. Returns the row that failed."""
        i = -1
        self.ends.clear()
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
        if self.drawn:
            self.ends.clear()
        try:
            actions = self.read_actions(self.act)
            steps, write_obs, obs, reward = self.steps, self.write_obs, self.obs, self.reward
            terminated, truncated = self.terminated, self.truncated
            generators, use_generator = self.generators, np.random.set_bit_generator
            plain, scalar = self.plain, self.contract.scalar
            for i in range(self.n):
                if generators:
                    use_generator(generators[i])
                result = steps[i](actions[i])
                # The usual step is taken apart here: for a cheap environment each call counts.
                if plain and result.__class__ is tuple and len(result) == 5:
                    o, r, te, tr, info = result
                    if info.__class__ is not dict:
                        require_info(info, "step")
                    if te is not True and te is not False:
                        te = flag("terminated", te)
                    if tr is not True and tr is not False:
                        tr = flag("truncated", tr)
                else:
                    o, r, te, tr = self.take(i, result)
                if scalar and isinstance(r, (float, int)):
                    reward[i][0] = r
                else:
                    reward[i][:] = self.contract.reward(r)
                terminated[i] = te
                truncated[i] = tr
                if te or tr:
                    write_obs(o, self.final_obs[i])
                    if i in self.drawn:
                        self.ends[i] = self.envs[i].render()
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
                    o, _, te, tr = self.take(i, self.steps[i](actions[i]))
                    self.write_obs(o, self.obs[i])
                    self.terminated[i] = te
                    self.truncated[i] = tr
        except BaseException:
            return self.fail(i)
        return -1

    def take(self, i, result):
        """Takes a step apart, writing its costs: (obs, reward, terminated, truncated)."""
        o, r, te, tr, costs = self.contract.split(result)
        if self.k:
            self.cost[i][:] = costs
        return o, r, te, tr

    def fail(self, row):
        error = sys.exc_info()[1]
        told = str(error) if isinstance(error, Refused) else wrapper_failure(error)
        text = told or last_error()
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
