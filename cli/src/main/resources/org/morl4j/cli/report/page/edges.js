// Shadows at the edges of what scrolls sideways, so that it can be seen to.

function startEdges() {
  for (const box of document.querySelectorAll('.scroll')) {
    const mark = () => {
      box.classList.toggle('more-left', box.scrollLeft > 1);
      box.classList.toggle('more-right', box.scrollLeft < box.scrollWidth - box.clientWidth - 1);
    };
    box.addEventListener('scroll', mark, { passive: true });
    new ResizeObserver(mark).observe(box);
    mark();
  }
}
