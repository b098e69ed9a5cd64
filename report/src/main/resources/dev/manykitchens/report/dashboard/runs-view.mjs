// The comparison that goes on, as its rounds finish, and the runs that are over: listed, opened, compared.

import { el, nameElement, setHidden } from './dom.mjs';
import { count, duration, figure, shown } from './format.mjs';
import { PastRuns } from './past-runs.mjs';
import { RunDetail } from './run-detail.mjs';
import { RunDiff } from './run-diff.mjs';

export class RunsView {
  #drawn = null;

  mount(section) {
    this.table = el('table');
    this.notes = el('ul', { class: 'words', 'data-note': 'comparison' });
    this.now = el('section', { class: 'now', 'aria-labelledby': 'heading-now' },
      el('h3', { id: 'heading-now' }, 'This comparison'),
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of the comparison' }, this.table), this.notes);
    this.detail = new RunDetail();
    this.diff = new RunDiff();
    this.past = new PastRuns({
      onOpen: (run) => this.detail.open(run),
      onCompare: (before, after) => this.diff.open(before, after),
    });
    section.append(this.now, this.past.element, this.diff.element, this.detail.element);
    setHidden(this.now, true);
  }

  enter() {
    this.past.begin();
  }

  hide() {
    this.past.end();
  }

  draw({ model }) {
    if (model.comparison === this.#drawn) return false;
    this.#drawn = model.comparison;
    const rows = rowsOf(model);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => name !== 'note'
      && (name !== 'failed' || rows.some(({ failed }) => failed > 0)));
    const head = el('tr', {}, ...columns.map((name) => el('th', { scope: 'col' }, shown(name.replaceAll('_', ' ')))));
    const body = rows.map((row) => el('tr', {}, ...columns.map((name) => cell(name, row[name]))));
    this.table.replaceChildren(el('thead', {}, head), el('tbody', {}, ...body));
    this.notes.replaceChildren(...rows.filter(({ note }) => note != null)
      .map(({ pool, note }) => el('li', {}, nameElement(pool), `: ${shown(note)}`)));
    setHidden(this.notes, this.notes.childElementCount === 0);
    setHidden(this.now, rows.length === 0);
    return false;
  }
}

/** Rows are flat objects: a column for each key; their notes stand below, and what went wrong is a column only where something did. */
function rowsOf(model) {
  const rows = Array.isArray(model.comparison) ? model.comparison : model.comparison?.rows;
  return Array.isArray(rows) ? rows.filter((row) => row && typeof row === 'object') : [];
}

/** How the figures of these columns are written; all others with three digits. */
const WRITTEN = { rounds: count, failed: count, mean: duration, fastest: duration };

function cell(name, value) {
  if (typeof value === 'number') return el('td', { class: 'number' }, (WRITTEN[name] ?? figure)(value));
  return el('td', {}, el('bdi', {}, value == null ? '–' : shown(value)));
}
