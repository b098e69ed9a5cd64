// Paints the bars of the timeline. Rows are written pixel by pixel into an image rather than as
// rectangles: each row becomes one line of colours, computed once and copied to its height, so that
// 100,000 bars cost a few milliseconds.

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
    paintRow(image, frame, frame.rows[index], scale, top, Math.max(next, top + 1));
  }
  plot.context.putImageData(image.data, Math.round(plot.left * plot.density), Math.round(plot.top * plot.density));
}

function paintRow(image, frame, row, scale, top, next) {
  const { full, thin, width } = image;
  const ground = row.stripe ? colours.stripe : colours.paper;
  full.fill(ground);
  thin.fill(ground);
  writeEnded(image, frame, row, scale);
  writeRunning(image, frame, row, scale);
  // A gap keeps rows apart; the thin line in the middle shows the time in the queue.
  const rowHeight = next - top;
  const gap = rowHeight >= 6 ? Math.max(1, Math.round(rowHeight * 0.12)) : 0;
  const third = Math.floor((rowHeight - gap) / 3);
  for (let y = Math.max(0, top); y < Math.min(next, image.height); y++) {
    const line = y - top;
    if (line >= rowHeight - gap) {
      if (row.stripe) image.pixels.fill(ground, y * width, (y + 1) * width);
      continue;
    }
    const inMiddle = line >= third && line < rowHeight - gap - third;
    image.pixels.set(inMiddle || third === 0 ? thin : full, y * width);
  }
}

/** Writes the lane's bars: `full` gets the service, `thin` also the queue before it. */
function writeEnded(image, frame, row, scale) {
  const { bars, from, to } = frame;
  const lane = bars.barsOf(row.kitchen.id, row.lane);
  if (!lane) return;
  let index = lane.firstEndingAfter(from, bars);
  let previousEnd = index > 0 ? bars.end[lane.at(index - 1) % bars.capacity] : -Infinity;
  while (index < lane.length) {
    const at = lane.at(index) % bars.capacity;
    const start = bars.start[at];
    if (start > to) break;
    const end = bars.end[at];
    if (end > frame.limit) break;
    const queuedFrom = Math.max(previousEnd, firstKnown(bars.submitted[at], bars.received[at], start));
    span(image.thin, (queuedFrom - from) * scale, (start - from) * scale, colours.queue, false);
    writeParts(image, bars, at, (start - from) * scale, (end - from) * scale);
    previousEnd = end;
    // Jobs whose bars would fall into the pixel just painted are passed over: one stands for all.
    const pixelEnd = from + (Math.floor((end - from) * scale) + 1) / scale;
    index++;
    if (index < lane.length && bars.end[lane.at(index) % bars.capacity] < pixelEnd) {
      index = lane.firstEndingAfter(pixelEnd, bars, index);
      if (index > 0) previousEnd = bars.end[lane.at(index - 1) % bars.capacity];
    }
  }
}

/** The parts of a bar in proportion; in which order they really came is not known. */
function writeParts(image, bars, at, x0, x1) {
  const { stove, cpu, resource, wait } = bars;
  const total = stove[at] + cpu[at] + resource[at] + wait[at];
  const whole = x1 - x0;
  if (bars.kind[at] !== 0 || total <= 0 || whole < 1) {
    if (bars.kind[at] !== 0) striped(image, x0, x1, colours.bad);
    else both(image, x0, x1, colours[largestPart(bars, at)]);
    return;
  }
  let x = x0;
  for (const part of PARTS) {
    const share = (bars[part][at] / total) * whole;
    if (share <= 0) continue;
    both(image, x, x + share, colours[part]);
    x += share;
  }
}

const PARTS = ['stove', 'cpu', 'resource', 'wait'];

function largestPart(bars, at) {
  let largest = 'cpu';
  for (const part of PARTS) if (bars[part][at] > bars[largest][at]) largest = part;
  return largest;
}

/** Jobs in progress are pale, in the colour of what they do now, and have an edge that moves on. */
function writeRunning(image, frame, row, scale) {
  const list = frame.running.get(row.kitchen.id);
  const place = frame.runningRows.get(row.kitchen.id)?.get(row.lane);
  if (list === undefined || place === undefined) return;
  const x0 = (list.start[place] - frame.from) * scale;
  const x1 = (frame.now - frame.from) * scale;
  const stage = list.stage[place];
  both(image, x0, x1, colours[`pale-${stage}`] ?? colours.queue);
  both(image, Math.max(x0, x1 - 4), x1, colours[stage] ?? colours.queue);
}

function both(image, x0, x1, colour) {
  span(image.full, x0, x1, colour, true);
  span(image.thin, x0, x1, colour, true);
}

/** Stripes, so that a job that did not succeed is known by more than its colour. */
function striped(image, x0, x1, colour) {
  both(image, x0, x1, colour);
  for (let x = Math.floor(x0) + 4; x + 2 < x1; x += 6) both(image, x, x + 2, colours.paper);
}

/** Fills from x0 to x1; at least one pixel when `visible`. */
function span(line, x0, x1, colour, visible) {
  const from = Math.max(0, Math.floor(x0));
  let to = Math.min(line.length, Math.floor(x1));
  if (visible && to <= from && x1 >= 0) to = Math.min(line.length, from + 1);
  if (to > from) line.fill(colour, from, to);
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
  for (const name of ['paper', 'queue', 'stove', 'cpu', 'resource', 'wait', 'bad', 'raised']) {
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
