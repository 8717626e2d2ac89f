// A benchmark: learning curves and costs of each data set, mean ranks over all.

const data = JSON.parse(document.getElementById('data').textContent);

/** Mean ranks, best on top; bars to the right join methods that can't be told apart. */
function startRanking(ranking) {
  addChart('ranking', (colours) => rankOption(ranking, colours));
}

function rankOption(ranking, colours) {
  const names = ranking.ranked.map((r) => r[0]);
  const most = Math.max(2, names.length);
  const bars = ranking.alike.map((group, i) => ({
    type: 'line',
    name: 'alike ' + (i + 1),
    data: group.map((name) => [most + 0.15 + 0.12 * i, name]),
    showSymbol: false,
    lineStyle: { color: colours.muted, width: 5, cap: 'round' },
    tooltip: { show: false },
    silent: true,
  }));
  return {
    grid: { left: 14, right: 18, top: 10, bottom: 36, containLabel: true },
    xAxis: valueAxis('mean rank, 1 is best', null, {
      min: 1,
      max: most + (bars.length ? 0.25 + 0.12 * bars.length : 0.1),
      interval: 1,
      axisLabel: { ...axisText(colours), formatter: (v) => (Number.isInteger(v) ? String(v) : '') },
      axisLine: { show: true, lineStyle: { color: colours.line } },
    }),
    yAxis: {
      type: 'category',
      data: names,
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.ink, fontSize: 13, width: 130, overflow: 'truncate' },
      splitLine: { show: true, lineStyle: { color: colours.line } },
    },
    tooltip: tooltip({
      trigger: 'item',
      formatter: (item) => tip(item.value[1], [['mean rank', significant(item.value[0], 3)]]),
    }),
    series: [
      {
        type: 'scatter',
        name: 'ranks',
        data: ranking.ranked.map((r) => [r[1], r[0]]),
        symbolSize: 13,
        itemStyle: { color: colours.stage(1) },
        z: 3,
      },
      ...bars,
    ],
  };
}

/** Score against a cost, a mark a method. */
function startCost(task, number, cost, which) {
  addChart('cost-' + number + '-' + which, (colours) => costOption(task, cost, colours));
}

function costOption(task, cost, colours) {
  const methods = task.curves.map((curve) => curve.label);
  const series = cost.points.map((p, i) => {
    const at = methods.indexOf(p[0]);
    const look = lookOf(at < 0 ? i : at, colours);
    return {
      type: 'scatter',
      name: p[0],
      data: [[p[1], p[2]]],
      symbol: look.shape,
      symbolSize: 12,
      itemStyle: { color: look.colour },
      label: { show: true, position: 'top', formatter: () => p[0], color: colours.ink, fontSize: 12 },
    };
  });
  if (series.length && cost.limit !== undefined) {
    series[0].markLine = {
      silent: true,
      symbol: 'none',
      lineStyle: { color: colours.muted, type: 'dashed' },
      label: { formatter: 'limit', color: colours.muted },
      data: [{ xAxis: cost.limit }],
    };
  }
  const values = cost.points.map((p) => p[1]).concat(cost.limit === undefined ? [] : [cost.limit]);
  return {
    grid: { left: 4, right: 24, top: 30, bottom: 36, containLabel: true },
    xAxis: valueAxis(cost.name, niceRange(values.concat([0]), 5), {}),
    yAxis: valueAxis(task.measured, null, { scale: true, nameLocation: 'end', nameGap: 12, nameTextStyle: { color: colours.ink, fontSize: 13, align: 'left' } }),
    tooltip: tooltip({
      trigger: 'item',
      formatter: (item) =>
        tip(item.seriesName, [
          [cost.name, significant(item.value[0], 5)],
          [task.measured, significant(item.value[1], 5)],
        ]),
    }),
    series: series,
  };
}

begin([
  () => startRanking(data.ranking),
  ...data.tasks.map((task, i) => () => startCurve(task, i)),
  ...data.tasks.flatMap((task, i) => task.costs.map((cost, c) => () => startCost(task, i, cost, c))),
  startEdges,
]);
