// The charts, drawn by uPlot, which is loaded when this view is first shown.

import { el, setText } from './dom.mjs';
import { count, duration, figure, percent } from './format.mjs';
import { palette } from './theme.mjs';

const WINDOWS = [
  { seconds: 5, name: '5 s', step: '0.1 s' },
  { seconds: 30, name: '30 s', step: '0.1 s' },
  { seconds: 300, name: '5 min', step: '1 s' },
];

/** Lines are told apart by their dashes as well as by their colours. */
const DASHES = [[], [7, 4], [2, 3]];

const CHARTS = [
  { id: 'throughput', title: 'Throughput', words: (v) => `${figure(v)} jobs/s`, axis: short,
    lines: [['done', 'done, mean of a second', 'cpu']], smooth: 1 },
  { id: 'queue', title: 'Jobs queued and running', words: count, axis: short,
    lines: [['queued', 'queued', 'stove'], ['running', 'running', 'wait']] },
  { id: 'slots', title: 'Free slots', words: count, axis: short,
    lines: [['free', 'free', 'good'], ['slots', 'all', 'soft']] },
  { id: 'utilisation', title: 'Utilisation of the slots', words: percent, axis: percent, top: 1.04,
    lines: [['utilisation', 'busy', 'accent']] },
  { id: 'start', title: 'From submission to start', words: duration, axis: shortDuration,
    lines: [['start_p50', 'half within', 'wait'], ['start_p99', '99 % within', 'resource']] },
  { id: 'response', title: 'Response time', words: duration, axis: shortDuration,
    lines: [['response_p50', 'half within', 'wait'], ['response_p99', '99 % within', 'resource']] },
  { id: 'trouble', title: 'Failed, retried, lost', words: count, axis: short, counts: true,
    lines: [['failed', 'failed jobs', 'bad'], ['retried', 'retried jobs', 'stove'], ['lost', 'lost workers', 'ink']] },
  { id: 'stoves', title: 'Jobs waiting for a stove or core', words: figure, axis: short,
    lines: [['stove_wait', 'in line', 'stove']] },
];

export class ChartsView {
  #window = WINDOWS[1];
  #charts = [];
  #drawn = false;
  #loading = null;

  constructor({ redraw }) {
    this.redraw = redraw;
  }

  mount(section) {
    this.buttons = WINDOWS.map((window) => this.#windowButton(window));
    this.note = el('p', { class: 'soft' });
    this.grid = el('div', { class: 'charts' });
    this.#charts = CHARTS.map((chart) => new Chart(chart));
    this.grid.append(...this.#charts.map((chart) => chart.element));
    section.append(el('div', { class: 'toolbar', role: 'group', 'aria-label': 'How far back the charts go' },
      el('span', { class: 'soft', 'aria-hidden': 'true' }, 'The last'), ...this.buttons), this.note, this.grid);
    new ResizeObserver(() => this.redraw()).observe(this.grid);
  }

  /** Who opens the view again asks again for what could not be loaded. */
  hide() {
    if (this.#loading?.failed) this.#loading = null;
  }

  draw({ model, now, paused, changed }) {
    if (!changed) return false;
    if (!window.uPlot) {
      this.#loading ??= loadLibrary(this.redraw, () => setText(this.note, 'What draws the charts could not be loaded: open them again once the program answers.'));
      return false;
    }
    const keepData = paused && this.#drawn;
    const series = this.#window.seconds > 30 ? model.coarse : model.fine;
    for (const chart of this.#charts) chart.draw(series, this.#window, now, { keepData, paused });
    setText(this.note, `A point stands for ${this.#window.step}. Point at a chart for the values of that moment.`);
    this.#drawn = true;
    return false;
  }

  #windowButton(choice) {
    const button = el('button', { type: 'button', 'aria-pressed': String(choice === this.#window), 'data-window': choice.seconds },
      choice.name);
    button.addEventListener('click', () => {
      this.#window = choice;
      this.#drawn = false;
      for (const each of this.buttons) each.setAttribute('aria-pressed', String(each === button));
      this.redraw();
    });
    return button;
  }
}

class Chart {
  #plot = null;
  #palette = 0;
  #data = null;
  #window = null;
  #hovered = null;
  #spoken = 0;

  constructor(chart) {
    this.chart = chart;
    this.values = chart.lines.map(() => el('strong'));
    this.moment = el('span', { class: 'soft moment' });
    const keys = chart.lines.map(([, words, colour], index) => el('span', { class: 'key' },
      el('span', { class: 'stroke', 'data-colour': colour, 'data-dash': index, 'aria-hidden': 'true' }), `${words} `, this.values[index]));
    this.box = el('div', { class: 'plot', role: 'img', 'aria-label': chart.title });
    this.element = el('figure', { 'data-chart': chart.id },
      el('figcaption', {}, el('h3', {}, chart.title), el('p', { class: 'keys' }, ...keys, this.moment)), this.box);
  }

  draw(series, window, now, { keepData, paused }) {
    this.#window = window;
    if (!keepData || !this.#data) this.#data = this.#cut(series, window, now, paused ? series.indexAt(now) : Infinity);
    if (!this.#plot || this.#palette !== palette.version) this.#create();
    const width = this.box.clientWidth;
    const height = this.box.clientHeight;
    if (width > 0 && (width !== this.#plot.width || height !== this.#plot.height)) this.#plot.setSize({ width, height });
    this.#plot.setData(this.#data);
    this.#say();
  }

  /** The window's points, their times counted back from now. */
  #cut(series, window, now, end) {
    const from = Math.max(0, series.indexAt(now - window.seconds) - 1);
    const times = series.t.slice(from, end).map((time) => time - now);
    const { lines, smooth } = this.chart;
    const valuesOf = (column) => (smooth ? meanOver(series, column, from, smooth) : series[column].slice(from));
    return [times, ...lines.map(([column]) => valuesOf(column).slice(0, times.length))];
  }

  #create() {
    this.#plot?.destroy();
    this.#palette = palette.version;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const font = `${Math.round(rem * 0.8)}px system-ui, sans-serif`;
    const axis = { stroke: palette.soft, font, grid: { stroke: palette.grid, width: 1 }, ticks: { show: false } };
    const { chart } = this;
    const options = {
      width: this.box.clientWidth || 300,
      height: this.box.clientHeight || 180,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      padding: [8, rem * 1.2, 0, 0],
      scales: {
        x: { time: false, range: () => [-this.#window.seconds, 0] },
        y: { range: (_, low, high) => [0, chart.top ?? roof(high)] },
      },
      axes: [
        { ...axis, size: rem * 1.7, splits: () => [-1, -0.8, -0.6, -0.4, -0.2, 0].map((share) => share * this.#window.seconds),
          values: (_, splits) => splits.map((time) => (time === 0 ? 'now' : `−${ago(-time)}`)) },
        { ...axis, size: rem * 3.4, space: rem * 2, values: (_, splits) => splits.map((value) => chart.axis(value)) },
      ],
      series: [{}, ...chart.lines.map(([, , colour], index) => ({
        stroke: palette[colour], width: 2, dash: DASHES[index], points: { show: false }, spanGaps: true,
        ...(chart.counts ? { paths: steps() } : {}),
      }))],
      hooks: { setCursor: [(plot) => this.#hover(plot.cursor.idx)] },
    };
    this.#plot = new uPlot(options, this.#data, this.box);
  }

  #hover(index) {
    this.#hovered = index ?? null;
    this.#say();
  }

  /** The newest values in text, or those of the moment pointed at. */
  #say() {
    const [times, ...columns] = this.#data;
    const index = this.#hovered !== null && this.#hovered < times.length ? this.#hovered : times.length - 1;
    columns.forEach((column, line) => setText(this.values[line], this.chart.words(known(column, index))));
    setText(this.moment, this.#hovered === null || times.length === 0 ? '' : `${duration(-times[index])} ago`);
    if (performance.now() - this.#spoken < 1_000) return;
    this.#spoken = performance.now();
    const sentence = columns.map((column, line) => `${this.chart.lines[line][1]} ${this.chart.words(known(column, column.length - 1))}`).join(', ');
    this.box.setAttribute('aria-label', `${this.chart.title}, newest: ${sentence}`);
  }
}

/** Each point as the mean of those of the seconds before it: a tenth of a second is too short for a rate. */
function meanOver(series, column, from, seconds) {
  const { t, [column]: values } = series;
  return values.slice(from).map((_, row) => {
    let sum = 0;
    let points = 0;
    for (let at = from + row; at >= 0 && (points === 0 || t[at] > t[from + row] - seconds + 0.05); at--) {
      sum += values[at] ?? 0;
      points++;
    }
    return sum / points;
  });
}

/** Counts of events are steps, not a line from one moment to the next. */
function steps() {
  return window.uPlot.paths.stepped({ align: 1 });
}

/** The value at the index, or the last one known before it. */
function known(column, index) {
  while (index > 0 && column[index] == null) index--;
  return column[index];
}

/** A little above the highest value, so that the scale does not change with every point. */
function roof(high) {
  if (!(high > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(high));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15].map((step) => step * power).find((top) => top >= high * 1.05);
}

function short(value) {
  if (Math.abs(value) >= 10_000) return `${figure(value / 1000).replace(/\.0+$/, '')}k`;
  return String(Math.round(value * 1000) / 1000);
}

function shortDuration(value) {
  return value === 0 ? '0' : duration(value).replace(/(\.\d*?)0+ /, '$1 ').replace('. ', ' ');
}

function ago(seconds) {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.round(seconds * 10) / 10} s`;
}

function loadLibrary(onLoad, onFailure) {
  const style = el('link', { rel: 'stylesheet', href: new URL('vendor/uPlot.min.css', import.meta.url).href });
  const script = el('script', { src: new URL('vendor/uPlot.iife.min.js', import.meta.url).href });
  const loading = { failed: false };
  script.addEventListener('load', onLoad);
  script.addEventListener('error', () => {
    loading.failed = true;
    style.remove();
    script.remove();
    onFailure();
  });
  document.head.append(style, script);
  return loading;
}
