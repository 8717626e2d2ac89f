// Weights and limits: what matters to the reader, and the policies that serve it best.

const NAMED = 5;

function startSliders(panel) {
  const section = make('div', 'block');
  const reset = make('button', 'link', 'Reset');
  reset.type = 'button';
  reset.addEventListener('click', () => choose({ weights: null, limits: new Map() }));
  const head = make('div', 'cardhead');
  head.append(make('h3', '', 'What matters to you'), reset);
  const sliders = objectives.map(weightSlider);
  const entries = signals.map(limitEntry).filter(Boolean);
  const limits = make('details');
  limits.append(make('summary', '', 'Limits of your own'), ...entries.map((entry) => entry.line));
  limits.open = choice.limits.size > 0;
  const list = make('ol', 'ranking');
  list.setAttribute('aria-live', 'polite');
  section.append(head, ...sliders.map((slider) => slider.line), limits, make('p', 'purpose', 'Best for these weights'), list);
  panel.append(section);
  const render = () => {
    sliders.forEach((slider) => slider.render());
    entries.forEach((entry) => entry.render());
    list.replaceChildren(...ranking().slice(0, NAMED).map(rankLine));
    reset.hidden = !choice.weights && !choice.limits.size;
  };
  onChoice(render);
  render();
}

function weightSlider(name, i) {
  const line = make('label', 'weight');
  const input = make('input');
  input.type = 'range';
  input.min = '0';
  input.max = '100';
  const share = make('output');
  line.append(make('span', 'signal', name), input, share);
  input.addEventListener('input', () => {
    const weights = [...weightsNow()];
    weights[i] = Number(input.value);
    choose({ weights: weights });
  });
  const render = () => {
    const weights = weightsNow();
    const sum = weights.reduce((a, b) => a + b, 0);
    input.value = String(weights[i]);
    share.textContent = Math.round(100 * (sum > 0 ? weights[i] / sum : 1 / weights.length)) + ' %';
  };
  return { line, render };
}

/** An objective's least, or a cost's most; null for a cost that was not measured. */
function limitEntry(signal, i) {
  const values = drawable.map((policy) => signal.of(policy)).filter((value) => value !== null);
  if (!values.length) {
    return null;
  }
  const line = make('label', 'limitline');
  const input = make('input');
  input.type = 'number';
  input.step = 'any';
  input.placeholder = significant(signal.objective ? Math.min(...values) : Math.max(...values), 4);
  line.append(make('span', 'signal', signal.name), make('span', 'sense', signal.objective ? 'at least' : 'at most'), input);
  input.addEventListener('input', () => {
    const limits = new Map(choice.limits);
    if (input.value.trim() === '' || !Number.isFinite(Number(input.value))) {
      limits.delete(i);
    } else {
      limits.set(i, Number(input.value));
    }
    choose({ limits: limits });
  });
  const render = () => {
    const value = choice.limits.has(i) ? String(choice.limits.get(i)) : '';
    // Not while it is typed: 5. would become 5.
    if (document.activeElement !== input) {
      input.value = value;
    }
  };
  return { line, render };
}

function rankLine(policy) {
  const line = make('li');
  const button = make('button', 'rank', '');
  button.type = 'button';
  button.classList.toggle('chosen', policy.id === choice.policy);
  button.addEventListener('click', () => choosePolicy(policy));
  button.append(make('span', 'name', policy.id), make('span', 'score', significant(100 * scoreOf(policy), 2) + ' of 100'));
  const note = make('span', 'brief', isOutside(policy) ? 'outside your limits' : brief(policy));
  button.append(note);
  const meter = make('meter');
  meter.max = 1;
  meter.value = scoreOf(policy);
  button.append(meter);
  line.append(button);
  return line;
}
