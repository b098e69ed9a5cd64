// The scenes and scenarios that can be played, and what the last one promised and measured.

import { button, hands } from './act.mjs';
import { Children, el, nameElement, setAttribute, setHidden, setText } from './dom.mjs';
import { counted, played, shown } from './format.mjs';

const KINDS = [['scene', 'Scenes, with what each promises'], ['scenario', 'Scenarios, each on a pool of its own']];

export class ScenesView {
  #drawn = null;

  mount(section) {
    this.heading = el('h3');
    this.verdict = el('p', { class: 'soft' });
    this.rows = el('tbody');
    this.head = el('tr');
    this.area = el('div', { class: 'scroll', tabindex: '0', role: 'region' },
      el('table', { class: 'promises' }, el('thead', {}, this.head), this.rows));
    this.stage = el('div', { hidden: true }, this.heading, this.verdict, this.area);
    section.append(this.stage);
    this.lists = KINDS.map(([kind, words]) => {
      const heading = el('h3', { hidden: true }, words);
      const list = el('ul', { class: 'scenes' });
      section.append(heading, list);
      return { kind, heading, pieces: new Children(list, (piece) => new PieceLine(piece)) };
    });
  }

  draw({ model: { about, stage } }) {
    for (const { kind, heading, pieces } of this.lists) {
      const all = (about?.pieces ?? []).filter((piece) => piece.kind === kind);
      setHidden(heading, all.length === 0);
      pieces.update(all.map((piece) => ({ id: piece.name, ...piece })), stage);
    }
    if (stage !== this.#drawn) this.#update(stage);
    return false;
  }

  #update(stage) {
    this.#drawn = stage;
    setHidden(this.stage, !stage);
    if (!stage) return;
    setText(this.heading, played(stage));
    const times = stage.times > 0 ? `, played ${counted(stage.times, 'time')}` : '';
    const how = stage.playing ? 'being played' : { stopped: 'stopped', failed: 'failed' }[stage.ending] ?? 'over';
    setText(this.verdict, `${how}${times}${stage.verdict ? `: ${shown(stage.verdict)}` : ''}`);
    this.verdict.className = stage.ending === 'failed' ? 'reason' : 'soft';
    const promises = stage.promises ?? [];
    // A scenario without a goal promises nothing.
    const promising = promises.length === 0 || promises.some(({ promised }) => promised != null);
    // Nothing is known yet, or nothing ever will be: then there is no table.
    setHidden(this.area, promises.length === 0);
    setAttribute(this.area, 'aria-label', promising ? 'What was promised, beside what was measured' : 'What was measured');
    const head = promising ? ['', 'promised', 'measured', 'kept'] : ['', 'measured'];
    this.head.replaceChildren(...head.map((word) => el(word ? 'th' : 'td', word ? { scope: 'col' } : {}, word)));
    this.rows.replaceChildren(...promises.map(({ label, promised, measured, kept, remark }) => el('tr', {},
      el('th', { scope: 'row' }, nameElement(label)), ...(promising ? [el('td', {}, shown(promised ?? ''))] : []),
      el('td', {}, shown(measured ?? (stage.playing ? '…' : 'not measured')), ...(promising || !remark ? [] : [soft(remark)])),
      ...(promising ? [el('td', {}, kept == null ? '' : kept ? 'yes' : 'no', remark ? soft(remark) : '')] : []))));
  }
}

function soft(remark) {
  return el('span', { class: 'soft' }, ` ${shown(remark)}`);
}

class PieceLine {
  constructor({ kind, name, pools }) {
    this.question = el('p');
    const id = `pool-of-${name}`;
    const label = `${kind === 'scenario' ? 'scenario ' : ''}${shown(name)}`;
    this.pool = pools.length === 0 ? null
      : el('select', { id }, ...pools.map((pool) => el('option', { value: pool }, shown(pool))));
    const chosen = () => this.pool ? { pool: this.pool.value } : {};
    this.isPlayed = (stage) => stage.kind === kind && stage.name === name;
    this.stop = button('Stop', () => hands.ask('stop', {}), { 'aria-label': `Stop: ${label}` });
    this.plays = [
      ...(this.pool ? [el('label', { for: id }, 'Pool'), this.pool] : []),
      ...[['Play', false], ['Again and again', true]].map(([word, again]) =>
        button(word, () => hands.ask('play', { [kind]: name, ...chosen(), again }), { 'aria-label': `${word}: ${label}` }))];
    this.buttons = el('div', { class: 'deeds' }, this.stop, ...this.plays);
    this.element = el('li', { [`data-${kind}`]: name }, el('h4', {}, nameElement(name)), this.question, this.buttons);
  }

  update({ question }, stage) {
    setText(this.question, shown(question));
    const playing = stage?.playing === true;
    setHidden(this.buttons, !hands.ready || (playing && !this.isPlayed(stage)));
    setHidden(this.stop, !playing);
    for (const play of this.plays) setHidden(play, playing);
  }
}
