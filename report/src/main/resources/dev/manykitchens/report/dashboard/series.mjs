// Points of the charts in columns that share their times. No DOM here.

const COLUMNS = [
  'done', 'failed', 'retried', 'lost', 'queued', 'running', 'free', 'slots',
  'start_p50', 'start_p99', 'response_p50', 'response_p99', 'utilisation', 'stove_wait',
];

/** Keeps the points of the last `span` seconds. */
export class Series {
  constructor(span) {
    this.span = span;
    this.clear();
  }

  clear() {
    this.t = [];
    for (const name of COLUMNS) this[name] = [];
  }

  /** Appends points; those not newer than the newest are known already. */
  append(columns) {
    const times = columns?.t ?? [];
    for (let row = 0; row < times.length; row++) {
      if (this.t.length > 0 && times[row] <= this.t[this.t.length - 1]) continue;
      this.t.push(times[row]);
      for (const name of COLUMNS) this[name].push(columns[name]?.[row] ?? null);
    }
    this.#forget();
  }

  /** Index of the first point at or after the time. */
  indexAt(time) {
    let low = 0;
    let high = this.t.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.t[middle] >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #forget() {
    const old = this.indexAt((this.t[this.t.length - 1] ?? 0) - this.span - 1);
    if (old === 0) return;
    this.t.splice(0, old);
    for (const name of COLUMNS) this[name].splice(0, old);
  }
}
