// Two runs against each other, pool by pool: the figures and sentences of `kitchen diff`.

import { ask } from './ask.mjs';
import { el, nameElement, setHidden } from './dom.mjs';
import { keepingFocus } from './focus.mjs';
import { day, shown } from './format.mjs';

const COLUMNS = [['before', 'before'], ['after', 'after'], ['after/before (95 %)', 'ratio'], ['change', 'change'], ['rounds', 'rounds']];

export class RunDiff {
  #request = null;
  #opener = null;

  constructor() {
    this.element = el('section', { class: 'opened', 'data-diff': '', 'aria-labelledby': 'heading-diff' });
    setHidden(this.element, true);
  }

  async open(before, after) {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#opener = document.activeElement;
    const path = `diff.json?a=${encodeURIComponent(before.id)}&b=${encodeURIComponent(after.id)}`;
    const answer = await ask(path, request.signal);
    if (request.signal.aborted) return;
    this.element.replaceChildren(...(answer.problem === undefined ? this.#content(answer) : this.#problem(answer.problem)));
    setHidden(this.element, false);
    this.element.querySelector('h3').focus();
  }

  #head(title) {
    const close = el('button', { type: 'button' }, 'Close');
    close.addEventListener('click', () => {
      keepingFocus(() => {
        setHidden(this.element, true);
        this.element.replaceChildren();
      });
      this.#opener.focus();
    });
    return el('header', {}, el('h3', { id: 'heading-diff', tabindex: '-1' }, title), close);
  }

  #problem(words) {
    return [this.#head('These two cannot be compared'), el('p', { class: 'reason' }, shown(words))];
  }

  #content({ a, b, pools, words, warnings }) {
    const head = el('tr', {}, el('th', { scope: 'col' }, 'pool'), ...COLUMNS.map(([name]) => el('th', { scope: 'col' }, name)));
    const rows = pools.map((pool) => el('tr', { 'data-pool-name': pool.pool, 'data-difference': String(pool.difference) },
      el('th', { scope: 'row' }, nameElement(pool.pool)), ...COLUMNS.map(([, key]) => el('td', { class: 'number' }, pool[key]))));
    return [
      this.#head('The second run against the first'),
      el('p', { class: 'soft' }, 'before: ', nameElement(a.title), `, ${day(a.ended)} · after: `, nameElement(b.title), `, ${day(b.ended)}`),
      el('ul', { class: 'words warnings' }, ...warnings.map((line) => el('li', {}, nameElement(`Not the same in both runs: ${line}`)))),
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of the two runs' },
        el('table', {}, el('thead', {}, head), el('tbody', {}, ...rows))),
      el('ul', { class: 'words' }, ...words.map((line) => el('li', {}, nameElement(line)))),
    ];
  }
}
