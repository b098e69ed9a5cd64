// Jobs on their way: small shapes that fly from the queue to a cook, to a stove, to the finished ones.

import { el } from './dom.mjs';
import { drawShape, sized } from './shapes.mjs';
import { motionReduced } from './theme.mjs';

const DURATION_MS = 420;
/** So many may fly at once; the others are only counted. */
export const MOST_FLIGHTS = 60;
/** Frames come ten times a second; jobs do not all move in step with them. */
const SPREAD_MS = 90;
const SIDE = 11;

/** A sheet over the window that catches no clicks. */
export class Flights {
  #flights = [];
  #skipped = 0;
  #skippedShown = 0;
  #since = performance.now();

  constructor() {
    this.element = el('canvas', { class: 'flights', 'aria-hidden': 'true' });
  }

  /** How many moves a second are not drawn, lately. */
  get skippedPerSecond() {
    const now = performance.now();
    if (now - this.#since > 1_000) {
      this.#skippedShown = Math.round((this.#skipped * 1_000) / (now - this.#since));
      this.#skipped = 0;
      this.#since = now;
    }
    return this.#skippedShown;
  }

  get full() {
    return this.#flights.length >= MOST_FLIGHTS || motionReduced();
  }

  skip(moves) {
    if (!motionReduced()) this.#skipped += moves;
  }

  /** Lets a job fly between two places in client coordinates. */
  launch(from, to, shape, delay = 0) {
    if (!from || !to) return;
    this.#flights.push({
      fromX: from.x + scrollX, fromY: from.y + scrollY,
      toX: to.x + scrollX, toY: to.y + scrollY,
      shape, start: performance.now() + delay + Math.random() * SPREAD_MS,
    });
  }

  /** @returns whether there is more to draw in the next frame */
  draw() {
    if (this.#flights.length === 0) {
      this.element.hidden = true;
      return false;
    }
    this.element.hidden = false;
    const context = sized(this.element, document.documentElement.clientWidth, window.innerHeight);
    const now = performance.now();
    this.#flights = this.#flights.filter((flight) => now < flight.start + DURATION_MS);
    for (const flight of this.#flights) {
      const way = (now - flight.start) / DURATION_MS;
      if (way < 0) continue;
      const eased = way < 0.5 ? 2 * way * way : 1 - 2 * (1 - way) * (1 - way);
      context.globalAlpha = Math.min(1, 4 * (1 - way), 6 * way);
      const x = flight.fromX + (flight.toX - flight.fromX) * eased;
      const y = flight.fromY + (flight.toY - flight.fromY) * eased;
      drawShape(context, flight.shape, x - scrollX - SIDE / 2, y - scrollY - SIDE / 2, SIDE);
    }
    return true;
  }
}
