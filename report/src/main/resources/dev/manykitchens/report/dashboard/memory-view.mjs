// The memory map: threads share the heap of one process, processes have a heap each. All boxes have one scale.

import { Children, el, nameElement, setAttribute, setHidden, setStyle, setText } from './dom.mjs';
import { cooksInWords, cooksOf, howMany, processesOf } from './derive.mjs';
import { bytes, count, counted, duration, poolName, shown } from './format.mjs';

/** Processes drawn of a pool, threads drawn in each, rows of the table below. */
const BOXES = 64;
const THREADS = 24;
const ROWS = 8;

export class MemoryView {
  #drawn = false;

  mount(section) {
    this.empty = el('p', { class: 'soft' }, 'No process runs jobs yet: its memory is drawn here as soon as one does.');
    this.maps = el('div', { class: 'maps' });
    this.pools = new Children(this.maps, (item) => new PoolMap(item.pool));
    this.scale = el('p', { class: 'soft', 'data-note': 'memory' });
    section.append(
      el('p', { class: 'soft' }, 'A box is a process, as wide as the main memory it holds; the dark part is its heap in use, which the threads in it share. What is in another box must travel.'),
      this.empty, this.maps, this.scale);
  }

  draw({ model, paused, changed }) {
    if (!changed || (paused && this.#drawn)) return false;
    this.#drawn = true;
    const pools = [...model.pools.values()].sort((a, b) => (b.open !== false) - (a.open !== false) || a.id - b.id)
      .map((pool) => ({ id: pool.id, pool, kitchens: processesOf(model, pool) }))
      .filter(({ kitchens }) => kitchens.length > 0);
    const largest = Math.max(0, ...pools.map(({ kitchens }) => residentOf(kitchens)));
    this.pools.update(pools, model, largest);
    setHidden(this.empty, pools.length > 0);
    setHidden(this.scale, pools.length === 0);
    setText(this.scale, largest > 0
      ? `The whole width is ${bytes(largest)}, in every pool. How large a heap may become is in the tables: it is much more than what is used. Pools inside this JVM are one and the same process, with all that this program itself holds; where jobs run in other processes, this one only hands them out, and is not drawn.`
      : 'How much memory they hold is not known yet.');
    return false;
  }
}

class PoolMap {
  constructor(pool) {
    this.name = nameElement();
    this.facts = el('p', { class: 'soft' });
    this.line = el('div', { class: 'map-line', 'aria-hidden': 'true' });
    this.boxes = new Children(this.line, () => new Box());
    this.body = el('tbody');
    this.rows = new Children(this.body, () => new Row());
    this.more = el('p', { class: 'soft' });
    this.element = el('figure', { class: 'memory-map', 'data-map': pool.id },
      el('figcaption', {}, el('h3', {}, this.name), this.facts), this.line,
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Memory of ${poolName(pool)}` },
        el('table', {}, el('thead', {}, el('tr', {}, ...['process', 'threads', 'memory', 'heap in use', 'heap at most'].map((name) => el('th', { scope: 'col' }, name)))), this.body)),
      this.more);
  }

  update({ pool, kitchens }, model, largest) {
    setText(this.name, poolName(pool));
    setText(this.facts, facts(pool, kitchens, model));
    this.boxes.update(kitchens.slice(0, BOXES), model, largest);
    this.rows.update(kitchens.slice(0, ROWS), model);
    const rest = kitchens.slice(ROWS);
    const all = howMany(pool, kitchens);
    const drawn = all > BOXES ? `; of all, ${count(BOXES)} are drawn` : '';
    const forgotten = all > kitchens.length ? `, and ${count(all - kitchens.length)} of which nothing is kept` : '';
    setText(this.more, rest.length > 0 ? `and ${counted(rest.length, 'more process', 'more processes')} with ${bytes(residentOf(rest))} together${forgotten}${drawn}` : '');
    setHidden(this.more, rest.length === 0);
  }
}

class Box {
  constructor() {
    this.heap = el('span', { class: 'map-heap' });
    this.threads = el('span', { class: 'map-threads' });
    this.words = el('span', { class: 'map-words' });
    this.element = el('div', { class: 'map-box' }, this.heap, this.threads, this.words);
  }

  update(kitchen, model, largest) {
    const memory = kitchen.rss ?? 0;
    setStyle(this.element, 'width', share(memory, largest));
    setStyle(this.heap, 'width', share(Math.min(kitchen.heap ?? 0, memory), memory));
    const threads = Math.min(THREADS, cooksOf(kitchen, model.running.get(kitchen.id)));
    while (this.threads.childElementCount > threads) this.threads.lastElementChild.remove();
    while (this.threads.childElementCount < threads) this.threads.append(el('i'));
    setText(this.words, bytes(kitchen.rss));
    setAttribute(this.element, 'data-known', kitchen.rss != null);
  }
}

class Row {
  constructor() {
    this.name = nameElement();
    this.cells = Array.from({ length: 4 }, () => el('td', { class: 'number' }));
    this.element = el('tr', {}, el('th', { scope: 'row' }, this.name), ...this.cells);
  }

  update(kitchen, model) {
    setText(this.name, shown(kitchen.name));
    const threads = cooksOf(kitchen, model.running.get(kitchen.id));
    [count(threads || null), bytes(kitchen.rss), bytes(kitchen.heap), bytes(kitchen.heap_most)]
      .forEach((text, index) => setText(this.cells[index], text));
  }
}

function facts(pool, kitchens, model) {
  const threads = kitchens.reduce((sum, kitchen) => sum + cooksOf(kitchen, model.running.get(kitchen.id)), 0);
  const processes = howMany(pool, kitchens);
  const heaps = processes === 1
    ? `one process: one heap for ${cooksInWords(kitchens[0], 'thread')}`
    : `${count(processes)} processes: ${count(processes)} heaps${processes > kitchens.length ? '' : ` for ${counted(threads, 'thread')}`}`;
  const memory = residentOf(kitchens);
  return `${heaps} · ${memory > 0 ? `${bytes(memory)} in all` : pool.open === false ? 'memory not known' : 'memory not known yet'}`
    + (pool.startup == null ? '' : ` · started in ${duration(pool.startup)}`)
    + (pool.open === false ? ' · closed: this is what it held last' : '');
}

function residentOf(kitchens) {
  return kitchens.reduce((sum, kitchen) => sum + (kitchen.rss ?? 0), 0);
}

function share(part, whole) {
  return `${(whole > 0 ? Math.min(100, (part / whole) * 100) : 0).toFixed(2)}%`;
}
