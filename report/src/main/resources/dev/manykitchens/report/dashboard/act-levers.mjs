// What changes a pool: steppers for its settings, and buttons that ask once more.

import { button, hands } from './act.mjs';
import { Children, el, setAttribute, setHidden } from './dom.mjs';
import { poolName, shown } from './format.mjs';

/** So long a number that was sent stays, if the server tells of another. */
const TOLD_WITHIN_MS = 1_000;

/** `none` is what no number means; `up` and `down` answer undefined where there is no way on. */
const LEVERS = [
  { kind: 'stoves', word: 'stoves', least: 1, none: 'no limit', canBeNone: true,
    down: (value, pool) => value == null ? Math.max(1, pool.threads ?? 1) : value - 1,
    up: (value, pool) => value == null ? undefined : value >= (pool.threads ?? Infinity) ? null : value + 1 },
  { kind: 'threads', word: 'cooks', least: 1 },
  { kind: 'prefetch', word: 'prefetch', least: 0 },
  { kind: 'chunk_jobs', word: 'jobs a chunk', least: 1, none: 'automatic', canBeNone: true,
    down: (value) => value == null ? undefined : value === 1 ? null : value >> 1,
    up: (value) => value == null ? 1 : value * 2 },
];

export class PoolLevers {
  #steppers = [];

  constructor() {
    this.element = el('div', { class: 'levers', role: 'group', hidden: true });
  }

  update(pool) {
    const levers = hands.ready ? LEVERS.filter(({ kind }) => pool.possible?.includes(kind)) : [];
    setHidden(this.element, levers.length === 0);
    if (levers.length !== this.#steppers.length) {
      this.#steppers = levers.map((lever) => new Stepper(lever, pool));
      this.element.replaceChildren(...this.#steppers.map((stepper) => stepper.element));
      setAttribute(this.element, 'aria-label', `Each kitchen of ${poolName(pool)}`);
    }
    for (const stepper of this.#steppers) stepper.update(pool);
  }
}

class Stepper {
  #lever;
  #pool;
  #value = null;
  #wanted;
  #typing = false;
  #holdUntil = 0;

  constructor(lever, pool) {
    this.#lever = { down: (value) => value - 1, up: (value) => value + 1, ...lever };
    const id = `lever-${pool.id}-${lever.kind}`;
    this.less = button('−', () => this.#step('down'), { 'aria-label': `fewer ${lever.word}` });
    this.more = button('+', () => this.#step('up'), { 'aria-label': `more ${lever.word}` });
    this.input = el('input', { id, type: 'number', min: lever.least, placeholder: lever.none });
    this.input.addEventListener('input', () => { this.#typing = true; });
    this.input.addEventListener('blur', () => { this.#typing = false; });
    this.input.addEventListener('change', () => this.#typed());
    this.element = el('div', { class: 'stepper', 'data-lever': lever.kind },
      el('label', { for: id }, lever.word), this.less, this.input, this.more);
  }

  update(pool) {
    this.#pool = pool;
    const told = pool[this.#lever.kind] ?? null;
    if (this.#typing || (told !== this.#value && performance.now() < this.#holdUntil)) return;
    this.#show(told);
  }

  #show(value) {
    this.#value = value;
    const text = value == null ? '' : String(value);
    if (this.input.value !== text) this.input.value = text;
    for (const [name, element] of [['down', this.less], ['up', this.more]]) {
      // A disabled button would lose the focus of whoever presses it.
      setAttribute(element, 'aria-disabled', this.#next(name) === undefined ? 'true' : null);
    }
  }

  #next(direction) {
    const next = this.#lever[direction](this.#value, this.#pool);
    return next != null && next < this.#lever.least ? undefined : next;
  }

  #step(direction) {
    const next = this.#next(direction);
    if (next !== undefined) this.#want(next);
  }

  #typed() {
    this.#typing = false;
    const text = this.input.value;
    if (text !== '') this.#want(Math.round(Number(text)));
    else if (this.#lever.canBeNone) this.#want(null);
    else this.#show(this.#value);
  }

  /** One request at a time; of numbers that follow each other fast, the last counts. */
  async #want(value) {
    const sending = this.#wanted !== undefined;
    this.#wanted = value;
    this.#holdUntil = Infinity;
    this.#show(value);
    if (sending) return;
    let to;
    let done;
    while (to !== this.#wanted) {
      to = this.#wanted;
      done = await hands.ask('change', { pool: this.#pool.id, change: this.#lever.kind, to });
    }
    this.#wanted = undefined;
    this.#holdUntil = done ? performance.now() + TOLD_WITHIN_MS : 0;
    this.update(this.#pool);
  }
}

/** A button that asks first, in its place. */
export class Confirmed {
  constructor(word, name, message) {
    const what = `${word} ${shown(name)}`;
    this.opener = button(word, () => this.#ask(true), { 'aria-label': what });
    this.keep = button('No', () => this.#ask(false));
    const sure = button(`Yes, ${word.toLowerCase()}`, () => {
      this.#ask(false);
      hands.ask('change', message);
    });
    this.question = el('span', { class: 'question', role: 'group', 'aria-label': `${what}?`, hidden: true },
      el('bdi', {}, `${what}? `), sure, ' ', this.keep);
    this.question.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#ask(false);
    });
    this.element = el('span', { class: 'confirmed' }, this.opener, this.question);
  }

  /** What it asks never changes. */
  update() {}

  /** The focus goes to "No": a key pressed twice does no harm. */
  #ask(asks) {
    setHidden(this.question, !asks);
    setHidden(this.opener, asks);
    (asks ? this.keep : this.opener).focus();
  }
}

/** Buttons for one thing of a pool. */
export class Deeds {
  #offered = '';

  constructor() {
    this.element = el('span', { class: 'deeds' });
    this.children = new Children(this.element, ({ word, name, message }) => new Confirmed(word, name, message));
  }

  /** @param deeds `[kind, word, name, message]` each, of those that make sense */
  update(pool, deeds) {
    const offered = hands.ready ? deeds.filter(([kind]) => pool?.possible?.includes(kind)) : [];
    const kinds = offered.map(([kind]) => kind).join();
    if (kinds === this.#offered) return;
    this.#offered = kinds;
    this.children.update(offered.map(([kind, word, name, message]) =>
      ({ id: kind, word, name, message: { pool: pool.id, change: kind, ...message } })));
  }
}
