"""One update of the offline peers on batches that lie ready, for compare.py, which starts it:

    python3 benchmarks/python/offline/updates.py SOURCES

SOURCES holds checkouts named CORL, ODICE-Pytorch and PRDC. Their code is imported as it is; what it imports
besides and an update doesn't touch (d4rl, pyrallis, wandb) stands empty here. d3rlpy comes from its package.
obs 11, act 3 (Hopper), batch 256, 256x256, 16 batches in turn, one thread.

  corl.iql, corl.td3-bc   `train` of algorithms/offline
  odice, odice-1024       `orthogonal_true_g_update` with its RL settings, twin V with LayerNorm; the policy
                          256x256, or 1024x1024 as its main programs have it
  prdc                    `train` with a stand-in for the KD-tree that answers at once: without the search
  d3rlpy.iql, .td3-bc     `update` of a TransitionMiniBatch

It prints a line with versions and commits and one with the tasks, then answers lines `TASK SECONDS` with
`CALLS WALL CPU`.
"""

import importlib
import itertools
import subprocess
import sys
import time
import types
from pathlib import Path

import numpy as np
import torch

OBS, ACT, ROWS, BATCHES = 11, 3, 256, 16
BETWEEN = 4  # calls between two looks at the clock


def stand_ins():
    for name in ("d4rl", "wandb"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["pyrallis"] = types.SimpleNamespace(wrap=lambda: lambda function: function)
    sys.modules["wandb"].log = lambda *_, **__: None


def module(folder, name):
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


def batches():
    """obs, act, reward [B, 1], next obs, terminated [B, 1]: float32 arrays."""
    rng = np.random.default_rng(1)
    normal = lambda *shape: rng.standard_normal(shape, dtype=np.float32)
    return [
        [
            normal(ROWS, OBS),
            rng.uniform(-1, 1, (ROWS, ACT)).astype(np.float32),
            normal(ROWS, 1),
            normal(ROWS, OBS),
            (rng.random((ROWS, 1)) < 0.01).astype(np.float32),
        ]
        for _ in range(BATCHES)
    ]


def tensors():
    return [[torch.from_numpy(column) for column in batch] for batch in batches()]


def adam(network):
    return torch.optim.Adam(network.parameters(), lr=3e-4)


def corl_iql(sources):
    corl = module(sources / "CORL/algorithms/offline", "iql")
    actor, q, v = corl.GaussianPolicy(OBS, ACT, 1.0), corl.TwinQ(OBS, ACT), corl.ValueFunction(OBS)
    learner = corl.ImplicitQLearning(1.0, actor, adam(actor), q, adam(q), v, adam(v))
    return learner.train, tensors()


def corl_td3_bc(sources):
    corl = module(sources / "CORL/algorithms/offline", "td3_bc")
    actor, first, second = corl.Actor(OBS, ACT, 1.0), corl.Critic(OBS, ACT), corl.Critic(OBS, ACT)
    learner = corl.TD3_BC(1.0, actor, adam(actor), first, adam(first), second, adam(second))
    return learner.train, tensors()


def odice(sources, hidden):
    root = sources / "ODICE-Pytorch"
    code, policy, values = module(root, "odice"), module(root, "policy"), module(root, "value_functions")
    rates = dict(value_lr=2e-4, policy_lr=2e-4, weight_decay=1e-4)
    learner = code.ODICE(
        values.TwinV(OBS, layer_norm=True),
        policy.GaussianPolicy(OBS, ACT, hidden_dim=hidden, use_tanh=False),
        max_steps=10**6,
        Lambda=0.6,
        use_twin_v=True,
        **rates,
    )
    names = ["observations", "actions", "rewards", "next_observations", "terminals"]
    ready = [dict(zip(names, (obs, act, r[:, 0], next_obs, t[:, 0]))) for obs, act, r, next_obs, t in tensors()]
    return lambda batch: learner.orthogonal_true_g_update(**batch), ready


def prdc(sources):
    code = module(sources / "PRDC", "prdc")
    learner = code.PRDC(np.zeros((ROWS, OBS + ACT), np.float32), OBS, ACT, 1.0, "cpu")
    rows = np.arange(ROWS)[:, None]
    learner.kd_tree = types.SimpleNamespace(query=lambda *_, **__: (None, rows))
    ready = [[obs, act, reward, next_obs, 1 - t] for obs, act, reward, next_obs, t in tensors()]
    # The whole of a ready batch is what the replay buffer draws.
    return lambda batch: learner.train(types.SimpleNamespace(sample=lambda _: batch)), ready


def d3rlpy_learner(method):
    from d3rlpy.dataset import TransitionMiniBatch
    from d3rlpy_peer import learner

    algo = learner(method, 10**6, [0.0, 1000.0], np.concatenate([batch[0] for batch in batches()]))
    algo.create_impl((OBS,), ACT)
    intervals = np.ones((ROWS, 1), np.float32)
    ready = [
        TransitionMiniBatch(obs, act, reward, next_obs, act, terminated, intervals, transitions=[])
        for obs, act, reward, next_obs, terminated in batches()
    ]
    return algo.update, ready


def tasks(sources):
    return {
        "corl.iql": lambda: corl_iql(sources),
        "corl.td3-bc": lambda: corl_td3_bc(sources),
        "odice": lambda: odice(sources, 256),
        "odice-1024": lambda: odice(sources, 1024),
        "prdc": lambda: prdc(sources),
        "d3rlpy.iql": lambda: d3rlpy_learner("iql"),
        "d3rlpy.td3-bc": lambda: d3rlpy_learner("td3-bc"),
    }


def commit(folder):
    command = ["git", "-C", str(folder), "rev-parse", "--short=7", "HEAD"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def measure(update, ready, seconds):
    n = 0
    start, cpu = time.perf_counter(), time.process_time()
    turns = itertools.cycle(ready)
    while time.perf_counter() - start < seconds:
        for _ in range(BETWEEN):
            update(next(turns))
        n += BETWEEN
    return n, time.perf_counter() - start, time.process_time() - cpu


def main():
    answers, sys.stdout = sys.stdout, sys.stderr  # the peers print as well
    torch.set_num_threads(1)
    stand_ins()
    sources = Path(sys.argv[1]).resolve()
    folders = ["CORL", "ODICE-Pytorch", "PRDC"]
    print("torch", torch.__version__, *(f"{name} {commit(sources / name)}" for name in folders), file=answers, flush=True)
    makers, made = tasks(sources), {}
    for line in sys.stdin:
        task, seconds = line.split()
        if task not in made:
            torch.manual_seed(1)
            made[task] = makers[task]()
            measure(*made[task], 2.0)
        print(*measure(*made[task], float(seconds)), file=answers, flush=True)


if __name__ == "__main__":
    main()
