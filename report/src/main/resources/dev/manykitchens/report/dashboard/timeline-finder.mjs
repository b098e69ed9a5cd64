// Finds jobs on the timeline: under the pointer, or next to the selected one.

import { until } from './derive.mjs';

/** A job is {kitchen, lane, seq} for one that ended, and {kitchen, lane} for one in progress. */
export class Finder {
  #rowsByLane = new Map();

  constructor(view) {
    this.view = view;
  }

  /** For a kitchen's list of jobs in progress: which row of its columns each lane has. */
  runningRows(kitchen) {
    const list = this.view.running.get(kitchen);
    if (!list) return undefined;
    let known = this.#rowsByLane.get(kitchen);
    if (known?.list !== list) {
      const byLane = new Map();
      list.lane.forEach((lane, row) => {
        if (list.stage[row] !== 'queue') byLane.set(lane, row);
      });
      known = { list, byLane };
      this.#rowsByLane.set(kitchen, known);
    }
    return known.byLane;
  }

  runningRow(kitchen, lane) {
    return this.runningRows(kitchen)?.get(lane);
  }

  /** The job of a row at a time, or up to `slack` seconds beside it; null when there is none. */
  at(row, time, slack = 0) {
    if (!row) return null;
    const { bars } = this.view.model;
    const lane = bars.barsOf(row.kitchen.id, row.lane);
    if (lane) {
      const index = lane.firstEndingAfter(time - slack, bars);
      if (index < lane.length && bars.start[lane.at(index) % bars.capacity] <= time + slack) {
        return { kitchen: row.kitchen.id, lane: row.lane, seq: lane.at(index) };
      }
    }
    const place = this.runningRow(row.kitchen.id, row.lane);
    const list = this.view.running.get(row.kitchen.id);
    if (place === undefined || list.start[place] > time + slack) return null;
    return time > until(list, this.view.now) + slack ? null : { kitchen: row.kitchen.id, lane: row.lane };
  }

  /** The job of a row at a time, else the next one, else the newest; null when it has none. */
  near(row, time) {
    const { bars } = this.view.model;
    const lane = bars.barsOf(row.kitchen.id, row.lane);
    const index = lane ? lane.firstEndingAfter(time, bars) : 0;
    return lane && index < lane.length ? { kitchen: row.kitchen.id, lane: row.lane, seq: lane.at(index) } : this.newest(row);
  }

  /** The neighbour before (-1) or after (1) a job in its row. */
  beside(job, step) {
    const { bars } = this.view.model;
    const lane = bars.barsOf(job.kitchen, job.lane);
    const running = this.runningRow(job.kitchen, job.lane) === undefined ? null : { kitchen: job.kitchen, lane: job.lane };
    if (job.seq === undefined) {
      return step > 0 || !lane ? job : { ...job, seq: lane.at(lane.length - 1) };
    }
    if (!lane) return running;
    const end = bars.end[job.seq % bars.capacity];
    let index = lane.firstEndingAfter(end, bars);
    while (index > 0 && lane.at(index - 1) !== job.seq && bars.end[lane.at(index - 1) % bars.capacity] === end) index--;
    const next = index - 1 + step;
    if (next >= lane.length) return running ?? job;
    return { ...job, seq: lane.at(Math.max(0, next)) };
  }

  /** The newest job of a row. */
  newest(row) {
    const lane = this.view.model.bars.barsOf(row.kitchen.id, row.lane);
    const place = { kitchen: row.kitchen.id, lane: row.lane };
    if (this.runningRow(row.kitchen.id, row.lane) !== undefined) return place;
    return lane ? { ...place, seq: lane.at(lane.length - 1) } : null;
  }

  /** From when to when a job ran; null when it is no longer known. */
  extent(job) {
    const { model, running, now } = this.view;
    if (job.seq !== undefined) {
      const bar = model.bars.read(job.seq);
      return bar ? [bar.start, bar.end] : null;
    }
    const place = this.runningRow(job.kitchen, job.lane);
    return place === undefined ? null : [running.get(job.kitchen).start[place], until(running.get(job.kitchen), now)];
  }

  indexOf(job) {
    return this.view.rows.findIndex((row) => row.kitchen.id === job.kitchen && row.lane === job.lane);
  }
}
