// The run's data, and how its stages and policies are told.

const data = JSON.parse(document.getElementById('data').textContent);
const objectives = data.objectives;

/** True where every value is a number: JSON has null for NaN and the infinities. */
function isComplete(values) {
  return values.every((v) => v !== null);
}

data.policies.forEach((policy, index) => {
  policy.index = index;
  policy.drawable = isComplete(policy.returns) && isComplete(policy.archived);
});
const drawable = data.policies.filter((policy) => policy.drawable);
const stages = [...new Set(drawable.map((policy) => policy.stage))].sort((a, b) => a - b);
const known = data.known.filter(isComplete);
data.frames.forEach((frame) => {
  frame.points = frame.points.filter(isComplete);
});

const SHAPES = ['circle', 'triangle', 'rect', 'pin'];

/** Stages differ by shape as well as by colour. */
function shapeOf(stage) {
  return SHAPES[Math.min(Math.max(stage, 1), 4) - 1];
}

/** What a policy was trained for, as the table says it. */
function trainedFor(policy) {
  if (policy.objective !== null) {
    return 'maximise ' + policy.objective;
  }
  return policy.preference === null
    ? ''
    : policy.preference
        .map((w, i) => (w === 0 ? '' : objectives[i] + ' ' + significant(w, 3)))
        .filter(Boolean)
        .join(', ');
}
