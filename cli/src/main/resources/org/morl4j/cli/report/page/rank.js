// Which policies serve the reader's weights and limits best.

const onFront = drawable.filter((policy) => policy.front);

const ranges = objectives.map((name, i) => {
  const values = onFront.map((policy) => policy.returns[i]);
  return { low: Math.min(...values), high: Math.max(...values) };
});

/** Where a return lies in its range on the front: 0 the least, 1 the most; 1 where all are alike. */
function shareOf(policy, i) {
  const { low, high } = ranges[i];
  return high > low ? (policy.returns[i] - low) / (high - low) : 1;
}

function weightsNow() {
  return choice.weights || objectives.map(() => 50);
}

/** The weighted mean of these shares; all weights 0 count as equal. */
function scoreOf(policy) {
  const weights = weightsNow();
  const sum = weights.reduce((a, b) => a + b, 0);
  return objectives.reduce((score, name, i) => score + shareOf(policy, i) * (sum > 0 ? weights[i] / sum : 1 / weights.length), 0);
}

/** Whether it misses one of the reader's limits: objectives at least, costs at most. */
function isOutside(policy) {
  return [...choice.limits].some(([i, limit]) => {
    const value = signals[i].of(policy);
    return value === null || (signals[i].objective ? value < limit : value > limit);
  });
}

/** The front, best first; what is outside the limits behind what is within. */
function ranking() {
  return [...onFront].sort(
    (a, b) => isOutside(a) - isOutside(b) || scoreOf(b) - scoreOf(a) || a.index - b.index
  );
}

/** The policy that is best by what the reader moved, or null before that. */
function bestNow() {
  const best = choice.weights || choice.limits.size ? ranking()[0] : undefined;
  return best && !isOutside(best) ? best : null;
}

/** What charts point out: {policy, label, strong}. */
function pointedOut() {
  const labels = new Map();
  const add = (policy, label) => policy && labels.set(policy, [...(labels.get(policy) || []), label]);
  add(policiesById.get(data.knee), 'knee');
  add(bestNow(), 'best');
  choice.pins.forEach((id, i) => add(policiesById.get(id), 'AB'[i]));
  add(chosenPolicy(), 'chosen');
  return [...labels]
    .filter(([policy]) => policy.drawable)
    .map(([policy, words]) => ({
      policy: policy,
      label: words.filter((word) => word !== 'chosen').join(', '),
      strong: words.some((word) => word !== 'knee'),
    }));
}
