"""Writes what the authors' TD3+BC and PRDC make of a fixed batch; the tests of module `agents` compare with it.

    git clone https://github.com/sfujim/TD3_BC && git -C TD3_BC checkout 8791ad7
    git clone https://github.com/LAMDA-RL/PRDC && git -C PRDC checkout 9f38464
    python make_offline_fixtures.py TD3_BC PRDC

Their modules are imported as they are, and `train` is called twice with `policy_freq` 2, so that the second call takes a step
of the policy. Around them: linear layers of 256 units are made with 8, parameters are drawn here, the noise of target actions is
given, rates of learning are 0, so that both calls see the same networks, and `backward` notes the losses. Gradients are what
their optimisers find. All in float32, as their code is; names as make_fixtures.py has them, `float64.` for what is expected.
"""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from make_fixtures import ACT, FOLDER, HIDDEN, OBS, ROWS, draw

DATA = 200
OPTIONS = {"noise_std": 0.2, "noise_clip": 0.5, "alpha": 2.5, "beta": 2.0, "gamma": 0.99}


def module(folder: str, name: str):
    sys.path.insert(0, folder)
    spec = importlib.util.spec_from_file_location(name, Path(folder) / f"{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    sys.path.remove(folder)
    return loaded


class Narrow:
    """While it is entered, layers of 256 units have 8, and losses are noted."""

    def __enter__(self):
        self.linear, self.backward, self.losses = nn.Linear, torch.Tensor.backward, []
        width = lambda units: HIDDEN if units == 256 else units

        def backward(loss, *arguments, **options):
            self.losses.append(loss.item())
            self.backward(loss, *arguments, **options)

        nn.Linear = lambda inputs, outputs: self.linear(width(inputs), width(outputs))
        torch.Tensor.backward = backward
        return self

    def __exit__(self, *_):
        nn.Linear, torch.Tensor.backward = self.linear, self.backward


class Rows:
    """A batch, in the order that `train` takes it."""

    def __init__(self, *tensors):
        self.tensors = [torch.tensor(tensor) for tensor in tensors]

    def sample(self, _):
        return self.tensors


def gradient(parameters):
    return parameters_to_vector([p.grad for p in parameters]).numpy().astype(np.float64)


def problem(seed: int):
    rng = np.random.default_rng(seed)
    normal = lambda *shape: rng.standard_normal(shape).astype(np.float32)
    actions = lambda rows: rng.uniform(-1, 1, (rows, ACT)).astype(np.float32)
    terminated = np.arange(ROWS) == 3
    tensors = {
        "obs": normal(ROWS, OBS),
        "next_obs": normal(ROWS, OBS),
        "act": actions(ROWS),
        "reward": normal(ROWS, 1),
        "terminated": terminated.astype(np.uint8),
        "discount": np.where(terminated, 0, OPTIONS["gamma"])[:, None].astype(np.float64),
        "low": np.full(ACT, -1, np.float32),
        "high": np.full(ACT, 1, np.float32),
        "next_noise": normal(ROWS, ACT),
        "actor": draw(rng, OBS, ACT),
        "target_actor": draw(rng, OBS, ACT),
        "data_obs": (normal(DATA, OBS) * np.float32([0.3, 2, 40]) + np.float32([1, -5, 100])),
        "data_act": actions(DATA),
    }
    for i in range(2):
        tensors[f"critics.{i}"] = draw(rng, OBS + ACT, 1)
        tensors[f"target_critics.{i}"] = draw(rng, OBS + ACT, 1)
    return tensors


def run(agent, given, order, narrow):
    for name, net in (("actor", agent.actor), ("target_actor", agent.actor_target)):
        vector_to_parameters(torch.tensor(given[name]), net.parameters())
    for prefix, net in (("critics", agent.critic), ("target_critics", agent.critic_target)):
        for i in range(2):
            half = list(net.parameters())[6 * i : 6 * i + 6]
            vector_to_parameters(torch.tensor(given[f"{prefix}.{i}"]), half)
    for optimizer in (agent.actor_optimizer, agent.critic_optimizer):
        for group in optimizer.param_groups:
            group["lr"] = 0
    agent.tau = 0
    noise = torch.tensor(given["next_noise"])
    original, torch.randn_like = torch.randn_like, lambda _: noise
    batch = {**given, "not_done": 1 - given["terminated"].astype(np.float32)[:, None]}
    rows = Rows(*(batch[name] for name in order))
    agent.train(rows, ROWS)
    out = {f"critic_gradient.{i}": gradient(list(agent.critic.parameters())[6 * i : 6 * i + 6]) for i in range(2)}
    told = agent.train(rows, ROWS)
    torch.randn_like = original
    out |= {"critic_loss": narrow.losses[0], "actor_loss": narrow.losses[2]}
    return out | {"actor_gradient": gradient(agent.actor.parameters())}, told


def write(name, given, expected):
    tensors = {key: np.ascontiguousarray(value) for key, value in given.items()}
    tensors |= {f"options.{key}": np.float64(value).reshape(1) for key, value in OPTIONS.items()}
    tensors |= {f"float64.{key}": np.atleast_1d(np.asarray(value, np.float64)) for key, value in expected.items()}
    save_file(tensors, FOLDER / f"{name}.safetensors")
    print(name, {key: value for key, value in expected.items() if np.ndim(value) == 0})


def td3_bc(folder):
    given = problem(1)
    utils = module(folder, "utils")
    buffer = utils.ReplayBuffer(OBS, ACT, 1)
    buffer.state, buffer.next_state = given["data_obs"], given["data_obs"]
    mean, std = buffer.normalize_states()
    with Narrow() as narrow:
        agent = module(folder, "TD3_BC").TD3_BC(OBS, ACT, 1.0, alpha=OPTIONS["alpha"])
        expected, _ = run(agent, given, ("obs", "act", "next_obs", "reward", "not_done"), narrow)
    expected |= {"data_mean": mean[0], "data_std": std[0], "data_normalized": buffer.state}
    write("td3-bc", given, expected)


def prdc(folder):
    given = problem(2)
    given["data_obs"] = (given["data_obs"] - np.float32([1, -5, 100])) / np.float32([0.3, 2, 40])
    data = np.hstack([np.float32(OPTIONS["beta"]) * given["data_obs"], given["data_act"]])
    with Narrow() as narrow:
        agent = module(folder, "prdc").PRDC(
            data, OBS, ACT, 1.0, "cpu", alpha=OPTIONS["alpha"], beta=OPTIONS["beta"]
        )
        expected, told = run(agent, given, ("obs", "act", "reward", "next_obs", "not_done"), narrow)
    write("prdc", given, expected | {"nearest": told["dc_loss"]})


if __name__ == "__main__":
    td3_bc(sys.argv[1])
    prdc(sys.argv[2])
