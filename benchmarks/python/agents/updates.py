"""One update of SAC and of DSAC-T in PyTorch eager, on synthetic batches: the peers of UpdateBenchmark.

    python3 benchmarks/python/agents/updates.py [--threads N] [--seconds S] [--repeats N] [TASK...]
    python3 benchmarks/python/agents/updates.py --serve      (what compare.py starts)

obs 17, act 6, 256x256, batch 256, 16 batches in turn that lie ready as tensors: neither side draws from a
replay buffer. Prints wall and processor time (all threads of the process) of a call.

  sac         tuned: one fused Adam for both critics, critics frozen in the actor's step, targets moved by
              one torch._foreach_lerp_, learned temperature; ReLU
  dsact       DSAC-T (arXiv 2310.05858) with the loss and the structure of the authors' code of February
              2024: GELU, an optimiser for each network, gradients of the policy and of the temperature in
              each iteration though only each second one takes their step, a loop over parameters for the
              target networks, a dozen numbers read out for the log. Written from the equations; plain
              formulas where that code has torch.distributions, which is in the peer's favour
  dsact-lean  the same, but the policy's and the temperature's gradients only where they are used, and
              nothing read out
  act         SAC's policy acting on one observation: NumPy array in, drawn action as NumPy array out
  act-greedy  the same with the mean
"""

import argparse
import copy
import math
import statistics
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

OBS, ACT, HIDDEN, ROWS, BATCHES = 17, 6, 256, 256, 16
BETWEEN = 4  # calls between two looks at the clock
GAMMA, POLYAK = 0.99, 0.005
LOG_ROOT_2PI = 0.5 * math.log(2 * math.pi)


def network(inputs, outputs, activation):
    return nn.Sequential(
        nn.Linear(inputs, HIDDEN), activation(), nn.Linear(HIDDEN, HIDDEN), activation(), nn.Linear(HIDDEN, outputs)
    )


def batches():
    generator = torch.Generator().manual_seed(1)
    normal = lambda *shape: torch.randn(*shape, generator=generator)
    return [
        {
            "obs": normal(ROWS, OBS),
            "next_obs": normal(ROWS, OBS),
            "act": torch.rand(ROWS, ACT, generator=generator) * 2 - 1,
            "reward": normal(ROWS),
            "terminated": (torch.rand(ROWS, generator=generator) < 0.01).float(),
        }
        for _ in range(BATCHES)
    ]


def sample(actor, obs, low, high):
    """Actions in [-1, 1] and their log density."""
    mean, log_std = actor(obs).chunk(2, 1)
    log_std = log_std.clamp(low, high)
    noise = torch.randn_like(mean)
    u = mean + log_std.exp() * noise
    log_slope = 2 * (math.log(2) - u - softplus(-2 * u))
    return u.tanh(), (-0.5 * noise**2 - log_std - LOG_ROOT_2PI - log_slope).sum(1)


class Sac:
    def __init__(self):
        self.actor = network(OBS, 2 * ACT, nn.ReLU)
        self.critics = nn.ModuleList(network(OBS + ACT, 1, nn.ReLU) for _ in range(2))
        self.targets = copy.deepcopy(self.critics).requires_grad_(False)
        self.log_alpha = torch.zeros(1, requires_grad=True)
        adam = lambda parameters: torch.optim.Adam(parameters, lr=3e-4, fused=True)
        self.actor_adam, self.critic_adam = adam(self.actor.parameters()), adam(self.critics.parameters())
        self.alpha_adam = adam([self.log_alpha])
        self.online = [p.data for p in self.critics.parameters()]
        self.lagging = [p.data for p in self.targets.parameters()]

    def update(self, batch):
        alpha = self.log_alpha.detach().exp()
        with torch.no_grad():
            next_act, next_log_prob = sample(self.actor, batch["next_obs"], -20, 2)
            inputs = torch.cat([batch["next_obs"], next_act], 1)
            q = torch.min(self.targets[0](inputs), self.targets[1](inputs)).squeeze(1)
            y = batch["reward"] + (1 - batch["terminated"]) * GAMMA * (q - alpha * next_log_prob)
        inputs = torch.cat([batch["obs"], batch["act"]], 1)
        loss = sum(0.5 * ((critic(inputs).squeeze(1) - y) ** 2).mean() for critic in self.critics)
        self.critic_adam.zero_grad()
        loss.backward()
        self.critic_adam.step()
        self.critics.requires_grad_(False)
        act, log_prob = sample(self.actor, batch["obs"], -20, 2)
        inputs = torch.cat([batch["obs"], act], 1)
        q = torch.min(self.critics[0](inputs), self.critics[1](inputs)).squeeze(1)
        self.actor_adam.zero_grad()
        (alpha * log_prob - q).mean().backward()
        self.actor_adam.step()
        self.critics.requires_grad_(True)
        self.alpha_adam.zero_grad()
        (-self.log_alpha * (log_prob.detach() - ACT)).mean().backward()
        self.alpha_adam.step()
        torch._foreach_lerp_(self.lagging, self.online, POLYAK)


class DsacT:
    DELAY = 2

    def __init__(self, lean):
        self.lean, self.iteration = lean, 0
        self.actor = network(OBS, 2 * ACT, nn.GELU)
        self.critics = [network(OBS + ACT, 2, nn.GELU) for _ in range(2)]
        self.pairs = [(net, copy.deepcopy(net).requires_grad_(False)) for net in (*self.critics, self.actor)]
        self.log_alpha = torch.tensor(1.0, requires_grad=True)
        self.critic_adams = [torch.optim.Adam(critic.parameters(), lr=1e-4) for critic in self.critics]
        self.actor_adam = torch.optim.Adam(self.actor.parameters(), lr=1e-4)
        self.alpha_adam = torch.optim.Adam([self.log_alpha], lr=3e-4)
        self.b = [None, None]
        self.log = {}

    def law(self, critic, obs, act):
        mean, raw = critic(torch.cat([obs, act], 1)).unbind(1)
        std = softplus(raw)
        return mean, std, mean + torch.randn_like(mean).clamp(-3, 3) * std

    def critic_loss(self, batch, alpha):
        next_act, next_log_prob = sample(self.pairs[2][1], batch["next_obs"], -20, 0.5)
        online = [self.law(critic, batch["obs"], batch["act"]) for critic in self.critics]
        lagging = [self.law(self.pairs[i][1], batch["next_obs"], next_act) for i in range(2)]
        discount = (1 - batch["terminated"]) * GAMMA
        first = lagging[0][0] < lagging[1][0]
        entropy = -alpha * next_log_prob
        y_q = batch["reward"] + discount * (torch.min(lagging[0][0], lagging[1][0]) + entropy)
        y_z = batch["reward"] + discount * (torch.where(first, lagging[0][2], lagging[1][2]) + entropy)
        loss = 0
        for i, (q, std, _) in enumerate(online):
            std_c, q_c = std.detach(), q.detach()
            mean = std_c.mean()
            self.b[i] = mean if self.b[i] is None else (1 - POLYAK) * self.b[i] + POLYAK * mean
            b = self.b[i]
            clipped = (q_c + torch.clamp(y_z - q_c, -3 * b, 3 * b)).detach()
            mean_term = -(y_q - q).detach() / (std_c**2 + 0.1) * q
            std_term = -((q_c - clipped) ** 2 - std_c**2) / (std_c**3 + 0.1) * std
            loss = loss + (b**2 + 0.1) * (mean_term + std_term).mean()
        if not self.lean:
            for i, (q, std, _) in enumerate(online):
                self.log[f"q{i}"], self.log[f"std{i}"] = q.mean().item(), std.mean().item()
                self.log[f"least{i}"], self.log[f"b{i}"] = std.min().item(), self.b[i].item()
        return loss

    def policy_gradients(self, batch, alpha):
        for critic in self.critics:
            critic.requires_grad_(False)
        self.actor_adam.zero_grad()
        act, log_prob = sample(self.actor, batch["obs"], -20, 0.5)
        laws = [self.law(critic, batch["obs"], act) for critic in self.critics]
        loss = (alpha * log_prob - torch.min(laws[0][0], laws[1][0])).mean()
        loss.backward()
        for critic in self.critics:
            critic.requires_grad_(True)
        self.alpha_adam.zero_grad()
        (-self.log_alpha * (log_prob.detach() - ACT)).mean().backward()
        if not self.lean:
            self.log["policy"], self.log["entropy"] = loss.item(), -log_prob.mean().item()

    def update(self, batch):
        self.iteration += 1
        delayed = self.iteration % self.DELAY == 0
        alpha = self.log_alpha.exp().item()
        for adam in self.critic_adams:
            adam.zero_grad()
        loss = self.critic_loss(batch, alpha)
        loss.backward()
        # The policy's gradient is taken at the critics from before their step, as in the authors' code.
        if delayed or not self.lean:
            self.policy_gradients(batch, alpha)
        if not self.lean:
            self.log["critic"], self.log["alpha"] = loss.item(), alpha
        for adam in self.critic_adams:
            adam.step()
        if delayed:
            self.actor_adam.step()
            self.alpha_adam.step()
            with torch.no_grad():
                for online, lagging in self.pairs:
                    for p, p_lagging in zip(online.parameters(), lagging.parameters()):
                        p_lagging.data.mul_(1 - POLYAK)
                        p_lagging.data.add_(POLYAK * p.data)


class Acting:
    def __init__(self, greedy):
        self.actor, self.greedy = network(OBS, 2 * ACT, nn.ReLU), greedy
        self.observations = np.random.default_rng(1).standard_normal((BATCHES, 1, OBS))
        self.next = 0

    def update(self, batch):
        """One action; there is nothing to learn from."""
        self.next = (self.next + 1) % BATCHES
        with torch.no_grad():
            obs = torch.from_numpy(self.observations[self.next].astype(np.float32))
            mean, log_std = self.actor(obs).chunk(2, 1)
            if self.greedy:
                return mean.tanh().numpy()
            return (mean + log_std.clamp(-20, 2).exp() * torch.randn_like(mean)).tanh().numpy()


TASKS = {
    "sac": Sac,
    "dsact": lambda: DsacT(False),
    "dsact-lean": lambda: DsacT(True),
    "act": lambda: Acting(False),
    "act-greedy": lambda: Acting(True),
}


class Runner:
    def __init__(self):
        self.batches, self.agents = batches(), {}

    def measure(self, task, seconds):
        """Calls in about so many seconds, their wall and their processor time."""
        if task not in self.agents:
            torch.manual_seed(1)
            self.agents[task] = TASKS[task]()
            self.measure(task, 2.0)
        agent, n = self.agents[task], 0
        start, cpu = time.perf_counter(), time.process_time()
        while time.perf_counter() - start < seconds:
            for _ in range(BETWEEN):
                agent.update(self.batches[n % BATCHES])
                n += 1
        return n, time.perf_counter() - start, time.process_time() - cpu


def serve():
    """Answers lines `TASK THREADS SECONDS` with `CALLS WALL CPU`."""
    runner = Runner()
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        task, threads, seconds = line.split()
        torch.set_num_threads(int(threads))
        print(*runner.measure(task, float(seconds)), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("tasks", nargs="*", default=list(TASKS))
    args = parser.parse_args()
    if args.serve:
        return serve()
    torch.set_num_threads(args.threads)
    runner = Runner()
    for task in args.tasks:
        results = [runner.measure(task, args.seconds) for _ in range(args.repeats)]
        wall = [1e3 * wall / n for n, wall, _ in results]
        cpu = [1e3 * cpu / n for n, _, cpu in results]
        print(
            f"{task:10s} wall {statistics.median(wall):.3f} ms [{min(wall):.3f}-{max(wall):.3f}]"
            f"  cpu {statistics.median(cpu):.3f} ms [{min(cpu):.3f}-{max(cpu):.3f}] a call"
        )


if __name__ == "__main__":
    main()
