// All that is known of one job, in text.

import { el, nameElement } from './dom.mjs';
import { count, duration, poolName, shown } from './format.mjs';
import { STAGE_WORDS, until } from './derive.mjs';

const KIND_WORDS = {
  succeeded: 'succeeded',
  failed: 'failed',
  timed_out: 'ran out of time',
  cancelled: 'cancelled',
  worker_lost: 'its worker was lost',
  orphaned: 'cancelled: its client went away',
};

/** The details of a job that ended: a term and a description each. */
export function endedJob(bar, model) {
  const several = bar.jobs > 1 ? ` and ${count(bar.jobs - 1)} more that share its bar` : '';
  return [
    ['Job', `${bar.job}${several} of ${batchName(bar.batch, bar.kitchen, model)}, attempt ${bar.attempt}`],
    ['Outcome', KIND_WORDS[bar.kind]],
    ['Where', place(bar.kitchen, bar.lane, model)],
    ['Submitted', moment(bar.submitted)],
    ['Assigned', moment(bar.assigned)],
    ['Received', moment(bar.received)],
    ['Started', moment(bar.start)],
    ['Ended', moment(bar.end)],
    ['Delivered', moment(bar.delivered)],
    ['Wait before start', between(bar.submitted, bar.start)],
    ['Took', between(bar.start, bar.end)],
    ['Computing', duration(bar.cpu)],
    ['Waiting', duration(bar.wait)],
    ['For a stove', duration(bar.stove)],
    ['For a resource', duration(bar.resource)],
  ];
}

/** The details of a job in progress. */
export function runningJob(list, row, model, now) {
  return [
    ['Job', `${list.job[row]} of ${batchName(list.batch[row], list.kitchen, model)}, attempt ${list.attempt[row]}`],
    [list.past ? 'Last' : 'Now', STAGE_WORDS[list.stage[row]] ?? list.stage[row]],
    ['Where', place(list.kitchen, list.lane[row], model)],
    ['Started', moment(list.start[row])],
    ['So far', between(list.start[row], until(list, now))],
  ];
}

/** Fills the list with terms and descriptions. */
export function showDetails(list, details) {
  list.replaceChildren(...details.map(([term, text]) => el('div', {}, el('dt', {}, term),
    el('dd', {}, nameElement(text)))));
}

/** Jobs name their batch by its number, which is its pool's own. */
function batchName(number, kitchen, model) {
  const { pool } = model.kitchens.get(kitchen) ?? model.departed.get(kitchen) ?? {};
  const batch = [...model.batches.values()].find((each) => each.pool === pool && each.number === number);
  return batch ? `batch ${number} (${shown(batch.recipe)})` : `batch ${number}`;
}

function place(id, lane, model) {
  const kitchen = model.kitchens.get(id) ?? model.departed.get(id);
  const pool = kitchen && model.pools.get(kitchen.pool);
  return `cook ${lane + 1} of ${shown(kitchen?.name ?? `kitchen ${id}`)}${pool ? ` in ${poolName(pool)}` : ''}`;
}

function moment(time) {
  return time == null ? 'not known' : `at ${time.toFixed(3)} s`;
}

function between(from, to) {
  return from == null || to == null ? 'not known' : duration(to - from);
}
