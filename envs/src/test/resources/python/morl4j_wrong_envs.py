"""An environment that breaks the contract of reset and step in the way it is asked for."""

import gymnasium
import numpy as np
from gymnasium import spaces

NAN = float("nan")


class Wrong(gymnasium.Env):
    """`what` is the value that is replaced, `by` an expression for what comes in its place."""

    observation_space = spaces.Box(-1.0, 1.0, (2,), np.float32)
    action_space = spaces.Discrete(2)

    def __init__(self, what="", by="", space="", rewards=0):
        self.what, self.by = what, by
        if space:
            self.observation_space = eval(space)
        if rewards:
            self.reward_space = spaces.Box(-1.0, 1.0, (rewards,), np.float32)

    def instead(self, what, usual):
        return eval(self.by) if self.what == what else usual

    def reset(self, *, seed=None, options=None):
        self.obs = self.instead("obs", np.zeros(2, np.float32))
        return self.instead("reset", (self.obs, self.instead("reset info", {})))

    def step(self, action):
        usual = (
            self.obs,
            self.instead("reward", 1.0),
            self.instead("terminated", False),
            self.instead("truncated", False),
            self.instead("info", {}),
        )
        return self.instead("step", usual)


class OldReset(Wrong):
    def reset(self):
        self.obs = np.zeros(2, np.float32)
        return self.obs


class NoOptions(Wrong):
    def reset(self, seed=None):
        return super().reset(seed=seed)


for kind in (Wrong, OldReset, NoOptions):
    name = f"Morl4j{kind.__name__}-v0"
    gymnasium.register(name, kind, max_episode_steps=20)
