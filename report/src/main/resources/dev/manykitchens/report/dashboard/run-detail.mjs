// One run that was opened: its ranked table, what it means, and the way to its report.

import { ask, pathOf } from './ask.mjs';
import { el, nameElement, setHidden } from './dom.mjs';
import { keepingFocus } from './focus.mjs';
import { bytes, count, counted, day, duration, figure, shown } from './format.mjs';

export class RunDetail {
  #request = null;
  #opener = null;

  constructor() {
    this.element = el('section', { class: 'opened', 'data-opened': '', 'aria-labelledby': 'heading-opened' });
    setHidden(this.element, true);
  }

  async open(run) {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#opener = document.activeElement;
    const answer = await ask(pathOf(run.id, '.json'), request.signal);
    if (request.signal.aborted) return;
    this.element.replaceChildren(...(answer.problem === undefined ? this.#content(answer) : this.#problem(answer.problem)));
    setHidden(this.element, false);
    this.element.querySelector('h3').focus();
  }

  #close() {
    keepingFocus(() => {
      setHidden(this.element, true);
      this.element.replaceChildren();
    });
    this.#opener.focus();
  }

  #head(title) {
    const close = el('button', { type: 'button' }, 'Close');
    close.addEventListener('click', () => this.#close());
    return el('header', {}, el('h3', { id: 'heading-opened', tabindex: '-1' }, ...title), close);
  }

  #problem(words) {
    return [this.#head(['This run cannot be opened']), el('p', { class: 'reason' }, shown(words))];
  }

  #content({ run, command, version, host, turn, pools, words, cautions }) {
    const parts = [
      this.#head([nameElement(run.title), el('span', { class: 'soft' }, ` ${day(run.ended)}`)]),
      el('p', {}, run.kind === 'simulated' ? 'Simulated: these times were computed, not measured. ' : '',
        el('a', { href: pathOf(run.id, '/report.html'), target: '_blank', rel: 'noopener' }, 'Its report')),
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of the run' }, table(pools, turn, run.kind)),
      el('ul', { class: 'words' }, ...words.map((line) => el('li', {}, nameElement(line)))),
    ];
    if (cautions.length > 0) {
      parts.push(el('details', {}, el('summary', {}, `${counted(cautions.length, 'thing')} to keep in mind`),
        el('ul', { class: 'words' }, ...cautions.map((line) => el('li', {}, nameElement(line))))));
    }
    parts.push(el('p', { class: 'soft' }, nameElement(command), ` · version ${shown(version)} · `, nameElement(host)));
    return parts;
  }
}

function table(pools, turn, kind) {
  const all = kind === 'load' ? columnsOfLoads() : columnsOfRounds(turn);
  const columns = all.filter(({ always, text }) => always || pools.some((pool) => text(pool) !== '–' && text(pool) !== '0'));
  const head = columns.map(({ name }) => el('th', { scope: 'col' }, name));
  const rows = pools.map((pool) => el('tr', {},
    ...columns.map(({ text, left }, index) => (index === 0
      ? el('th', { scope: 'row' }, nameElement(text(pool)), pool.predicted ? el('span', { class: 'soft' }, ' predicted') : '')
      : el('td', { class: left ? '' : 'number' }, text(pool))))));
  return el('table', {}, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows));
}

const POOL = { name: 'pool', always: true, text: (pool) => pool.pool };
const COMMON = [
  { name: 'half of the jobs within', text: (pool) => duration(pool.p50) },
  { name: '99 in 100 within', text: (pool) => duration(pool.p99) },
  { name: 'start-up', text: (pool) => (pool.startup > 0 ? duration(pool.startup) : '–') },
  { name: 'memory', text: (pool) => bytes(pool.memory_bytes) },
  { name: 'failed', text: (pool) => count(pool.failed) },
  { name: 'retried', text: (pool) => count(pool.retried) },
];

function columnsOfRounds(turn) {
  return [
    POOL,
    { name: `time of a ${turn}`, always: true, text: (pool) => duration(pool.mean) + (pool.stddev == null ? '' : ` ± ${duration(pool.stddev)}`) },
    { name: 'speed-up (95 %)', text: (pool) => (pool.speedup == null ? '–' : figure(pool.speedup)
      + (pool.speedup_low == null ? '' : ` (${figure(pool.speedup_low)} to ${figure(pool.speedup_high)})`)) },
    { name: 'jobs/s', text: (pool) => figure(pool.jobs_per_second) },
    { name: `${turn}s`, text: (pool) => count(pool.turns) },
    ...COMMON,
  ];
}

function columnsOfLoads() {
  return [
    POOL,
    { name: 'jobs/s that came', text: (pool) => figure(pool.rate) },
    { name: 'keeps up', left: true, text: (pool) => shown(pool.keeps_up ?? '–') },
    ...COMMON,
  ];
}
