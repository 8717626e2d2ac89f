// Policies as a forest: parents left, children right.

const MOST_LEAVES = 400;

function startLineage() {
  const element = document.getElementById('lineage-chart');
  if (!element) {
    return;
  }
  const { roots, alone } = forest();
  const layout = arrange(roots);
  element.style.height = Math.max(140, layout.rows * (layout.rows > 60 ? 17 : 24) + 24) + 'px';
  const notes = [];
  if (alone) {
    notes.push(alone + (alone === 1 ? ' policy has' : ' policies have') + ' neither parent nor child in the archive.');
  }
  if (layout.left) {
    notes.push(layout.left + ' more policies are only in the table.');
  }
  document.getElementById('lineage-note').textContent = notes.join(' ');

  const drawing = addChart('lineage-chart', (colours) =>
    lineageOption(layout, colours, drawingWidth(element) / (layout.depths + 1))
  );
  const fit = drawing.fit;
  drawing.fit = (width) => {
    fit(width);
    drawing.draw();
  };
  drawing.chart.on('click', (item) => {
    if (item.data && item.data.node && item.data.node.policy) {
      choosePolicy(item.data.node.policy);
    }
  });
}

function drawingWidth(element) {
  return (echarts.getInstanceByDom(element) || { getWidth: () => element.clientWidth }).getWidth() - 20;
}

/** Trees of {id, policy or null, children}; a parent that left the archive keeps its id. */
function forest() {
  const nodes = new Map(data.policies.map((p) => [p.id, { id: p.id, policy: p, children: [] }]));
  const roots = [];
  for (const policy of data.policies) {
    const node = nodes.get(policy.id);
    if (policy.parent === null || policy.parent === policy.id) {
      roots.push(node);
      continue;
    }
    if (!nodes.has(policy.parent)) {
      const gone = { id: policy.parent, policy: null, children: [] };
      nodes.set(policy.parent, gone);
      roots.push(gone);
    }
    nodes.get(policy.parent).children.push(node);
  }
  const families = roots.filter((root) => root.children.length);
  return { roots: families, alone: roots.length - families.length };
}

/** Leaves take a row each, parents the middle of their children. */
function arrange(roots) {
  const placed = [];
  const edges = [];
  let rows = 0;
  let left = 0;
  let depths = 0;
  const place = (node, depth) => {
    if (rows >= MOST_LEAVES) {
      left++;
      return null;
    }
    depths = Math.max(depths, depth);
    const children = node.children.map((child) => place(child, depth + 1)).filter(Boolean);
    const y = children.length ? (children[0].y + children[children.length - 1].y) / 2 : rows++;
    const spot = { node, x: depth, y };
    placed.push(spot);
    children.forEach((child) => edges.push([spot, child]));
    return spot;
  };
  roots.forEach((root) => place(root, 0));
  return { placed, edges, rows, depths, left };
}

function shorten(text, letters) {
  return text.length <= letters ? text : text.slice(0, letters - 1) + '\u2026';
}

function lineageOption(layout, colours, column) {
  const label = (node) => {
    if (!node.policy) {
      return node.id + (column > 240 ? '  not in the final archive' : '');
    }
    const { objective } = node.policy;
    if (objective !== null) {
      return node.id + ' \u2191 ' + objective;
    }
    return node.id + (column > 240 ? '  ' + trainedFor(node.policy) : '');
  };
  const spots = layout.placed.map(({ node, x, y }) => {
    const colour = node.policy ? colours.stage(node.policy.stage) : colours.faint;
    return {
      value: [x, y],
      node: node,
      symbol: node.policy ? shapeOf(node.policy.stage) : 'circle',
      itemStyle: node.policy
        ? { color: colour, opacity: 1 }
        : { color: colours.surface, borderColor: colour, borderWidth: 1.5, opacity: 1 },
    };
  });
  return {
    grid: { left: 10, right: 10, top: 12, bottom: 12 },
    xAxis: { show: false, type: 'value', min: 0, max: layout.depths + 1 },
    yAxis: { show: false, type: 'value', inverse: true, min: -0.5, max: Math.max(0, layout.rows - 1) + 0.5 },
    tooltip: tooltip({
      trigger: 'item',
      formatter: (item) =>
        item.data.node.policy && item.data.node.policy.drawable
          ? policyTip(item.data.node.policy)
          : tip(item.data.node.id, []),
    }),
    series: [
      {
        type: 'custom',
        name: 'edges',
        silent: true,
        data: layout.edges.map(([from, to]) => [from.x, from.y, to.x, to.y]),
        renderItem: (params, api) => {
          const from = api.coord([api.value(0), api.value(1)]);
          const to = api.coord([api.value(2), api.value(3)]);
          const bend = to[0] - column * 0.12;
          return {
            type: 'polyline',
            shape: { points: [from, [bend, from[1]], [bend, to[1]], to] },
            style: { stroke: colours.faint, lineWidth: 1.2, opacity: 0.7, fill: 'none' },
          };
        },
        z: 1,
      },
      {
        type: 'scatter',
        name: 'policies',
        data: spots,
        symbolSize: 9,
        label: {
          show: true,
          position: 'right',
          distance: 8,
          color: colours.ink,
          fontSize: 12,
          backgroundColor: colours.surface,
          padding: [1, 4],
          // Cut by letters: a label of fixed width would hide the edge behind its empty part.
          formatter: (item) => shorten(label(item.data.node), Math.max(8, (column * 0.88 - 30) / 6.8)),
        },
        z: 2,
      },
    ],
  };
}
