// The cooks of one kitchen: a cell each while there are few, small shapes on a canvas when many.

import { Children, el, mark, setAttribute, setHidden, setText } from './dom.mjs';
import { STAGE_WORDS, until } from './derive.mjs';
import { duration } from './format.mjs';
import { drawShape, sized } from './shapes.mjs';

/** Up to so many cooks a cell says in words what its cook does. */
const WITH_WORDS = 8;
/** Up to so many cooks there are cells; beyond, a canvas. */
const WITH_CELLS = 32;
/** No more than so many are drawn. */
export const MOST = 2_000;

/** Side of a cook on the canvas, and its distance to the next, in CSS pixels. */
const SIDE = 9;
const STEP = 12;

export class Cooks {
  #canvas = null;
  #width = 0;
  #lastArguments = null;

  constructor() {
    this.cells = el('ol', { class: 'cooks' });
    this.children = new Children(this.cells, (cook) => new Cell(cook));
    this.element = el('div', { class: 'cook-area' }, this.cells);
  }

  /**
   * @param lanes those of its cooks
   * @param small whether the kitchen is one of many, and gets no cells
   * @param past whether it is no more
   */
  update(lanes, list, now, small, past) {
    this.#lastArguments = [lanes, list, now, small, past];
    const onCanvas = small || lanes.length > WITH_CELLS;
    setHidden(this.cells, onCanvas);
    if (this.#canvas) setHidden(this.#canvas, !onCanvas);
    const byLane = new Map();
    list?.lane.forEach((lane, row) => {
      if (list.stage[row] !== 'queue') byLane.set(lane, row);
    });
    if (onCanvas) this.#draw(lanes, list, byLane);
    else this.#updateCells(lanes, list, byLane, until(list, now), past);
  }

  /** Draws once more what is shown already, in new colours or a new size. */
  redraw() {
    if (this.#lastArguments) this.update(...this.#lastArguments);
  }

  /** Where a cook stands, in client coordinates; the middle of all where it has no place of its own. */
  place(lane) {
    const cell = this.cells.hidden ? null : this.children.get(lane)?.element;
    const box = (cell ?? this.element).getBoundingClientRect();
    if (cell || !this.#canvas || this.#canvas.hidden) return middle(box);
    const columns = Math.max(1, Math.floor((box.width + STEP - SIDE) / STEP));
    const at = Math.max(0, this.#lastArguments[0].indexOf(lane));
    return { x: box.left + (at % columns) * STEP + SIDE / 2, y: box.top + Math.floor(at / columns) * STEP + SIDE / 2 };
  }

  #updateCells(lanes, list, byLane, now, past) {
    const cooks = lanes.length;
    setAttribute(this.cells, 'data-words', cooks <= WITH_WORDS);
    setAttribute(this.cells, 'data-cooks', cooks);
    setAttribute(this.cells, 'aria-hidden', cooks > WITH_WORDS ? 'true' : null);
    const items = lanes.map((lane) => ({ id: lane }));
    this.children.update(items, list, byLane, now, past);
  }

  #draw(lanes, list, byLane) {
    if (!this.#canvas) {
      this.#canvas = el('canvas', { class: 'cook-canvas', 'aria-hidden': 'true' });
      this.element.append(this.#canvas);
      watchWidth(this.element, (width) => {
        this.#width = width;
        this.redraw();
      });
    }
    const width = this.#width;
    if (width === 0) return;
    const columns = Math.max(1, Math.floor((width + STEP - SIDE) / STEP));
    const height = Math.ceil(lanes.length / columns) * STEP;
    const context = sized(this.#canvas, width, height);
    lanes.forEach((lane, at) => {
      const row = byLane.get(lane);
      const stage = row === undefined ? 'idle' : list.stage[row];
      drawShape(context, stage, (at % columns) * STEP, Math.floor(at / columns) * STEP, SIDE);
    });
  }
}

const widths = new WeakMap();
const observer = new ResizeObserver((entries) => {
  for (const entry of entries) widths.get(entry.target)(Math.floor(entry.contentRect.width));
});

/** Tells an element's width whenever it changes; to ask for it while drawing would cost a layout each time. */
function watchWidth(element, onWidth) {
  widths.set(element, onWidth);
  observer.observe(element);
}

class Cell {
  constructor(cook) {
    this.mark = mark('idle');
    this.what = el('span', { class: 'what' });
    this.number = el('span', { class: 'number-of-cook', 'aria-hidden': 'true' }, String(cook.id + 1));
    this.job = el('span', { class: 'job' });
    this.element = el('li', { 'data-lane': cook.id }, this.mark, this.what, this.number, this.job);
  }

  update(cook, list, byLane, now, past) {
    const row = byLane.get(cook.id);
    const stage = row === undefined ? 'idle' : list.stage[row];
    setAttribute(this.element, 'data-stage', stage);
    setAttribute(this.mark, 'data-mark', stage);
    setText(this.what, past && row === undefined ? 'gone' : STAGE_WORDS[stage] ?? stage);
    const job = row === undefined ? '' : `, job ${list.job[row]}, ${tenths(now - list.start[row])}`;
    setText(this.job, `cook ${cook.id + 1}${job}`);
  }
}

/** A calm clock: steps of a tenth of a second. */
function tenths(seconds) {
  return seconds < 100 ? `${Math.max(0, seconds).toFixed(1)} s` : duration(seconds);
}

function middle(box) {
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}
