// What the reader chose, kept in the page's address so that a link or a reload brings it back.

const choice = {
  /** The chosen policy's id, or null. */
  policy: null,
  /** Ids of at most two that are compared. */
  pins: [],
  /** One weight an objective, or null before a slider was moved. */
  weights: null,
  /** Limits by the signal's index, costs behind objectives. */
  limits: new Map(),
};

/** Objectives, then costs, as policies have them. */
const signals = objectives
  .map((name, i) => ({ name, objective: true, of: (p) => p.returns[i], error: (p) => p.error[i] }))
  .concat(data.costs.map((name, i) => ({ name, objective: false, of: (p) => orNull(p.costs[i]), error: (p) => orNull(p.costError[i]) })));

function orNull(value) {
  return value === undefined ? null : value;
}

const choiceWatchers = [];

/** Calls after each change of the choice. */
function onChoice(work) {
  choiceWatchers.push(work);
}

function choose(changes) {
  Object.assign(choice, changes);
  writeAddress();
  choiceWatchers.forEach(guard);
}

function choosePolicy(policy) {
  choose({ policy: policy === null ? null : policy.id });
}

/** Pins it, or takes it off; a third pin replaces the older of two. */
function togglePin(policy) {
  const pins = choice.pins.filter((id) => id !== policy.id);
  choose({ pins: pins.length < choice.pins.length ? pins : [...pins, policy.id].slice(-2) });
}

const policiesById = new Map(data.policies.map((policy) => [policy.id, policy]));

function chosenPolicy() {
  return policiesById.get(choice.policy) || null;
}

function writeAddress() {
  const query = new URLSearchParams();
  if (choice.policy !== null) {
    query.append('policy', choice.policy);
  }
  choice.pins.forEach((id) => query.append('pin', id));
  if (choice.weights) {
    query.append('weights', choice.weights.join(','));
  }
  choice.limits.forEach((value, i) => query.append('limit', i + ':' + value));
  history.replaceState(history.state, '', '#' + query.toString());
}

/** What the address says; whatever in it fits no run of this kind is left out. */
function readAddress() {
  const hash = location.hash.slice(1);
  const row = /^policy-(\d+)$/.exec(hash);
  if (row && data.policies[Number(row[1])]) {
    return { policy: data.policies[Number(row[1])].id };
  }
  const query = new URLSearchParams(hash);
  const known = (id) => policiesById.has(id);
  const weights = (query.get('weights') || '').split(',').map(Number);
  const fits = weights.length === objectives.length && weights.every((w) => w >= 0 && w <= 100);
  const limits = new Map();
  for (const text of query.getAll('limit')) {
    const [index, value] = text.split(':').map((part) => (part.trim() === '' ? NaN : Number(part)));
    if (signals[index] && Number.isFinite(value)) {
      limits.set(index, value);
    }
  }
  return {
    policy: known(query.get('policy')) ? query.get('policy') : null,
    pins: query.getAll('pin').filter(known).slice(0, 2),
    weights: query.has('weights') && fits ? weights : null,
    limits: limits,
  };
}

function startChoice() {
  Object.assign(choice, readAddress());
  window.addEventListener('hashchange', () => choose(readAddress()));
  document.addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#policy-"]');
    const policy = link && data.policies[Number(link.getAttribute('href').slice(8))];
    if (policy) {
      event.preventDefault();
      choosePolicy(policy);
    }
  });
}
