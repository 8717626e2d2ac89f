"""Writes what the authors' loss functions of IQL, SQL, EQL, XQL, f-DVL and ODICE give on one batch, for the
tests of module agents.

    pip install -r benchmarks/python/agents/requirements-official.txt
    python3 benchmarks/python/agents/official_losses.py SOURCES

SOURCES holds checkouts, at the commits that come out in the file: implicit_q_learning, IVR, XQL, DVL,
ODICE-Pytorch. Their code is imported, never copied: its networks are replaced by ones that give the batch's
numbers (V by a vector of one parameter a row, Q likewise, ODICE's V by a linear map), so that a gradient by V
is one number a row. The file is agents/src/test/resources/org/morl4j/agents/official-losses.json:

  sources                   repository, commit, what was called
  batch                     q1, q2 (target critics), v, next_v, reward, mask (1 - terminated), log_prob,
                            c1, c2 (critics in training) [B]
  <case>                    value_loss, value_slope [B] (dL_V/dv), policy_loss, policy_slope [B]
                            (dL_pi/d log_prob), critic_loss, critic_slope [2,B] (dL_Q/dc)
  odice                     obs, next_obs [B,3], v and target [2,4] (W, b of each linear V), forward, backward,
                            linear (losses), gradient [8] (V's, as it is stepped along), policy_loss,
                            policy_slope [B], for each of orthogonal, semi, true_g
"""

import importlib
import json
import subprocess
import sys
import types
from pathlib import Path

import numpy as np

B = 8
DISCOUNT = 0.99
OUT = Path(__file__).resolve().parents[3] / "agents/src/test/resources/org/morl4j/agents/official-losses.json"


def batch():
    rng = np.random.default_rng(11)
    f = lambda x: np.asarray(x, np.float32)
    v = f(rng.normal(size=B))
    # Differences on both sides of every rule's clip and kink.
    d = f([0.4, -0.9, 2.5, -5.5, 12.0, 0.05, -2.6, 1.1])
    q1 = f(v + d)
    q2 = f(q1 + np.abs(rng.normal(size=B)) * [1, 0, 1, 0, 1, 0, 1, 0] + 0.0)
    next_v = f(rng.normal(size=B) * 3)
    reward = f(rng.normal(size=B))
    mask = f([1, 1, 0, 1, 1, 0, 1, 1])
    log_prob = f(rng.normal(size=B) - 1)
    y = reward + DISCOUNT * mask * next_v
    c1 = f(y + [0.3, -1, 25, 2, -40, 0.1, 5, -0.7])
    c2 = f(y + [-0.2, 1, 3, -21, 4, 19, -0.5, 0.6])
    names = "q1 q2 v next_v reward mask log_prob c1 c2".split()
    return dict(zip(names, [q1, q2, v, next_v, reward, mask, log_prob, c1, c2]))


class Numbers:
    """A network whose outputs are its parameters, and what its optimiser was given."""

    def __init__(self, params, call=None):
        self.params = params
        self.call = call

    def __call__(self, *inputs, **_):
        return self.call(*inputs) if self.call else self.params

    def apply(self, variables, *_, **__):
        return self.wrap(variables["params"])

    def wrap(self, params):
        return params

    def apply_gradient(self, loss_fn):
        import jax

        (_, info), self.gradient = jax.value_and_grad(loss_fn, has_aux=True)(self.params)
        return self, info


class LogProbs(Numbers):
    """A policy whose log-probabilities are its parameters."""

    def wrap(self, params):
        return types.SimpleNamespace(log_prob=lambda _: params)


def module(root, folder, name):
    """A module of a checkout, whose neighbours it imports by plain names."""
    for loaded in ("common", "critic", "actor", "policy"):
        sys.modules.pop(loaded, None)
    sys.modules["policy"] = types.ModuleType("policy")  # imported by IVR's critic, not used there
    sys.path.insert(0, str(root / folder))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.pop(0)


def flat(x):
    return [float(one) for one in np.asarray(x, np.float64).reshape(-1)]


def implicit(b, update_v, update_actor, update_q):
    import jax.numpy as jnp

    critics = Numbers((jnp.asarray(b["q1"]), jnp.asarray(b["q2"])))
    value = Numbers(jnp.asarray(b["v"]))
    _, value_info = update_v(critics, value)
    policy = LogProbs(jnp.asarray(b["log_prob"]))
    _, policy_info = update_actor(policy, critics, value)
    learned = Numbers((jnp.asarray(b["c1"]), jnp.asarray(b["c2"])))
    at_next = Numbers(jnp.asarray(b["next_v"]))
    _, critic_info = update_q(learned, at_next)
    return {
        "value_loss": float(value_info["value_loss"]),
        "value_slope": flat(value.gradient),
        "policy_loss": float(policy_info["actor_loss"]),
        "policy_slope": flat(policy.gradient),
        "critic_loss": float(critic_info["critic_loss"]),
        "critic_slope": flat(learned.gradient),
    }


def jax_cases(sources, b):
    import jax

    key = jax.random.PRNGKey(0)
    Batch = types.SimpleNamespace
    given = Batch(
        observations=np.zeros((B, 1), np.float32),
        actions=np.zeros((B, 1), np.float32),
        rewards=b["reward"],
        masks=b["mask"],
        next_observations=np.zeros((B, 1), np.float32),
    )
    cases = {}

    root = sources / "implicit_q_learning"
    critic, actor = module(root, "", "critic"), module(root, "", "actor")
    cases["iql"] = implicit(
        b,
        lambda q, v: critic.update_v(q, v, given, 0.7),
        lambda pi, q, v: actor.update(key, pi, q, v, given, 3.0),
        lambda q, v: critic.update_q(q, v, given, DISCOUNT),
    )

    root = sources / "IVR"
    critic, actor = module(root, "", "critic"), module(root, "", "actor")
    for name, alpha in (("SQL", 1.0), ("EQL", 2.0)):
        cases[name.lower()] = implicit(
            b,
            lambda q, v: critic.update_v(q, v, given, alpha, name),
            lambda pi, q, v: actor.update_actor(key, pi, q, v, given, alpha, name),
            lambda q, v: critic.update_q(q, v, given, DISCOUNT),
        )

    args = dict(sample_random_times=0, noise=False, log_loss=False, grad_pen=False, max_clip=3.0)
    root = sources / "XQL"
    critic, actor = module(root, "offline", "critic"), module(root, "offline", "actor")
    xql = types.SimpleNamespace(**args)
    cases["xql"] = implicit(
        b,
        lambda q, v: critic.update_v(q, v, given, 0.7, 2.0, True, False, key, xql),
        lambda pi, q, v: actor.update(key, pi, q, v, given, 3.0, True),
        lambda q, v: critic.update_q(q, v, given, DISCOUNT, True, key, 2.0, xql),
    )

    root = sources / "DVL"
    critic, actor = module(root, "offline", "critic"), module(root, "offline", "actor")
    for f, temp in (("chi-square", 0.6), ("total-variation", 0.8), ("reverse-kl", 2.0)):
        dvl = types.SimpleNamespace(f=f, **args)
        cases["f-dvl." + f] = implicit(
            b,
            lambda q, v: critic.update_v(q, v, given, 0.7, temp, True, False, key, dvl),
            lambda pi, q, v: actor.update(key, pi, q, v, given, 3.0, True),
            lambda q, v: critic.update_q(q, v, given, DISCOUNT, True, key, temp, dvl),
        )
    return cases


def odice_cases(sources, b):
    import torch

    sys.modules["wandb"] = types.SimpleNamespace(log=lambda *_, **__: None)
    sys.path.insert(0, str(sources / "ODICE-Pytorch"))
    import odice as official

    torch.manual_seed(5)
    rng = np.random.default_rng(13)
    obs = torch.tensor(rng.normal(size=(B, 3)), dtype=torch.float32)
    next_obs = torch.tensor(rng.normal(size=(B, 3)), dtype=torch.float32)
    terminals = torch.tensor(1 - b["mask"]).bool()
    rewards = torch.tensor(b["reward"]) * 2
    start = torch.tensor(rng.normal(size=(2, 4)), dtype=torch.float32)
    target = torch.tensor(rng.normal(size=(2, 4)), dtype=torch.float32)

    class Twin(torch.nn.Module):
        def __init__(self, numbers):
            super().__init__()
            self.heads = torch.nn.ModuleList([torch.nn.Linear(3, 1) for _ in range(2)])
            with torch.no_grad():
                for head, row in zip(self.heads, numbers):
                    head.weight.copy_(row[:3].reshape(1, 3))
                    head.bias.copy_(row[3:])

        def both(self, state):
            return torch.stack([head(state).squeeze(-1) for head in self.heads])

        def forward(self, state):
            return self.both(state).min(dim=0)[0]

    class Policy(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.log_prob = torch.nn.Parameter(torch.tensor(b["log_prob"]))

        def forward(self, _):
            return types.SimpleNamespace(log_prob=lambda __: self.log_prob)

    lam, eta = 0.6, 0.7
    cases = {
        "obs": flat(obs),
        "next_obs": flat(next_obs),
        "reward": flat(rewards),
        "v": flat(start),
        "target": flat(target),
    }
    for name in ("orthogonal_true_g", "semi_g", "true_g"):
        policy = Policy()
        agent = official.ODICE(
            Twin(start), policy, 10, Lambda=lam, eta=eta, discount=DISCOUNT, use_twin_v=True, weight_decay=0.0
        )
        agent.vf_target = Twin(target).requires_grad_(False)
        mask = 1 - terminals.float()
        with torch.no_grad():
            v, v_next = agent.vf.both(obs), agent.vf.both(next_obs)
            base, base_next = agent.vf_target(obs), agent.vf_target(next_obs)
            after = v_next if name == "true_g" else base_next
            residual = rewards + mask * DISCOUNT * after - v
            back = rewards + mask * DISCOUNT * v_next - base
            forward = float((lam * official.f_star(residual)).mean())
            backward = float((lam * eta * official.f_star(back)).mean())
            linear = float(((1 - lam) * v).mean())
        update = getattr(agent, name + "_update")
        update(obs, torch.zeros(B, 1), next_obs, rewards, terminals)
        gradient = torch.cat([p.grad.reshape(-1) for p in agent.vf.parameters()])
        slope = policy.log_prob.grad
        cases[name] = {
            "forward": forward,
            "backward": backward,
            "linear": linear,
            "gradient": flat(gradient),
            "policy_slope": flat(slope),
            "policy_loss": float((slope * torch.tensor(b["log_prob"])).sum()),
        }
    return cases


def commit(folder):
    return subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()


def main():
    sources = Path(sys.argv[1])
    b = batch()
    called = {
        "ikostrikov/implicit_q_learning": "critic.update_v, critic.update_q, actor.update",
        "ryanxhr/IVR": "critic.update_v, critic.update_q, actor.update_actor",
        "Div99/XQL": "offline: critic.update_v, critic.update_q, actor.update",
        "hari-sikchi/DVL": "offline: critic.update_v, critic.update_q, actor.update",
        "maoliyuan/ODICE-Pytorch": "odice.ODICE: orthogonal_true_g_update, semi_g_update, true_g_update, f_star",
    }
    out = {
        "sources": [
            {"repository": name, "commit": commit(sources / name.split("/")[1]), "called": what}
            for name, what in called.items()
        ],
        "batch": {name: flat(values) for name, values in b.items()},
    }
    out.update(jax_cases(sources, b))
    out["odice"] = odice_cases(sources, b)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(out, indent=1) + "\n")


if __name__ == "__main__":
    main()
