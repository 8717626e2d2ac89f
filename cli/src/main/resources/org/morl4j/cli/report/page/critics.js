// What critics predict against what comes, a chart a signal.

function startCritics() {
  data.bias.forEach((critic, i) => addChart('critic-' + i, (colours) => criticOption(critic, colours)));
}

function criticOption(critic, colours) {
  const line = (name, values, colour, dash) => ({
    type: 'line',
    name: name,
    data: critic.training.map((t, i) => [t, values[i]]),
    showSymbol: critic.training.length <= 40,
    symbolSize: 5,
    lineStyle: { color: colour, width: 1.8, type: dash },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
  });
  return {
    title: { text: critic.signal, left: 0, top: 0, textStyle: { color: colours.ink, fontSize: 14, fontWeight: 600 } },
    legend: { right: 0, top: 0, textStyle: { color: colours.muted }, data: ['predicted', 'measured'] },
    grid: { left: 4, right: 18, top: 52, bottom: 4, containLabel: true },
    xAxis: valueAxis('', null, {
      min: 0,
      max: 'dataMax',
      splitNumber: 4,
      splitLine: { show: false },
      axisLine: { show: true, lineStyle: { color: colours.line } },
      axisLabel: { color: colours.muted, fontSize: 12, formatter: compact, showMaxLabel: false },
    }),
    yAxis: valueAxis('', null, { scale: true, splitNumber: 4 }),
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) => criticTip(items, critic),
    }),
    series: [
      line('predicted', critic.predicted, colours.stage(1), 'solid'),
      line('measured', critic.measured, colours.stage(2), [6, 4]),
    ],
  };
}

function criticTip(items, critic) {
  if (!items.length) {
    return '';
  }
  const i = items[0].dataIndex;
  return tip(
    grouped(critic.training[i]) + ' training transitions',
    [['predicted', significant(critic.predicted[i])], ['measured', significant(critic.measured[i])]]
  );
}
