// Two policies side by side.

function startPins(panel) {
  const box = make('div', 'block');
  panel.append(box);
  const render = () => {
    const pinned = choice.pins.map((id) => policiesById.get(id));
    box.hidden = !pinned.length;
    box.replaceChildren(make('h3', '', 'Compared'), pinned.length < 2 ? waiting(pinned) : comparison(...pinned));
  };
  onChoice(render);
  render();
}

function waiting(pinned) {
  const text = pinned.length ? 'A is ' + pinned[0].id + '. Pin another policy to see what differs.' : '';
  return make('p', 'about', text);
}

function comparison(a, b) {
  const table = make('table', 'pins');
  const head = make('tr');
  head.append(make('th', '', ''));
  [a, b].forEach((policy, k) => {
    const cell = make('th', 'number');
    const button = make('button', 'link name', 'AB'[k] + ' ' + policy.id);
    button.type = 'button';
    button.addEventListener('click', () => choosePolicy(policy));
    cell.append(button);
    head.append(cell);
  });
  head.append(make('th', 'number', 'B \u2212 A'));
  table.append(head);
  signals.forEach((signal) => {
    const [x, y] = [signal.of(a), signal.of(b)];
    if (x === null || y === null) {
      return;
    }
    const row = make('tr');
    const gain = signal.objective ? y - x : x - y;
    // Less than two standard errors of the difference may be chance.
    const noise = 2 * Math.hypot(signal.error(a) || 0, signal.error(b) || 0);
    const sign = y > x ? '+' : '';
    const change = make('td', 'number', sign + significant(y - x, 3));
    change.classList.add(Math.abs(gain) <= noise ? 'even' : gain > 0 ? 'better' : 'worse');
    change.title = Math.abs(gain) <= noise ? 'within two standard errors of the difference' : gain > 0 ? 'B is better' : 'A is better';
    row.append(make('td', '', signal.name), make('td', 'number', significant(x, 4)), make('td', 'number', significant(y, 4)), change);
    table.append(row);
  });
  return table;
}
