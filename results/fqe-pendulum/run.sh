#!/bin/sh
# Policies of ten SAC runs of different lengths, estimated from the replay of an eleventh.
# Usage, from the repository's root: results/fqe-pendulum/run.sh [OUT]
set -e
out=${1:-out/fqe-pendulum}
morl4j=${MORL4J:-./morl4j}
config=configs/runs/sac-pendulum.json

$morl4j train $config --out="$out/data" --seed=100 --quiet \
  --set search.transitions=20000 --set search.evaluateEvery=20000 --set execution.keepState=replay
runs=
seed=1
for transitions in 200 600 1000 1400 1800 2200 2600 3000 5000 10000; do
  $morl4j train $config --out="$out/sac-$transitions" --seed=$seed --quiet \
    --set search.transitions=$transitions --set search.evaluateEvery=$transitions
  runs="$runs $out/sac-$transitions"
  seed=$((seed + 1))
done
$morl4j fqe $runs --data "$out/data" --policy last --episodes 100 \
  --csv results/fqe-pendulum/estimates.csv
