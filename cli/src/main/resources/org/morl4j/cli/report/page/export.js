// Taking things out of the page: charts as PNG and SVG, tables as CSV.

/** Hands a file to the reader; nothing leaves the page but into the reader's downloads. */
function download(name, href) {
  const link = make('a');
  link.download = name;
  link.href = href;
  link.click();
}

function downloadText(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: type }));
  download(name, url);
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** A file's name for a part of this page. */
function fileName(part, ending) {
  const title = (data.title || document.title).replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60);
  return title + '-' + part + '.' + ending;
}

/** Buttons below an element; actions: [label, what a click does]. */
function exportButtons(element, actions) {
  const figure = make('div', element.classList.contains('wide') ? 'figure whole' : 'figure');
  element.replaceWith(figure);
  const bar = make('div', 'exports');
  for (const [label, act] of actions) {
    const button = make('button', '', label);
    button.type = 'button';
    button.title = 'Save as ' + label;
    button.addEventListener('click', act);
    bar.append(button);
  }
  figure.append(element, bar);
}

/** The chart as it is on the page, zoom and all. */
function savePng(id, chart) {
  download(fileName(id, 'png'), chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette().surface }));
}

/** The chart drawn anew by an instance that is in no document. */
function saveSvg(id, chart, option) {
  const size = { width: chart.getWidth(), height: chart.getHeight() };
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  drawing.setOption({ ...option, backgroundColor: palette().surface });
  downloadText(fileName(id, 'svg'), 'image/svg+xml', drawing.renderToSVGString());
  drawing.dispose();
}

/** A cell of a CSV file; text that a spreadsheet would take for a formula is kept one. */
function csvCell(value) {
  if (value === null || value === undefined) {
    return '';
  }
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function csvText(rows) {
  return rows.map((row) => row.map(csvCell).join(',') + '\n').join('');
}

/** The policies as the table has them, in its order, those that are hidden left out. */
function policiesCsv() {
  const header = ['policy', ...objectives, ...objectives.map((name) => name + '_standard_error')];
  header.push(...data.costs, ...data.costs.map((name) => name + '_standard_error'));
  header.push('within_limits', 'on_front', 'stage', 'round', 'trained_for', 'parent', 'transitions');
  const fill = (values) => data.costs.map((name, i) => values[i]);
  const rows = shownPolicies().map((p) => [
    p.id, ...p.returns, ...p.error, ...fill(p.costs), ...fill(p.costError),
    p.within === null ? null : Number(p.within), Number(p.front), p.stage, p.round, trainedFor(p), p.parent, p.transitions,
  ]);
  return csvText([header, ...rows]);
}
