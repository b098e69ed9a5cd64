// The timeline: what is shown of it, and how the reader moves in it. Painting is in timeline-paint.mjs.

import { el, setAttribute, setHidden, setStyle, setText } from './dom.mjs';
import { STAGE_WORDS } from './derive.mjs';
import { count, counted } from './format.mjs';
import { endedJob, runningJob, showDetails } from './job-details.mjs';
import { drawFrame, layoutOf } from './timeline-canvas.mjs';
import { Finder } from './timeline-finder.mjs';
import { timelineRows } from './timeline-rows.mjs';
import { motionReduced, palette } from './theme.mjs';
import { keysOf, pointerOf } from './timeline-input.mjs';

const SHORTEST = 0.01;
const LONGEST = 3_600;
const ROW_HEIGHTS = [1, 2, 3, 5, 8, 12, 18, 26, 38];
const LOWEST_ROW = 8;
const HIGHEST_ROW = 36;
/** Rows come and go slowly compared with frames. */
const ROWS_EVERY_MS = 250;

export class TimelineView {
  id = 'timeline';
  rows = [];
  span = 20;
  to = 0;
  rowHeight = LOWEST_ROW;
  follow = true;
  selected = null;
  hovered = null;
  #rowsLeftOut = 0;
  #rowsAt = 0;
  #rowsPending = false;
  #snapshots = 0;
  #frozen = null;
  #drawn = {};
  #chosenHeight = null;

  constructor({ redraw }) {
    this.redraw = redraw;
    this.finder = new Finder(this);
  }

  mount(section) {
    this.followButton = button('Follow', 'Follow the newest jobs', () => this.setFollow(!this.follow));
    const group = (name, ...buttons) => el('div', { role: 'group', 'aria-label': name }, ...buttons);
    const toolbar = el('div', { class: 'toolbar' },
      group('Time', button('−', 'Show more time', () => this.zoom(2)), button('+', 'Show less time', () => this.zoom(0.5)), this.followButton),
      group('Rows', button('Shorter rows', null, () => this.changeRows(-1)), button('Taller rows', null, () => this.changeRows(1)),
        button('All rows', null, () => this.fitRows())));
    this.canvas = el('canvas', { 'aria-hidden': 'true' });
    this.space = el('div', { class: 'gantt-space' }, this.canvas);
    this.scroller = el('div', {
      class: 'gantt', tabindex: '0', role: 'application', 'aria-label': 'Timeline of jobs', 'aria-describedby': 'timeline-keys',
    }, this.space);
    this.note = el('p', { class: 'soft', 'data-note': 'timeline' });
    this.spoken = el('p', { class: 'visually-hidden', role: 'status' });
    this.list = el('dl', { class: 'job-details' });
    this.hint = el('p', { class: 'soft' }, 'Point at a bar, or go to one with the arrow keys.');
    this.details = el('section', { class: 'details', 'aria-label': 'Details of the job' },
      el('h3', {}, 'Details of the job'), this.hint, this.list, this.spoken);
    section.append(toolbar, legend(), this.scroller, this.note, keysHelp(), this.details);
    this.scroller.addEventListener('scroll', () => this.redraw());
    new ResizeObserver(() => this.redraw()).observe(this.scroller);
    pointerOf(this);
    keysOf(this);
  }

  /** Keeps what was in progress at this moment; the lists themselves never change. */
  pause(model) {
    this.#frozen = new Map(model.running);
  }

  draw({ model, now, paused, changed }) {
    this.model = model;
    this.now = now;
    this.paused = paused;
    this.running = paused && this.#frozen ? this.#frozen : model.running;
    if (model.snapshots !== this.#snapshots) this.#startAnew(model);
    if (this.follow) this.to = now + this.span * 0.02;
    const time = performance.now();
    this.#rowsPending ||= changed;
    const rowsDue = this.#rowsPending && (time - this.#rowsAt > ROWS_EVERY_MS || this.rows.length === 0);
    if (rowsDue) {
      this.#rowsAt = time;
      this.#rowsPending = false;
      this.#updateRows();
    }
    if (changed || rowsDue || this.#movedAPixel()) this.#paint();
    return this.#moves() || this.#rowsPending;
  }

  get from() {
    return this.to - this.span;
  }

  setFollow(follow) {
    this.follow = follow;
    this.redraw();
  }

  /** Shows `factor` times as much time; the moment at `anchor` (0 left, 1 right) stays where it is. */
  zoom(factor, anchor = this.follow ? 1 : 0.5) {
    const span = Math.min(LONGEST, Math.max(SHORTEST, this.span * factor));
    const still = this.from + this.span * anchor;
    this.span = span;
    this.to = still + span * (1 - anchor);
    this.redraw();
  }

  /** Moves by a share of the time shown, and leaves the newest jobs. */
  pan(share) {
    this.follow = false;
    this.to += this.span * share;
    this.redraw();
  }

  /** Shows a moment in the middle, when it is not shown already. */
  reveal(time) {
    if (time >= this.from && time <= this.to) return;
    this.follow = false;
    this.to = time + this.span / 2;
  }

  changeRows(step) {
    const next = ROW_HEIGHTS.findIndex((height) => height >= this.rowHeight) + step;
    this.#chosenHeight = ROW_HEIGHTS[Math.max(0, Math.min(ROW_HEIGHTS.length - 1, next))];
    this.redraw();
  }

  fitRows() {
    const height = mostHeight() - layoutOf(this.scroller).axis;
    this.#chosenHeight = Math.min(HIGHEST_ROW, Math.max(0.5, height / Math.max(1, this.rows.length)));
    this.redraw();
  }

  /** Shows a job's details; said aloud when the reader asked for it by a key. */
  show(job, aloud) {
    const details = this.#detailsOf(job);
    setHidden(this.hint, details !== null);
    showDetails(this.list, details ?? []);
    if (aloud && details) setText(this.spoken, details.slice(0, 3).map((texts) => texts.join(' ')).join('; '));
    this.redraw();
  }

  #detailsOf(job) {
    if (job === null) return null;
    if (job.seq === undefined) {
      const list = this.running.get(job.kitchen);
      const row = this.finder.runningRow(job.kitchen, job.lane);
      return row === undefined ? null : runningJob(list, row, this.model, this.now);
    }
    const bar = this.model.bars.read(job.seq);
    return bar ? endedJob(bar, this.model) : null;
  }

  #startAnew(model) {
    this.#snapshots = model.snapshots;
    this.finder = new Finder(this);
    this.selected = null;
    this.hovered = null;
    this.follow = true;
    this.rows = [];
  }

  #updateRows() {
    const { rows, leftOut } = timelineRows(this.model, this.running, this.from);
    this.rows = rows;
    this.#rowsLeftOut = leftOut;
    setText(this.note, this.#noteText());
  }

  /** What is drawn, and what is not. */
  #noteText() {
    const { bars, barsLeftOut } = this.model;
    const sentences = [`${counted(this.rows.length, 'row')}, ${counted(bars.size, 'bar')}.`];
    if (bars.dropped > 0) sentences.push(`Only the newest ${count(bars.capacity)} bars are kept: ${count(bars.dropped)} older ones are gone.`);
    if (barsLeftOut > 0) sentences.push(`${counted(barsLeftOut, 'job that ended is', 'jobs that ended are')} not among the bars.`);
    if (this.#rowsLeftOut > 0) sentences.push(`${counted(this.#rowsLeftOut, 'more row is', 'more rows are')} not drawn.`);
    const drawn = this.rowHeight * (window.devicePixelRatio || 1);
    if (drawn < 1) sentences.push(`Rows are lower than a pixel: about ${Math.round(drawn * 100)} of 100 are drawn.`);
    sentences.push('Within a bar the parts have their true lengths, but their order is not known. Where several jobs share a pixel, one of them is drawn.');
    return sentences.join(' ');
  }

  #paint() {
    const layout = this.#layOut();
    setAttribute(this.followButton, 'aria-pressed', String(this.follow));
    this.#drawn = { to: this.to, span: this.span, layout, palette: palette.version };
    drawFrame(this, layout);
  }

  /** Gives the rows their height, and the whole as much as it needs, within what the screen has. */
  #layOut() {
    const { axis } = layoutOf(this.scroller);
    const rows = Math.max(1, this.rows.length);
    const fitting = Math.floor((mostHeight() - axis) / rows);
    this.rowHeight = this.#chosenHeight ?? Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, fitting));
    const needed = axis + Math.ceil(rows * this.rowHeight);
    setStyle(this.space, 'height', `${needed}px`);
    setStyle(this.scroller, 'height', `${Math.min(mostHeight(), needed + 2)}px`);
    return layoutOf(this.scroller);
  }

  #movedAPixel() {
    const { to, span, layout } = this.#drawn;
    if (!layout || span !== this.span) return true;
    return (Math.abs(this.to - to) / this.span) * layout.width * layout.density >= 1;
  }

  /** Whether the picture changes by itself until the next event. */
  #moves() {
    if (this.paused || !this.follow || motionReduced()) return false;
    const { bars } = this.model;
    const newest = bars.size > 0 ? bars.end[(bars.next - 1) % bars.capacity] : -Infinity;
    return newest > this.from || [...this.running.values()].some((list) => list.lane.length > 0);
  }
}

/** Leaves room on the screen for the details below; beyond it, rows are scrolled through. */
function mostHeight() {
  return Math.max(240, Math.round(window.innerHeight * 0.6));
}

function button(text, name, onClick) {
  const element = el('button', { type: 'button', 'aria-label': name, title: name }, text);
  element.addEventListener('click', onClick);
  return element;
}

function legend() {
  const stages = ['cpu', 'wait', 'stove', 'resource'].map((stage) => el('li', {}, swatch(stage), STAGE_WORDS[stage]));
  return el('ul', { class: 'legend', 'aria-label': 'What the colours of the bars mean' },
    ...stages, el('li', {}, swatch('queued'), 'in the queue before'), el('li', {}, swatch('wire'), 'on the way'), el('li', {}, swatch('progress'), 'pale: in progress'),
    el('li', {}, swatch('failed'), 'did not succeed'));
}

function swatch(kind) {
  return el('span', { class: 'swatch', 'data-swatch': kind, 'aria-hidden': 'true' });
}

function keysHelp() {
  const keys = [
    ['← →', 'previous, next job of the row'], ['↑ ↓', 'other rows'], ['+ −', 'zoom'], ['Shift ← →', 'move in time'],
    ['End', 'newest jobs'], ['Space', 'pause'], ['wheel', 'zoom'], ['Shift wheel', 'rows'], ['drag', 'move'],
  ];
  return el('p', { class: 'keys-help soft', id: 'timeline-keys' },
    ...keys.flatMap(([key, words]) => [el('span', {}, el('kbd', {}, key), ` ${words}`), ' ']));
}
