// Numbers and colours as every chart shows them.

/** At most so many significant digits, as Numbers.significant of the page's writer. */
function significant(value, digits) {
  if (value === null || Number.isNaN(value)) {
    return 'NaN';
  }
  if (value === 0) {
    return '0';
  }
  const rounded = Number(value.toPrecision(digits || 6));
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e9 ? rounded.toString() : rounded.toExponential();
}

function grouped(value) {
  return value === null ? '' : Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** For axes: 200k, 1.5M. */
function compact(value) {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) {
    return Number(value.toPrecision(3)).toExponential();
  }
  if (size >= 1e6) {
    return significant(value / 1e6, 4) + 'M';
  }
  return size >= 1e4 ? significant(value / 1e3, 4) + 'k' : significant(value, 6);
}

/** The style sheet's colours, so that light, dark and print are told apart in one place. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue('--' + name).trim();
  return {
    surface: colour('surface'),
    ink: colour('ink'),
    muted: colour('muted'),
    faint: colour('faint'),
    line: colour('line'),
    soft: colour('soft'),
    known: colour('known'),
    stage: (stage) => colour('stage' + Math.min(Math.max(stage, 1), 4)),
  };
}

/** Round bounds and step for an axis that shows all values. */
function niceRange(values, parts) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low <= high)) {
    return { min: 0, max: 1, step: 0.5 };
  }
  if (low === high) {
    const margin = Math.abs(low) * 0.1 || 1;
    low -= margin;
    high += margin;
  }
  // Room for marks at the border, but never beyond a zero that the values stop at.
  const room = (high - low) * 0.04;
  const bottom = low >= 0 ? Math.max(0, low - room) : low - room;
  const top = high <= 0 ? Math.min(0, high + room) : high + room;
  const rough = (top - bottom) / (parts || 5);
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 2.5, 5, 10].map((s) => s * power).find((s) => s >= rough * 0.8);
  const round = (value) => Number((value * step).toPrecision(12));
  return {
    min: round(Math.floor(bottom / step)),
    max: round(Math.ceil(top / step)),
    step: step,
  };
}
