// Shadows at the edges of what scrolls sideways, so that it can be seen to.

function startEdges() {
  document.querySelectorAll('.scroll').forEach(shadeEdges);
}

/** The shadows lie on a frame round the box: in it they would scroll along, behind the rows. */
function shadeEdges(box) {
  let frame = box.parentElement;
  if (!frame.classList.contains('figure')) {
    frame = make('div', 'figure');
    box.replaceWith(frame);
    frame.append(box);
  }
  const mark = () => {
    frame.classList.toggle('more-left', box.scrollLeft > 1);
    frame.classList.toggle('more-right', box.scrollLeft < box.scrollWidth - box.clientWidth - 1);
  };
  box.addEventListener('scroll', mark, { passive: true });
  new ResizeObserver(mark).observe(box);
  mark();
}
