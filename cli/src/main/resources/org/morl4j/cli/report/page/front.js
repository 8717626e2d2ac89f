// The front, two objectives at a time, now or as of an earlier evaluation.

function startFront() {
  if (!document.getElementById('front-chart')) {
    return;
  }
  let x = 0;
  let y = 1;
  let frame = null;
  const hidden = new Set(['reference']);
  if (drawable.filter((p) => parentOf(p)).length > 15) {
    hidden.add('lineage');
  }
  const controls = document.getElementById('front-controls');

  const scatter = (name, points, more) =>
    Object.assign({ type: 'scatter', name: name, data: points, clip: true }, more);
  const at = (values) => [values[x], values[y]];

  function mark(policy, value, opacity) {
    const faint = presence(policy) === 1 ? {} : { itemStyle: { opacity: presence(policy) * opacity } };
    return { value: value, policy: policy, ...faint };
  }

  function policySeries(stage, colours) {
    const policies = drawable.filter((p) => p.stage === stage);
    const colour = colours.stage(stage);
    const opacity = frame === null ? 1 : 0.18;
    const series = [];
    if (!hidden.has('archive' + stage)) {
      series.push(
        scatter('archive' + stage, policies.map((p) => mark(p, at(p.archived), opacity)), {
          symbol: shapeOf(stage),
          symbolSize: 15,
          itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 1.3, opacity: 0.75 * opacity },
          z: 3,
        })
      );
    }
    if (!hidden.has('final' + stage)) {
      series.push(errorBars(policies, colour, opacity));
      series.push(
        scatter('final' + stage, policies.map((p) => mark(p, at(p.returns), opacity)), {
          symbol: shapeOf(stage),
          symbolSize: 9,
          itemStyle: { color: colour, opacity: opacity },
          emphasis: { scale: 1.6 },
          z: 5,
        })
      );
    }
    return series;
  }

  function errorBars(policies, colour, opacity) {
    const bars = policies
      .filter((p) => presence(p) === 1 && (p.error[x] > 0 || p.error[y] > 0))
      .map((p) => [p.returns[x], p.returns[y], p.error[x] || 0, p.error[y] || 0]);
    return {
      type: 'custom',
      name: 'bars',
      data: bars,
      silent: true,
      clip: true,
      z: 4,
      renderItem: (params, api) => {
        const [vx, vy, ex, ey] = [0, 1, 2, 3].map((i) => api.value(i));
        const lines = [];
        const line = (from, to, cap) => {
          const [a, b] = [api.coord(from), api.coord(to)];
          const style = { stroke: colour, lineWidth: 1.2, opacity: 0.7 * opacity };
          lines.push({ type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: style });
          for (const end of [a, b]) {
            const [dx, dy] = cap;
            const shape = { x1: end[0] - dx, y1: end[1] - dy, x2: end[0] + dx, y2: end[1] + dy };
            lines.push({ type: 'line', shape: shape, style: style });
          }
        };
        if (ex > 0) {
          line([vx - ex, vy], [vx + ex, vy], [0, 4]);
        }
        if (ey > 0) {
          line([vx, vy - ey], [vx, vy + ey], [4, 0]);
        }
        return { type: 'group', children: lines };
      },
    };
  }

  function lineageSeries(colours) {
    const children = drawable.filter((p) => parentOf(p));
    return {
      type: 'custom',
      name: 'lineage',
      data: children.map((p) => [...at(parentOf(p).returns), ...at(p.returns)]),
      silent: true,
      clip: true,
      z: 2,
      renderItem: (params, api) => {
        const from = api.coord([api.value(0), api.value(1)]);
        const to = api.coord([api.value(2), api.value(3)]);
        return arrow(from, to, { stroke: colours.faint, lineWidth: 1.1, opacity: frame === null ? 0.85 : 0.15 });
      },
    };
  }

  /** From policy to policy of the front: what lies below and left of it is dominated. */
  function stepSeries(colours) {
    const steps = onFront.map((p) => at(p.returns)).sort((a, b) => a[0] - b[0]);
    return {
      type: 'line',
      name: 'steps',
      data: steps,
      step: 'start',
      symbol: 'none',
      silent: true,
      lineStyle: { color: colours.muted, width: 1.3, opacity: frame === null ? 0.8 : 0.15 },
      z: 2,
    };
  }

  /** Rings round what the reader chose, and round the knee. */
  function ringSeries(colours) {
    return scatter('rings', pointedOut().map(({ policy, label, strong }) => ({
      value: at(policy.returns),
      policy: policy,
      label: { show: label !== '', formatter: label },
      itemStyle: { borderColor: strong ? colours.ink : colours.faint },
    })), {
      symbol: 'circle',
      symbolSize: 24,
      silent: true,
      itemStyle: { color: 'transparent', borderWidth: 2 },
      label: { position: 'top', color: colours.ink, fontSize: 12, fontWeight: 600, textBorderColor: colours.surface, textBorderWidth: 3 },
      z: 7,
    });
  }

  function frameSeries(points, stage, colours, title) {
    return scatter('frame', points.map((p) => ({ value: at(p), point: p, title: title })), {
      symbol: shapeOf(stage),
      symbolSize: 9,
      itemStyle: { color: colours.stage(stage) },
      z: 6,
    });
  }

  function build(colours) {
    const series = [];
    if (known.length && !hidden.has('known')) {
      series.push(
        scatter('known', known.map((p) => ({ value: at(p), point: p, title: 'Known front' })), {
          symbol: 'diamond',
          symbolSize: known.length > 200 ? 9 : 22,
          itemStyle: { color: 'transparent', borderColor: colours.known, borderWidth: 1.4 },
          z: 1,
        })
      );
    }
    if (objectives.length === 2 && onFront.length > 1 && !hidden.has('steps')) {
      series.push(stepSeries(colours));
    }
    stages.forEach((stage) => series.push(...policySeries(stage, colours)));
    if (frame === null && drawable.length) {
      series.push(ringSeries(colours));
    }
    if (!hidden.has('lineage') && drawable.some(parentOf)) {
      series.push(lineageSeries(colours));
    }
    if (data.reference !== null && isComplete(data.reference) && !hidden.has('reference')) {
      series.push(
        scatter('reference', [{ value: at(data.reference), point: data.reference, title: 'Reference point' }], {
          symbol: 'path://M0 4h10v1.6H0zM4.2 0h1.6v10H4.2z',
          symbolSize: 15,
          itemStyle: { color: colours.known },
        })
      );
    }
    if (frame !== null) {
      const shown = data.frames[frame];
      series.push(frameSeries(shown.points, shown.stage, colours, 'After ' + grouped(shown.training)));
    } else if (!drawable.length) {
      series.push(frameSeries(lastFront(), 1, colours, 'Last evaluation'));
    }
    return {
      grid: { left: 68, right: 20, top: 14, bottom: 52 },
      xAxis: valueAxis(objectives[x] + ' \u2192', range(x), { nameGap: 32, axisLabel: { ...axisText(colours), hideOverlap: true } }),
      yAxis: valueAxis(objectives[y] + ' \u2192', range(y), { nameGap: 50 }),
      dataZoom: [0, 1].map((i) => ({
        type: 'inside',
        [i ? 'yAxisIndex' : 'xAxisIndex']: 0,
        filterMode: 'none',
        zoomOnMouseWheel: 'ctrl',
        moveOnMouseWheel: false,
      })),
      tooltip: tooltip({
        trigger: 'item',
        formatter: (item) =>
          item.data.policy ? policyTip(item.data.policy) : item.data.point ? pointTip(item.data.title, item.data.point) : '',
      }),
      series: series,
    };
  }

  /** Covers all that is on, with error bars; an earlier front may widen it. */
  function range(axis) {
    const values = [];
    for (const p of drawable) {
      const error = p.error[axis] || 0;
      values.push(p.returns[axis] - error, p.returns[axis] + error, p.archived[axis]);
    }
    known.forEach((p) => values.push(p[axis]));
    lastFront().forEach((p) => values.push(p[axis]));
    if (frame !== null) {
      data.frames[frame].points.forEach((p) => values.push(p[axis]));
    }
    if (data.reference !== null && isComplete(data.reference) && !hidden.has('reference')) {
      values.push(data.reference[axis]);
    }
    return niceRange(values, axis === x ? 9 : 7);
  }

  const drawing = addChart('front-chart', build);
  const draw = drawing.draw;
  drawing.draw = () => {
    legend(controls, frontEntries(palette()), hidden, drawing.update);
    draw();
  };
  drawing.chart.on('click', (item) => {
    if (item.data && item.data.policy) {
      choosePolicy(item.data.policy);
    }
  });
  drawing.chart.on('mouseover', (item) => lightRow(item.data && item.data.policy));
  drawing.chart.on('mouseout', () => lightRow(null));

  onChoice(drawing.update);
  if (objectives.length > 2) {
    const pick = (label, value, set) => {
      const wrap = make('label');
      const select = make('select');
      objectives.forEach((name, i) => select.append(new Option(name, String(i), false, i === value)));
      select.addEventListener('change', () => {
        set(Number(select.value));
        draw();
      });
      wrap.append(label, select);
      return wrap;
    };
    const across = pick('Across', x, (i) => (x = i));
    const up = pick('Up', y, (i) => (y = i));
    const axes = make('span', 'push');
    axes.append(across, up);
    controls.append(axes);
  }
  startTime((index) => {
    frame = index;
    drawing.update();
  });
}

/** From mark to mark, ending short of both so that its head can be seen. */
function arrow(from, to, style) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  if (length < 22) {
    return null;
  }
  const [ux, uy] = [dx / length, dy / length];
  const head = [to[0] - 9 * ux, to[1] - 9 * uy];
  const line = { x1: from[0] + 8 * ux, y1: from[1] + 8 * uy, x2: head[0], y2: head[1] };
  const wing = (side) => [head[0] - 6 * ux - side * 3 * uy, head[1] - 6 * uy + side * 3 * ux];
  const points = [wing(1), head, wing(-1)];
  return {
    type: 'group',
    children: [
      { type: 'line', shape: line, style: style },
      { type: 'polyline', shape: { points: points }, style: { ...style, fill: 'none' } },
    ],
  };
}

/** The slider over earlier fronts. */
function startTime(show) {
  const box = document.getElementById('front-time');
  if (data.frames.length < 2 || !drawable.length) {
    return;
  }
  const label = make('label', '', 'Front over training');
  const slider = make('input');
  slider.type = 'range';
  slider.min = '0';
  slider.max = String(data.frames.length);
  slider.value = slider.max;
  const text = make('output', '', 'final');
  label.append(slider);
  slider.addEventListener('input', () => {
    const index = Number(slider.value);
    const frame = data.frames[index];
    text.textContent = frame
      ? grouped(frame.training) + ' transitions, stage ' + frame.stage + ', round ' + frame.round +
        ', ' + frame.points.length + ' points'
      : 'final';
    show(frame ? index : null);
  });
  box.append(label, text);
}
