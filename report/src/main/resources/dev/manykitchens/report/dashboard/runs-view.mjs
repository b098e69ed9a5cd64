// The rows of a comparison, as its rounds finish. Offered only when the server sends some.

import { el } from './dom.mjs';
import { figure, shown } from './format.mjs';

export class RunsView {
  id = 'runs';
  title = 'Runs';
  #drawn = null;

  mount(section) {
    this.table = el('table');
    section.append(el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Table of the comparison' }, this.table));
  }

  available(model) {
    return rowsOf(model).length > 0;
  }

  draw({ model }) {
    if (model.comparison === this.#drawn) return false;
    this.#drawn = model.comparison;
    const rows = rowsOf(model);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const head = el('tr', {}, ...columns.map((name) => el('th', { scope: 'col' }, shown(name.replaceAll('_', ' ')))));
    const body = rows.map((row) => el('tr', {}, ...columns.map((name) => cell(row[name]))));
    this.table.replaceChildren(el('thead', {}, head), el('tbody', {}, ...body));
    return false;
  }
}

/** Rows are flat objects: a column for each key. */
function rowsOf(model) {
  const rows = Array.isArray(model.comparison) ? model.comparison : model.comparison?.rows;
  return Array.isArray(rows) ? rows.filter((row) => row && typeof row === 'object') : [];
}

function cell(value) {
  if (typeof value === 'number') return el('td', { class: 'number' }, figure(value));
  return el('td', {}, el('bdi', {}, value == null ? '–' : shown(value)));
}
