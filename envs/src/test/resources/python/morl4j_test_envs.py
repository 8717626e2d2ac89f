"""Environments that test the bridge: small, exact, and badly behaved on request."""

import ctypes
import os
import random
import signal
import subprocess
import sys
import time

import gymnasium
import numpy as np
from gymnasium import spaces


class Counter(gymnasium.Env):
    """Counts steps; misbehaves in the step whose number is `at`."""

    observation_space = spaces.Box(-10.0, 1e9, (2,), np.float64)
    action_space = spaces.Discrete(3)

    def __init__(self, mode="", at=2, length=1000, row=-1):
        self.mode, self.at, self.length = mode, at, length
        self.t = 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.t, self.seed_given = 0, float(seed)
        return np.array([0.0, self.seed_given]), {}

    def step(self, action):
        self.t += 1
        obs, reward = np.array([float(self.t), self.seed_given]), float(action)
        if self.t == self.at:
            mode = self.mode
            if mode == "raise":
                raise ValueError("the winch is jammed: \u00e9\u4e16")
            if mode == "exit":
                sys.exit(3)
            if mode == "os-exit":
                os._exit(7)
            if mode == "interrupt":
                raise KeyboardInterrupt
            if mode == "segfault":
                ctypes.string_at(0)
            if mode == "shape":
                obs = np.zeros(1)
            if mode == "nan-reward":
                reward = float("nan")
            if mode == "nan-obs":
                obs[1] = np.nan
            if mode == "nan-final":
                return np.array([np.inf, 0.0]), 0.0, True, False, {}
            if mode == "print":
                print("hello from print")
                os.write(1, b"hello from descriptor 1\n")
                os.write(2, b"hello from descriptor 2\n" * 500)
                os.write(1, b"\xff\xfe no utf-8\n")
            if mode == "stdin":
                sys.stdin.read()
            if mode == "sleep":
                time.sleep(600)
            if mode == "gil":
                ctypes.PyDLL(None).sleep(600)
            if mode == "stop":
                os.kill(os.getpid(), signal.SIGSTOP)
            if mode.startswith("children"):
                if os.fork() == 0:
                    time.sleep(600)
                    os._exit(0)
                subprocess.Popen(["sleep", "600"])
                if mode == "children-gil":
                    ctypes.PyDLL(None).sleep(600)
            if mode == "deep":
                self.dig(900)
        return obs, reward, self.t >= self.length, False, {}

    def dig(self, depth):
        if depth == 0:
            raise RuntimeError("bottom")
        self.dig(depth - 1)


class WontBuild(Counter):
    def __init__(self):
        raise SystemExit("no licence found")


class Vector(Counter):
    """Three rewards, or however many the step gives."""

    reward_space = spaces.Box(-1.0, 1.0, (3,), np.float32)

    def __init__(self, given=3):
        super().__init__()
        self.given = given

    def step(self, action):
        obs, _, terminated, truncated, info = super().step(action)
        return obs, np.arange(self.given, dtype=np.float32) / 8, terminated, truncated, info


class Safe(Counter):
    """A step of six values, as safety-gymnasium gives."""

    def step(self, action):
        obs, reward, terminated, truncated, info = super().step(action)
        return obs, reward, 0.25 * self.t, terminated, truncated, info


class InfoCost(Counter):
    def __init__(self, costs=2):
        super().__init__()
        self.costs = costs

    def step(self, action):
        obs, reward, terminated, truncated, info = super().step(action)
        if self.costs == 1:
            info["cost"] = 0.5 * self.t
        elif self.costs > 1:
            info["cost"] = [0.5 * self.t] * self.costs
        return obs, reward, terminated, truncated, info


class Echo(gymnasium.Env):
    """Its observation is the last action, whatever the kind of space."""

    def __init__(self):
        space = spaces.Dict(
            {
                "box": spaces.Box(-1.0, 1.0, (2, 2), np.float32),
                "bits": spaces.MultiBinary([2, 2]),
                "choice": spaces.Discrete(3, start=5),
                "choices": spaces.MultiDiscrete([3, 4], start=[1, -2]),
                "pair": spaces.Tuple([spaces.Discrete(2), spaces.Box(0, 255, (1,), np.uint8)]),
            }
        )
        self.observation_space, self.action_space = space, space

    def reset(self, *, seed=None, options=None):
        self.observation_space.seed(seed)
        return self.observation_space.sample(), {}

    def step(self, action):
        assert self.action_space.contains(action), action
        assert type(action["choice"]) is np.int64, type(action["choice"])
        assert action["box"].dtype == np.float32 and action["bits"].dtype == np.int8
        return action, 0.0, False, False, {}


class Spaces(Counter):
    """Has one space of the kind asked for."""

    def __init__(self, kind):
        super().__init__()
        self.observation_space = {
            "Graph": lambda: spaces.Graph(spaces.Discrete(2), None),
            "Sequence": lambda: spaces.Sequence(spaces.Discrete(2)),
            "Text": lambda: spaces.Text(5),
            "OneOf": lambda: spaces.OneOf([spaces.Discrete(2), spaces.Discrete(3)]),
            "image": lambda: spaces.Box(0, 255, (4, 4, 3), np.uint8),
            "int64": lambda: spaces.Box(-(2**63), 2**63 - 1, (1,), np.int64),
            "large": lambda: spaces.Box(-1, 1, (100_001,), np.float32),
            "many": lambda: spaces.Discrete(10**9),
            "complex": lambda: spaces.Dict({"a": spaces.Tuple([spaces.Text(3)])}),
        }[kind]()


class GlobalRandom(Counter):
    """Draws from the global generators, which reset(seed) does not touch."""

    def step(self, action):
        _, reward, terminated, truncated, info = super().step(action)
        return np.array([np.random.random(), np.random.randn()]), reward, terminated, truncated, info


class Unreproducible(Counter):
    def step(self, action):
        _, reward, terminated, truncated, info = super().step(action)
        noise = random.SystemRandom().random()
        return np.array([noise, 0.0]), reward, terminated, truncated, info


gymnasium.register("Morl4jCounter-v0", lambda **kw: Counter(**kw), max_episode_steps=20)
