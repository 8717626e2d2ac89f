// What the charts of a run share: how policies are told and marked.

function withError(value, error) {
  return significant(value) + (error === null ? '' : ' \u00b1 ' + significant(error, 3));
}

/** How much is seen of policies that fell off the front when they were measured anew. */
const FALLEN = 0.25;

function policyTip(policy) {
  const rows = objectives.map((name, i) => [name, withError(policy.returns[i], policy.error[i])]);
  policy.costs.forEach((cost, i) => rows.push([data.costs[i], withError(cost, policy.costError[i])]));
  const note = ['stage ' + policy.stage + ', round ' + policy.round, trainedFor(policy)];
  if (policy.parent !== null) {
    note.push('from ' + policy.parent);
  }
  if (!policy.front) {
    note.unshift('not on the front');
  }
  if (policy.within !== null) {
    note.unshift(policy.within ? 'within limits' : 'outside the limits');
  }
  return tip(policy.id, rows, note.filter(Boolean).join(', '));
}

function pointTip(title, point) {
  return tip(title, objectives.map((name, i) => [name, significant(point[i])]));
}

function showRow(policy) {
  const target = 'policy-' + policy.index;
  const row = document.getElementById(target);
  if (row) {
    location.hash = target;
    row.scrollIntoView({ block: 'center' });
  }
}

/** Legend entries of the groups that front and space draw. */
function frontEntries(colours) {
  const entries = [];
  for (const stage of stages) {
    const look = { shape: shapeOf(stage), colour: colours.stage(stage) };
    entries.push({ key: 'final' + stage, label: 'Stage ' + stage + ', final', ...look });
    entries.push({ key: 'archive' + stage, label: 'as archived', hollow: true, ...look });
  }
  if (known.length) {
    entries.push({ key: 'known', label: 'Known front', shape: 'diamond', colour: colours.known, hollow: true });
  }
  if (drawable.some((policy) => parentOf(policy))) {
    entries.push({ key: 'lineage', label: 'Lineage', shape: 'line', colour: colours.faint });
  }
  if (data.reference !== null && isComplete(data.reference)) {
    entries.push({ key: 'reference', label: 'Reference point', shape: 'cross', colour: colours.known });
  }
  return entries;
}

const byId = new Map(drawable.map((policy) => [policy.id, policy]));

/** The drawn policy this one was trained from, or undefined. */
function parentOf(policy) {
  return policy.parent === null ? undefined : byId.get(policy.parent);
}

/** The front to draw where no policies were archived: the last of fronts.jsonl. */
function lastFront() {
  return drawable.length || !data.frames.length ? [] : data.frames[data.frames.length - 1].points;
}
