"""Writes losses and gradients of SAC, TD3 and DSAC-T as PyTorch computes them, for the tests of module
agents.

    pip install -r benchmarks/python/agents/requirements.txt
    python3 benchmarks/python/agents/make_fixtures.py

One safetensors file a case, in agents/src/test/resources/org/morl4j/agents/offpolicy: sac, sac-signals,
td3, dsact (ReLU) and dsact-gelu. obs 3, act 2, hidden 8 and 8, batch B = 5, ReLU but for the last.
Every tensor is flat, row-major; shapes below are what to read it as.

Given (F32 unless said otherwise, with values that are exact in F32):
  obs, next_obs [B,3], act [B,2], reward [B,S], terminated [B] U8, low, high [2]
  discount [B,S] F64        gamma_s (1 - terminated)
  actor, critics.0, critics.1, target_critics.0, target_critics.1, target_actor
                            flat parameters in the order of torch's parameters(): W [out,in], b a layer.
                            A critic reads [obs, act] and puts out S values; for DSAC-T (S = 1) the mean and
                            a raw number, sigma = softplus(raw). SAC's and DSAC-T's actor puts out [means,
                            log stds], TD3's the means alone.
  noise, next_noise [B,2]   standard normal draws for the actions at obs and at next_obs
  options F64               by name: log_alpha, target_entropy, min_log_std, max_log_std, log_volume;
                            TD3: noise_std, noise_clip (of actions scaled to [-1,1]); DSAC-T: tau_b
  weights [S]               sac-signals: the mix is sum_s weights_s Q_s

Expected, under `float32.` (F32) and `float64.` (F64): the same computation in either precision, so that
their distance says what a float implementation may be off by.
  next_act [B,2], next_log_prob [B], act_new [B,2], log_prob_new [B]
  y [B,S]                   r + discount (Q' - alpha log pi'), the entropy term in every signal
  critic_loss.i, critic_gradient.i
                            L = 1/B sum over rows and signals of 1/2 (Q_i - y)^2, each critic by itself
  actor_loss, actor_gradient
                            L = E[alpha log pi - min_i Q_i(s, a)]
  temperature_loss, temperature_gradient
                            J = -E[log alpha (log pi + target_entropy)] and dJ/d log alpha
Actions are low + (high - low)/2 (tanh(u) + 1), but log pi is the density of tanh(u), in [-1,1]^2; that of the
action is less by options.log_volume, sum log((high - low)/2). log stds are clamped (gradient 0 outside): in
one dimension some rows lie above the upper clamp.

sac-signals has `y`, `next_q` and what follows from them twice, under `mixed.` (the critic with the smaller
mix gives all signals of a row, Q' = Q'_argmin; the actor ascends min_i mix(Q_i)) and under
`elementwise.` (Q'_s = min_i Q'_is; the actor ascends mix(min_i Q_is)). Rows of both kinds are there.

td3: next_act = clamp(tanh(out) + clamp(noise_std next_noise, +-noise_clip), +-1), stretched to the bounds;
y = r + discount min_i Q'_i; the actor's loss is -E[Q_1(s, mu(s))].

dsact (arXiv 2310.05858; the authors' code of February 2024), beside the above:
  z [2,B]                   standard normal draws of the two target critics, clamped to +-3 before use;
                            z_chosen [B] (expected) are those that count
  b [2]                     the moving averages before the update
  y_q, y_z [B]              mean and sampled target; the critic with the smaller target mean gives both
  b_new [2]                 (1 - tau_b) b + tau_b mean(sigma); b_first [2] is mean(sigma), with no average yet
  y_z_clipped.i [B]         Q_i + clamp(y_z - Q_i, +-3 b_new_i)
  critic_out.i [B,2]        the critic's outputs, and critic_out_gradient.i [B,2] the loss's gradient there
  critic_loss.i             (b^2 + 0.1) E[-(y_q - Q)_c / (sigma_c^2 + 0.1) Q
                                          - ((Q_c - y_z)^2 - sigma_c^2) / (sigma_c^3 + 0.1) sigma], c: constant
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import nn
from torch.nn.functional import softplus
from torch.nn.utils import parameters_to_vector, vector_to_parameters

FOLDER = Path(__file__).parents[3] / "agents/src/test/resources/org/morl4j/agents/offpolicy"
OBS, ACT, HIDDEN, ROWS = 3, 2, 8, 5
LOW, HIGH = np.float32([-2, -0.5]), np.float32([1, 3])
KINK_MARGIN = 1e-3  # of pre-activations and of choices: no rounding may turn them over
LARGEST_GRADIENT = 4.0  # so that floats can meet an absolute tolerance of 1e-5
LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)


def network(inputs, outputs, activation):
    return nn.Sequential(
        nn.Linear(inputs, HIDDEN), activation(), nn.Linear(HIDDEN, HIDDEN), activation(), nn.Linear(HIDDEN, outputs)
    )


class Problem:
    """The given tensors, and their computation in one precision. Keeps what it expects in `out`."""

    def __init__(self, given, options, dtype, activation=nn.ReLU):
        self.options, self.dtype, self.activation = options, dtype, activation
        self.out, self.margins, self.nets = {}, [], {}
        for name, value in given.items():
            if name.split(".")[0] not in ("actor", "target_actor", "critics", "target_critics"):
                setattr(self, name, torch.tensor(value).to(torch.bool if name == "terminated" else dtype))
        for name, flat in given.items():
            if "actor" in name or "critics" in name:
                inputs = OBS if "actor" in name else OBS + ACT
                net = network(inputs, outputs_of(inputs, len(flat)), activation).to(dtype)
                vector_to_parameters(torch.tensor(flat).to(dtype), net.parameters())
                if activation is nn.ReLU:
                    for layer in (net[0], net[2]):
                        layer.register_forward_hook(lambda *call: self.apart(call[2]))
                self.nets[name] = net
        self.half = (self.high - self.low) / 2

    def apart(self, value):
        """Notes how close a value comes to 0, where a branch turns over."""
        self.margins.append(value.detach().abs().min().item())

    def smaller(self, first, second):
        self.apart(first - second)
        return torch.min(first, second)

    def critic(self, name, obs, act):
        return self.nets[name](torch.cat([obs, act], 1))

    def gradient(self, name, loss, of):
        parameters = list(self.nets[of].parameters())
        self.out[name] = parameters_to_vector(torch.autograd.grad(loss, parameters, retain_graph=True))

    def sample(self, actor, obs, noise):
        """Squashed Gaussian: actions in the environment's units, log densities in those of [-1, 1]."""
        mean, log_std = self.nets[actor](obs).chunk(2, 1)
        self.apart(log_std - self.options["max_log_std"])
        log_std = log_std.clamp(self.options["min_log_std"], self.options["max_log_std"])
        u = mean + log_std.exp() * noise
        log_slope = 2 * (np.log(2) - u - softplus(-2 * u))
        normal = -0.5 * noise**2 - log_std - LOG_ROOT_2PI
        return self.low + self.half * (u.tanh() + 1), (normal - log_slope).sum(1)

    def soft(self, q_of_critics, actor_at_next):
        """What SAC and DSAC-T share: new actions, the actor's loss and the temperature's."""
        alpha = np.exp(self.options["log_alpha"])
        with torch.no_grad():
            next_act, next_log_prob = self.sample(actor_at_next, self.next_obs, self.next_noise)
        act_new, log_prob_new = self.sample("actor", self.obs, self.noise)
        self.out |= {"next_act": next_act, "next_log_prob": next_log_prob}
        self.out |= {"act_new": act_new, "log_prob_new": log_prob_new}
        log_alpha = torch.tensor(self.options["log_alpha"], dtype=self.dtype, requires_grad=True)
        loss = -(log_alpha * (log_prob_new.detach() + self.options["target_entropy"])).mean()
        self.out["temperature_loss"] = loss
        self.out["temperature_gradient"] = torch.autograd.grad(loss, log_alpha)[0]
        for prefix, q in q_of_critics(act_new).items():
            self.out[prefix + "actor_loss"] = (alpha * log_prob_new - q).mean()
            self.gradient(prefix + "actor_gradient", self.out[prefix + "actor_loss"], "actor")
        return next_act, -alpha * next_log_prob[:, None]

    def regress(self, prefix, y):
        for i in range(2):
            q = self.critic(f"critics.{i}", self.obs, self.act)
            self.out[f"{prefix}critic_loss.{i}"] = 0.5 * ((q - y) ** 2).sum(1).mean()
            self.gradient(f"{prefix}critic_gradient.{i}", self.out[f"{prefix}critic_loss.{i}"], f"critics.{i}")

    def sac(self):
        def q_of_critics(act):
            q = [self.critic(f"critics.{i}", self.obs, act) for i in range(2)]
            if not hasattr(self, "weights"):
                return {"": self.smaller(q[0][:, 0], q[1][:, 0])}
            return {
                "mixed.": self.smaller(q[0] @ self.weights, q[1] @ self.weights),
                "elementwise.": self.smaller(q[0], q[1]) @ self.weights,
            }

        next_act, shift = self.soft(q_of_critics, "actor")
        with torch.no_grad():
            q = [self.critic(f"target_critics.{i}", self.next_obs, next_act) for i in range(2)]
            if hasattr(self, "weights"):
                mixes = [values @ self.weights for values in q]
                self.apart(mixes[0] - mixes[1])
                chosen = torch.where((mixes[0] < mixes[1])[:, None], q[0], q[1])
                targets = {"mixed.": chosen, "elementwise.": self.smaller(q[0], q[1])}
            else:
                targets = {"": self.smaller(q[0], q[1])}
        for prefix, next_q in targets.items():
            y = self.reward + self.discount * (next_q + shift)
            self.out |= {prefix + "next_q": next_q, prefix + "y": y}
            self.regress(prefix, y)

    def td3(self):
        stretch = lambda y: self.low + self.half * (y + 1)
        with torch.no_grad():
            clip = self.options["noise_clip"]
            noise = (self.options["noise_std"] * self.next_noise).clamp(-clip, clip)
            unclipped = self.nets["target_actor"](self.next_obs).tanh() + noise
            self.apart(unclipped.abs() - 1)
            self.clipped = [unclipped.abs() > 1]
            next_act = stretch(unclipped.clamp(-1, 1))
            q = [self.critic(f"target_critics.{i}", self.next_obs, next_act) for i in range(2)]
            y = self.reward + self.discount * self.smaller(q[0], q[1])
        self.out |= {"next_act": next_act, "y": y}
        self.regress("", y)
        act_new = stretch(self.nets["actor"](self.obs).tanh())
        self.out["act_new"] = act_new
        self.out["actor_loss"] = -self.critic("critics.0", self.obs, act_new).mean()
        self.gradient("actor_gradient", self.out["actor_loss"], "actor")

    def dsact(self):
        def law(name, obs, act):
            mean, raw = self.critic(name, obs, act).unbind(1)
            return mean, softplus(raw)

        def q_of_critics(act):
            return {"": self.smaller(*(law(f"critics.{i}", self.obs, act)[0] for i in range(2)))}

        next_act, shift = self.soft(q_of_critics, "target_actor")
        with torch.no_grad():
            laws = [law(f"target_critics.{i}", self.next_obs, next_act) for i in range(2)]
            samples = [mean + z.clamp(-3, 3) * std for (mean, std), z in zip(laws, self.z)]
            self.apart(laws[0][0] - laws[1][0])
            first = laws[0][0] < laws[1][0]
            reward, discount, shift = self.reward[:, 0], self.discount[:, 0], shift[:, 0]
            y_q = reward + discount * (torch.where(first, laws[0][0], laws[1][0]) + shift)
            y_z = reward + discount * (torch.where(first, *samples) + shift)
        self.out |= {"y_q": y_q, "y_z": y_z, "z_chosen": torch.where(first, *self.z)}
        b_first, b_new, self.clipped = [], [], []
        for i in range(2):
            out = self.critic(f"critics.{i}", self.obs, self.act)
            q, sigma = out[:, 0], softplus(out[:, 1])
            q_c, sigma_c = q.detach(), sigma.detach()
            b_first.append(sigma_c.mean())
            b = (1 - self.options["tau_b"]) * self.b[i] + self.options["tau_b"] * sigma_c.mean()
            b_new.append(b)
            self.apart((y_z - q_c).abs() - 3 * b)
            self.clipped.append((y_z - q_c).abs() > 3 * b)
            clipped = q_c + (y_z - q_c).clamp(-3 * b, 3 * b)
            mean_term = -(y_q - q_c) / (sigma_c**2 + 0.1) * q
            std_term = -((q_c - clipped) ** 2 - sigma_c**2) / (sigma_c**3 + 0.1) * sigma
            loss = (b**2 + 0.1) * (mean_term + std_term).mean()
            d_out = torch.autograd.grad(loss, out, retain_graph=True)[0]
            self.out |= {f"critic_out.{i}": out, f"critic_out_gradient.{i}": d_out}
            self.out |= {f"y_z_clipped.{i}": clipped, f"critic_loss.{i}": loss}
            self.gradient(f"critic_gradient.{i}", loss, f"critics.{i}")
        self.out |= {"b_first": torch.stack(b_first), "b_new": torch.stack(b_new)}


def parameters(inputs, outputs):
    return HIDDEN * (inputs + 1) + HIDDEN * (HIDDEN + 1) + outputs * (HIDDEN + 1)


def outputs_of(inputs, count):
    return (count - parameters(inputs, 0)) // (HIDDEN + 1)


def draw(rng, inputs, outputs):
    """Twice PyTorch's own range, so that a mistake in any layer shows."""
    values = []
    for fan_in, fan_out in ((inputs, HIDDEN), (HIDDEN, HIDDEN), (HIDDEN, outputs)):
        values.append(rng.uniform(-2, 2, fan_out * (fan_in + 1)) / np.sqrt(fan_in))
    return np.concatenate(values).astype(np.float32)


def given(seed, kind, signals, options):
    rng = np.random.default_rng(seed)
    normal = lambda *shape: rng.standard_normal(shape).astype(np.float32)
    actor_outputs = ACT if kind == "td3" else 2 * ACT
    critic_outputs = 2 if kind == "dsact" else signals
    gamma = np.array([0.99, 0.9][:signals])
    terminated = np.arange(ROWS) == 3
    tensors = {
        "obs": normal(ROWS, OBS),
        "next_obs": normal(ROWS, OBS),
        "act": rng.uniform(LOW, HIGH, (ROWS, ACT)).astype(np.float32),
        "reward": normal(ROWS, signals),
        "terminated": terminated.astype(np.uint8),
        "low": LOW,
        "high": HIGH,
        "discount": gamma * ~terminated[:, None],
        "noise": normal(ROWS, ACT),
        "next_noise": normal(ROWS, ACT),
    }
    for name in ("actor", "target_actor"):
        tensors[name] = draw(rng, OBS, actor_outputs)
        if kind != "td3":
            tensors[name][-1] = options["max_log_std"]  # the bias of the second log std
            tensors[name][-2] = -1
    for name in ("critics", "target_critics"):
        for i in range(2):
            tensors[f"{name}.{i}"] = draw(rng, OBS + ACT, critic_outputs)
    if kind == "sac":
        del tensors["target_actor"]
    if signals > 1:
        tensors["weights"] = np.float32([0.75, 0.25])
    if kind == "td3":
        tensors["next_noise"][0] = 3, -3  # beyond the noise's clip
    if kind == "dsact":
        tensors["z"] = normal(2, ROWS)
        tensors["z"][:, 1] = 4  # beyond +-3
        tensors["b"] = np.float32([0.375, 0.5])
    return tensors


def both_kinds(flags):
    return bool(flags.any()) and not bool(flags.all())


def useful(problem, kind):
    """Every branch is taken by some rows and not by others, with no row at the edge between."""
    out, q = problem.out, {}
    for which, obs, act in (("", problem.obs, out["act_new"]), ("target_", problem.next_obs, out["next_act"])):
        q[which] = [problem.critic(f"{which}critics.{i}", obs, act) for i in range(2)]
    mix = getattr(problem, "weights", torch.eye(2)[0, :1].to(problem.dtype))
    ok = min(problem.margins) > KINK_MARGIN
    if kind != "td3":
        for actor, obs in (("actor", problem.obs), (next_actor(problem), problem.next_obs)):
            ok &= both_kinds(problem.nets[actor](obs)[:, 3] > problem.options["max_log_std"])
        ok &= both_kinds(q[""][0][:, : len(mix)] @ mix < q[""][1][:, : len(mix)] @ mix)
    alive = ~problem.terminated
    ok &= both_kinds((q["target_"][0][:, : len(mix)] @ mix < q["target_"][1][:, : len(mix)] @ mix)[alive])
    if len(mix) > 1:
        for signal in range(len(mix)):
            ok &= both_kinds((out["mixed.y"] == out["elementwise.y"])[alive, signal])
        between = out["mixed.actor_gradient"] - out["elementwise.actor_gradient"]
        ok &= between.abs().max().item() > 0.1
    if hasattr(problem, "clipped"):
        ok &= all(both_kinds(flags[alive]) for flags in problem.clipped)
    largest = max(value.abs().max().item() for key, value in out.items() if "gradient" in key)
    return ok and largest < LARGEST_GRADIENT


def next_actor(problem):
    return "target_actor" if "target_actor" in problem.nets else "actor"


def write(name, kind, signals, options, activation=nn.ReLU):
    for seed in range(100000):
        tensors = given(seed, kind, signals, options)
        problems = {}
        for precision, dtype in (("float32", torch.float32), ("float64", torch.float64)):
            problems[precision] = Problem(tensors, options, dtype, activation)
            getattr(problems[precision], kind)()
            if not useful(problems[precision], kind):
                break
        else:
            break
    else:
        raise SystemExit(f"{name}: no seed takes every branch")
    for key, value in options.items():
        tensors["options." + key] = np.array([value], np.float64)
    worst = 0.0
    for precision, problem in problems.items():
        for key, value in problem.out.items():
            tensors[f"{precision}.{key}"] = np.ascontiguousarray(value.detach().numpy()).reshape(-1)
            if "gradient" in key:
                exact = problems["float64"].out[key].detach()
                worst = max(worst, (value.detach() - exact).abs().max().item())
    path = FOLDER / f"{name}.safetensors"
    save_file({key: value.reshape(-1) for key, value in tensors.items()}, path)
    path.chmod(0o644)
    margin = min(min(problem.margins) for problem in problems.values())
    print(f"{name}: seed {seed}, margin {margin:.1e}, gradients in float32 and float64 differ by {worst:.1e}")


def main():
    torch.set_num_threads(1)
    print("torch", torch.__version__, "numpy", np.__version__)
    FOLDER.mkdir(parents=True, exist_ok=True)
    soft = {"log_alpha": float(np.log(0.2)), "target_entropy": -2.0, "min_log_std": -20.0, "max_log_std": 2.0}
    soft["log_volume"] = float(np.log((HIGH.astype(float) - LOW) / 2).sum())
    write("sac", "sac", 1, soft)
    write("sac-signals", "sac", 2, soft)
    write("td3", "td3", 1, {"noise_std": 0.2, "noise_clip": 0.5})
    late = soft | {"log_alpha": 1.0, "max_log_std": 0.5, "tau_b": 0.005}
    write("dsact", "dsact", 1, late)
    write("dsact-gelu", "dsact", 1, late, nn.GELU)


if __name__ == "__main__":
    main()
