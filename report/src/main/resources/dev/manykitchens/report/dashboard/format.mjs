// Figures and names as text. Pure.

const UNKNOWN = '–';
const COUNTS = new Intl.NumberFormat('en');

/** 12,345 */
export function count(number) {
  return number == null ? UNKNOWN : COUNTS.format(Math.round(number));
}

/** "1 job", "3 jobs" */
export function counted(number, noun, plural = noun + 's') {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

/** Three digits that count: 0.123, 1.23, 12.3, 123. */
export function figure(number) {
  if (number == null || Number.isNaN(number)) return UNKNOWN;
  const size = Math.abs(number);
  if (size >= 100 || number === 0) return count(number);
  return number.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** 12 µs, 123 ms, 1.23 s, 2 min 5 s */
export function duration(seconds) {
  if (seconds == null || Number.isNaN(seconds)) return UNKNOWN;
  const size = Math.abs(seconds);
  if (size >= 120) {
    const whole = Math.round(seconds);
    return `${Math.trunc(whole / 60)} min ${whole % 60} s`;
  }
  if (size >= 1 || size === 0) return `${figure(seconds)} s`;
  if (size >= 0.001) return `${figure(seconds * 1e3)} ms`;
  return `${figure(seconds * 1e6)} µs`;
}

/** 118 MB, in powers of ten */
export function bytes(size) {
  if (size == null) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : figure(size)} ${units[unit]}`;
}

export function percent(share) {
  return share == null || Number.isNaN(share) ? UNKNOWN : `${Math.round(share * 100)} %`;
}

/** 14:05:09 of a date. */
export function clockTime(date) {
  return date.toLocaleTimeString('en-GB');
}

/** 2026-03-14 09:08:07 of a moment in ISO 8601, in the time of this browser. */
export function day(moment) {
  const date = new Date(moment ?? NaN);
  if (Number.isNaN(date.getTime())) return UNKNOWN;
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * A name that someone else chose, fit to be shown on one line: characters that have no width, break
 * the line or turn the direction of writing become a visible sign.
 */
export function shown(name) {
  return String(name ?? '').replace(INVISIBLE, '\u2423');
}

/** What a pool is called: its spec, told from others of the same spec that were opened before. */
export function poolName({ name, mark }) {
  return mark ? `${shown(name)} (${shown(mark)})` : shown(name);
}

/** What is played, in words: a scene by its name, a scenario with its pool. */
export function played({ name, pool }) {
  return pool == null ? shown(name) : `${shown(name)} on ${shown(pool)}`;
}

/** How what was played has ended, in words. */
export function ended(stage) {
  if (stage.ending === 'stopped') return `${played(stage)} was stopped`;
  return `${played(stage)} ${stage.ending === 'failed' ? 'failed' : 'is over'}${stage.verdict ? `: ${shown(stage.verdict)}` : ''}`;
}

/** A name cut to so many characters. */
export function cut(name, most) {
  const text = [...shown(name)];
  return text.length <= most ? text.join('') : `${text.slice(0, most - 1).join('')}…`;
}
