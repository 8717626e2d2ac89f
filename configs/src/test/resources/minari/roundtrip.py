"""Loads Minari datasets with the package minari, prints what is in them and writes copies.

roundtrip.py ROOT ID..: each ID below ROOT is loaded and printed as JSON, and written as copy/ID by
minari itself. Numbers are printed with all digits.
"""
import json
import os
import sys

import numpy as np

os.environ["MINARI_DATASETS_PATH"] = sys.argv[1]
import minari
from minari.data_collector import EpisodeBuffer


def plain(value):
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return np.asarray(value).astype(float).tolist()


for name in sys.argv[2:]:
    data = minari.load_dataset(name)
    episodes = []
    buffers = []
    for episode in data.iterate_episodes():
        infos = episode.infos or {}
        episodes.append(
            {
                "observations": plain(episode.observations),
                "actions": plain(episode.actions),
                "rewards": plain(episode.rewards),
                "terminations": plain(episode.terminations),
                "truncations": plain(episode.truncations),
                "cost": plain(infos["cost"]) if "cost" in infos else [],
            }
        )
        buffers.append(
            EpisodeBuffer(
                id=None,
                observations=episode.observations,
                actions=episode.actions,
                rewards=np.asarray(episode.rewards),
                terminations=np.asarray(episode.terminations).astype(bool),
                truncations=np.asarray(episode.truncations).astype(bool),
                infos=infos,
            )
        )
    metadata = data.storage.metadata
    print(
        json.dumps(
            {
                "id": name,
                "steps": int(data.total_steps),
                "objective_names": metadata.get("objective_names"),
                "random": metadata.get("morl4j_random"),
                "episodes": episodes,
            }
        )
    )
    minari.create_dataset_from_buffers(
        dataset_id="copy/" + name,
        buffer=buffers,
        observation_space=data.observation_space,
        action_space=data.action_space,
    )
