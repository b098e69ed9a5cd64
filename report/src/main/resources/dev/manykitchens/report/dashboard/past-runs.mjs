// The runs that are over: each can be opened, and has a report; two can be chosen and compared.

import { ask, pathOf } from './ask.mjs';
import { Children, el, nameElement, setAttribute, setHidden, setText } from './dom.mjs';
import { keepingFocus } from './focus.mjs';
import { count, counted, day, shown } from './format.mjs';

/** Other commands keep runs too: while the list is shown, it is asked for again so often. */
const EVERY_MS = 3_000;

const HOW_TO_KEEP = 'Runs are not kept here: add --data DIR to kitchen compare or kitchen simulate, and to what serves this page, and they are listed.';
const NONE_YET = 'No run is kept here yet: kitchen compare … --data DIR keeps one when it is over.';

export class PastRuns {
  #timer = 0;
  #shown = false;
  #chosen = { before: null, after: null };

  /**
   * @param onOpen called with the run to open
   * @param onCompare called with the two runs to compare
   */
  constructor({ onOpen, onCompare }) {
    this.onOpen = onOpen;
    this.note = el('p', { class: 'soft', 'data-note': 'runs', role: 'status' }, 'Asking for the runs …');
    this.compare = el('button', { type: 'button', id: 'compare-runs', disabled: true }, 'Compare the two chosen');
    this.compare.addEventListener('click', () => onCompare(this.#chosen.before, this.#chosen.after));
    this.body = el('tbody', { role: 'rowgroup' });
    this.rows = new Children(this.body, () => new Row(this));
    // Where it is narrow, rows are drawn as cards: that they are rows is said in so many words.
    this.table = el('table', { class: 'runs', role: 'table' },
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' },
        ...['ended', 'what ran', 'pools', 'fastest', 'before', 'after', 'look'].map((name) => el('th', { scope: 'col', role: 'columnheader' }, name)))),
      this.body);
    this.area = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of runs' }, this.table);
    this.element = el('section', { 'aria-labelledby': 'heading-past' },
      el('h3', { id: 'heading-past' }, 'Runs that are over'), this.note, this.area, this.compare);
    setHidden(this.area, true);
    setHidden(this.compare, true);
  }

  /** Asks, and asks again, until the list is not shown any more. */
  begin() {
    this.#shown = true;
    this.#ask();
  }

  end() {
    this.#shown = false;
    clearTimeout(this.#timer);
  }

  async #ask() {
    clearTimeout(this.#timer);
    const answer = await ask('runs.json');
    if (!this.#shown) return;
    keepingFocus(() => this.#take(answer));
    this.#timer = setTimeout(() => this.#ask(), EVERY_MS);
  }

  #take(answer) {
    if (!Array.isArray(answer.runs)) {
      setText(this.note, answer.problem ?? 'The list of runs cannot be read.');
      return;
    }
    const items = answer.runs.map((run) => ({ ...run, id: run.id ?? `unreadable ${run.name}`, opens: run.id != null }));
    this.rows.update(items);
    this.#forget(items);
    setHidden(this.area, items.length === 0);
    setHidden(this.compare, items.filter((run) => run.opens).length < 2);
    setText(this.note, sentence(answer));
  }

  /** A run that was taken away is not chosen any more. */
  #forget(items) {
    for (const side of ['before', 'after']) {
      if (!items.some((run) => run.id === this.#chosen[side]?.id)) this.#chosen[side] = null;
    }
    this.#offer();
  }

  choose(side, run) {
    this.#chosen[side] = run;
    this.#offer();
  }

  #offer() {
    const { before, after } = this.#chosen;
    this.compare.disabled = !before || !after || before.id === after.id;
  }
}

function sentence(answer) {
  if (answer.problem) return shown(answer.problem);
  const hint = answer.kept ? NONE_YET : HOW_TO_KEEP;
  if (answer.runs.length === 0) return hint;
  const more = answer.left_out > 0 ? ` and ${counted(answer.left_out, 'older one')}${answer.more ? ' or more' : ''} not listed` : '';
  const unread = answer.runs.filter((run) => run.id == null).length;
  const files = unread > 0 ? ` and ${counted(unread, 'file')} that cannot be read as one` : '';
  return `${counted(answer.runs.length - unread, 'run')}${files}, the newest first${more}.${answer.kept ? '' : ` ${HOW_TO_KEEP}`}`;
}

class Row {
  constructor(list) {
    this.list = list;
    this.ended = cell('when');
    this.title = nameElement();
    this.facts = el('span', { class: 'soft' });
    this.pools = nameElement();
    this.fastest = nameElement();
    this.problem = el('p', { class: 'reason' });
    this.before = this.#radio('before');
    this.after = this.#radio('after');
    this.open = el('button', { type: 'button' }, 'Open');
    this.open.addEventListener('click', () => this.list.onOpen(this.run));
    this.report = el('a', { target: '_blank', rel: 'noopener' }, 'Report');
    this.choices = ['before', 'after'].map((side) => el('td', { role: 'cell' }, this[side]));
    this.fastestCell = cell('fastest-of-run', this.fastest);
    this.element = el('tr', { role: 'row' }, this.ended, cell('what-ran', this.title, ' ', this.facts, this.problem),
      cell('pools-of-run', this.pools), this.fastestCell, ...this.choices, cell('look', this.open, ' ', this.report));
  }

  #radio(side) {
    const radio = el('input', { type: 'radio', name: `run-${side}` });
    radio.addEventListener('change', () => this.list.choose(side, this.run));
    return radio;
  }

  update(run) {
    this.run = run;
    const ended = day(run.ended);
    setAttribute(this.element, 'data-run', run.id);
    setAttribute(this.element, 'data-kind', run.kind);
    setText(this.ended, ended);
    setText(this.title, shown(run.opens ? run.title : run.name));
    setText(this.facts, run.opens ? factsOf(run) : '');
    setText(this.problem, shown(run.problem));
    setHidden(this.problem, !run.problem);
    const more = run.pools_in_all - run.pools.length;
    setText(this.pools, run.pools.map(shown).join(', ') + (more > 0 ? `, and ${count(more)} more` : ''));
    setText(this.fastest, shown(run.fastest ?? '–'));
    const called = `${shown(run.title)}, ${ended}`;
    setAttribute(this.before, 'aria-label', `Before: ${called}`);
    setAttribute(this.after, 'aria-label', `After: ${called}`);
    setAttribute(this.open, 'aria-label', `Open ${called}`);
    setAttribute(this.report, 'aria-label', `Report of ${called}`);
    for (const part of [this.before, this.after, this.open, this.report]) setHidden(part, !run.opens);
    ['before', 'after'].forEach((side, index) => setAttribute(this.choices[index], 'data-column', run.opens ? side : null));
    setAttribute(this.fastestCell, 'data-column', run.fastest == null ? null : 'fastest');
    setAttribute(this.report, 'href', run.opens ? pathOf(run.id, '/report.html') : null);
  }
}

function cell(kind, ...children) {
  return el('td', { class: kind, role: 'cell' }, ...children);
}

function factsOf(run) {
  const facts = [run.kind === 'load' ? 'load' : counted(run.jobs, 'job'), run.kind === 'simulated' ? 'simulated' : 'measured'];
  if (run.work) facts.push(`work ${shown(run.work)}`);
  if (run.partial) facts.push('interrupted');
  if (run.own) facts.push('of this command');
  return facts.join(' · ');
}
