// A page's life: a part that fails doesn't keep the others from being drawn.

const PRINT_WIDTH = 680;

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

/** Starts the parts of a page and keeps what they draw in step with its size and colours. */
function begin(parts) {
  parts.forEach(guard);
  redraw();
  watchPage();
}

function watchPage() {
  new ResizeObserver(() => {
    // The page as printed has its own width, and a canvas drawn after beforeprint stays empty.
    if (!document.documentElement.classList.contains('printing')) {
      drawings.forEach((drawing) => guard(() => drawing.fit()));
    }
  }).observe(document.body);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

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
}
