"""Makes the environments that ids name, and says what is missing where one can't be made."""

import ctypes.util
import difflib
import importlib
import os
import sys
from importlib import metadata

import gymnasium
from worker_spaces import Refused

MOST_NAMES = 12


class StepLimit:
    """A time limit for environments that gymnasium's own wrapper can't take."""

    def __init__(self, env, limit):
        self.env, self.limit, self.steps = env, limit, 0

    def __getattr__(self, name):
        return getattr(self.env, name)

    def reset(self, **kwargs):
        self.steps = 0
        return self.env.reset(**kwargs)

    def step(self, action):
        result = self.env.step(action)
        self.steps += 1
        # What is no step of a kind that we know is passed on, so that it is refused as it came.
        if self.steps < self.limit or type(result) is not tuple or len(result) not in (5, 6):
            return result
        return (*result[:-2], True, result[-1])


def make(options):
    """One environment, as the id's provider makes it."""
    provider, name, limit = options["provider"], options["name"], options["maxEpisodeSteps"]
    kwargs = dict(options["kwargs"])
    if "render_mode" in kwargs:
        draw_without_display()
    module, colon, rest = name.partition(":")
    if provider == "python":
        env = require_environment(find(load(module, options), rest, options)(**kwargs), options)
        return StepLimit(env, limit) if limit else env
    if limit:
        kwargs["max_episode_steps"] = limit
    if colon:
        load(module, options)
    if provider == "safety-gymnasium":
        return safety_gymnasium(options).make(name, **kwargs)
    try:
        import mo_gymnasium  # noqa: F401 (registers its environments)
    except ImportError:
        pass
    if name not in gymnasium.registry:
        # Only then: it takes time, and replaces some old ids of gymnasium's own.
        try:
            import gymnasium_robotics  # noqa: F401 (registers its environments)
        except ImportError:
            pass
    try:
        return gymnasium.make(name, disable_env_checker=True, **kwargs)
    except (gymnasium.error.UnregisteredEnv, gymnasium.error.DeprecatedEnv) as error:
        raise Refused(
            f"{' '.join(str(error).split())} Maybe correct the id, or name the module that registers"
            f" it before a colon, gymnasium:MODULE:{name.rpartition(':')[2]}."
        ) from None


def draw_without_display():
    """MuJoCo takes a window system for granted; without one it must be told of EGL."""
    environ = os.environ
    if not any(environ.get(key) for key in ("MUJOCO_GL", "DISPLAY", "WAYLAND_DISPLAY")):
        if ctypes.util.find_library("EGL"):
            environ["MUJOCO_GL"] = "egl"


def safety_gymnasium(options):
    try:
        return importlib.import_module("safety_gymnasium")
    except ModuleNotFoundError as error:
        if error.name != "safety_gymnasium":
            raise
        raise Refused(
            f"{options['id']} needs the package safety-gymnasium, which {sys.executable} does not"
            " have. Maybe set MORL4J_PYTHON to an interpreter that has safety-gymnasium and py4j."
        ) from None


def load(name, options):
    """The module of that name; refused with the places it was searched in."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or ""
        # A module that is there, but imports another one that isn't, tells by its traceback.
        if not (name + ".").startswith(missing + ".") or not missing:
            raise
        folders = options["pythonPath"]
        paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
        places = [f"{folder} (environment.pythonPath)" for folder in folders]
        places += [f"{path} (PYTHONPATH)" for path in paths]
        places.append(f"the packages of {sys.executable}")
        close = difflib.get_close_matches(missing, modules_in(folders + paths), 1)
        advice = (
            f"Maybe you meant {close[0]}."
            if close
            else f"Maybe add the folder that holds {missing.replace('.', '/')}.py to"
            " environment.pythonPath, or install its package there."
        )
        raise Refused(
            f"There is no Python module {missing}, which the id {options['id']} names; looked in"
            f" {', '.join(places)}. {advice}"
        ) from None


def modules_in(folders):
    names = []
    for folder in folders:
        try:
            names += [entry.removesuffix(".py") for entry in os.listdir(folder)]
        except OSError:
            pass
    return names


def find(module, path, options):
    """What a module holds under a name, to be called."""
    value, owner = module, f"The module {module.__name__}"
    file = getattr(module, "__file__", None)
    where = f" ({file})" if file else ""
    for name in path.split("."):
        try:
            value = getattr(value, name)
        except AttributeError:
            names = callables_of(value)
            close = difflib.get_close_matches(name, names, 1)
            holds = ", ".join(names[:MOST_NAMES]) + (", ..." if len(names) > MOST_NAMES else "")
            raise Refused(
                f"{owner}{where} has no {name}, which the id {options['id']} names. Classes and"
                f" functions that it defines: {holds or 'none'}."
                + (f" Maybe you meant {close[0]}." if close else " Maybe correct the id.")
            ) from None
        owner += f"'s {name}"
    if not callable(value):
        raise Refused(
            f"{owner}{where} is of type {type(value).__name__}, but the id {options['id']} must"
            " name a class, or a function that gives an environment. Maybe name the class."
        )
    return value


def callables_of(owner):
    """Names of the classes and functions that a module or class defines itself."""
    home = getattr(owner, "__module__", None) if isinstance(owner, type) else owner.__name__
    return [
        name
        for name, value in vars(owner).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", None) == home
    ]


def require_environment(env, options):
    needs = ("reset", "step", "observation_space", "action_space")
    missing = [name for name in needs if not hasattr(env, name)]
    if missing:
        raise Refused(
            f"{options['name']} gave a value of type {type(env).__name__} without"
            f" {', '.join(missing)}, but it must give an environment as gymnasium.Env describes"
            " it. Maybe the function lacks its return."
        )
    return env


def unwrapped(env):
    """The environment itself, without wrappers; those of no base class have no such property."""
    return getattr(env, "unwrapped", env)


def maze_of(env):
    """Walls and size of the cells of gymnasium-robotics' mazes; None for all others."""
    maze = getattr(unwrapped(env), "maze", None)
    cells, scale = getattr(maze, "maze_map", None), getattr(maze, "maze_size_scaling", None)
    if cells is None or scale is None:
        return None
    return {"walls": [[cell == 1 for cell in row] for row in cells], "scale": float(scale)}


def simulator_of(env):
    """Name and version of the package that computes the dynamics."""
    kinds = [cls.__module__.split(".") for cls in type(unwrapped(env)).__mro__]
    if any("mujoco" in parts for parts in kinds):
        name = "mujoco"
    else:
        names = {"mo_gymnasium": "mo-gymnasium", "gymnasium_robotics": "mujoco"}
        name = names.get(kinds[0][0], kinds[0][0])
    return (name + " " + version_of(name)).strip()


def version_of(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def versions():
    found = {"python": sys.version.split()[0]}
    for package in (
        "gymnasium",
        "mo-gymnasium",
        "gymnasium-robotics",
        "safety-gymnasium",
        "mujoco",
        "numpy",
        "py4j",
    ):
        version = version_of(package)
        if version:
            found[package] = version
    return found
