// How the reader moves on the timeline with pointer, wheel and keys.

import { layoutOf } from './timeline-canvas.mjs';

/** The pointer's play beside a short bar, in pixels. */
const SLACK = 3;

export function pointerOf(view) {
  const { scroller } = view;
  let drag = null;
  scroller.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.clientX > scroller.getBoundingClientRect().left + scroller.clientWidth) return;
    drag = { x: event.clientX, y: event.clientY, moved: false };
  });
  scroller.addEventListener('pointermove', (event) => {
    if (!view.model) return;
    if (drag && event.buttons & 1) dragTo(view, drag, event);
    else hover(view, event);
  });
  scroller.addEventListener('pointerup', (event) => {
    if (drag && !drag.moved && view.model) select(view, jobUnder(view, event), false);
    drag = null;
  });
  scroller.addEventListener('pointercancel', () => {
    drag = null;
  });
  scroller.addEventListener('pointerleave', () => {
    drag = null;
    if (view.hovered === null) return;
    view.hovered = null;
    view.show(view.selected, false);
  });
  scroller.addEventListener('wheel', (event) => wheel(view, event), { passive: false });
}

export function keysOf(view) {
  view.scroller.addEventListener('keydown', (event) => {
    if (!view.model || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!key(view, event)) return;
    event.preventDefault();
  });
}

function key(view, event) {
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight': {
      const step = event.key === 'ArrowLeft' ? -1 : 1;
      if (event.shiftKey) view.pan(step * 0.2);
      else beside(view, step);
      return true;
    }
    case 'ArrowUp':
    case 'ArrowDown':
      otherRow(view, event.key === 'ArrowUp' ? -1 : 1);
      return true;
    case '+':
    case '=':
      view.zoom(0.5);
      return true;
    case '-':
      view.zoom(2);
      return true;
    case 'End':
      view.setFollow(true);
      return true;
    case 'Escape':
      select(view, null, true);
      return true;
    default:
      return false;
  }
}

function beside(view, step) {
  if (!view.selected) select(view, firstJob(view), true);
  else select(view, view.finder.beside(view.selected, step), true);
}

/** The newest job of the first row in sight that has one, else of the first row that has. */
function firstJob(view) {
  const { rows, finder } = view;
  const visible = firstVisible(view);
  for (let step = 0; step < rows.length; step++) {
    const job = finder.newest(rows[(visible + step) % rows.length]);
    if (job) return job;
  }
  return null;
}

/** The job of the next row that has one at about the same time. */
function otherRow(view, step) {
  if (!view.selected) {
    beside(view, step);
    return;
  }
  const extent = view.finder.extent(view.selected);
  const time = extent ? (extent[0] + extent[1]) / 2 : view.now;
  const from = view.finder.indexOf(view.selected);
  for (let index = from + step; index >= 0 && index < view.rows.length; index += step) {
    const job = view.finder.near(view.rows[index], time);
    if (job) {
      select(view, job, true);
      return;
    }
  }
}

/** Selects a job and, when a key asked for it, brings it into sight. */
function select(view, job, byKey) {
  view.selected = job;
  if (job && byKey) {
    const extent = view.finder.extent(job);
    if (extent) view.reveal(extent[1]);
    const { height } = layoutOf(view.scroller);
    const top = view.finder.indexOf(job) * view.rowHeight;
    const { scroller } = view;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + view.rowHeight > scroller.scrollTop + height) scroller.scrollTop = top + view.rowHeight - height;
  }
  view.show(job, byKey);
}

function firstVisible(view) {
  return Math.min(view.rows.length - 1, Math.floor(view.scroller.scrollTop / view.rowHeight));
}

function hover(view, event) {
  const job = jobUnder(view, event);
  if (same(job, view.hovered)) return;
  view.hovered = job;
  view.show(job ?? view.selected, false);
}

function same(one, other) {
  return one === other || (one?.kitchen === other?.kitchen && one?.lane === other?.lane && one?.seq === other?.seq
    && one !== null && other !== null);
}

function jobUnder(view, event) {
  const layout = layoutOf(view.scroller);
  const box = view.scroller.getBoundingClientRect();
  const x = event.clientX - box.left - layout.gutter;
  const y = event.clientY - box.top - layout.axis;
  if (x < 0 || y < 0 || x > layout.width) return null;
  const row = view.rows[Math.floor((y + view.scroller.scrollTop) / view.rowHeight)];
  return view.finder.at(row, view.from + (x / layout.width) * view.span, (SLACK / layout.width) * view.span);
}

function dragTo(view, drag, event) {
  const dx = event.clientX - drag.x;
  const dy = event.clientY - drag.y;
  if (!drag.moved && Math.abs(dx) + Math.abs(dy) < 4) return;
  drag.moved = true;
  drag.x = event.clientX;
  drag.y = event.clientY;
  if (event.pointerType !== 'touch') view.scroller.scrollTop -= dy;
  if (dx !== 0) view.pan(-dx / layoutOf(view.scroller).width);
}

function wheel(view, event) {
  if (!view.model) return;
  const layout = layoutOf(view.scroller);
  const pixels = event.deltaMode === 1 ? 16 : 1;
  if (event.shiftKey) {
    event.preventDefault();
    view.scroller.scrollTop += (event.deltaY || event.deltaX) * pixels;
  } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    view.pan((event.deltaX * pixels) / layout.width);
  } else {
    event.preventDefault();
    const x = event.clientX - view.scroller.getBoundingClientRect().left - layout.gutter;
    const anchor = view.follow ? 1 : Math.min(1, Math.max(0, x / layout.width));
    view.zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY * pixels * 0.002))), anchor);
  }
}
