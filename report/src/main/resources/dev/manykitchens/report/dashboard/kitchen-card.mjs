// One kitchen: a worker JVM with its heap, cooks and stoves.

import { Deeds } from './act-levers.mjs';
import { Cooks, MOST } from './cooks.mjs';
import { el, mark, nameElement, setAttribute, setHidden, setStyle, setText } from './dom.mjs';
import { cooksInWords, cooksOf, isPast, lanesOfCooks, stageCounts, stageSentence } from './derive.mjs';
import { bytes, count, counted, shown } from './format.mjs';

/** Up to so many stoves are drawn one by one. */
const STOVES_DRAWN = 16;

/** Tells the cards which of them are in sight or close to it: among many, only those are kept up to date. */
const sight = new IntersectionObserver((entries) => {
  for (const entry of entries) cards.get(entry.target).inSight = entry.isIntersecting;
}, { rootMargin: '100px' });
const cards = new WeakMap();

export class KitchenCard {
  constructor(kitchen) {
    this.inSight = true;
    this.cooks = new Cooks();
    this.stateMark = mark('active');
    this.state = el('span', { class: 'state-word' });
    this.name = nameElement();
    this.reason = el('p', { class: 'reason' });
    this.memory = el('p', { class: 'memory-words' });
    this.memoryBar = el('span');
    this.heapBar = el('span');
    this.stages = el('p', { class: 'stages' });
    this.stoveMarks = el('span', { class: 'stove-marks', 'aria-hidden': 'true' });
    this.stoveWords = el('span', { class: 'stove-words' });
    this.stoves = el('p', { class: 'stoves' }, this.stoveMarks, this.stoveWords);
    this.figures = el('p', { class: 'figures' });
    this.where = el('bdi');
    this.process = el('span');
    this.more = el('p', { class: 'more' });
    this.deeds = new Deeds();
    this.facts = el('details', { class: 'facts' }, el('summary', {}, 'Facts'),
      el('p', { class: 'where' }, this.where, this.process), this.more, this.deeds.element);
    this.element = el('article', { class: 'kitchen', 'data-kitchen': kitchen.id },
      el('header', {}, el('h4', {}, this.name), el('p', { class: 'state' }, this.stateMark, this.state)),
      this.reason,
      el('div', { class: 'heap' },
        this.memory, el('div', { class: 'memory-bar', 'aria-hidden': 'true' }, this.memoryBar, this.heapBar),
        this.cooks.element, this.stages),
      this.stoves, this.figures, this.facts);
    cards.set(this.element, this);
    sight.observe(this.element);
  }

  /**
   * @param largest the most memory of any kitchen shown: all bars of memory have one scale
   * @param small whether it is one of many
   */
  update(kitchen, model, now, largest, small) {
    setAttribute(this.element, 'data-state', kitchen.state);
    setAttribute(this.element, 'data-small', small);
    setAttribute(this.stateMark, 'data-mark', kitchen.state);
    setText(this.state, kitchen.state);
    setText(this.name, shown(kitchen.name));
    setText(this.reason, shown(kitchen.reason));
    setHidden(this.reason, !kitchen.reason);
    this.deeds.update(model.pools.get(kitchen.pool), deedsOf(kitchen));
    if (this.inSight || !small) this.#updateInside(kitchen, model, now, largest, small);
  }

  #updateInside(kitchen, model, now, largest, small) {
    const list = model.running.get(kitchen.id);
    const counts = stageCounts(list);
    const lanes = lanesOfCooks(kitchen, list, MOST);
    const busy = counts.cpu + counts.stove + counts.resource + counts.wait;
    const past = isPast(kitchen, model);
    this.cooks.update(lanes, list, now, small, past);
    setText(this.stages, past ? pastSentence(list, counts) : sentence(list, counts, Math.max(0, cooksOf(kitchen, list) - busy)));
    this.#updateMemory(kitchen, largest, past);
    setHidden(this.stoves, past);
    this.#updateStoves(kitchen, counts);
    setText(this.figures, `${count(kitchen.succeeded)} done${kitchen.failed > 0 ? `, ${count(kitchen.failed)} failed` : ''}`
      + (kitchen.cpu == null || past ? '' : ` · ${kitchen.cpu.toFixed(1)} ${small ? 'CPU' : 'cores busy'}`));
    setText(this.where, shown(kitchen.host));
    setText(this.process, (kitchen.pid ? `, pid ${kitchen.pid}` : '') + (kitchen.version ? `, version ${shown(kitchen.version)}` : ''));
    if (!small && !this.facts.open) this.facts.open = true;
    if (small !== this.small) this.facts.open = !small;
    this.small = small;
    if (small && this.facts.open) setText(this.more, `${this.memory.textContent}. ${this.stages.textContent}.${past ? '' : ` ${this.stoveWords.textContent}.`}`);
  }

  /** Where a job on a stove is drawn: the stove that is lit last. */
  stovePlace() {
    const lit = [...this.stoveMarks.querySelectorAll('[data-mark="stove-lit"]')].at(-1);
    const box = (lit ?? this.stoves).getBoundingClientRect();
    return box.width === 0 ? null : { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  }

  #updateMemory(kitchen, largest, past) {
    const heap = kitchen.heap == null ? '' : `, heap ${bytes(kitchen.heap)}`
      + (kitchen.heap_most == null ? '' : ` of ${bytes(kitchen.heap_most)}`);
    const memory = kitchen.rss == null && heap === '' ? '' : `: ${bytes(kitchen.rss)}${heap}`;
    setText(this.memory, `${past ? 'Was one' : 'One'} JVM for ${cooksInWords(kitchen, 'cook')}${past && memory ? ', at last' : ''}${memory}`);
    const share = (size) => `${Math.min(100, largest > 0 ? ((size ?? 0) / largest) * 100 : 0).toFixed(1)}%`;
    setStyle(this.memoryBar, 'width', share(kitchen.rss));
    setStyle(this.heapBar, 'width', share(Math.min(kitchen.heap ?? 0, kitchen.rss ?? Infinity)));
  }

  /** Who did not tell its version told nothing of its stoves either. */
  #updateStoves(kitchen, counts) {
    const stoves = kitchen.stoves ?? 0;
    const lit = counts.cpu;
    const drawn = Math.min(STOVES_DRAWN, stoves > 0 ? stoves : lit);
    while (this.stoveMarks.childElementCount > drawn) this.stoveMarks.lastElementChild.remove();
    while (this.stoveMarks.childElementCount < drawn) this.stoveMarks.append(mark('stove-out'));
    [...this.stoveMarks.children].forEach((stove, index) => {
      setAttribute(stove, 'data-mark', index < lit ? 'stove-lit' : 'stove-out');
    });
    const queue = counts.stove > 0 ? `, ${count(counts.stove)} in line` : '';
    setText(this.stoveWords, stoves > 0
      ? `${count(Math.min(lit, stoves))} of ${counted(stoves, 'stove')} lit${queue}`
      : `${count(lit)} computing${kitchen.version ? ', no stoves but the cores' : ''}${queue}`);
  }
}

function deedsOf({ name, state }) {
  if (state === 'lost' || state === 'left') return [];
  const kill = ['kill', 'Kill', name, { worker: name }];
  return state === 'draining' ? [kill] : [['drain', 'Drain', name, { worker: name }], kill];
}

function pastSentence(list, counts) {
  return list?.past && list.in_all > 0 ? `when it was heard last: ${sentence(list, counts, 0)}` : 'nothing runs here any more';
}

function sentence(list, counts, free) {
  const all = list?.in_all ?? 0;
  const known = list?.lane.length ?? 0;
  const sampled = all > known ? ` (of ${count(all)} in progress, ${count(known)} were sent)` : '';
  return stageSentence(counts, free) + sampled;
}
