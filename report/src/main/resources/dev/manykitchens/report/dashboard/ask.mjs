// Asks the server for a page of data, once. Names and paths are relative, so that any prefix will do.

/**
 * The answer at this path: what was asked for, or a `problem` in words.
 *
 * @param signal ends the request when it is not wanted any more
 */
export async function ask(path, signal) {
  try {
    const answer = await fetch(path, { cache: 'no-store', signal });
    if (!answer.ok) return { problem: `The server answers: ${(await answer.text()).slice(0, 300)}` };
    return await answer.json();
  } catch (error) {
    return { problem: error.name === 'AbortError' ? '' : 'The server cannot be reached.' };
  }
}

/** Where the page of a run is; its name is what the server said. */
export function pathOf(run, ending) {
  return `runs/${encodeURIComponent(run)}${ending}`;
}
