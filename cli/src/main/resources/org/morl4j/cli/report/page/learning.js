// A single run over training: what evaluations measured, with a band, and what its learner logged.

function startLearning() {
  data.learning.forEach((curve, i) => addChart('learning-' + i, (colours) => learningOption(curve, i, colours)));
  data.metrics.forEach((metric, i) => addChart('metric-' + i, (colours) => metricOption(metric, colours)));
}

function learningOption(curve, i, colours) {
  const colour = colours.stage(curve.objective ? 1 : 2);
  const last = Math.max(...curve.x);
  const series = [];
  if (curve.error.some((error) => error > 0)) {
    series.push(errorBand(curve, colour));
  }
  series.push({
    type: 'line',
    name: curve.signal,
    data: curve.x.map((x, k) => [x, curve.mean[k]]),
    showSymbol: curve.x.length <= 40,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { color: colour, width: 1.8 },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    z: 3,
  });
  const kept = drawable.filter((p) => signals[i] && signals[i].of(p) !== null);
  if (kept.length) {
    series.push(keptSeries(kept, signals[i], last, colours));
  }
  if (i === 0 && known.length) {
    series.push(knownLine(last, colours));
  }
  limitsOf(curve.signal).forEach((limit) => series.push(limitLine(limit, last, colours)));
  const title = curve.signal + (curve.objective ? ', more is better' : ', less is better');
  return Object.assign(trainingAxes(title, true, colours, curve.unit), {
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) => learningTip(items, curve),
    }),
    series: series,
  });
}

function learningTip(items, curve) {
  const item = items.find((it) => it.seriesName === curve.signal);
  if (!item) {
    return '';
  }
  const k = item.dataIndex;
  return tip(grouped(curve.x[k]) + ' ' + curve.unit, [[curve.signal, withError(curve.mean[k], curve.error[k])]]);
}

/** One standard error to each side. */
function errorBand(curve, colour) {
  const points = curve.x
    .map((x, k) => [x, curve.mean[k], curve.error[k] || 0])
    .filter((p) => p[1] !== null)
    .map(([x, mean, error]) => [x, mean - error, mean + error]);
  return areaBand('standard error', points, colour);
}

/** The kept policies, measured anew, at the end of the curve. */
function keptSeries(kept, signal, last, colours) {
  return {
    type: 'scatter',
    name: 'final',
    data: kept.map((p, k) => ({ value: [last, signal.of(p)], policy: p, label: { position: k ? 'bottom' : 'top' } })),
    symbolSize: 10,
    itemStyle: { color: colours.surface, borderColor: colours.ink, borderWidth: 2 },
    label: { show: kept.length <= 2, formatter: (item) => item.data.policy.id, color: colours.muted, fontSize: 12 },
    labelLayout: { hideOverlap: true },
    tooltip: tooltip({ trigger: 'item', formatter: (item) => policyTip(item.data.policy) }),
    z: 6,
  };
}

function levelLine(name, level, last, look) {
  return {
    type: 'line',
    name: name,
    data: [[0, level], [last, level]],
    symbol: 'none',
    lineStyle: look,
    endLabel: { show: true, formatter: () => name, color: palette().muted, align: 'right', offset: [-6, -10] },
    z: 1,
  };
}

function knownLine(last, colours) {
  return levelLine('known best', Math.max(...known.map((p) => p[0])), last, { color: colours.known, type: [5, 4], width: 1.2 });
}

function limitsOf(signal) {
  return data.constraints.filter((limit) => limit.signal === signal && limit.per === 'episode' && limit.value !== null);
}

function limitLine(limit, last, colours) {
  return levelLine('limit', limit.value, last, { color: colours.ink, type: [6, 4], width: 1.4 });
}

function metricOption(metric, colours) {
  return Object.assign(trainingAxes(metric.name, true, colours, metric.unit), {
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) =>
        items.length ? tip(grouped(items[0].value[0]) + ' ' + metric.unit, [[metric.name, significant(items[0].value[1])]]) : '',
    }),
    series: [
      {
        type: 'line',
        name: metric.name,
        data: metric.x.map((x, i) => [x, metric.value[i]]),
        showSymbol: metric.x.length <= 40,
        symbolSize: 4,
        lineStyle: { color: colours.stage(metric.name.startsWith('rollout/') ? 3 : 4), width: 1.5 },
        itemStyle: { color: colours.stage(metric.name.startsWith('rollout/') ? 3 : 4) },
        emphasis: { disabled: true },
      },
    ],
  });
}
