// An episode: pictures to step through, and sums of rewards and costs over its steps.

const data = JSON.parse(document.getElementById('data').textContent);

/** Buttons and a slider under the picture; the step in view is marked in the chart. */
function startPlayer(moved) {
  const image = document.getElementById('picture');
  const controls = document.getElementById('player');
  if (!image || !data.pictures.length) {
    return;
  }
  const play = make('button', '', 'Play');
  play.type = 'button';
  const slider = make('input');
  slider.type = 'range';
  slider.min = '0';
  slider.max = String(data.pictures.length - 1);
  slider.value = '0';
  slider.setAttribute('aria-label', 'Step');
  const told = make('output');
  let timer = 0;

  const show = (index) => {
    const picture = data.pictures[index];
    image.src = picture.src;
    slider.value = String(index);
    told.textContent = picture.step === 0 ? 'start' : 'after step ' + (picture.step - 1);
    image.dataset.step = String(picture.step);
    moved(picture.step);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
  };
  const stride = data.pictures.length > 1 ? data.pictures[1].step - data.pictures[0].step : 1;
  play.addEventListener('click', () => {
    if (timer) {
      stop();
      return;
    }
    if (Number(slider.value) === data.pictures.length - 1) {
      show(0);
    }
    play.textContent = 'Pause';
    timer = setInterval(() => {
      const next = Number(slider.value) + 1;
      if (next >= data.pictures.length) {
        stop();
      } else {
        show(next);
      }
    }, Math.max(20, (1000 * stride) / data.rate));
  });
  slider.addEventListener('input', () => show(Number(slider.value)));
  controls.append(play, slider, told);
  show(0);
}

let shownStep = 0;
const sums = addChart('sums-chart', (colours) => ({
  grid: { left: 4, right: 18, top: 34, bottom: 36, containLabel: true },
  legend: { top: 0, left: 0, textStyle: { color: colours.ink } },
  xAxis: valueAxis('step', null, { min: 0, max: 'dataMax', minInterval: 1, splitLine: { show: false } }),
  yAxis: valueAxis('', null, { scale: true }),
  tooltip: tooltip({ trigger: 'axis' }),
  series: data.signals.map((signal, i) => ({
    type: 'line',
    name: signal.name,
    data: signal.sums.map((sum, step) => [step, sum]),
    showSymbol: signal.sums.length <= 30,
    symbol: 'circle',
    symbolSize: 5,
    animation: false,
    lineStyle: { color: colours.stage(1 + (i % 4)), width: 1.8, type: signal.kind === 'cost' ? [6, 4] : 'solid' },
    itemStyle: { color: colours.stage(1 + (i % 4)) },
    markLine:
      i === 0 && shownStep > 0
        ? { silent: true, symbol: 'none', label: { show: false }, data: [{ xAxis: shownStep - 1 }] }
        : undefined,
  })),
}));

begin([
  () =>
    startPlayer((step) => {
      shownStep = step;
      if (sums) {
        sums.update();
      }
    }),
  startEdges,
]);
