"""An environment whose worker can't be ended by asking, for trust.py."""

import ctypes
import os
import pathlib
import signal
import time

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Discrete

STUCK_AT = 100


def hold_gil():
    ctypes.PyDLL(None).sleep(600)


def stop():
    os.kill(os.getpid(), signal.SIGSTOP)


def fork():
    """A child that sleeps, and one with a child of its own; the worker itself goes on."""
    for grandchild in (False, True):
        if os.fork() == 0:
            if grandchild:
                os.fork()
            time.sleep(600)
            os._exit(0)


def ignore():
    for number in range(1, signal.NSIG):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    loop()


def loop():
    while True:
        pass


KINDS = {"gil": hold_gil, "stop": stop, "fork": fork, "ignore": ignore, "loop": loop}


class Stubborn(gymnasium.Env):
    """Pays 1 a step; its 100th step is of the given kind, told by a file in `marks`."""

    def __init__(self, kind, marks):
        self.observation_space = Box(-1, 1, (3,), np.float32)
        self.action_space = Discrete(2)
        self.kind = KINDS[kind]
        self.marks = pathlib.Path(marks)
        self.steps = 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return np.zeros(3, np.float32), {}

    def step(self, action):
        self.steps += 1
        if self.steps == STUCK_AT:
            (self.marks / f"{os.getpid()}-{id(self)}").touch()
            self.kind()
        return np.zeros(3, np.float32), 1.0, self.steps % 20 == 0, False, {}
