// What the page knows: the server's snapshot with every frame since merged in. Pure: no DOM, no clock.

import { BarStore } from './bars.mjs';
import { Series } from './series.mjs';

const NEWS_KEPT = 50;
const DEPARTED_KEPT = 500;

export class Model {
  constructor(barCapacity = 100_000) {
    this.bars = new BarStore(barCapacity);
    this.fine = new Series(30);
    this.coarse = new Series(300);
    this.epoch = null;
    this.snapshots = 0;
    this.#clear();
  }

  /** Replaces everything. */
  snapshot(data) {
    this.#clear();
    this.snapshots++;
    this.epoch = data.epoch;
    this.about = data.about ?? null;
    this.#merge(data);
  }

  /**
   * Merges what changed.
   *
   * @returns 'merged'; 'old' for a frame that is known already; 'gap' when frames are missing, and
   *     then nothing was merged: only a new snapshot helps
   */
  frame(data) {
    if (data.epoch !== this.epoch) return 'gap';
    if (data.frame <= this.number) return 'old';
    if (data.frame !== this.number + 1) return 'gap';
    this.#merge(data);
    return 'merged';
  }

  #clear() {
    this.number = -1;
    this.now = 0;
    this.about = null;
    this.pools = new Map();
    this.poolsLeftOut = 0;
    this.kitchens = new Map();
    this.batches = new Map();
    this.resources = new Map();
    /** Jobs in progress, by kitchen. Lists are replaced, never changed: a reader may keep one. */
    this.running = new Map();
    /** Kitchens that are gone, whose bars may still be on the timeline. */
    this.departed = new Map();
    this.totals = {};
    this.news = [];
    this.comparison = null;
    this.stage = null;
    this.barsLeftOut = 0;
    this.bars.clear();
    this.fine.clear();
    this.coarse.clear();
  }

  #merge(data) {
    this.number = data.frame;
    this.now = data.now;
    mergeById(this.pools, data.pools);
    this.poolsLeftOut = data.pools_left_out ?? 0;
    mergeById(this.kitchens, data.kitchens);
    mergeById(this.batches, data.batches);
    mergeById(this.resources, data.resources);
    for (const list of data.running ?? []) this.running.set(list.kitchen, list);
    this.#endRuns(data);
    this.#forget(data.gone ?? {});
    this.bars.append(data.bars);
    this.barsLeftOut += data.bars_left_out ?? 0;
    this.fine.append(data.fine);
    this.coarse.append(data.coarse);
    if (data.totals) this.totals = { ...this.totals, ...data.totals };
    if (data.news) this.news = newest(this.news, data.news);
    if (data.comparison !== undefined) this.comparison = data.comparison;
    if (data.stage !== undefined) this.stage = data.stage;
  }

  /** A kitchen that is lost keeps what it did last, as past; who left in order, and a pool that is closed, did all. */
  #endRuns({ kitchens, pools }) {
    for (const { id } of kitchens ?? []) {
      const list = this.running.get(id);
      const { state } = this.kitchens.get(id);
      if (list && state === 'lost') this.running.set(id, { ...list, past: true });
      if (state === 'left') this.running.delete(id);
    }
    const closed = (pools ?? []).filter(({ id }) => this.pools.get(id).open === false).map(({ id }) => id);
    for (const { id, pool } of this.kitchens.values()) if (closed.includes(pool)) this.running.delete(id);
  }

  #forget(gone) {
    for (const id of gone.kitchens ?? []) {
      if (this.kitchens.has(id)) this.departed.set(id, this.kitchens.get(id));
      this.kitchens.delete(id);
      this.running.delete(id);
    }
    for (const id of this.departed.keys()) {
      if (this.departed.size <= DEPARTED_KEPT) break;
      this.departed.delete(id);
    }
    for (const [id, { pool }] of this.resources) if (gone.pools?.includes(pool)) this.resources.delete(id);
    for (const name of ['pools', 'batches', 'resources']) {
      for (const id of gone[name] ?? []) this[name].delete(id);
    }
  }
}

/** A frame may send only the fields that changed, so fields are merged too. */
function mergeById(map, list) {
  for (const item of list ?? []) map.set(item.id, { ...map.get(item.id), ...item });
}

function newest(known, more) {
  const byId = new Map(known.map((item) => [item.id, item]));
  for (const item of more) byId.set(item.id, item);
  return [...byId.values()].sort((a, b) => a.id - b.id).slice(-NEWS_KEPT);
}
