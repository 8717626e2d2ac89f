"""Which part of a SAC update makes two correct implementations drift apart?

Runs the same 100 updates on one batch (obs 17, act 6, 256x256 ReLU, batch 256) in PyTorch with
everything in float32, everything in float64, and float32 networks with only the tanh-Gaussian
sampling in float64. Prints the largest parameter differences. See docs/decisions/001-adam-parity.md.
"""

import copy
import math

import torch
from torch import nn

OBS, ACT, HIDDEN, BATCH = 17, 6, 256, 256


def mlp(inputs, outputs):
    return nn.Sequential(
        nn.Linear(inputs, HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, outputs),
    )


def sample(policy, obs, noise, dtype):
    mean, log_std = policy(obs).to(dtype).chunk(2, dim=-1)
    noise = noise.to(dtype)
    log_std = -5 + 3.5 * (torch.tanh(log_std) + 1)
    action = torch.tanh(mean + log_std.exp() * noise)
    log_prob = -0.5 * noise * noise - log_std - 0.5 * math.log(2 * math.pi)
    log_prob = (log_prob - torch.log(1 - action * action + 1e-6)).sum(-1)
    return action.to(obs.dtype), log_prob.to(obs.dtype)


def run(updates, network_type, sample_type, fused=False):
    torch.manual_seed(0)
    nets = [mlp(OBS + ACT, 1) for _ in range(4)] + [mlp(OBS, 2 * ACT)]
    q1, q2, t1, t2, policy = [net.to(network_type) for net in nets]
    t1.load_state_dict(copy.deepcopy(q1.state_dict()))
    t2.load_state_dict(copy.deepcopy(q2.state_dict()))
    critics = [*q1.parameters(), *q2.parameters()]
    targets = [*t1.parameters(), *t2.parameters()]
    critic_adam = torch.optim.Adam(critics, lr=3e-4, fused=fused)
    policy_adam = torch.optim.Adam(policy.parameters(), lr=3e-4, fused=fused)
    g = torch.Generator().manual_seed(1)
    draw = lambda *shape: torch.randn(*shape, generator=g)
    obs, action, reward = draw(BATCH, OBS), torch.tanh(draw(BATCH, ACT)), draw(BATCH)
    done = (torch.rand(BATCH, generator=g) < 0.05).float()
    next_obs, noise1, noise2 = draw(BATCH, OBS), draw(BATCH, ACT), draw(BATCH, ACT)
    batch = (obs, action, reward, done, next_obs, noise1, noise2)
    obs, action, reward, done, next_obs, noise1, noise2 = [x.to(network_type) for x in batch]
    for _ in range(updates):
        with torch.no_grad():
            next_action, log_prob = sample(policy, next_obs, noise1, sample_type)
            x = torch.cat([next_obs, next_action], 1)
            smaller = torch.min(t1(x), t2(x)).view(-1)
            target = reward + (1 - done) * 0.99 * (smaller - 0.2 * log_prob)
        x = torch.cat([obs, action], 1)
        loss = sum(((q(x).view(-1) - target) ** 2).mean() for q in (q1, q2))
        critic_adam.zero_grad()
        loss.backward()
        critic_adam.step()
        new_action, log_prob = sample(policy, obs, noise2, sample_type)
        x = torch.cat([obs, new_action], 1)
        loss = (0.2 * log_prob - torch.min(q1(x), q2(x)).view(-1)).mean()
        policy_adam.zero_grad()
        loss.backward()
        policy_adam.step()
        for p, t in zip(critics, targets):
            t.data.copy_(0.005 * p.data + 0.995 * t.data)
    return {
        name: torch.cat([p.detach().reshape(-1) for p in net.parameters()]).double()
        for name, net in zip(("q1", "q2", "t1", "t2", "policy"), (q1, q2, t1, t2, policy))
    }


def main():
    torch.set_num_threads(1)
    single, double = torch.float32, torch.float64
    print("torch", torch.__version__)
    for updates in (1, 50, 100):
        runs = {
            "float32": run(updates, single, single),
            "float32, fused Adam": run(updates, single, single, fused=True),
            "float64": run(updates, double, double),
            "float32, sampling in float64": run(updates, single, double),
        }
        for a, b in (
            ("float32", "float64"),
            ("float32", "float32, sampling in float64"),
            ("float32, sampling in float64", "float64"),
            ("float32", "float32, fused Adam"),
        ):
            gaps = {k: f"{(runs[a][k] - runs[b][k]).abs().max().item():.1e}" for k in runs[a]}
            print(f"{updates:4d} updates: {a} - {b}: {gaps}")


if __name__ == "__main__":
    main()
