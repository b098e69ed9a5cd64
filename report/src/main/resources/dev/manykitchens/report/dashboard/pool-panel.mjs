// One pool from top to bottom: the jobs in its queue, its kitchens, its shared resources, what is done.

import { Deeds, PoolLevers } from './act-levers.mjs';
import { Children, el, mark, nameElement, setAttribute, setHidden, setStyle, setText } from './dom.mjs';
import { batchesOf, kitchensOf, kitchensToDraw, howMany, processesOf, resourcesOf, STATES } from './derive.mjs';
import { bytes, count, counted, duration, percent, poolName, shown } from './format.mjs';
import { KitchenCard } from './kitchen-card.mjs';

/** More kitchens than this are drawn small. */
const FULL_CARDS = 12;
/** More than this are not drawn one by one. */
const MOST_CARDS = 240;
const BATCHES_SHOWN = 3;
/** Jobs of a queue drawn one by one. */
const TICKETS = 60;

export class PoolPanel {
  constructor(pool) {
    this.name = nameElement();
    this.facts = el('p', { class: 'pool-facts' });
    this.levers = new PoolLevers();
    this.queued = el('strong', { 'data-figure': 'queued' });
    this.tickets = el('span', { class: 'tickets', 'aria-hidden': 'true' });
    this.queue = el('p', { class: 'queue' }, this.queued, el('span', {}, 'in the queue'), this.tickets);
    this.kitchens = el('div', { class: 'kitchens' });
    this.cards = new Children(this.kitchens, (kitchen) => new KitchenCard(kitchen));
    this.leftOut = el('p', { class: 'soft' });
    this.resources = el('div', { class: 'resources' });
    this.meters = new Children(this.resources, (resource) => new ResourceMeter(resource));
    this.moreResources = el('p', { class: 'soft' }, 'There are more resources than are shown.');
    this.done = el('strong', { 'data-figure': 'succeeded' });
    this.doneWords = el('span');
    this.finished = el('p', { class: 'finished' }, this.done, this.doneWords);
    this.batches = el('ul', { class: 'batches' });
    this.batchLines = new Children(this.batches, (batch) => new BatchLine(batch));
    this.moreBatches = el('p', { class: 'soft' });
    this.body = el('div', { class: 'pool-body' },
      this.queue, this.kitchens, this.leftOut, this.resources, this.moreResources, this.finished, this.batches, this.moreBatches);
    this.element = el('section', { class: 'pool', 'data-pool': pool.id, 'aria-label': `Pool ${poolName(pool)}` },
      el('header', {}, el('h3', {}, this.name), this.facts), this.levers.element, this.body);
  }

  update(pool, model, now, largest) {
    const kitchens = kitchensOf(model, pool.id);
    const drawn = kitchensToDraw(kitchens, MOST_CARDS);
    const small = kitchens.length > FULL_CARDS;
    setText(this.name, poolName(pool));
    setText(this.facts, poolFacts(pool, processesOf(model, pool)));
    setAttribute(this.element, 'data-open', String(pool.open !== false));
    this.levers.update(pool);
    setAttribute(this.element, 'data-ready', String(pool.ready !== false));
    setHidden(this.queue, pool.open === false);
    setText(this.queued, count(pool.totals.queued));
    setStyle(this.tickets, '--tickets', String(Math.min(TICKETS, pool.totals.queued)));
    setAttribute(this.tickets, 'data-more', pool.totals.queued > TICKETS);
    setAttribute(this.kitchens, 'data-small', small);
    this.cards.update(drawn, model, now, largest, small);
    this.meters.update(resourcesOf(model, pool.id));
    setHidden(this.moreResources, !pool.resources_left_out);
    this.#updateDone(pool, batchesOf(model, pool.id));
    this.#sayWhatIsLeftOut(pool, kitchens, drawn);
  }

  redraw() {
    for (const card of this.cards.values()) card.cooks.redraw();
  }

  queuePlace() {
    return middle(this.tickets.offsetWidth > 0 ? this.tickets : this.queue, 0.02);
  }

  donePlace() {
    return middle(this.done, 0.5);
  }

  /** All since it opened, of batches that are shown no more too. */
  #updateDone(pool, batches) {
    setText(this.done, count(pool.totals.succeeded));
    const others = ['failed', 'cancelled', 'retried'].filter((word) => pool.totals[word] > 0).map((word) => `, ${count(pool.totals[word])} ${word}`).join('');
    // Whoever handed a job in again wants it once.
    const { orphaned = 0, settled_elsewhere: before = 0 } = pool.totals;
    setText(this.doneWords, `done of ${counted(pool.totals.submitted - orphaned - before, 'job')}${others}${clientGone(orphaned)}`);
    this.batchLines.update(batches.slice(0, BATCHES_SHOWN), pool);
    const more = batches.length - BATCHES_SHOWN;
    const leftOut = pool.batches_left_out ?? 0;
    const words = [more > 0 ? `and ${counted(more, 'more batch', 'more batches')}` : '',
      leftOut > 0 ? `${counted(leftOut, 'batch', 'batches')} beyond those that are told of` : ''];
    setText(this.moreBatches, words.filter(Boolean).join('; '));
    setHidden(this.moreBatches, more <= 0 && leftOut === 0);
  }

  #sayWhatIsLeftOut({ kitchens_left_out: forgotten = 0 }, kitchens, drawn) {
    const rest = drawn.length === kitchens.length ? [] : kitchens.filter((kitchen) => !drawn.includes(kitchen));
    const states = STATES.map((state) => [state, rest.filter((kitchen) => kitchen.state === state).length])
      .filter(([, number]) => number > 0).map(([state, number]) => `${count(number)} ${state}`);
    const words = [
      rest.length > 0 ? `${counted(rest.length, 'more kitchen')} not drawn: ${states.join(', ')}.` : '',
      forgotten > 0 ? `${counted(forgotten, 'more kitchen')} that it had at last, of which nothing is kept.` : ''];
    setText(this.leftOut, words.filter(Boolean).join(' '));
    setHidden(this.leftOut, rest.length === 0 && forgotten === 0);
  }
}

/** What is said of jobs whose client went away; nothing when there are none. */
function clientGone(jobs) {
  return jobs > 0 ? `, ${count(jobs)} orphaned: their client went away` : '';
}

class BatchLine {
  constructor() {
    this.name = nameElement();
    this.words = el('span', { class: 'soft' });
    this.bar = el('span');
    this.bad = el('span', { class: 'bad' });
    this.deeds = new Deeds();
    this.element = el('li', {}, el('p', {}, this.name, ' ', this.words, ' ', this.deeds.element),
      el('div', { class: 'progress', 'aria-hidden': 'true' }, this.bar, this.bad));
  }

  update(batch, pool) {
    setAttribute(this.element, 'data-batch', batch.id);
    setText(this.name, shown(batch.recipe));
    // As whoever submitted it counts: with the jobs that had ended before it was handed in again.
    const before = batch.settled_elsewhere ?? 0;
    const all = before + batch.jobs;
    const ended = before + (batch.succeeded ?? 0) + (batch.failed ?? 0) + (batch.cancelled ?? 0);
    const again = before > 0 ? `, ${count(before)} of them before it was handed in again` : '';
    const time = batch.finished == null ? '' : `, took ${duration(batch.finished - batch.submitted)}`;
    setText(this.words, `batch ${batch.number ?? batch.id}: ${count(ended)} of ${count(all)}${again}${clientGone(batch.orphaned ?? 0)}${time}`);
    const share = (part) => `${all > 0 ? ((part / all) * 100).toFixed(2) : 0}%`;
    this.deeds.update(pool, batch.finished == null && batch.number != null
      ? [['cancel', 'Cancel', `batch ${batch.number}`, { batch: batch.number }]] : []);
    setStyle(this.bar, 'width', share(before + (batch.succeeded ?? 0)));
    setStyle(this.bad, 'width', share((batch.failed ?? 0) + (batch.cancelled ?? 0)));
  }
}

/** A resource that all kitchens of the pool share: how busy, and who is in line. */
class ResourceMeter {
  constructor(resource) {
    this.name = nameElement();
    this.words = el('span', { class: 'soft' });
    this.busy = el('span');
    this.line = el('span', { class: 'line', 'aria-hidden': 'true' });
    this.element = el('div', { class: 'resource', 'data-resource': resource.id },
      el('p', {}, mark('resource'), this.name, ' ', this.words),
      el('div', { class: 'meter', 'aria-hidden': 'true' }, this.busy), this.line);
  }

  update(resource) {
    setText(this.name, shown(resource.name));
    // Before its first use is over, nobody has told how many permits it has.
    const used = resource.permits == null ? '' : `${counted(resource.permits, 'permit')}, ${percent(resource.busy)} busy, mean wait ${duration(resource.wait_mean)}, `;
    setText(this.words, `${used}${count(resource.waiting ?? 0)} in line`);
    setAttribute(this.line, 'data-in-line', resource.waiting ?? 0);
    setStyle(this.busy, 'width', `${Math.round(Math.min(1, resource.busy ?? 0) * 100)}%`);
    setStyle(this.line, '--tickets', String(Math.min(TICKETS / 2, resource.waiting ?? 0)));
  }
}

function poolFacts(pool, kitchens) {
  if (pool.ready === false && pool.open !== false) return 'opening: it takes jobs as soon as it is ready';
  if (pool.ready === false) return 'closed before it could take jobs';
  const facts = [pool.slots == null ? 'no limit of slots' : counted(pool.slots, 'slot')];
  const memory = kitchens.reduce((sum, kitchen) => sum + (kitchen.rss ?? 0), 0);
  const processes = howMany(pool, kitchens);
  if (processes === 1) facts.push('one JVM, one heap');
  if (processes > 1) facts.push(`${count(processes)} JVMs, each with its own heap${memory > 0 ? `, together ${bytes(memory)}${pool.open === false ? ' at last' : ''}` : ''}`);
  if (pool.startup != null) facts.push(`started in ${duration(pool.startup)}`);
  if (pool.open === false) facts.push('closed');
  return facts.join(' · ');
}

function middle(element, share) {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width * share + 4, y: box.top + box.height / 2 };
}
