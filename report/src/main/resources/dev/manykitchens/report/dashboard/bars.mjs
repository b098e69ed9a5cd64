// The bars of the timeline: one for each job that ended (or for neighbours that share a bar), in
// typed arrays, the newest `capacity` of them. No DOM here.

export const KINDS = ['succeeded', 'failed', 'timed_out', 'cancelled', 'worker_lost', 'orphaned'];

const TIMES = ['submitted', 'assigned', 'received', 'start', 'end', 'delivered'];
const PARTS = ['stove', 'cpu', 'resource', 'wait'];
const NUMBERS = ['kitchen', 'lane', 'batch', 'job', 'jobs', 'attempt'];

/** Bars are named by their sequence number, which grows by one with each bar that arrives. */
export class BarStore {
  constructor(capacity = 100_000) {
    this.capacity = capacity;
    for (const name of [...TIMES, ...NUMBERS]) this[name] = new Float64Array(capacity);
    for (const name of PARTS) this[name] = new Float32Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.clear();
  }

  clear() {
    this.oldest = 0;
    this.next = 0;
    this.kitchens = new Map();
  }

  /** How many bars had to make room for newer ones. */
  get dropped() {
    return this.oldest;
  }

  get size() {
    return this.next - this.oldest;
  }

  /** Appends columns as the server sends them. */
  append(columns) {
    const rows = columns?.kitchen?.length ?? 0;
    for (let row = 0; row < rows; row++) {
      if (this.size === this.capacity) this.#dropOldest();
      const at = this.next % this.capacity;
      for (const name of TIMES) this[name][at] = columns[name]?.[row] ?? NaN;
      for (const name of PARTS) this[name][at] = columns[name]?.[row] ?? 0;
      for (const name of NUMBERS) this[name][at] = columns[name]?.[row] ?? 1;
      this.kind[at] = Math.max(0, KINDS.indexOf(columns.kind?.[row]));
      this.#laneOf(this.kitchen[at], this.lane[at]).insert(this.next, this);
      this.next++;
    }
  }

  /** The lane's bars, or undefined where it has none. */
  barsOf(kitchen, lane) {
    return this.kitchens.get(kitchen)?.get(lane);
  }

  /** One bar as an object, for its details; undefined once it made room for a newer one. */
  read(seq) {
    if (seq < this.oldest || seq >= this.next) return undefined;
    const at = seq % this.capacity;
    const bar = { seq, kind: KINDS[this.kind[at]] };
    for (const name of [...TIMES, ...PARTS, ...NUMBERS]) {
      const value = this[name][at];
      bar[name] = Number.isNaN(value) ? null : value;
    }
    return bar;
  }

  #laneOf(kitchen, lane) {
    let lanes = this.kitchens.get(kitchen);
    if (!lanes) this.kitchens.set(kitchen, (lanes = new Map()));
    let bars = lanes.get(lane);
    if (!bars) lanes.set(lane, (bars = new LaneBars()));
    return bars;
  }

  #dropOldest() {
    const at = this.oldest % this.capacity;
    const lanes = this.kitchens.get(this.kitchen[at]);
    const lane = lanes.get(this.lane[at]);
    lane.remove(this.oldest);
    if (lane.length === 0) lanes.delete(this.lane[at]);
    if (lanes.size === 0) this.kitchens.delete(this.kitchen[at]);
    this.oldest++;
  }
}

/** The sequence numbers of one lane's bars, by start. A lane does one job at a time, so the ends rise too. */
class LaneBars {
  #seqs = [];
  #head = 0;

  get length() {
    return this.#seqs.length - this.#head;
  }

  at(index) {
    return this.#seqs[this.#head + index];
  }

  /** When its newest bar ends. */
  lastEnd(store) {
    return store.end[this.at(this.length - 1) % store.capacity];
  }

  insert(seq, store) {
    const start = store.start[seq % store.capacity];
    let place = this.#seqs.length;
    while (place > this.#head && store.start[this.#seqs[place - 1] % store.capacity] > start) place--;
    if (place === this.#seqs.length) this.#seqs.push(seq);
    else this.#seqs.splice(place, 0, seq);
  }

  /** The oldest to arrive is first or, after a late arrival, close to it. */
  remove(seq) {
    if (this.#seqs[this.#head] === seq) this.#head++;
    else this.#seqs.splice(this.#seqs.indexOf(seq, this.#head), 1);
    if (this.#head > 512 && this.#head * 2 > this.#seqs.length) {
      this.#seqs.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** Index of the first bar, from `from` on, that ends after the time; length when none does. */
  firstEndingAfter(time, store, from = 0) {
    let low = from;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (store.end[this.at(middle) % store.capacity] > time) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
