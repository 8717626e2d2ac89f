"""What reset and step must give: takes it apart, and says what came where it is something else."""

import inspect
import re
import traceback

import numpy as np
from worker_spaces import Refused, as_numbers, described, told_shape

FIVE = "5: obs, reward, terminated, truncated, info"
SIX = "6: obs, reward, cost, terminated, truncated, info"
FROM_26 = "Maybe it is written for gym before 0.26"


def given(result):
    if isinstance(result, (tuple, list)):
        kinds = ", ".join(type(value).__name__ for value in result)
        return f"{len(result)} values ({kinds})"
    return described(result)


def require_info(info, caller):
    if not isinstance(info, dict):
        raise Refused(
            f"{caller} gave {described(info)} as info, but info must be a dict. Maybe give {{}}."
        )


def first_obs(result):
    """The observation that reset gave."""
    if type(result) is not tuple or len(result) != 2:
        raise Refused(
            f"reset gave {given(result)}, but must give 2 values: obs, info. {FROM_26}, whose"
            " reset gives the observation alone: return obs, {}."
        )
    require_info(result[1], "reset")
    return result[0]


def refuse_old_reset(reset, error):
    """Names the arguments that an environment's reset does not take, if this is what failed."""
    try:
        parameters = inspect.signature(reset).parameters
    except (TypeError, ValueError):
        return
    if any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters.values()):
        return
    for name in ("seed", "options"):
        if name not in parameters and f"'{name}'" in str(error):
            raise Refused(
                f"reset takes no {name}, but is called with it. {FROM_26}: def reset(self, *,"
                " seed=None, options=None)."
            ) from None


class StepContract:
    """What a step of these environments holds.

    k costs and the objectives are those that are named; a reward_space tells the latter as well.
    """

    def __init__(self, options, reward_space):
        names = options["objectives"]
        self.costs_named = options["costs"]
        self.k = len(self.costs_named)
        self.six = options["provider"] == "safety-gymnasium"
        self.m = len(names) or 1
        self.shapes = {(self.m,)}
        self.expected = f"environment.objectives names {self.m}"
        if reward_space is not None:
            size = int(np.prod(reward_space.shape))
            if names and size != self.m:
                raise Refused(
                    f"environment.objectives names {self.m} ({', '.join(names)}), but the"
                    f" environment's reward_space has {size} components. Maybe name all of them,"
                    " or leave environment.objectives out."
                )
            self.m = size
            self.shapes = {(size,)} if reward_space.shape else {()}
            self.expected = f"the reward space {reward_space.shape}"
        elif len(names) <= 1:
            self.shapes = {(), (1,)} if names else {()}
            if not names:
                self.expected = (
                    "without reward_space and environment.objectives it must be one number"
                )
        # Where a plain float is all that is asked for, the caller may write it itself.
        self.scalar = () in self.shapes

    def split(self, result):
        """(obs, reward, terminated, truncated, costs) of what a step gave, the flags as bools."""
        if type(result) is not tuple or len(result) not in (5, 6):
            raise Refused(
                f"step gave {given(result)}, but must give {SIX if self.six else FIVE}. {FROM_26}:"
                " done became terminated (the task ended) and truncated (time ran out)."
            )
        cost, source = None, "info['cost']"
        if len(result) == 6:
            o, r, cost, te, tr, info = result
            source = "step's third value"
            if not self.k:
                raise Refused(
                    f"step gave {given(result)}, a cost as the third, but none is declared. Maybe"
                    ' name it, "costs": ["cost"], in environment.'
                )
        elif self.six:
            raise Refused(f"step gave {given(result)}, but must give {SIX}.")
        else:
            o, r, te, tr, info = result
        require_info(info, "step")
        if len(result) == 5 and self.k:
            cost = info.get("cost")
            if cost is None and all(name in info for name in self.costs_named):
                cost, source = [info[name] for name in self.costs_named], "info"
        te, tr = flag("terminated", te), flag("truncated", tr)
        return o, r, te, tr, self.costs(cost, source) if self.k else None

    def costs(self, cost, source):
        if cost is None:
            names = ", ".join(f"info[{name!r}]" for name in self.costs_named)
            raise Refused(
                f"step gave no {source}, and not {names}. Maybe this environment has no costs."
            )
        costs = as_numbers(source, cost, "a real number for each cost").reshape(-1)
        if costs.size != self.k:
            raise Refused(
                f"{source} has {costs.size} costs, but {self.k} are declared. Maybe name as many in"
                " environment.costs."
            )
        return costs

    def reward(self, value):
        """The reward as an array [m] or []."""
        one = "one real number" if self.shapes == {()} else "one real number an objective"
        reward = as_numbers("The reward", value, one)
        if reward.shape in self.shapes:
            return reward
        advice = f"Maybe return the {self.m} rewards as one array of that shape."
        if self.scalar and reward.shape == (1,):
            advice = "Maybe return float(reward[0])."
        elif self.scalar and reward.ndim == 1 and reward.size:
            names = ", ".join(f'"reward_{j}"' for j in range(min(3, reward.size)))
            advice = (
                f"Maybe name its components, environment.objectives: [{names}"
                + (", ...]" if reward.size > 3 else "]")
                + f", or give the environment a reward_space of shape {told_shape(reward.shape)}."
            )
        shape = told_shape(reward.shape)
        raise Refused(f"The reward has shape {shape}, but {self.expected}. {advice}")


def flag(name, value):
    """True or False; whole numbers that stand for them are taken too."""
    if value.__class__ is bool or value.__class__ is np.bool_:
        return bool(value)
    array = np.asarray(value)
    if array.shape == () and array.dtype.kind in "biu" and int(array) in (0, 1):
        return bool(array)
    raise Refused(
        f"step gave {described(value)} as {name}, but it must be True or False. Maybe write"
        f" bool(...) around what tells it, or False if the episode never ends so."
    )


def wrapper_failure(error):
    """What is wrong with a step or reset that one of gymnasium's wrappers could not take apart.

    None for other exceptions.
    """
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    if not frames or not isinstance(error, ValueError):
        return None
    frame = frames[-1]
    home = frame.f_globals.get("__name__") or ""
    caller = frame.f_code.co_name
    if not home.startswith("gymnasium.wrappers") or caller not in ("step", "reset"):
        return None
    if "values to unpack" not in str(error):
        return None
    wrapper = type(frame.f_locals.get("self")).__name__
    count = re.search(r"got (\d+)", str(error))
    came = count[1] if count else "more"
    must = FIVE if caller == "step" else "2: obs, info"
    advice = f"{FROM_26}, whose step gives 4 and whose reset gives obs alone."
    if not count and caller == "step":
        advice = (
            'Maybe it gives a cost: put it into info["cost"], or name the class by'
            " python:MODULE:CLASS, which takes 6 values."
        )
    return f"{caller} gave {came} values to gymnasium's {wrapper}, but must give {must}. {advice}"
