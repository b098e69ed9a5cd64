// The scenes that can be played, and what the last one promised and measured.

import { button, hands } from './act.mjs';
import { Children, el, nameElement, setHidden, setText } from './dom.mjs';
import { counted, shown } from './format.mjs';

export class ScenesView {
  id = 'scenes';
  #drawn = null;

  mount(section) {
    this.heading = el('h3');
    this.verdict = el('p', { class: 'soft' });
    this.rows = el('tbody');
    const head = ['', 'promised', 'measured', 'kept'].map((word) => el(word ? 'th' : 'td', word ? { scope: 'col' } : {}, word));
    this.stage = el('div', { hidden: true }, this.heading, this.verdict,
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'What was promised, beside what was measured' },
        el('table', { class: 'promises' }, el('thead', {}, el('tr', {}, ...head)), this.rows)));
    this.list = el('ul', { class: 'scenes' });
    this.scenes = new Children(this.list, ({ id }) => new SceneLine(id));
    section.append(this.stage, this.list);
  }

  draw({ model: { about, stage } }) {
    this.scenes.update((about?.scenes ?? []).map((scene) => ({ id: scene.name, ...scene })), stage);
    if (stage !== this.#drawn) this.#update(stage);
    return false;
  }

  #update(stage) {
    this.#drawn = stage;
    setHidden(this.stage, !stage);
    if (!stage) return;
    setText(this.heading, shown(stage.scene));
    const times = stage.times > 0 ? `, played ${counted(stage.times, 'time')}` : '';
    setText(this.verdict, `${stage.playing ? 'being played' : 'over'}${times}${stage.verdict ? `: ${shown(stage.verdict)}` : ''}`);
    this.rows.replaceChildren(...(stage.promises ?? []).map(({ label, promised, measured, kept, remark }) => el('tr', {},
      el('th', { scope: 'row' }, nameElement(label)), el('td', {}, shown(promised)), el('td', {}, shown(measured ?? '…')),
      el('td', {}, kept == null ? '' : kept ? 'yes' : 'no', remark ? el('span', { class: 'soft' }, ` ${shown(remark)}`) : ''))));
  }
}

class SceneLine {
  constructor(name) {
    this.question = el('p');
    this.name = name;
    this.stop = button('Stop', () => hands.ask('stop', {}), { 'aria-label': `Stop: ${shown(name)}` });
    this.plays = [['Play', false], ['Again and again', true]].map(([word, again]) =>
      button(word, () => hands.ask('play', { scene: name, again }), { 'aria-label': `${word}: ${shown(name)}` }));
    this.buttons = el('div', { class: 'deeds' }, this.stop, ...this.plays);
    this.element = el('li', { 'data-scene': name }, el('h3', {}, nameElement(name)), this.question, this.buttons);
  }

  update({ question }, stage) {
    setText(this.question, shown(question));
    const playing = stage?.playing === true;
    setHidden(this.buttons, !hands.ready || (playing && stage.scene !== this.name));
    setHidden(this.stop, !playing);
    for (const play of this.plays) setHidden(play, playing);
  }
}
