// The table of policies: sorting, and the rows that a range in the parallel coordinates keeps.

const table = document.getElementById('policy-table');

function startTable() {
  if (!table) {
    return;
  }
  table.querySelectorAll('th button').forEach((button, column) => {
    button.addEventListener('click', () => sortBy(column));
  });
  table.tBodies[0].addEventListener('click', (event) => {
    const row = event.target.closest('tr');
    if (row && !event.target.closest('a') && getSelection().isCollapsed) {
      choosePolicy(data.policies[Number(row.dataset.index)]);
    }
  });
  exportButtons(table.parentElement, [
    ['CSV', () => downloadText(fileName('policies', 'csv'), 'text/csv', policiesCsv())],
  ]);
  onChoice(markRows);
  markRows();
}

/** What is chosen, pinned or outside the reader's limits. */
function markRows() {
  for (const row of table.tBodies[0].rows) {
    const policy = data.policies[Number(row.dataset.index)];
    row.classList.toggle('chosen', policy.id === choice.policy);
    row.classList.toggle('pinned', choice.pins.includes(policy.id));
    row.classList.toggle('outside', isOutside(policy));
  }
}

/** The policies as they stand in the table. */
function shownPolicies() {
  return [...table.tBodies[0].rows]
    .filter((row) => !row.hidden)
    .map((row) => data.policies[Number(row.dataset.index)]);
}

function sortBy(column) {
  const heads = [...table.querySelectorAll('th')];
  const down = heads[column].getAttribute('aria-sort') === 'ascending';
  heads.forEach((head) => head.removeAttribute('aria-sort'));
  heads[column].setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const number = heads[column].classList.contains('number');
  const key = (row) => row.cells[column].dataset.sort;
  const compare = (a, b) => {
    const [ka, kb] = [key(a), key(b)];
    if (ka === '' || kb === '') {
      // What has no value stays below, whichever way the rest is sorted.
      return (ka === '') - (kb === '');
    }
    const order = number ? Number(ka) - Number(kb) : ka < kb ? -1 : ka > kb ? 1 : 0;
    return (down ? -order : order) || a.dataset.index - b.dataset.index;
  };
  const body = table.tBodies[0];
  body.append(...[...body.rows].sort(compare));
}

/** Shows the rows of these indices, or all for null. */
function selectPolicies(kept) {
  if (!table) {
    return;
  }
  for (const row of table.tBodies[0].rows) {
    row.hidden = kept !== null && !kept.has(Number(row.dataset.index));
  }
  document.getElementById('table-note').textContent =
    kept === null
      ? ''
      : kept.size + ' of ' + data.policies.length + ' policies lie in the ranges chosen in the parallel coordinates.';
}

function lightRow(policy) {
  if (!table) {
    return;
  }
  table.querySelectorAll('tr.lit').forEach((row) => row.classList.remove('lit'));
  if (policy) {
    document.getElementById('policy-' + policy.index).classList.add('lit');
  }
}
