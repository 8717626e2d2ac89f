"""An environment that does nothing: what remains is the cost of the round trip."""

import gymnasium
import numpy as np


class Trivial(gymnasium.Env):
    observation_space = gymnasium.spaces.Box(-1.0, 1.0, (4,), np.float64)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self):
        self.obs = np.zeros(4)

    def reset(self, *, seed=None, options=None):
        return self.obs, {}

    def step(self, action):
        return self.obs, 0.0, False, False, {}
