// Indicators of the front over training transitions.

const INDICATORS = [
  { id: 'hypervolume-chart', key: 'hypervolume', name: 'Hypervolume, more is better' },
  { id: 'utility-chart', key: 'expectedUtility', name: 'Expected utility, more is better' },
  { id: 'cardinality-chart', key: 'cardinality', name: 'Cardinality: policies on the front' },
  { id: 'sparsity-chart', key: 'sparsity', name: 'Sparsity, less is more even' },
];

function startCurves() {
  for (const { id, key, name } of INDICATORS) {
    addChart(id, (colours) => curveOption(colours, key, name));
  }
}

/** Runs of lines of one stage, each beginning with the last line of the one before: [from, to]. */
function stageRuns() {
  const runs = [];
  data.curve.stage.forEach((stage, i, all) => {
    if (i === 0 || all[i - 1] !== stage) {
      runs.push({ stage: stage, from: Math.max(0, i - 1), start: i, to: i });
    }
    runs[runs.length - 1].to = i;
  });
  return runs;
}

function curveOption(colours, key, name) {
  const x = data.curve.training;
  const values = data.curve[key];
  const runs = stageRuns();
  const symbols = x.length <= 40;
  const series = runs.map((run, i) => ({
    type: 'line',
    name: 'stage ' + run.stage,
    data: x.slice(run.from, run.to + 1).map((t, k) => [t, values[run.from + k], run.from + k]),
    showSymbol: symbols,
    symbol: shapeOf(run.stage),
    symbolSize: 5,
    lineStyle: { color: colours.stage(run.stage), width: 1.8 },
    itemStyle: { color: colours.stage(run.stage) },
    emphasis: { disabled: true },
    markLine: i === 0 ? bounds(runs, colours) : undefined,
  }));
  return Object.assign(trainingAxes(name, key !== 'cardinality', colours), {
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) => curveTip(items, name, values),
    }),
    series: series,
  });
}

function curveTip(items, name, values) {
  const item = items.find((it) => Array.isArray(it.value) && it.value.length === 3);
  if (!item) {
    return make('div', 'tip', items[0] ? significant(items[0].value[1]) : '');
  }
  const i = item.value[2];
  return tip(
    grouped(data.curve.training[i]) + ' training transitions',
    [[name, significant(values[i])], ['Evaluation transitions', grouped(data.curve.evaluation[i])]],
    'stage ' + data.curve.stage[i] + ', round ' + data.curve.round[i]
  );
}

/** A labelled line where a stage begins, a dotted one where a round does. */
function bounds(runs, colours) {
  const last = data.curve.training[data.curve.training.length - 1];
  const lines = runs.map((run, i) => ({
    // A stage begins where the one before had stopped, not at its own first evaluation.
    xAxis: i === 0 ? 0 : data.curve.training[run.from],
    label: {
      // A short first stage leaves no room for its name before the next one's.
      show: runs.length > 1 && (i > 0 || data.curve.training[runs[1].from] > 0.2 * last),
      formatter: 'stage ' + run.stage,
      position: 'end',
      distance: 4,
      align: data.curve.training[run.from] > 0.85 * last ? 'right' : 'left',
      color: colours.stage(run.stage),
      fontSize: 12,
      opacity: 1,
    },
    lineStyle: { color: colours.stage(run.stage), opacity: i === 0 ? 0 : 0.6, type: 'solid', width: 1 },
  }));
  const { stage, round, training } = data.curve;
  for (let i = 1; i < round.length; i++) {
    if (stage[i] === stage[i - 1] && round[i] !== round[i - 1]) {
      lines.push({ xAxis: training[i - 1], label: { show: false }, lineStyle: { color: colours.faint, opacity: 0.6, type: [2, 3], width: 1 } });
    }
  }
  return { silent: true, symbol: 'none', animation: false, data: lines };
}
