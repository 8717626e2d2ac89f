// Starts every part; one that fails doesn't keep the others from being drawn.

function guard(work) {
  try {
    work();
  } catch (error) {
    // Reported, not swallowed: window's error event counts it and the page says so.
    setTimeout(() => {
      throw error;
    });
  }
}

function redraw() {
  drawings.forEach((drawing) => guard(drawing.draw));
}

[startTable, startFront, startSpace, startParallel, startCurves, startLineage].forEach(guard);
redraw();

new ResizeObserver(() => {
  // The page as printed has its own width, and a canvas drawn after beforeprint stays empty.
  if (!document.documentElement.classList.contains('printing')) {
    drawings.forEach((drawing) => guard(() => drawing.fit()));
  }
}).observe(document.body);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

const PRINT_WIDTH = 680;

window.addEventListener('beforeprint', () => {
  document.documentElement.classList.add('printing');
  drawings.forEach((drawing) => {
    const half = drawing.element.classList.contains('small');
    guard(() => drawing.fit(half ? PRINT_WIDTH / 2 - 14 : PRINT_WIDTH));
  });
  redraw();
});
window.addEventListener('afterprint', () => {
  document.documentElement.classList.remove('printing');
  drawings.forEach((drawing) => guard(() => drawing.fit()));
  redraw();
});
