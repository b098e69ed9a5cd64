// Figures that follow from the model. Pure.

import { count, counted } from './format.mjs';

export const STAGES = ['cpu', 'stove', 'resource', 'wait', 'queue'];

/** What a stage means, in words for the page. */
export const STAGE_WORDS = {
  cpu: 'computing',
  stove: 'needs stove',
  resource: 'needs resource',
  wait: 'waiting',
  queue: 'received',
  idle: 'free',
};

/** The same after a number. */
const COUNTED_WORDS = { ...STAGE_WORDS, stove: 'in line for a stove', resource: 'in line for a resource' };

export const STATES = ['joining', 'active', 'suspect', 'lost', 'draining', 'left'];

/** Kitchens in trouble first, as they must not be among those left out of a drawing. */
const URGENCY = { lost: 0, suspect: 1, draining: 2, joining: 3, active: 4, left: 5 };

export function kitchensOf(model, poolId) {
  return [...model.kitchens.values()].filter((kitchen) => kitchen.pool === poolId).sort((a, b) => a.id - b.id);
}

/** Those that are there; of a pool that is closed, those that were there last, as far as they are told of. */
export function processesOf(model, pool) {
  const known = kitchensOf(model, pool.id).filter((kitchen) => kitchen.state !== 'lost');
  return pool.open === false ? known : known.filter((kitchen) => kitchen.state !== 'left');
}

/** How many there are of these: of a pool that is closed, not all are told of. */
export function howMany(pool, processes) {
  return processes.length + (pool.kitchens_left_out ?? 0);
}

/** The `most` kitchens to draw: all of them, or the most urgent ones, by id in either case. */
export function kitchensToDraw(kitchens, most) {
  if (kitchens.length <= most) return kitchens;
  const byUrgency = [...kitchens].sort((a, b) => URGENCY[a.state] - URGENCY[b.state] || a.id - b.id);
  return byUrgency.slice(0, most).sort((a, b) => a.id - b.id);
}

export function batchesOf(model, poolId) {
  return [...model.batches.values()].filter((batch) => batch.pool === poolId).sort((a, b) => b.id - a.id);
}

export function resourcesOf(model, poolId) {
  return [...model.resources.values()].filter((resource) => resource.pool === poolId);
}

/** Whether a kitchen is no more: what is known of it was so last. */
export function isPast(kitchen, model) {
  return kitchen.state === 'lost' || kitchen.state === 'left' || model.pools.get(kitchen.pool)?.open === false;
}

/** Until when jobs in progress went on, as far as is known: now, or when a kitchen that is lost was heard last. */
export function until(list, now) {
  return list?.past ? list.at : now;
}

/** How many jobs in progress are in each stage. */
export function stageCounts(list) {
  const counts = { cpu: 0, stove: 0, resource: 0, wait: 0, queue: 0 };
  for (const stage of list?.stage ?? []) counts[stage] = (counts[stage] ?? 0) + 1;
  return counts;
}

/** "2 computing, 1 waiting, 1 free": what a drawing shows, for those who do not see it. */
export function stageSentence(counts, free) {
  const parts = STAGES.filter((stage) => counts[stage] > 0).map((stage) => `${counts[stage]} ${COUNTED_WORDS[stage]}`);
  if (free > 0) parts.push(`${free} ${COUNTED_WORDS.idle}`);
  return parts.length > 0 ? parts.join(', ') : 'nothing in progress';
}

/**
 * How many cooks a kitchen has: its threads, those that end a job beyond that included, or as many as there
 * are lanes in use where it has no fixed number.
 */
export function cooksOf({ threads }, list) {
  const busy = new Set(list?.lane);
  return threads > 0 ? Math.max(threads, busy.size) : Math.max(-1, ...busy) + 1;
}

/** The lanes of its cooks, at most so many: those in use, and of the others the first ones. */
export function lanesOfCooks(kitchen, list, most) {
  const busy = new Set(list?.lane);
  const lanes = [...busy].slice(0, most);
  const cooks = Math.min(most, cooksOf(kitchen, list));
  for (let lane = 0; lanes.length < cooks; lane++) if (!busy.has(lane)) lanes.push(lane);
  return lanes.sort((a, b) => a - b);
}

/** For whom a process is: so many cooks or threads; nobody counts those of a pool without a limit. */
export function cooksInWords({ threads, ending }, word) {
  if (!threads) return 'all its jobs';
  const cooks = threads === 1 ? `one ${word}` : counted(threads, word);
  return ending > 0 ? `${cooks}, and ${count(ending)} more until their jobs end` : cooks;
}
