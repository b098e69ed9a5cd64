// Which rows the timeline has: one for each lane of each kitchen. Pure.

/** No more rows than this, for a pool whose lanes have no limit. */
const MOST_ROWS = 5_000;

/**
 * The rows in order of pool, kitchen and lane.
 *
 * @param from start of the time shown: kitchens that are gone keep their rows while a bar of theirs is in it
 * @returns rows, and how many lanes have none because there are too many
 */
export function timelineRows(model, running, from) {
  const rows = [];
  let leftOut = 0;
  let stripe = false;
  for (const kitchen of kitchensInOrder(model, from)) {
    const lanes = lanesOf(kitchen, model, running, from);
    const pool = model.pools.get(kitchen.pool);
    for (let lane = 0; lane < lanes; lane++) {
      if (rows.length === MOST_ROWS) {
        leftOut += lanes - lane;
        break;
      }
      rows.push({ kitchen, pool, lane, lanes, stripe });
    }
    stripe = !stripe;
  }
  return { rows, leftOut };
}

function kitchensInOrder(model, from) {
  // The last kitchens of a pool that is closed are known for long after their bars have gone by.
  const kitchens = [...model.kitchens.values()].filter((kitchen) => kitchen.state !== 'left'
    || model.pools.get(kitchen.pool)?.open !== false || hasBarAfter(model.bars, kitchen.id, from));
  for (const kitchen of model.departed.values()) {
    if (!model.kitchens.has(kitchen.id) && hasBarAfter(model.bars, kitchen.id, from)) kitchens.push(kitchen);
  }
  return kitchens.sort((a, b) => a.pool - b.pool || a.id - b.id);
}

function hasBarAfter(bars, kitchen, from) {
  for (const lane of bars.kitchens.get(kitchen)?.values() ?? []) {
    if (lane.lastEnd(bars) > from) return true;
  }
  return false;
}

/** Of a kitchen that had more threads once, those lanes are there while a bar or a job of theirs is shown. */
function lanesOf(kitchen, model, running, from) {
  let lanes = Math.min(kitchen.threads ?? 0, MOST_ROWS);
  for (const [lane, bars] of model.bars.kitchens.get(kitchen.id) ?? []) {
    if (lane >= lanes && bars.lastEnd(model.bars) > from) lanes = lane + 1;
  }
  for (const lane of running.get(kitchen.id)?.lane ?? []) lanes = Math.max(lanes, lane + 1);
  return lanes;
}
