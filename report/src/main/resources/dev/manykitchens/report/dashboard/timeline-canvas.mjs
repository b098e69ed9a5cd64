// One picture of the timeline: the axis, the names of the rows, the bars, and what is selected.

import { cut } from './format.mjs';
import { palette } from './theme.mjs';
import { paintRows } from './timeline-paint.mjs';

/** The parts of the canvas in CSS pixels: the axis above, the names at the left, the bars. */
export function layoutOf(scroller) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const axis = Math.round(rem * 1.75);
  const wide = scroller.clientWidth;
  const gutter = Math.round(Math.min(rem * 12, Math.max(rem * 5, wide * 0.2)));
  return {
    rem, axis, gutter,
    width: Math.max(1, wide - gutter),
    height: Math.max(1, scroller.clientHeight - axis),
    density: window.devicePixelRatio || 1,
  };
}

export function drawFrame(view, layout) {
  const context = fit(view.canvas, layout);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, layout.gutter + layout.width, layout.axis + layout.height);
  const { rowHeight, rows, from, to, now } = view;
  const scrolled = view.scroller.scrollTop;
  const first = Math.floor(scrolled / rowHeight);
  paintRows({ context, left: layout.gutter, top: layout.axis, width: layout.width, height: layout.height, density: layout.density }, {
    rows, first, rowHeight, offset: scrolled - first * rowHeight, from, to, now,
    limit: view.paused ? now : Infinity,
    bars: view.model.bars,
    running: view.running,
    runningRows: { get: (kitchen) => view.finder.runningRows(kitchen) },
  });
  drawAxis(context, layout, from, to, now);
  drawNames(context, layout, rows, first, rowHeight, scrolled);
  for (const [job, width] of [[view.selected, 3], [view.hovered, 2]]) {
    if (job) outline(context, layout, view, job, width, scrolled);
  }
  view.canvas.dataset.rows = rows.length;
}

function fit(canvas, layout) {
  const wide = Math.round((layout.gutter + layout.width) * layout.density);
  const high = Math.round((layout.axis + layout.height) * layout.density);
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.style.width = `${layout.gutter + layout.width}px`;
    canvas.style.height = `${layout.axis + layout.height}px`;
  }
  const context = canvas.getContext('2d', { alpha: false });
  context.setTransform(layout.density, 0, 0, layout.density, 0, 0);
  return context;
}

function drawAxis(context, layout, from, to, now) {
  const step = tickStep((to - from) / Math.max(2, layout.width / (layout.rem * 7)));
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  context.font = `${layout.rem * 0.82}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const xOf = (time) => layout.gutter + ((time - from) / (to - from)) * layout.width;
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) {
    const x = Math.round(xOf(tick)) + 0.5;
    context.globalAlpha = 0.55;
    line(context, palette.rule, x, layout.axis, x, layout.axis + layout.height);
    context.globalAlpha = 1;
    context.fillStyle = palette.soft;
    const text = `${tick.toFixed(decimals)} s`;
    const half = context.measureText(text).width / 2;
    if (tick >= -step / 2 && x - half > layout.gutter && x + half < layout.gutter + layout.width) {
      context.fillText(text, x, layout.axis / 2);
    }
  }
  line(context, palette.rule, 0, layout.axis - 0.5, layout.gutter + layout.width, layout.axis - 0.5);
  if (now >= from && now <= to) line(context, palette.accent, xOf(now), layout.axis, xOf(now), layout.axis + layout.height);
}

/** 1, 2 or 5 times a power of ten, at least as long as asked for. */
function tickStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999);
}

/** A kitchen's name at the first of its rows in sight; the cook's number where rows are high enough. */
function drawNames(context, layout, rows, first, rowHeight, scrolled) {
  context.save();
  context.beginPath();
  context.rect(0, layout.axis, layout.gutter, layout.height);
  context.clip();
  const several = new Set(rows.map((row) => row.pool?.id)).size > 1;
  const size = Math.min(layout.rem * 0.82, Math.max(10, rowHeight * 0.8));
  let free = -Infinity;
  let named = null;
  for (let index = first; index < rows.length; index++) {
    const y = layout.axis + index * rowHeight - scrolled;
    if (y > layout.axis + layout.height) break;
    const row = rows[index];
    if (row.stripe) {
      context.fillStyle = palette.raised;
      context.fillRect(0, y, layout.gutter, rowHeight);
    }
    if (row.kitchen.id !== named) {
      if (index > first) line(context, palette.grid, 0, Math.round(y) - 0.5, layout.gutter, Math.round(y) - 0.5);
      if (Math.max(y, layout.axis) >= free) {
        named = row.kitchen.id;
        const nameSize = row.lanes * rowHeight >= layout.rem ? layout.rem * 0.82 : size;
        free = Math.max(y, layout.axis) + nameSize + 4;
        drawName(context, layout, row, y, rowHeight, nameSize, several);
      }
    }
    if (rowHeight >= 12 && row.lanes > 1) {
      context.font = `${size}px system-ui, sans-serif`;
      context.textAlign = 'right';
      context.fillStyle = palette.soft;
      context.fillText(String(row.lane + 1), layout.gutter - 10, y + rowHeight / 2);
    }
  }
  context.restore();
}

function drawName(context, layout, row, y, rowHeight, size, several) {
  const room = layout.gutter - 12 - (row.lanes > 1 && rowHeight >= 12 ? layout.rem * 1.6 : 0);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = 'left';
  context.direction = 'ltr';
  context.fillStyle = row.kitchen.state === 'lost' ? palette.bad : palette.ink;
  const fits = (text) => context.measureText(text).width <= room;
  context.fillText(nameOf(row, several, fits), 4, Math.max(y + Math.max(rowHeight, size + 2) / 2, layout.axis + size / 2 + 1));
}

/** What a row is called: among several pools, with its pool; a pool inside the JVM has one kitchen, and needs no other name. */
export function nameOf({ kitchen, pool }, several, fits) {
  const alone = several && pool && kitchen.name === 'local';
  const name = alone ? pool.name : kitchen.name;
  // What tells pools of one spec from each other is never cut.
  const before = several && pool?.mark && !alone ? `${cut(pool.mark, 20)} · ` : '';
  const after = alone && pool.mark ? ` (${cut(pool.mark, 20)})` : '';
  const long = `${cut(pool?.name, 40)}${pool?.mark ? ` (${cut(pool.mark, 20)})` : ''} · ${cut(name, 60)}`;
  if (several && pool && !alone && fits(long)) return long;
  let text = `${before}${cut(name, 60)}${after}`;
  for (let most = 59; most > 1 && !fits(text); most--) text = `${before}${cut(name, most)}${after}`;
  return text;
}

function outline(context, layout, view, job, width, scrolled) {
  const extent = view.finder.extent(job);
  const index = view.finder.indexOf(job);
  if (!extent || index < 0) return;
  const xOf = (time) => layout.gutter + ((time - view.from) / view.span) * layout.width;
  const x0 = Math.max(layout.gutter, xOf(extent[0]));
  const x1 = Math.min(layout.gutter + layout.width, Math.max(xOf(extent[1]), xOf(extent[0]) + 2));
  const y = layout.axis + index * view.rowHeight - scrolled;
  if (x1 < layout.gutter || y < layout.axis - view.rowHeight) return;
  context.strokeStyle = palette.ink;
  context.lineWidth = width;
  context.strokeRect(x0 - 1, y - 1, x1 - x0 + 2, Math.max(4, view.rowHeight));
}

function line(context, colour, x0, y0, x1, y1) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
