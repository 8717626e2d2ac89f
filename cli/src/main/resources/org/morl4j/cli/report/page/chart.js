// What all charts share: their life, tooltips made of elements, and legends that a keyboard reaches.

const drawings = [];

/** Adds something that draws itself: draw() after data or colours changed, fit(width) after a resize. */
function addDrawing(element, draw, fit) {
  const drawing = { element, draw, fit };
  drawings.push(drawing);
  return drawing;
}

/**
 * An ECharts chart in the element of that id, or null where the page has none.
 * build(colours) gives the option; the data attributes tell what was drawn.
 */
function addChart(id, build) {
  const element = document.getElementById(id);
  if (!element) {
    return null;
  }
  const chart = echarts.init(element, null, { renderer: 'canvas' });
  const mark = () => {
    const series = chart.getOption().series || [];
    element.dataset.series = String(series.length);
    element.dataset.items = String(series.reduce((n, s) => n + (s.data || []).length, 0));
    element.dataset.drawn = 'true';
  };
  const drawing = addDrawing(
    element,
    () => {
      chart.setOption(Object.assign(shared(), build(palette())), { notMerge: true });
      mark();
    },
    (width) => chart.resize(width ? { width: width } : { width: 'auto' })
  );
  drawing.chart = chart;
  exportButtons(element, [
    ['PNG', () => savePng(id, chart)],
    ['SVG', () => saveSvg(id, chart, { ...shared(), ...build(palette()) })],
  ]);
  /** Keeps the zoom, unlike draw(). */
  drawing.update = () => {
    chart.setOption(build(palette()), { replaceMerge: ['series'] });
    mark();
  };
  return drawing;
}

/** Options of every chart. */
function shared() {
  const colours = palette();
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.muted },
    tooltip: tooltip({}),
  };
}

function tooltip(more) {
  const colours = palette();
  return Object.assign(
    {
      confine: true,
      transitionDuration: 0,
      backgroundColor: colours.surface,
      borderColor: colours.line,
      borderWidth: 1,
      padding: [8, 12],
      textStyle: { color: colours.ink, fontSize: 13 },
      extraCssText: 'box-shadow: 0 4px 18px rgb(0 0 0 / 0.14)',
    },
    more
  );
}

/** Labels of an axis. */
function axisText(colours) {
  return { color: colours.muted, fontSize: 12, formatter: (v) => compact(v) };
}

/** A value axis in the page's look. */
function valueAxis(name, range, more) {
  const colours = palette();
  return Object.assign(
    {
      type: 'value',
      name: name,
      nameLocation: 'middle',
      nameGap: 30,
      nameTextStyle: { color: colours.ink, fontSize: 13 },
      nameTruncate: { maxWidth: 320 },
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: axisText(colours),
      splitLine: { lineStyle: { color: colours.line } },
    },
    range ? { min: range.min, max: range.max, interval: range.step } : {},
    more
  );
}

/** Title, room and axes of a small chart over training; scale: the y axis may leave out 0. */
function trainingAxes(title, scale, colours, unit) {
  return {
    title: { text: title, left: 0, top: 0, textStyle: { color: colours.ink, fontSize: 14, fontWeight: 600 } },
    grid: { left: 4, right: 18, top: 52, bottom: 26, containLabel: true },
    xAxis: valueAxis(unit || 'training transitions', null, {
      nameGap: 26,
      nameTextStyle: { color: colours.muted, fontSize: 12 },
      min: 0,
      max: 'dataMax',
      splitNumber: 4,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, fontSize: 12, formatter: compact, hideOverlap: true, showMaxLabel: true, alignMaxLabel: 'right' },
    }),
    yAxis: valueAxis('', null, { scale: scale, splitNumber: 4 }),
  };
}

/** A band as one area. points: [x, low, high]; each is an item, so that the axis makes room for it. */
function areaBand(name, points, colour) {
  return {
    type: 'custom',
    name: name,
    data: points,
    encode: { x: 0, y: [1, 2] },
    silent: true,
    clip: true,
    tooltip: { show: false },
    renderItem: (params, api) => {
      if (params.dataIndexInside > 0) {
        return null;
      }
      const upper = points.map((p) => api.coord([p[0], p[2]]));
      const lower = points.map((p) => api.coord([p[0], p[1]])).reverse();
      return { type: 'polygon', shape: { points: upper.concat(lower) }, style: { fill: colour, opacity: 0.18 } };
    },
    z: 2,
  };
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** A tooltip's content; text only ever enters as text. */
function tip(title, rows, note) {
  const box = make('div', 'tip');
  box.append(make('strong', '', title));
  const table = make('table');
  for (const [name, value] of rows) {
    const row = make('tr');
    row.append(make('td', '', name), make('td', '', value));
    table.append(row);
  }
  box.append(table);
  if (note) {
    box.append(make('div', 'error', note));
  }
  return box;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A legend's mark: shape circle, triangle, rect, pin, diamond, line or cross; hollow or filled. */
function markIcon(shape, colour, hollow) {
  const paths = {
    circle: 'M8 3.2a4.8 4.8 0 1 0 .01 0z',
    triangle: 'M8 2.6 13.4 12.4H2.6z',
    rect: 'M3.4 3.4h9.2v9.2H3.4z',
    pin: 'M8 2.2 11 8 8 13.8 5 8z',
    diamond: 'M8 1.8 14.2 8 8 14.2 1.8 8z',
    line: 'M1 8h12M10 5l3.4 3L10 11',
    cross: 'M3 8h10M8 3v10',
    dash: 'M1 4h6v8h8',
  };
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', paths[shape]);
  const open = hollow || ['line', 'dash', 'cross'].includes(shape);
  path.setAttribute('fill', open ? 'none' : colour);
  path.setAttribute('stroke', colour);
  path.setAttribute('stroke-width', open ? '1.7' : '0');
  svg.append(path);
  return svg;
}

/**
 * Check boxes that look like a legend.
 * entries: {key, label, shape, colour, hollow}; hidden: the set of keys that are off.
 */
function legend(container, entries, hidden, changed) {
  container.querySelectorAll('label.key').forEach((label) => label.remove());
  const labels = entries.map((entry) => {
    const label = make('label', 'key');
    const box = make('input');
    box.type = 'checkbox';
    box.checked = !hidden.has(entry.key);
    label.classList.toggle('off', !box.checked);
    box.addEventListener('change', () => {
      if (box.checked) {
        hidden.delete(entry.key);
      } else {
        hidden.add(entry.key);
      }
      label.classList.toggle('off', !box.checked);
      changed();
    });
    label.append(box, markIcon(entry.shape, entry.colour, entry.hollow), entry.label);
    return label;
  });
  container.prepend(...labels);
}
