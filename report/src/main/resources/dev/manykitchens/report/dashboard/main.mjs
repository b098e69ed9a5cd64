// The page's composition: one model, one connection, the views, and one loop that draws.

import { hands } from './act.mjs';
import { Connection } from './connection.mjs';
import { keepingFocus } from './focus.mjs';
import { Header } from './header.mjs';
import { KitchensView } from './kitchens-view.mjs';
import { LaterView } from './later-view.mjs';
import { Model } from './model.mjs';
import { followTheme } from './theme.mjs';
import { TimelineView } from './timeline-view.mjs';

/**
 * A view has an `id` (a later one in LATER), is mounted once into its section, and draws when it is the current one; `enter`
 * and `hide` tell it when that begins and ends.
 * `draw({model, now, paused, changed})` answers whether it wants the next animation frame as well.
 */
const VIEWS = [KitchensView, TimelineView];

/** Views that are fetched when they are first opened. */
const LATER = [
  { id: 'charts', title: 'Charts', load: async () => (await import('./charts-view.mjs')).ChartsView },
  { id: 'memory', title: 'Memory', load: async () => (await import('./memory-view.mjs')).MemoryView },
  { id: 'scenes', title: 'Scenes', load: async () => (await import('./scenes-view.mjs')).ScenesView,
    available: ({ about }) => about?.pieces?.length > 0 },
  { id: 'runs', title: 'Runs', load: async () => (await import('./runs-view.mjs')).RunsView },
];

const root = document.documentElement;
const pauseButton = document.getElementById('pause');
const header = new Header();
const model = new Model();
const views = new Map();
let current = null;
let paused = false;
let pausedAt = 0;
let changed = true;
let scheduled = false;
let epoch = null;

/** The server's clock, carried on between events by this page's own. */
const clock = {
  offset: null,
  heard() {
    const offset = model.now - performance.now() / 1000;
    const jump = this.offset === null || Math.abs(offset - this.offset) > 0.5;
    this.offset = jump ? offset : this.offset + (offset - this.offset) * 0.1;
  },
  /** Never far beyond what is known: while the stream is silent, time stands still. */
  now() {
    if (this.offset === null) return 0;
    return Math.min(performance.now() / 1000 + this.offset, model.now + 1.5);
  },
};

/** Drawing happens here and nowhere else; events only ask for it. */
function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    keepingFocus(draw);
  });
}

function draw() {
  if (model.snapshots === 0) return;
  const now = paused ? pausedAt : clock.now();
  const fresh = changed;
  changed = false;
  if (fresh) hands.update(model);
  if (fresh && !paused) {
    root.dataset.frame = model.number;
    header.render(model);
    offerViews();
  }
  if (current?.draw({ model, now, paused, changed: fresh })) schedule();
}

/** Marks everything as to be drawn anew: the theme, the size or the view changed. */
function redraw() {
  changed = true;
  schedule();
}

function setPaused(pause) {
  if (pause === paused || model.snapshots === 0) return;
  paused = pause;
  pausedAt = clock.now();
  root.toggleAttribute('data-paused', paused);
  pauseButton.setAttribute('aria-pressed', String(paused));
  if (paused) for (const view of views.values()) view.pause?.(model);
  redraw();
}

function viewOf(id) {
  return views.get(id) ?? null;
}

/** A view that not every server has (it says so by `available`) is offered when there is something in it. */
function offerViews() {
  for (const view of views.values()) {
    if (!view.available || view.link || !view.available(model)) continue;
    view.link = document.createElement('a');
    view.link.href = `#${view.id}`;
    view.link.textContent = view.title;
    document.getElementById('views').append(view.link);
    if (location.hash === view.link.hash) route();
  }
}

/** An unknown hash (that of the skip link, say) leaves the view as it is. */
function route() {
  const asked = viewOf(location.hash.slice(1));
  const next = asked && (!asked.available || asked.link) ? asked : (current ?? viewOf('kitchens'));
  if (next === current) return;
  current?.hide?.();
  current = next;
  for (const view of views.values()) {
    document.getElementById(`view-${view.id}`).hidden = view !== current;
  }
  for (const link of document.querySelectorAll('#views a')) {
    if (link.hash === `#${current.id}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  root.dataset.view = current.id;
  current.enter?.();
  redraw();
}

function onKey(event) {
  const inControl = event.target.closest?.('button, a, input, select, textarea, summary');
  if (event.key !== ' ' || inControl || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  setPaused(!paused);
}

const page = { schedule, redraw };
for (const view of [...VIEWS.map((View) => new View(page)), ...LATER.map((what) => new LaterView(what, page))]) {
  views.set(view.id, view);
  view.mount(document.getElementById(`view-${view.id}`));
}
hands.mount(document.getElementById('hands'), redraw);
followTheme(document.getElementById('theme'), redraw);
pauseButton.addEventListener('click', () => setPaused(!paused));
addEventListener('keydown', onKey);
addEventListener('hashchange', () => keepingFocus(route));
addEventListener('resize', redraw);
route();

new Connection('events', model, {
  onChange() {
    if (model.epoch !== epoch) {
      // Another run of the server: what was paused is gone.
      epoch = model.epoch;
      clock.offset = null;
      setPaused(false);
    }
    clock.heard();
    redraw();
  },
  onState(state) {
    header.connectionBecame(state);
    for (const view of views.values()) view.connectionBecame?.(state);
  },
}).open();
