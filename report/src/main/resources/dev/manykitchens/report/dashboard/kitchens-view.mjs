// The view of the kitchens: a panel for each pool, side by side, and the jobs that move through them.

import { Children, el, mark, setAttribute, setHidden, setText } from './dom.mjs';
import { STAGE_WORDS, STAGES } from './derive.mjs';
import { Flights, MOST_FLIGHTS } from './flights.mjs';
import { count, counted } from './format.mjs';
import { PoolPanel } from './pool-panel.mjs';
import { palette } from './theme.mjs';

/** With more kitchens than this the view is brought up to date less often than events come. */
const MANY = 12;
const MANY_EVERY_MS = 200;

export class KitchensView {
  id = 'kitchens';
  #drawnPalette = 0;
  #seen = new Map();
  #barsSeen = 0;
  #snapshots = 0;
  #pending = false;
  #updated = 0;

  mount(section) {
    this.scenes = el('span', {}, ' Choose one of the ', el('a', { href: '#scenes' }, 'Scenes'), ' to play.');
    this.nothing = el('span');
    this.empty = el('p', { class: 'soft', 'data-note': 'empty' }, this.nothing, this.scenes);
    this.pools = el('div', { class: 'pools' });
    this.panels = new Children(this.pools, (pool) => new PoolPanel(pool));
    this.flights = new Flights();
    this.note = el('p', { class: 'soft', 'data-note': 'kitchens' });
    section.append(legend(), this.empty, this.pools, this.note, this.flights.element);
  }

  draw({ model, now, paused, changed }) {
    const frozen = paused && this.#snapshots > 0;
    this.#pending ||= changed;
    const interval = atWork(model) > MANY ? MANY_EVERY_MS : 0;
    if (this.#pending && !frozen && performance.now() - this.#updated >= interval) {
      this.#updated = performance.now();
      this.#pending = false;
      this.#update(model, now);
    }
    if (changed && (frozen || this.#drawnPalette !== palette.version)) {
      for (const panel of this.panels.values()) panel.redraw();
    }
    this.#drawnPalette = palette.version;
    return this.flights.draw() || (this.#pending && !frozen);
  }

  /** What happens while another view is shown is not flown afterwards. */
  hide() {
    this.#snapshots = -1;
  }

  #update(model, now) {
    const pools = [...model.pools.values()].sort((a, b) => (b.open !== false) - (a.open !== false) || a.id - b.id);
    const largest = Math.max(0, ...[...model.kitchens.values()].map((kitchen) => kitchen.rss ?? 0));
    this.panels.update(pools, model, now, largest);
    this.#sayThatNothingRuns(pools, model);
    setAttribute(this.pools, 'data-open', pools.filter((pool) => pool.open !== false).length);
    const calm = this.#snapshots !== model.snapshots;
    this.#snapshots = model.snapshots;
    this.#launchStarts(model, calm);
    this.#launchEnds(model, calm);
    const skipped = this.flights.skippedPerSecond;
    const notes = [skipped > 0 ? `Jobs on the move are drawn up to ${MOST_FLIGHTS} at once; ${count(skipped)} moves a second are not.` : '',
      model.poolsLeftOut > 0 ? `${counted(model.poolsLeftOut, 'more pool')} than can be shown: nothing is told of their jobs.` : ''];
    setText(this.note, notes.filter(Boolean).join(' '));
  }

  #sayThatNothingRuns(pools, { about, stage }) {
    const canPlay = about?.pieces?.length > 0 && stage?.playing !== true && pools.every((pool) => pool.open === false);
    setHidden(this.empty, pools.length > 0 && !canPlay);
    setHidden(this.scenes, !canPlay);
    setText(this.nothing, pools.length > 0 ? 'No pool is open now.' : 'No pool is open yet: kitchens appear here as soon as one is.');
  }

  /** A job new in a kitchen flies from the queue to its cook; one that began to compute, to a stove. */
  #launchStarts(model, calm) {
    const seen = new Map();
    for (const [id, list] of model.running) {
      const before = this.#seen.get(id);
      if (before?.list === list) {
        seen.set(id, before);
        continue;
      }
      const jobs = new Map(list.lane.map((lane, row) => [`${list.batch[row]}/${list.job[row]}/${list.attempt[row]}`, row]));
      seen.set(id, { list, jobs });
      if (!calm) this.#launchOf(model.kitchens.get(id), list, jobs, before);
    }
    this.#seen = seen;
  }

  #launchOf(kitchen, list, jobs, before) {
    const panel = this.panels.get(kitchen?.pool);
    const card = panel?.cards.get(kitchen.id);
    if (!card?.inSight) return;
    for (const [job, row] of jobs) {
      const stage = list.stage[row];
      const known = before?.jobs.get(job);
      const computes = stage === 'cpu' && (known === undefined || before.list.stage[known] !== 'cpu');
      if (stage === 'queue' || (known !== undefined && !computes)) continue;
      if (this.flights.full) {
        this.flights.skip(1);
        continue;
      }
      const cook = card.cooks.place(list.lane[row]);
      if (known === undefined) this.flights.launch(panel.queuePlace(), cook, 'queue');
      if (computes) this.flights.launch(cook, card.stovePlace(), 'cpu', known === undefined ? 320 : 0);
    }
  }

  /** A job that ended flies from its cook to the finished ones. */
  #launchEnds(model, calm) {
    const { bars } = model;
    if (calm) this.#barsSeen = bars.next;
    for (let seq = Math.max(this.#barsSeen, bars.oldest); seq < bars.next; seq++) {
      const at = seq % bars.capacity;
      const kitchen = model.kitchens.get(bars.kitchen[at]);
      const panel = this.panels.get(kitchen?.pool);
      const card = panel?.cards.get(kitchen.id);
      if (!card?.inSight) continue;
      this.flights.skip(bars.jobs[at] - 1);
      if (this.flights.full) this.flights.skip(1);
      else this.flights.launch(card.cooks.place(bars.lane[at]), panel.donePlace(), bars.kind[at] === 0 ? 'good' : 'bad');
    }
    this.#barsSeen = bars.next;
  }
}

/** How many kitchens change: those of a pool that is closed stand still. */
function atWork({ kitchens, pools }) {
  return [...kitchens.values()].filter((kitchen) => pools.get(kitchen.pool)?.open !== false).length;
}

function legend() {
  const items = [...STAGES, 'idle'].map((stage) => el('li', {}, mark(stage), STAGE_WORDS[stage]));
  return el('ul', { class: 'legend', 'aria-label': 'What the shapes of the cooks mean' }, ...items);
}
