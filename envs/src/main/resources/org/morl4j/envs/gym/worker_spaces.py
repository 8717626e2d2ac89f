"""Spaces of the bridge: their description, and their values to and from doubles."""

import operator

import numpy as np

LONGEST = 60
LARGEST_SIZE = 100_000


class Refused(Exception):
    """Something the bridge does not accept; its message needs no traceback."""


def described(value):
    """A value in a few words of one line."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype} of shape {told_shape(value.shape)}"
    try:
        text = repr(value)
    except BaseException:
        text = "..."
    text = " ".join(text.split())
    text = text if text.isprintable() else ascii(text)
    text = text if len(text) <= LONGEST else text[:LONGEST] + "..."
    return "None" if value is None else f"{text} (of type {type(value).__name__})"


def told_shape(shape):
    """(2,) and (2, 3), whatever integers a shape is made of."""
    return str(tuple(int(n) for n in shape))


def as_numbers(what, value, expected):
    """An array of real numbers; refuses what a conversion to them would change."""
    try:
        array = np.asarray(value)
    except Exception:
        array = None  # ragged, or an object that can't be an array
    if array is None or array.dtype.kind not in "fiub":
        raise Refused(
            f"{what} is {described(value)}, but must be {expected}. Maybe cast it where it is made."
        )
    return array


def describe_space(space):
    """A space as JSON values. Kinds of no fixed size have a type only; the reader refuses them."""
    kind = type(space).__name__
    if kind == "Box":
        # Images and what is too large are refused by their shape: their bounds need not cross.
        told = len(space.shape) <= 2 and np.prod(space.shape) <= LARGEST_SIZE
        low, high = (space.low, space.high) if told else (np.zeros(0), np.zeros(0))
        return {
            "type": "Box",
            "shape": list(space.shape),
            "dtype": space.dtype.name,
            "low": [float(x) for x in low.ravel()],
            "high": [float(x) for x in high.ravel()],
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


def obs_writer(space, name="observation"):
    """A function (value, row) that checks an observation and writes it as doubles."""
    kind = type(space).__name__
    if kind == "Discrete":
        return discrete_writer(space, name)
    if kind in ("Dict", "Tuple"):
        return parts_writer(space, name)
    shape, dtype, array = space.shape, space.dtype, np.ndarray
    start = getattr(space, "start", None)
    start = start if start is not None and np.any(start) else None
    flat = len(shape) == 1 and start is None
    # Boxes are often left by a little; the members of these are numbered, and others have none.
    bounds = None
    if kind == "MultiDiscrete":
        low = np.zeros_like(space.nvec) if start is None else start
        bounds = (low, low + space.nvec - 1)
    elif kind == "MultiBinary":
        bounds = (0, 1)

    def write_array(value, row):
        if value.__class__ is not array or value.dtype is not dtype:
            value = as_numbers(f"The {name}", value, f"an array of {dtype} of shape {shape}")
            if dtype.kind in "iu" and value.dtype.kind == "f":
                require_whole(value, name, dtype)
        if value.shape != shape:
            raise Refused(
                f"The {name} has shape {told_shape(value.shape)}, but the observation space says"
                f" {told_shape(shape)}. Maybe return an array of that shape, or correct the space."
            )
        if bounds and ((value < bounds[0]) | (value > bounds[1])).any():
            raise Refused(
                f"The {name} is {described(value.tolist())}, which is no member of {space}. Maybe"
                " the space is too small."
            )
        if flat:
            row[:] = value
        else:
            row[:] = (value if start is None else value - start).ravel()

    return write_array


def require_whole(value, name, dtype):
    fractions = value[np.isfinite(value) & (value % 1 != 0)]
    if fractions.size:
        raise Refused(
            f"The {name} holds {fractions[0]}, but the observation space says {dtype}. Maybe make"
            " it a space of floats."
        )


def discrete_writer(space, name):
    low, high = int(space.start), int(space.start + space.n - 1)

    def write(value, row):
        try:
            number = operator.index(value)
        except TypeError:
            number = int(value) if isinstance(value, float) and value % 1 == 0 else None
        if number is None or not low <= number <= high:
            raise Refused(
                f"The {name} is {described(value)}, but the observation space says a whole number"
                f" from {low} to {high}. Maybe the space is another one."
            )
        row[0] = number

    return write


def parts_writer(space, name):
    """For Dict and Tuple: each part has a place of its own in the row."""
    if type(space).__name__ == "Dict":
        kind, keys, parts = dict, list(space.spaces), list(space.spaces.values())
    else:
        kind, keys, parts = (tuple, list), list(range(len(space.spaces))), space.spaces
    steps, offset = [], 0
    for key, part in zip(keys, parts):
        steps.append((key, obs_writer(part, f"{name}[{key!r}]"), offset, offset + size_of(part)))
        offset += size_of(part)

    def write_parts(value, row):
        if not isinstance(value, kind) or len(value) != len(keys):
            raise Refused(
                f"The {name} is {described(value)}, but must hold exactly the parts {keys} of the"
                " observation space. Maybe the space is another one."
            )
        for key, write, start, end in steps:
            try:
                part = value[key]
            except KeyError:
                raise Refused(
                    f"The {name} lacks {key!r}; it has {described(list(value))}. Maybe correct the"
                    " key, or the observation space."
                ) from None
            write(part, row[start:end])

    return write_parts


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
