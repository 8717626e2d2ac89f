"""Writes the parameters after 100 PyTorch Adam updates that PyTorchParityTest compares with.

Usage: python make_parity_fixtures.py [--seeds]
  --seeds instead prints, for the first 20 seeds of each ReLU case, how close a unit comes to 0 and
  how far PyTorch's own variants end from each other
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from parity_cases import CASES, KINK_MARGIN, agreement, kink_distance, train

FOLDER = Path(__file__).parents[3] / "nn/src/test/resources/org/morl4j/nn/parity"


def describe(case) -> str:
    spread = ", ".join(f"{name} {value:.1e}" for name, value in agreement(case).items())
    return f"{case.name} seed {case.seed}: kink distance {kink_distance(case):.1e}; {spread}"


def main() -> None:
    torch.set_num_threads(1)
    print("torch", torch.__version__, "numpy", np.__version__)
    relu = [case for case in CASES if "relu" in case.name]
    if "--seeds" in sys.argv:
        for case in relu:
            for seed in range(20):
                print(describe(replace(case, seed=seed)), flush=True)
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        print(describe(case), flush=True)
        if case in relu and kink_distance(case) < KINK_MARGIN:
            raise SystemExit(f"{case.name}: a unit comes too close to 0; take another seed")
        train(case).astype("<f4").tofile(FOLDER / f"{case.name}.f32")


if __name__ == "__main__":
    main()
