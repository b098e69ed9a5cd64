// A view that is fetched when it is first opened, so that the page itself comes sooner.

import { el, setText } from './dom.mjs';

/** Until the view is there, and when it cannot be had, one line stands in its place. */
export class LaterView {
  #view = null;
  #page;
  #asked = false;
  #open = false;
  #broken = false;

  /**
   * @param what its `id`, its `title`, whether it is `available` (see main.mjs), and `load`, which
   *     promises its class
   * @param page what the view is made with
   */
  constructor({ id, title, available, load }, page) {
    this.id = id;
    this.title = title;
    this.available = available;
    this.load = load;
    this.#page = page;
  }

  mount(section) {
    this.section = section;
    this.line = el('p', { class: 'soft', role: 'status', 'data-note': 'later' });
    section.append(this.line);
  }

  enter() {
    this.#open = true;
    if (this.#view) this.#view.enter?.();
    else this.#fetch();
  }

  hide() {
    this.#open = false;
    this.#view?.hide?.();
  }

  draw(frame) {
    return this.#view?.draw(frame) ?? false;
  }

  connectionBecame(state) {
    this.#broken = state === 'broken';
    if (this.#open) this.#fetch();
  }

  async #fetch() {
    if (this.#asked) return;
    this.#asked = true;
    setText(this.line, 'Loading …');
    // A browser never asks again for a module that it could not have: where the stream is broken, look first.
    if (this.#broken && !(await answers())) {
      this.#asked = false;
      setText(this.line, `${this.title} cannot be loaded now: this view appears as soon as the connection is back.`);
      // It may have come back while nobody answered.
      if (!this.#broken) this.#fetch();
      return;
    }
    let View;
    try {
      View = await this.load();
    } catch {
      setText(this.line, `${this.title} could not be loaded: load this page anew.`);
      return;
    }
    this.line.remove();
    const view = new View(this.#page);
    view.mount(this.section);
    this.#view = view;
    if (this.#open) view.enter?.();
    this.#page.redraw();
  }
}

/** Whether whoever serves this page is there. */
async function answers() {
  try {
    return (await fetch(import.meta.url, { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
