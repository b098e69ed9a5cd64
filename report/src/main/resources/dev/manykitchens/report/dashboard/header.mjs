// What stands above and below every view: title, totals, connection, news.

import { el, nameElement, setAttribute, setHidden, setText } from './dom.mjs';
import { clockTime, count, day, duration, shown } from './format.mjs';

const NEWS_SHOWN = 8;
/** How long "resumed" is said before it becomes "connected" again. */
const RESUMED_MS = 5_000;

export class Header {
  #newest = -1;
  #snapshots = 0;
  #everBroken = false;
  #timer = 0;

  constructor() {
    this.title = document.getElementById('title');
    this.about = document.getElementById('about');
    this.news = document.getElementById('news');
    this.noNews = document.getElementById('no-news');
    this.connection = document.getElementById('connection');
    this.words = this.connection.querySelector('.words');
    this.totals = [...document.querySelectorAll('[data-total]')];
  }

  render(model) {
    const { about, totals } = model;
    setText(this.title, shown(about?.title));
    document.title = about?.title ? `${shown(about.title)} – Many Kitchens` : 'Many Kitchens';
    setText(this.about, about ? aboutSentence(about, model.now) : '');
    for (const figure of this.totals) {
      const value = totals[figure.dataset.total];
      setText(figure, count(value));
      const { parentElement: place } = figure;
      if ('bad' in place.dataset || 'quiet' in place.dataset) setAttribute(place, 'data-some', value > 0);
      if ('rare' in place.dataset) setHidden(place, !(value > 0));
    }
    this.#renderNews(model);
  }

  connectionBecame(state) {
    clearTimeout(this.#timer);
    document.documentElement.dataset.connection = state;
    if (state === 'broken') {
      this.#everBroken = true;
      this.#say('lost', `broken since ${clockTime(new Date())}, trying again`);
    } else if (this.#everBroken) {
      this.#say('active', 'resumed');
      this.#timer = setTimeout(() => this.#say('active', 'connected'), RESUMED_MS);
    } else {
      this.#say('active', 'connected');
    }
  }

  #say(shape, words) {
    this.connection.querySelector('.mark').dataset.mark = shape;
    setText(this.words, words);
  }

  /** Only new lines are added, so that a screen reader says each of them once. */
  #renderNews(model) {
    if (model.snapshots !== this.#snapshots) {
      this.#snapshots = model.snapshots;
      const newest = model.news.at(-1)?.id ?? -1;
      if (newest < this.#newest || this.#newest < 0) {
        this.news.replaceChildren();
        this.#newest = -1;
      }
    }
    for (const item of model.news.slice(-NEWS_SHOWN)) {
      if (item.id <= this.#newest) continue;
      this.#newest = item.id;
      const text = nameElement(item.text);
      this.news.append(el('li', { 'data-news': item.id }, el('span', { class: 'when' }, `${item.at.toFixed(1)} s`), ' ', text));
    }
    while (this.news.childElementCount > NEWS_SHOWN) this.news.firstElementChild.remove();
    setHidden(this.noNews, this.news.childElementCount > 0);
  }
}

function aboutSentence(about, now) {
  const started = about.started ? `, started ${day(about.started)}` : '';
  return `Many Kitchens ${shown(about.version)}${started}; the clock of this page stands at ${duration(now)}.`;
}
