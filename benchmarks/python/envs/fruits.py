"""Writes the fruit-tree values of mo-gymnasium 1.3.2 as CSV resources: fruits.py FOLDER."""

import importlib.metadata
import pathlib
import sys

from mo_gymnasium.envs.fruit_tree.fruit_tree import FRUITS

assert importlib.metadata.version("mo-gymnasium") == "1.3.2"
licence = next(f for f in importlib.metadata.files("mo-gymnasium") if f.name == "LICENSE")
notice = [line for line in licence.read_text().splitlines() if line.strip()]
for depth, fruits in FRUITS.items():
    head = ["Fruits of mo-gymnasium 1.3.2, mo_gymnasium/envs/fruit_tree/fruit_tree.py."] + notice
    lines = [f"# {line}" for line in head]
    lines += [",".join(repr(value) for value in fruit) for fruit in fruits]
    path = pathlib.Path(sys.argv[1]) / f"fruit-tree-{depth}.csv"
    path.write_text("\n".join(lines) + "\n")
