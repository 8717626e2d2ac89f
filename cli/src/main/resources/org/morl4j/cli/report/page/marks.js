// What the charts of a run share: how policies are told and marked.

function withError(value, error) {
  return significant(value) + (error === null ? '' : ' \u00b1 ' + significant(error, 3));
}

/** How much is seen of policies that fell off the front when they were measured anew. */
const FALLEN = 0.25;

function policyTip(policy) {
  const rows = objectives.map((name, i) => [name, withError(policy.returns[i], policy.error[i])]);
  policy.costs.forEach((cost, i) => rows.push([data.costs[i], withError(cost, policy.costError[i])]));
  const note = data.single ? [] : ['stage ' + policy.stage + ', round ' + policy.round, trainedFor(policy)];
  if (policy.parent !== null) {
    note.push('from ' + policy.parent);
  }
  if (!policy.front) {
    note.unshift('not on the front');
  }
  if (policy.within !== null) {
    note.unshift(policy.within ? 'within limits' : 'outside the limits');
  }
  if (isOutside(policy)) {
    note.unshift('outside your limits');
  }
  return tip(policy.id, rows, note.filter(Boolean).join(', '));
}

function pointTip(title, point) {
  return tip(title, objectives.map((name, i) => [name, significant(point[i])]));
}

function showRow(policy) {
  const row = document.getElementById('policy-' + policy.index);
  if (row) {
    row.scrollIntoView({ block: 'center' });
  }
}

/** How much is seen of a policy: less of what is off the front or outside the reader's limits. */
function presence(policy) {
  return policy.front && !isOutside(policy) ? 1 : FALLEN;
}

/** Legend entries of the groups that front and space draw. */
function frontEntries(colours) {
  const entries = [];
  for (const stage of stages) {
    const look = { shape: shapeOf(stage), colour: colours.stage(stage) };
    entries.push({ key: 'final' + stage, label: 'Stage ' + stage + ', final', ...look });
    entries.push({ key: 'archive' + stage, label: 'as archived', hollow: true, ...look });
  }
  if (objectives.length === 2 && onFront.length > 1) {
    entries.push({ key: 'steps', label: 'Front', shape: 'dash', colour: colours.muted });
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
