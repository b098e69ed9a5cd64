// Acting: the token that allows it, and what came of each request.

import { el, nameElement, setAttribute, setHidden, setText } from './dom.mjs';
import { ended, played, shown } from './format.mjs';

const KEY = 'many-kitchens-token';

class Hands {
  #able = false;
  #token = '';
  #stage = null;

  /** Where the answer that is shown says that something is played or stopped: what was on stage when it was asked for. */
  #saidOf = undefined;

  constructor() {
    this.#token = stored();
    this.#takeFromAddress();
    addEventListener('hashchange', () => this.#takeFromAddress());
  }

  /** Whether something can be changed here and now. */
  get ready() {
    return this.#able && this.#token !== '';
  }

  mount(section, onChange) {
    this.section = section;
    this.onChange = onChange;
    this.input = el('input', { id: 'token', type: 'password', autocomplete: 'off' });
    this.form = el('form', {}, el('label', { for: 'token' }, 'Looking is free; changing needs the token'),
      this.input, el('button', {}, 'Use it'));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#try(this.input.value.trim());
    });
    this.forget = button('Put the token away', () => {
      this.#keep('');
      this.input.focus();
    });
    this.scene = nameElement();
    this.stop = button('Stop', () => this.ask('stop', {}));
    this.stage = el('p', {}, 'Playing ', this.scene, ' ', this.stop);
    this.answer = el('p', { role: 'status', class: 'answer', tabindex: '-1' });
    section.append(this.form, this.stage, this.answer, this.forget);
  }

  update({ about, stage }) {
    this.#able = about?.acts === true;
    setHidden(this.section, !this.#able);
    // "Stop" goes away; the button beside it would put the token away.
    const over = !stage?.playing && document.activeElement === this.stop;
    this.#stage = stage;
    setHidden(this.stage, !stage?.playing);
    this.#offer();
    if (over) this.#sayHowItEnded();
    else this.#sayWhenOver();
    if (over) this.answer.focus();
    setText(this.scene, (stage ? played(stage) : '') + (stage?.again ? ', again and again' : ''));
  }

  #offer() {
    setHidden(this.form, this.ready);
    setHidden(this.forget, !this.ready);
    setHidden(this.stop, !this.ready);
  }

  /** Asks the server to do something, and says what came of it. @returns whether it was done */
  async ask(what, message, token = this.#token) {
    const before = this.#stage;
    let response;
    let text = 'it could not be sent: is the program still there?';
    try {
      response = await fetch(`actions/${what}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify(message),
      });
      text = (await response.text()).trim();
    } catch {
      // The text says so.
    }
    this.#say(text, response?.ok);
    this.#saidOf = response?.ok && (what === 'play' || what === 'stop') ? before : undefined;
    this.#sayWhenOver();
    if (response?.status === 401 && token === this.#token) {
      this.#keep('');
      this.input.focus();
    }
    return response?.ok === true;
  }

  async #try(token) {
    if (!(await this.ask('token', {}, token))) return;
    this.input.value = '';
    this.#keep(token);
    this.forget.focus();
  }

  /** What was asked for may have ended before the answer came. */
  #sayWhenOver() {
    if (this.#saidOf === undefined || this.#saidOf === this.#stage || !this.#stage || this.#stage.playing) return;
    this.#sayHowItEnded();
  }

  #sayHowItEnded() {
    this.#saidOf = undefined;
    const stage = this.#stage;
    this.#say(stage ? ended(stage) : 'The scene is over', stage?.ending !== 'failed');
  }

  #say(text, good) {
    setText(this.answer, shown(text));
    setAttribute(this.answer, 'data-bad', !good);
  }

  /** In the address, whoever looks at the screen would see it. */
  #takeFromAddress() {
    const [, token] = /^#token=([^&]+)$/.exec(location.hash) ?? [];
    if (!token) return;
    history.replaceState(null, '', location.pathname + location.search);
    this.#keep(token);
  }

  #keep(token) {
    this.#token = token;
    try {
      if (token) sessionStorage.setItem(KEY, token);
      else sessionStorage.removeItem(KEY);
    } catch {
      // Then it is kept as long as the page.
    }
    if (!this.onChange) return;
    this.#offer();
    this.onChange();
  }
}

export const hands = new Hands();

export function button(word, onClick, attributes = {}) {
  const element = el('button', { type: 'button', ...attributes }, word);
  element.addEventListener('click', onClick);
  return element;
}

function stored() {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}
