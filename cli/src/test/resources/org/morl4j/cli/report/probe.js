// Uses the report as a reader would; the result goes into an attribute as Base64, which no name in it
// can leave.
(function () {
  'use strict';
  const result = { failure: '', charts: {} };
  const chartOf = (id) => echarts.getInstanceByDom(document.getElementById(id));
  const rows = () => [...document.querySelectorAll('#policy-table tbody tr')];
  const seriesOf = (id) => chartOf(id).getOption().series.map((s) => s.name + ':' + (s.data || []).length);

  /** Pixels that aren't transparent, over all canvases of a chart. */
  function ink(element) {
    let count = 0;
    for (const canvas of element.querySelectorAll('canvas')) {
      // Reading a canvas that is drawn on makes Chromium write advice to the console.
      const copy = document.createElement('canvas');
      copy.width = canvas.width;
      copy.height = canvas.height;
      const pen = copy.getContext('2d', { willReadFrequently: true });
      pen.drawImage(canvas, 0, 0);
      const pixels = pen.getImageData(0, 0, copy.width, copy.height).data;
      for (let i = 3; i < pixels.length; i += 4) {
        count += pixels[i] > 0 ? 1 : 0;
      }
    }
    return count;
  }

  function look() {
    for (const element of document.querySelectorAll('.chart')) {
      if (element.dataset.drawn !== 'true') {
        throw new Error(element.id + ' is not marked as drawn');
      }
      const chart = chartOf(element.id);
      result.charts[element.id] = {
        ink: ink(element),
        series: chart ? seriesOf(element.id) : [],
        items: Number(element.dataset.items),
      };
    }
  }

  function tips() {
    for (const element of document.querySelectorAll('.chart')) {
      const chart = chartOf(element.id);
      const series = chart ? chart.getOption().series : [];
      series.forEach((s, i) => {
        // Others need the mouse's place.
        if ((s.type === 'scatter' || s.type === 'line') && (s.data || []).length) {
          chart.dispatchAction({ type: 'showTip', seriesIndex: i, dataIndex: 0 });
          const tip = element.querySelector('.tip');
          if (element.id === 'front-chart' && s.name === 'final1') {
            result.tip = tip ? tip.textContent : '';
          }
        }
      });
    }
  }

  function range() {
    const axis = document.getElementById('parallel-chart') && chartOf('parallel-chart');
    if (!axis || !rows().length) {
      return;
    }
    axis.dispatchAction({ type: 'axisAreaSelect', parallelAxisId: 'axis0', intervals: [[14.5, 23]] });
    result.rowsInRange = rows().filter((row) => !row.hidden).length;
    document.querySelector('#parallel-controls button').click();
    result.rowsCleared = rows().filter((row) => !row.hidden).length;
  }

  function sort() {
    const button = document.querySelectorAll('#policy-table th button')[1];
    if (button) {
      button.click();
      result.firstSorted = rows()[0].cells[0].textContent;
      button.click();
      result.firstSortedDown = rows()[0].cells[0].textContent;
    }
  }

  function slide() {
    const slider = document.querySelector('#front-time input');
    if (slider) {
      slider.value = '0';
      slider.dispatchEvent(new Event('input'));
      result.firstFrame = Number(seriesOf('front-chart').find((s) => s.startsWith('frame')).split(':')[1]);
      slider.value = slider.max;
      slider.dispatchEvent(new Event('input'));
    }
  }

  function toggleAll() {
    const boxes = [...document.querySelectorAll('#front-controls input[type=checkbox]')];
    boxes.forEach((box) => box.click());
    if (boxes.length) {
      result.withoutKnown = seriesOf('front-chart').join();
    }
    boxes.forEach((box) => box.click());
  }

  function clickPoint() {
    if (!document.getElementById('front-chart') || !rows().length) {
      return;
    }
    const chart = chartOf('front-chart');
    const index = chart.getOption().series.findIndex((s) => s.name === 'final1');
    const policy = chart.getOption().series[index].data[0].policy;
    chart.trigger('click', { data: { policy: policy } });
    result.hash = location.hash;
  }

  function turn() {
    const space = document.getElementById('space-chart');
    if (space) {
      const before = space.querySelector('canvas').toDataURL();
      space.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      result.turned = space.querySelector('canvas').toDataURL() !== before;
      const box = space.getBoundingClientRect();
      for (let x = 0; x < box.width; x += 20) {
        const at = { clientX: box.left + x, clientY: box.top + box.height / 2, pointerId: 1 };
        space.dispatchEvent(new PointerEvent('pointermove', at));
      }
    }
  }

  function print() {
    window.dispatchEvent(new Event('beforeprint'));
    const inks = [...document.querySelectorAll('.chart')].map(ink);
    result.printedInk = inks.length ? Math.min(...inks) : 0;
    window.dispatchEvent(new Event('afterprint'));
  }

  const panelText = (selector) => {
    const found = document.querySelector('#panel ' + selector);
    return found ? found.textContent : '';
  };

  /** What the address that the page was opened with has brought. */
  function restored() {
    if (document.querySelector('#panel .weight')) {
      result.restored = {
        chosen: panelText('.card h2'),
        weights: [...document.querySelectorAll('#panel .weight input')].map((input) => input.value).join(),
        limit: document.querySelector('#panel .limitline input').value,
        compared: panelText('.pins'),
      };
    }
  }

  function enter(input, value) {
    input.value = value;
    input.dispatchEvent(new Event('input'));
  }

  const press = (text) => [...document.querySelectorAll('#panel button')].find((b) => b.textContent === text).click();

  /** The mouse on a point of the front, as a hand would have it. */
  function mouseOn(index) {
    const chart = chartOf('front-chart');
    const series = chart.getOption().series;
    const final1 = series.findIndex((s) => s.name === 'final1');
    const at = chart.convertToPixel({ seriesIndex: final1 }, series[final1].data[index].value);
    const canvas = document.querySelector('#front-chart canvas');
    const box = canvas.getBoundingClientRect();
    const place = { clientX: box.left + at[0], clientY: box.top + at[1], bubbles: true };
    ['mousemove', 'mousedown', 'mouseup', 'click'].forEach((type) => canvas.dispatchEvent(new MouseEvent(type, place)));
  }

  /** Files that the page hands out while work is done: {name: address}. */
  function saved(work) {
    const files = {};
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      files[this.download] = this.href;
    };
    const blobs = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blobs.push(blob);
      return 'blob:' + blobs.length;
    };
    work();
    HTMLAnchorElement.prototype.click = click;
    URL.createObjectURL = create;
    return { files, blobs };
  }

  const saveOf = (element, text) =>
    [...element.closest('.figure').querySelectorAll('.exports button')].find((b) => b.textContent === text).click();

  async function panel() {
    if (opened !== '' || objectivesOf() !== 2) {
      return;
    }
    const used = (result.panel = {});
    const before = window.scrollY;
    mouseOn(1);
    used.clicked = panelText('.card');
    used.jumped = window.scrollY - before;
    used.commands = panelText('.take');
    press('Pin to compare');
    const [first, second] = document.querySelectorAll('#panel .weight input');
    enter(first, '0');
    enter(second, '100');
    used.best = panelText('.ranking li');
    const rings = chartOf('front-chart').getOption().series.find((s) => s.name === 'rings').data;
    used.bestLabel = (rings.find((ring) => ring.label.formatter.startsWith('best')) || { label: {} }).label.formatter;
    document.querySelector('#panel .ranking button').click();
    press('Pin to compare');
    mouseOn(1);
    enter(document.querySelector('#panel .limitline input'), '20');
    used.outside = document.querySelectorAll('#policy-table tr.outside').length;
    used.bestWithin = panelText('.ranking li');
    used.compared = panelText('.pins');
    const { files, blobs } = saved(() => {
      saveOf(document.getElementById('front-chart'), 'PNG');
      saveOf(document.getElementById('front-chart'), 'SVG');
      saveOf(document.getElementById('policy-table'), 'CSV');
    });
    used.png = (Object.values(files).find((href) => href.startsWith('data:')) || '').slice(0, 60);
    used.svg = await blobs[0].text();
    used.csv = await blobs[1].text();
    used.address = location.hash;
  }

  const opened = location.hash;
  const objectivesOf = () => document.querySelectorAll('#panel .weight').length;

  window.addEventListener('load', async () => {
    try {
      restored();
      [tips, range, sort, slide, toggleAll, clickPoint, turn, print, look].forEach((step) => step());
      await panel();
      result.hacked = 'hacked' in window;
      result.images = document.images.length;
    } catch (error) {
      result.failure = String(error.stack || error);
    }
    const bytes = new TextEncoder().encode(JSON.stringify(result));
    document.documentElement.dataset.probe = btoa(String.fromCharCode(...bytes));
  });
})();
