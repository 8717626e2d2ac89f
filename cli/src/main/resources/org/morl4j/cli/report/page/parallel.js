// Parallel coordinates with ranges that filter the table.

/** From the first colour for the least to the second for the most. */
function shadeOf(value, [low, high], colours) {
  const share = high > low ? (value - low) / (high - low) : 1;
  return echarts.color.lerp(share, [colours.stage(1), colours.stage(4), colours.stage(2)]);
}

function startParallel() {
  const controls = document.getElementById('parallel-controls');
  if (!controls) {
    return;
  }
  const hidden = new Set(known.length > 60 ? ['known'] : []);
  let shade = -1;
  const clear = make('button', 'push', 'Clear ranges');
  clear.type = 'button';
  clear.disabled = true;

  function build(colours) {
    const shown = stages.map((stage) => ({
      type: 'parallel',
      name: 'stage' + stage,
      data: hidden.has('final' + stage)
        ? []
        : drawable.filter((p) => p.stage === stage).map((p) => ({ value: p.returns, policy: p, lineStyle: lineOf(p, stage, colours) })),
      lineStyle: { color: colours.stage(stage), width: 1.6, opacity: 0.6 },
      emphasis: { lineStyle: { width: 3, opacity: 1 } },
      inactiveOpacity: 0.06,
      activeOpacity: 0.85,
      z: 3,
    }));
    if (!drawable.length) {
      shown.push({
        type: 'parallel',
        name: 'front',
        data: lastFront().map((p) => ({ value: p, point: p, title: 'Last evaluation' })),
        lineStyle: { color: colours.stage(1), width: 1.6, opacity: 0.6 },
      });
    }
    if (known.length && !hidden.has('known')) {
      shown.unshift({
        type: 'parallel',
        name: 'known',
        data: known.map((p) => ({ value: p, point: p, title: 'Known front' })),
        lineStyle: { color: colours.known, width: 1, opacity: 0.45, type: [4, 4] },
        inactiveOpacity: 0.06,
        activeOpacity: 0.45,
        z: 1,
      });
    }
    return {
      parallel: { left: 20, right: 64, top: 44, bottom: 28 },
      parallelAxis: objectives.map((name, i) => axis(name, i, colours)),
      tooltip: tooltip({
        trigger: 'item',
        formatter: (item) =>
          item.data.policy ? policyTip(item.data.policy) : pointTip(item.data.title, item.data.point),
      }),
      series: shown,
    };
  }

  /** Shaded by an objective where the reader asked for it; thick where the policy was chosen. */
  function lineOf(policy, stage, colours) {
    const strong = pointedOut().some((one) => one.policy === policy && one.strong);
    const colour = shade < 0 ? colours.stage(stage) : shadeOf(policy.returns[shade], axisRange(shade), colours);
    return { color: colour, width: strong ? 4 : 1.6, opacity: strong ? 1 : 0.6 * presence(policy) };
  }

  function axisRange(i) {
    const values = drawable.map((p) => p.returns[i]);
    return [Math.min(...values), Math.max(...values)];
  }

  function axis(name, i, colours) {
    const values = drawable.map((p) => p.returns[i]).concat(known.map((p) => p[i]));
    lastFront().forEach((p) => values.push(p[i]));
    const range = niceRange(values, 5);
    return {
      dim: i,
      id: 'axis' + i,
      name: name,
      min: range.min,
      max: range.max,
      interval: range.step,
      nameTextStyle: {
        color: colours.ink,
        fontSize: 13,
        align: i === 0 ? 'left' : i === objectives.length - 1 ? 'right' : 'center',
      },
      nameTruncate: { maxWidth: Math.max(60, 800 / objectives.length) },
      nameGap: 16,
      axisLine: { lineStyle: { color: colours.faint } },
      axisTick: { lineStyle: { color: colours.faint } },
      axisLabel: {
        color: colours.muted,
        fontSize: 12,
        formatter: (v) => compact(v),
        backgroundColor: colours.surface,
        padding: [1, 3],
        borderRadius: 2,
      },
      areaSelectStyle: { width: 22, borderColor: colours.faint, color: colours.muted, opacity: 0.22 },
    };
  }

  const drawing = addChart('parallel-chart', build);
  const draw = drawing.draw;
  drawing.draw = () => {
    const entries = frontEntries(palette())
      .filter((entry) => entry.key.startsWith('final') || entry.key === 'known')
      .map((entry) => ({ ...entry, label: entry.label.replace(', final', '') }));
    legend(controls, entries, hidden, drawing.draw);
    draw();
    selectPolicies(null);
    clear.disabled = true;
  };
  drawing.chart.on('axisareaselected', () => {
    const model = drawing.chart.getModel();
    const ranged = objectives.some((name, i) => model.getComponent('parallelAxis', i).activeIntervals.length);
    clear.disabled = !ranged;
    if (!ranged) {
      selectPolicies(null);
      return;
    }
    const kept = new Set();
    model.getSeries().forEach((series) => {
      const items = series.option.data;
      for (const raw of series.getRawIndicesByActiveState('active')) {
        if (items[raw].policy) {
          kept.add(items[raw].policy.index);
        }
      }
    });
    selectPolicies(kept);
  });
  drawing.chart.on('click', (item) => {
    if (item.data && item.data.policy) {
      choosePolicy(item.data.policy);
    }
  });
  clear.addEventListener('click', drawing.draw);
  onChoice(() => drawing.update());
  if (objectives.length > 2 && drawable.length) {
    const wrap = make('label');
    const select = make('select');
    select.append(new Option('stage', '-1'), ...objectives.map((name, i) => new Option(name, String(i))));
    select.addEventListener('change', () => {
      shade = Number(select.value);
      drawing.update();
    });
    wrap.append('Colour by', select);
    controls.append(wrap);
  }
  controls.append(clear);
}
