// The panel beside the charts: the chosen policy, weights and limits, two policies compared.

function startPanel() {
  const panel = document.getElementById('panel');
  if (!panel) {
    return;
  }
  const handle = make('button', 'handle');
  handle.type = 'button';
  handle.addEventListener('click', () => openSheet(panel, handle, !panel.classList.contains('open')));
  const body = make('div', 'sheet');
  const card = make('div', 'card');
  body.append(card);
  panel.append(handle, body);
  if (!data.single && onFront.length > 1) {
    startSliders(body);
  }
  startPins(body);
  const render = () => {
    const policy = chosenPolicy();
    handle.textContent = policy ? policy.id + ': ' + brief(policy) : 'Choose and compare policies';
    const open = card.querySelector('details.take[open]') !== null;
    card.replaceChildren(...policyCard(policy));
    const take = card.querySelector('details.take');
    if (take) {
      take.open = open;
    }
  };
  onChoice(render);
  openSheet(panel, handle, false);
  render();
}

/** On a narrow page the panel is a sheet at the bottom. */
function openSheet(panel, handle, open) {
  panel.classList.toggle('open', open);
  handle.setAttribute('aria-expanded', String(open));
}

function brief(policy) {
  return objectives.slice(0, 3).map((name, i) => name + ' ' + significant(policy.returns[i], 3)).join(', ');
}

function policyCard(policy) {
  if (!policy) {
    const hint = 'Click a point in a chart or a row of the table to see a policy here.';
    return [make('h2', '', 'No policy chosen'), make('p', 'about', hint)];
  }
  const head = make('div', 'cardhead');
  head.append(make('h2', 'name', policy.id), ...badges(policy));
  const parts = [head, signalTable(policy)];
  const origin = originOf(policy);
  if (origin) {
    parts.push(make('p', 'about', origin));
  }
  parts.push(cardButtons(policy));
  if (policy.front) {
    parts.push(commandList(policy));
  }
  return parts;
}

function badges(policy) {
  const list = [];
  if (policy.within !== null) {
    list.push(make('span', policy.within ? 'status done' : 'status failed', policy.within ? 'within limits' : 'outside limits'));
  }
  if (!policy.front) {
    list.push(make('span', 'status stopped', 'fell off the front'));
  }
  if (policy.id === data.knee) {
    list.push(make('span', 'status', 'knee'));
  }
  return list;
}

/** Returns, then costs with their limits. */
function signalTable(policy) {
  const table = make('table');
  signals.forEach((signal) => {
    const value = signal.of(policy);
    if (value === null && !signal.objective) {
      return;
    }
    const row = make('tr');
    const name = make('td', '', signal.name);
    const direction = make('span', 'direction', signal.objective ? ' \u2191' : ' \u2193');
    direction.title = signal.objective ? 'more is better' : 'less is better';
    name.append(direction);
    const cell = make('td', 'number', significant(value, 5));
    const error = signal.error(policy);
    if (error !== null) {
      cell.append(make('span', 'error', ' \u00b1 ' + significant(error, 2)));
    }
    row.append(name, cell);
    table.append(row);
    limitRows(signal).forEach((text) => table.append(limitRow(text)));
  });
  return table;
}

function limitRows(signal) {
  return data.constraints
    .filter((limit) => limit.signal === signal.name)
    .map((limit) => 'limit: at ' + (limit.atMost ? 'most ' : 'least ') + significant(limit.value, 5) + ' per ' + limit.per.replace(/-/g, ' '));
}

function limitRow(text) {
  const row = make('tr', 'limit');
  const cell = make('td', '', text);
  cell.colSpan = 2;
  row.append(cell);
  return row;
}

function originOf(policy) {
  if (data.single) {
    return policy.transitions === null ? '' : 'after ' + grouped(policy.transitions) + ' transitions';
  }
  const aim = trainedFor(policy);
  const parts = [aim && (policy.objective !== null ? 'trained to ' + aim : 'trained for weights ' + aim)];
  parts.push(policy.parent !== null ? 'from ' + policy.parent : '', 'stage ' + policy.stage + ', round ' + policy.round);
  return parts.filter(Boolean).join('; ');
}

function cardButtons(policy) {
  const bar = make('div', 'buttons');
  const add = (text, act) => {
    const button = make('button', '', text);
    button.type = 'button';
    button.addEventListener('click', act);
    bar.append(button);
  };
  add(choice.pins.includes(policy.id) ? 'Unpin' : 'Pin to compare', () => togglePin(policy));
  add('Show its row', () => showRow(policy));
  add('Close', () => choosePolicy(null));
  return bar;
}
