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
  return Object.assign(trainingAxes(critic.signal, true, colours), {
    legend: { right: 0, top: 0, textStyle: { color: colours.muted }, data: ['predicted', 'measured'] },
    tooltip: tooltip({
      trigger: 'axis',
      axisPointer: { lineStyle: { color: colours.faint } },
      formatter: (items) => criticTip(items, critic),
    }),
    series: [
      line('predicted', critic.predicted, colours.stage(1), 'solid'),
      line('measured', critic.measured, colours.stage(2), [6, 4]),
    ],
  });
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
