// Three objectives as a scatter that turns. ECharts has no 3-D of its own, so this is a canvas.

function startSpace() {
  const element = document.getElementById('space-chart');
  if (!element) {
    return;
  }
  const canvas = make('canvas');
  const box = make('div', 'floating');
  box.hidden = true;
  element.append(canvas, box);
  const controls = document.getElementById('space-controls');
  const hidden = new Set(['reference', 'lineage']);
  // From the ideal corner, which a front turns its face to, a little aside.
  const start = { yaw: 3.72, pitch: 0.42, zoom: 1 };
  let view = { ...start };
  let spots = [];
  let width = 0;
  let height = 0;

  /** What is on, as {value, error, colour, shape, hollow, policy or title}. */
  function items(colours) {
    const list = [];
    if (!hidden.has('known')) {
      known.forEach((p) => list.push({ value: p, colour: colours.known, shape: 'diamond', hollow: true, size: 8, title: 'Known front' }));
    }
    for (const p of drawable) {
      const look = { colour: colours.stage(p.stage), shape: shapeOf(p.stage), policy: p };
      if (!hidden.has('archive' + p.stage)) {
        list.push({ value: p.archived, hollow: true, size: 7.5, ...look });
      }
      if (!hidden.has('final' + p.stage)) {
        list.push({ value: p.returns, error: p.front ? p.error : undefined, size: 5, ...look });
      }
    }
    lastFront().forEach((p) => list.push({ value: p, colour: colours.stage(1), shape: 'circle', size: 5, title: 'Last evaluation' }));
    if (!hidden.has('reference') && data.reference !== null && isComplete(data.reference)) {
      list.push({ value: data.reference, colour: colours.known, shape: 'cross', hollow: true, size: 7, title: 'Reference point' });
    }
    return list;
  }

  function draw() {
    const colours = palette();
    const pen = canvas.getContext('2d');
    const scale = Math.max(1, window.devicePixelRatio || 1);
    width = element.clientWidth;
    height = element.clientHeight;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.font = '12px ' + getComputedStyle(document.body).fontFamily;

    const list = items(colours);
    const ranges = [0, 1, 2].map((i) => niceRange(list.map((item) => item.value[i]), 4));
    // Third objective upwards; the cube reaches from -1 to 1 on each axis.
    const unit = (value) => value.map((v, i) => (2 * (v - ranges[i].min)) / (ranges[i].max - ranges[i].min) - 1);
    drawCube(pen, project, ranges, colours);
    drawReferenceLines(pen, list, unit);
    spots = list.map((item) => ({ item, at: project(unit(item.value)) }));
    spots.sort((a, b) => a.at[2] - b.at[2]);
    for (const spot of spots) {
      drawErrors(pen, spot.item, unit);
      drawMark(pen, spot, colours);
    }
    drawRings(pen, unit, colours);
    element.dataset.drawn = 'true';
    element.dataset.items = String(spots.length);
  }

  /** Cube to screen: turn about the vertical axis, tilt towards the reader; third value is nearness. */
  function project([a, b, c]) {
    const x = a * Math.cos(view.yaw) - b * Math.sin(view.yaw);
    const depth = a * Math.sin(view.yaw) + b * Math.cos(view.yaw);
    const y = c * Math.cos(view.pitch) + depth * Math.sin(view.pitch);
    const near = c * Math.sin(view.pitch) - depth * Math.cos(view.pitch);
    const size = Math.min(width / 3.6, (height - 50) / 2.95) * view.zoom;
    return [width / 2 + x * size, height / 2 - y * size - 4, near];
  }

  function drawErrors(pen, item, unit) {
    if (!item.error) {
      return;
    }
    pen.strokeStyle = item.colour;
    pen.globalAlpha = 0.6;
    pen.lineWidth = 1.2;
    for (let i = 0; i < 3; i++) {
      if (item.error[i] > 0) {
        const shifted = (sign) => item.value.map((v, k) => (k === i ? v + sign * item.error[i] : v));
        stroke(pen, project(unit(shifted(-1))), project(unit(shifted(1))));
      }
    }
    pen.globalAlpha = 1;
  }

  /** A thin stem to the floor, so that a flat picture tells height from depth. */
  function drawReferenceLines(pen, list, unit) {
    pen.lineWidth = 1;
    for (const item of list) {
      if (item.error) {
        const spot = unit(item.value);
        pen.strokeStyle = item.colour;
        pen.globalAlpha = 0.22;
        stroke(pen, project(spot), project([spot[0], spot[1], -1]));
      }
    }
    pen.globalAlpha = 1;
  }

  function drawMark(pen, { item, at }, colours) {
    const size = item.size * (1 + 0.1 * at[2]);
    pen.beginPath();
    markPath(pen, item.shape, at[0], at[1], size);
    pen.globalAlpha = item.policy ? presence(item.policy) : 1;
    if (item.hollow) {
      pen.lineWidth = 1.4;
      pen.strokeStyle = item.colour;
      pen.stroke();
    } else {
      pen.fillStyle = item.colour;
      pen.fill();
      pen.lineWidth = 1;
      pen.strokeStyle = colours.surface;
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  function drawRings(pen, unit, colours) {
    for (const { policy, label, strong } of pointedOut()) {
      const at = project(unit(policy.returns));
      pen.beginPath();
      pen.arc(at[0], at[1], 11, 0, 2 * Math.PI);
      pen.lineWidth = 2;
      pen.strokeStyle = strong ? colours.ink : colours.faint;
      pen.stroke();
      pen.fillStyle = colours.ink;
      pen.textAlign = 'center';
      pen.textBaseline = 'bottom';
      pen.fillText(label, at[0], at[1] - 13);
    }
  }

  function nearest(x, y) {
    let best = null;
    let distance = 14 * 14;
    for (const spot of spots) {
      // A policy says more than the known point or archived mark that it hides.
      const d = ((spot.at[0] - x) ** 2 + (spot.at[1] - y) ** 2) * (spot.item.error ? 0.5 : 1);
      // Of marks on one place the last drawn is in front.
      if (d <= distance) {
        distance = d;
        best = spot;
      }
    }
    return best;
  }

  function hover(x, y) {
    const spot = nearest(x, y);
    box.hidden = !spot;
    lightRow(spot && spot.item.policy);
    if (spot) {
      const { policy, title, value } = spot.item;
      box.replaceChildren(policy ? policyTip(policy) : pointTip(title, value));
      const left = Math.min(spot.at[0] + 14, width - box.offsetWidth - 4);
      box.style.left = Math.max(4, left) + 'px';
      box.style.top = Math.max(4, Math.min(spot.at[1] + 14, height - box.offsetHeight - 4)) + 'px';
    }
  }

  function turn(yaw, pitch) {
    view.yaw += yaw;
    view.pitch = Math.min(1.45, Math.max(0.06, view.pitch + pitch));
    box.hidden = true;
    draw();
  }

  let drag = null;
  element.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, y: event.clientY, far: 0 };
    element.setPointerCapture(event.pointerId);
    element.classList.add('turning');
  });
  element.addEventListener('pointermove', (event) => {
    if (!drag) {
      const place = element.getBoundingClientRect();
      hover(event.clientX - place.left, event.clientY - place.top);
      return;
    }
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.abs(dx) + Math.abs(dy) };
    turn(dx * 0.008, dy * 0.008);
  });
  const release = (event) => {
    const place = element.getBoundingClientRect();
    const spot = drag && drag.far < 4 && nearest(event.clientX - place.left, event.clientY - place.top);
    drag = null;
    element.classList.remove('turning');
    if (spot && spot.item.policy && event.type === 'pointerup') {
      choosePolicy(spot.item.policy);
    }
  };
  element.addEventListener('pointerup', release);
  element.addEventListener('pointercancel', release);
  element.addEventListener('pointerleave', () => {
    box.hidden = true;
    lightRow(null);
  });
  element.addEventListener('wheel', (event) => {
    if (event.ctrlKey) {
      event.preventDefault();
      view.zoom = Math.min(6, Math.max(0.5, view.zoom * Math.exp(-event.deltaY * 0.002)));
      draw();
    }
  }, { passive: false });
  element.addEventListener('dblclick', () => {
    view = { ...start };
    draw();
  });
  const KEYS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.08], ArrowDown: [0, 0.08] };
  element.addEventListener('keydown', (event) => {
    if (KEYS[event.key]) {
      event.preventDefault();
      turn(...KEYS[event.key]);
    }
  });

  exportButtons(element, [['PNG', () => download(fileName('space', 'png'), whole(canvas))]]);
  onChoice(draw);
  addDrawing(
    element,
    () => {
      const entries = frontEntries(palette()).filter((entry) => entry.key !== 'lineage' && entry.key !== 'steps');
      legend(controls, entries, hidden, draw);
      draw();
    },
    (fixed) => {
      element.style.width = fixed ? fixed + 'px' : '';
      draw();
    }
  );
}

/** The canvas on the page's ground, as a picture. */
function whole(canvas) {
  const copy = make('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const pen = copy.getContext('2d');
  pen.fillStyle = palette().surface;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(canvas, 0, 0);
  return copy.toDataURL('image/png');
}

function stroke(pen, from, to) {
  pen.beginPath();
  pen.moveTo(from[0], from[1]);
  pen.lineTo(to[0], to[1]);
  pen.stroke();
}

function markPath(pen, shape, x, y, r) {
  if (shape === 'circle') {
    pen.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  const corners = {
    triangle: [[0, -1.15], [1.05, 0.75], [-1.05, 0.75]],
    rect: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    pin: [[0, -1.3], [0.7, 0], [0, 1.3], [-0.7, 0]],
    diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
    cross: [[-1, 0], [1, 0], [0, 0], [0, -1], [0, 1], [0, 0]],
  }[shape];
  corners.forEach(([dx, dy], i) => (i ? pen.lineTo(x + dx * r, y + dy * r) : pen.moveTo(x + dx * r, y + dy * r)));
  pen.closePath();
}

/** The three faces behind the points with their grids, and each axis along an outer edge. */
function drawCube(pen, project, ranges, colours) {
  // A face is behind where its centre is farther away than the cube's.
  const side = [0, 1, 2].map((axis) => {
    const centre = [0, 0, 0];
    centre[axis] = 1;
    return project(centre)[2] < project([0, 0, 0])[2] ? 1 : -1;
  });
  const ticks = ranges.map(({ min, max, step }) => {
    const list = [];
    for (let k = 0; min + k * step <= max + step * 1e-6; k++) {
      list.push(Number((min + k * step).toPrecision(12)));
    }
    return list;
  });
  const place = (axis, value) => (2 * (value - ranges[axis].min)) / (ranges[axis].max - ranges[axis].min) - 1;

  pen.strokeStyle = colours.line;
  pen.lineWidth = 1;
  for (let face = 0; face < 3; face++) {
    const [u, v] = [0, 1, 2].filter((axis) => axis !== face);
    for (const [along, across] of [[u, v], [v, u]]) {
      for (const tick of ticks[along]) {
        const from = [0, 0, 0];
        from[face] = side[face];
        from[along] = place(along, tick);
        const to = [...from];
        from[across] = -1;
        to[across] = 1;
        stroke(pen, project(from), project(to));
      }
    }
  }
  // The reader looks from above: floor axes lie on the near edges, the upright one on the leftmost.
  const edges = [
    [0, -side[1], -1],
    [-side[0], 0, -1],
    [[side[0], -side[1]], [-side[0], side[1]]]
      .map(([a, b]) => [a, b, 0])
      .reduce((best, edge) => (project(edge)[0] < project(best)[0] ? edge : best)),
  ];
  edges.forEach((edge, axis) => drawAxis(pen, project, edge, axis, ticks[axis], place, colours));
}

function drawAxis(pen, project, edge, axis, ticks, place, colours) {
  const at = (position) => project(edge.map((v, i) => (i === axis ? position : v)));
  const centre = project([0, 0, axis === 2 ? 0 : -1]);
  const middle = at(0);
  const length = Math.hypot(middle[0] - centre[0], middle[1] - centre[1]) || 1;
  const out = axis === 2 ? [-1, 0] : [(middle[0] - centre[0]) / length, (middle[1] - centre[1]) / length];
  pen.strokeStyle = colours.faint;
  stroke(pen, at(-1), at(1));
  pen.textBaseline = 'middle';
  pen.textAlign = out[0] < -0.35 ? 'right' : out[0] > 0.35 ? 'left' : 'center';
  pen.fillStyle = colours.muted;
  // Ends of the floor's axes would run into one another at the corners.
  const shown = axis !== 2 && ticks.length > 3 ? ticks.slice(1, -1) : ticks;
  for (const tick of shown) {
    const spot = at(place(axis, tick));
    pen.fillText(compact(tick), spot[0] + out[0] * 10, spot[1] + out[1] * 12 + (axis === 2 ? 0 : 2));
  }
  pen.fillStyle = colours.ink;
  if (axis === 2) {
    const top = at(1);
    pen.textAlign = 'center';
    pen.fillText(objectives[axis], top[0], top[1] - 20, 220);
  } else {
    pen.fillText(objectives[axis], middle[0] + out[0] * 44, middle[1] + out[1] * 40 + 4, 220);
  }
}
