"""Spaces of the bridge: their description, and their values to and from doubles."""

import numpy as np


class Refused(Exception):
    """Something the bridge does not accept; its message needs no traceback."""


def describe_space(space):
    """A space as JSON values. Kinds of no fixed size have a type only; the reader refuses them."""
    kind = type(space).__name__
    if kind == "Box":
        return {
            "type": "Box",
            "shape": list(space.shape),
            "dtype": space.dtype.name,
            "low": [float(x) for x in space.low.ravel()],
            "high": [float(x) for x in space.high.ravel()],
        }
    if kind == "Discrete":
        return {"type": "Discrete", "n": int(space.n), "start": int(space.start)}
    if kind == "MultiDiscrete":
        return {"type": "MultiDiscrete", "n": [int(x) for x in space.nvec.ravel()]}
    if kind == "MultiBinary":
        return {"type": "MultiBinary", "n": int(np.prod(space.shape))}
    if kind == "Dict":
        parts = [{"key": str(k), "space": describe_space(v)} for k, v in space.spaces.items()]
        return {"type": "Dict", "parts": parts}
    if kind == "Tuple":
        return {"type": "Tuple", "parts": [describe_space(part) for part in space.spaces]}
    return {"type": kind}


def size_of(space):
    kind = type(space).__name__
    if kind == "Discrete":
        return 1
    if kind == "Dict":
        return sum(size_of(part) for part in space.spaces.values())
    if kind == "Tuple":
        return sum(size_of(part) for part in space.spaces)
    return int(np.prod(space.shape))


def obs_writer(space):
    """A function (value, row) that checks an observation and writes it as doubles."""
    kind = type(space).__name__
    if kind == "Discrete":

        def write(value, row):
            row[0] = int(value)

        return write
    if kind in ("Dict", "Tuple"):
        if kind == "Dict":
            keys, parts = list(space.spaces), list(space.spaces.values())
        else:
            keys, parts = range(len(space.spaces)), space.spaces
        steps, offset = [], 0
        for key, part in zip(keys, parts):
            steps.append((key, obs_writer(part), offset, offset + size_of(part)))
            offset += size_of(part)

        def write_parts(value, row):
            for key, write, start, end in steps:
                write(value[key], row[start:end])

        return write_parts

    shape, array, as_array = space.shape, np.ndarray, np.asarray
    start = getattr(space, "start", None)
    start = start if start is not None and np.any(start) else None
    flat = len(shape) == 1 and start is None

    def write_array(value, row):
        if value.__class__ is not array:
            value = as_array(value)
        if value.shape != shape:
            raise Refused(
                f"The observation has shape {value.shape}, but the observation space says {shape}."
            )
        if flat:
            row[:] = value
        else:
            row[:] = (value if start is None else value - start).ravel()

    return write_array


def action_reader(space):
    """A function from the doubles [B, actSize] to a sequence of B actions of the space's dtype."""
    kind = type(space).__name__
    if kind == "Discrete":
        return lambda block: block[:, 0].astype(space.dtype)
    if kind == "Dict":
        keys = list(space.spaces)
        read = parts_reader(list(space.spaces.values()))
        return lambda block: [dict(zip(keys, parts)) for parts in read(block)]
    if kind == "Tuple":
        return parts_reader(space.spaces)
    shape, dtype = (-1, *space.shape), space.dtype
    start = getattr(space, "start", None)
    if start is not None and np.any(start):
        return lambda block: block.reshape(shape).astype(dtype) + start
    return lambda block: block.reshape(shape).astype(dtype)


def parts_reader(spaces):
    steps, offset = [], 0
    for space in spaces:
        steps.append((action_reader(space), offset, offset + size_of(space)))
        offset += size_of(space)
    return lambda block: list(zip(*(read(block[:, a:b]) for read, a, b in steps)))
