// Limits and their multipliers over training: two charts a limit, a line a job.

function startLimits() {
  const names = [...new Set(data.limits.map((curve) => curve.name))];
  names.forEach((name, i) => {
    const curves = data.limits.filter((curve) => curve.name === name);
    addChart('limit-' + i, (colours) => limitOption(name, 'value', curves, colours));
    addChart('multiplier-' + i, (colours) => limitOption('multiplier of ' + name, 'multiplier', curves, colours));
  });
}

/** A job's stage: s2r1j04 is of stage 2. */
function stageOf(job) {
  const match = /^s(\d+)/.exec(job);
  return match ? Number(match[1]) : 1;
}

function limitOption(title, key, curves, colours) {
  const series = curves.map((curve) => ({
    type: 'line',
    name: curve.job,
    data: curve.training.map((t, i) => [t, curve[key][i]]),
    showSymbol: curve.training.length <= 40,
    symbol: shapeOf(stageOf(curve.job)),
    symbolSize: 5,
    lineStyle: { color: colours.stage(stageOf(curve.job)), width: curves.length > 6 ? 1 : 1.8 },
    itemStyle: { color: colours.stage(stageOf(curve.job)) },
    emphasis: { disabled: true },
  }));
  const limits = key === 'value' ? [...new Set(curves.map((curve) => curve.limit).filter((v) => v !== null))] : [];
  const last = Math.max(...curves.map((curve) => curve.training[curve.training.length - 1] || 0));
  limits.forEach((limit) =>
    series.push({
      type: 'line',
      name: 'limit',
      data: [[0, limit], [last, limit]],
      symbol: 'none',
      lineStyle: { color: colours.ink, type: [6, 4], width: 1.4 },
      endLabel: { show: true, formatter: () => 'limit', color: colours.muted, align: 'right', offset: [-6, -10] },
      z: 4,
    })
  );
  return Object.assign(trainingAxes(title, true, colours, curves[0].unit), {
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) =>
        items.length
          ? tip(
              grouped(items[0].value[0]) + ' ' + curves[0].unit,
              items.map((item) => [item.seriesName, significant(item.value[1])])
            )
          : '',
    }),
    series: series,
  });
}
