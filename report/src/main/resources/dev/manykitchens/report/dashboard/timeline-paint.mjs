// Paints the bars of the timeline. Rows are written pixel by pixel into an image rather than as
// rectangles: each row becomes one line of colours, computed once and copied to its height, so that
// 100,000 bars cost a few milliseconds.

import { until } from './derive.mjs';
import { palette } from './theme.mjs';

const colours = { version: -1 };

/**
 * Paints rows into a canvas.
 *
 * @param plot  where: {context, left, top, width, height} in CSS pixels and `density`
 * @param frame what: {rows, first, rowHeight, offset, from, to, now, limit, bars, running, runningRows}:
 *     `offset` is how far the first row lies above the top, `limit` the time after which no job has ended
 */
export function paintRows(plot, frame) {
  readColours();
  const width = Math.max(1, Math.round(plot.width * plot.density));
  const height = Math.max(1, Math.round(plot.height * plot.density));
  const image = imageFor(plot.context, width, height);
  image.pixels.fill(colours.paper);
  const scale = width / (frame.to - frame.from);
  for (let index = frame.first; index < frame.rows.length; index++) {
    const top = Math.round(((index - frame.first) * frame.rowHeight - frame.offset) * plot.density);
    const next = Math.round(((index - frame.first + 1) * frame.rowHeight - frame.offset) * plot.density);
    if (top >= height) break;
    // Of rows that share a line of pixels the last is drawn.
    if (next > top) paintRow(image, frame, frame.rows[index], scale, top, next);
  }
  plot.context.putImageData(image.data, Math.round(plot.left * plot.density), Math.round(plot.top * plot.density));
}

function paintRow(image, frame, row, scale, top, next) {
  const { full, thin, width } = image;
  const rowHeight = next - top;
  const gap = rowHeight >= 6 ? Math.max(1, Math.round(rowHeight * 0.12)) : 0;
  const third = Math.floor((rowHeight - gap) / 3);
  const ground = row.stripe ? colours.stripe : colours.paper;
  full.fill(ground);
  if (third > 0) thin.fill(ground);
  writeEnded(full, third > 0 ? thin : full, frame, row, scale);
  writeRunning(full, frame, row, scale);
  if (third > 0) overlay(thin, full, ground);
  // A gap keeps rows apart; the thin line in the middle shows the time in the queue and on the way.
  for (let y = Math.max(0, top); y < Math.min(next, image.height); y++) {
    const line = y - top;
    if (line >= rowHeight - gap) {
      if (row.stripe) image.pixels.fill(ground, y * width, (y + 1) * width);
      continue;
    }
    const inMiddle = third > 0 && line >= third && line < rowHeight - gap - third;
    image.pixels.set(inMiddle ? thin : full, y * width);
  }
}

/** Puts all of `upper` that is not ground over `lower`. */
function overlay(lower, upper, ground) {
  for (let x = 0; x < lower.length; x++) if (upper[x] !== ground) lower[x] = upper[x];
}

/** Writes the lane's bars: their service into `full`, the queue before it and the way there and back into `thin`. */
function writeEnded(full, thin, frame, row, scale) {
  const { bars, from, to, limit } = frame;
  const { start, end, submitted, assigned, received, delivered, capacity } = bars;
  const lane = bars.barsOf(row.kitchen.id, row.lane);
  if (!lane) return;
  const { length } = lane;
  let index = lane.firstEndingAfter(from, bars);
  let previousEnd = index > 0 ? end[lane.at(index - 1) % capacity] : -Infinity;
  while (index < length) {
    const at = lane.at(index) % capacity;
    if (start[at] > to || end[at] > limit) break;
    const x0 = (start[at] - from) * scale;
    const x1 = (end[at] - from) * scale;
    const handedAt = Math.max(previousEnd, firstKnown(assigned[at], received[at], start[at]));
    const queuedFrom = Math.max(previousEnd, firstKnown(submitted[at], handedAt));
    span(thin, (queuedFrom - from) * scale + 1, (handedAt - from) * scale, colours.queue);
    span(thin, (handedAt - from) * scale, x0, colours.wire);
    writeParts(full, bars, at, x0, x1);
    previousEnd = Math.max(end[at], firstKnown(delivered[at], end[at]));
    span(thin, x1, (previousEnd - from) * scale, colours.wire);
    // Jobs whose bars would fall into the pixel just painted are passed over: one stands for all.
    const pixelEnd = from + (Math.floor(x1) + 1) / scale;
    index++;
    if (index < length && end[lane.at(index) % capacity] < pixelEnd) {
      index = lane.firstEndingAfter(pixelEnd, bars, index);
      previousEnd = end[lane.at(index - 1) % capacity];
    }
  }
}

/** The parts of a bar in proportion; in which order they really came is not known. */
function writeParts(line, bars, at, x0, x1) {
  const stove = bars.stove[at];
  const cpu = bars.cpu[at];
  const resource = bars.resource[at];
  const wait = bars.wait[at];
  const total = stove + cpu + resource + wait;
  if (bars.kind[at] !== 0) {
    striped(line, x0, x1);
  } else if (total <= 0 || x1 - x0 < 2) {
    const most = Math.max(stove, cpu, resource, wait);
    bar(line, x0, x1, most === cpu ? colours.cpu : most === wait ? colours.wait
      : most === stove ? colours.stove : colours.resource);
  } else {
    const unit = (x1 - x0) / total;
    const x2 = x0 + stove * unit;
    const x3 = x2 + cpu * unit;
    const x4 = x3 + resource * unit;
    span(line, x0, x2, colours.stove);
    span(line, x2, x3, colours.cpu);
    span(line, x3, x4, colours.resource);
    span(line, x4, x1, colours.wait);
  }
}

/** Jobs in progress are pale, in the colour of what they do now, and have an edge that moves on. */
function writeRunning(line, frame, row, scale) {
  const list = frame.running.get(row.kitchen.id);
  const place = frame.runningRows.get(row.kitchen.id)?.get(row.lane);
  if (list === undefined || place === undefined) return;
  const x0 = (list.start[place] - frame.from) * scale;
  const x1 = (until(list, frame.now) - frame.from) * scale;
  const stage = list.stage[place];
  bar(line, x0, x1, colours[`pale-${stage}`] ?? colours.queue);
  bar(line, Math.max(x0, x1 - 4), x1, colours[stage] ?? colours.queue);
}

/** Stripes, so that a job that did not succeed is known by more than its colour. */
function striped(line, x0, x1) {
  bar(line, x0, x1, colours.bad);
  for (let x = Math.floor(x0) + 4; x + 2 < x1; x += 6) span(line, x, x + 2, colours.paper);
}

/** Fills from x0 to x1, at least one pixel. */
function bar(line, x0, x1, colour) {
  if (x1 >= 0) span(line, x0, Math.max(x1, Math.floor(x0) + 1), colour);
}

/** Fills from x0 to x1. A plain loop: most spans are a few pixels. */
function span(line, x0, x1, colour) {
  const to = Math.min(line.length, Math.floor(x1));
  for (let x = Math.max(0, Math.floor(x0)); x < to; x++) line[x] = colour;
}

function firstKnown(...times) {
  for (const time of times) if (!Number.isNaN(time)) return time;
  return NaN;
}

let kept = null;

function imageFor(context, width, height) {
  if (kept?.width !== width || kept.height !== height) {
    const data = context.createImageData(width, height);
    kept = {
      data, width, height,
      pixels: new Uint32Array(data.data.buffer),
      full: new Uint32Array(width),
      thin: new Uint32Array(width),
    };
  }
  return kept;
}

function readColours() {
  if (colours.version === palette.version) return;
  colours.version = palette.version;
  const paper = rgb(palette.paper);
  for (const name of ['paper', 'queue', 'wire', 'stove', 'cpu', 'resource', 'wait', 'bad', 'raised']) {
    const colour = rgb(palette[name]);
    colours[name] = packed(colour);
    colours[`pale-${name}`] = packed(colour.map((part, index) => Math.round(part * 0.45 + paper[index] * 0.55)));
  }
  colours.queue = colours['pale-queue'];
  colours.stripe = colours.raised;
}

function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

/** As bytes lie in an image: red first, on machines that store the low byte first, as all browsers' do. */
function packed([red, green, blue]) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}
