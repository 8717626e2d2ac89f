// Curves with bands of several algorithms, each told from the others by its look.

const DASHES = ['solid', [6, 4], [2, 3], [8, 3, 2, 3]];
const SHAPES = ['circle', 'triangle', 'rect', 'pin'];

/** Algorithms differ by colour first, then by dashes and shape. */
function lookOf(index, colours) {
  const round = Math.floor(index / 4) % 4;
  return { colour: colours.stage(1 + (index % 4)), dash: DASHES[round], shape: SHAPES[round] };
}

function startCurve(task, number) {
  const hidden = new Set();
  const drawing = addChart('curve-' + number, (colours) => bandOption(task, hidden, colours));
  if (!drawing) {
    return;
  }
  const controls = document.getElementById('legend-' + number);
  const draw = drawing.draw;
  drawing.draw = () => {
    const colours = palette();
    const entries = task.curves.map((curve, i) => ({
      key: curve.label,
      label: curve.label,
      ...lookOf(i, colours),
    }));
    legend(controls, entries, hidden, draw);
    draw();
  };
}

function bandOption(task, hidden, colours) {
  const series = [];
  task.curves.forEach((curve, i) => {
    if (hidden.has(curve.label)) {
      return;
    }
    const look = lookOf(i, colours);
    if (curve.points.length && curve.points[0].length === 4) {
      const bounds = curve.points.map((p) => [p[0], p[2], p[3]]);
      series.push(areaBand(curve.label + ' interval', bounds, look.colour));
    }
    series.push({
      type: 'line',
      name: curve.label,
      data: curve.points.map((p) => [p[0], p[1]]),
      showSymbol: curve.points.length <= 40,
      symbol: look.shape,
      symbolSize: 5,
      lineStyle: { color: look.colour, width: 1.8, type: look.dash },
      itemStyle: { color: look.colour },
      emphasis: { disabled: true },
      z: 3,
    });
  });
  return {
    grid: { left: 4, right: 18, top: 14, bottom: 36, containLabel: true },
    xAxis: valueAxis(task.unit || 'training transitions', null, {
      min: 0,
      max: 'dataMax',
      splitNumber: 6,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: colours.line } },
      axisLabel: { ...axisText(colours), hideOverlap: true, alignMaxLabel: 'right' },
    }),
    yAxis: valueAxis('', null, { scale: true }),
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) => bandTip(items, task),
    }),
    series: series,
  };
}

function bandTip(items, task) {
  const shown = items.filter((item) => item.seriesType === 'line');
  if (!shown.length) {
    return '';
  }
  const rows = shown.map((item) => {
    const curve = task.curves.find((c) => c.label === item.seriesName);
    const p = curve.points[item.dataIndex];
    const bounds = p.length === 4 ? ' (' + significant(p[2], 5) + ' to ' + significant(p[3], 5) + ')' : '';
    return [curve.label, significant(p[1], 5) + bounds];
  });
  return tip(grouped(shown[0].value[0]) + ' ' + (task.unit || 'training transitions'), rows, task.measured);
}
