// Keeps the focus where the reader was, when what had it goes away.

const CONTROLS = 'button, a[href], input, select, textarea, summary, [tabindex="0"]';
/** What takes the focus itself when it has no control left: a kitchen, a batch, a scene, a pool, a view. */
const THINGS = 'article, li, section, main';

/**
 * Changes the page. When that takes away what had the focus, it goes to the control in its place, else
 * to the nearest one of the same thing, else to that thing itself, and so on outwards.
 */
export function keepingFocus(change) {
  const focused = document.activeElement;
  const places = placesOf(focused);
  change();
  const now = document.activeElement;
  if (places.length === 0 || (now !== document.body && stands(now))) return;
  // What was only moved to another place is as good as before.
  if (stands(focused)) focused.focus({ preventScroll: true });
  else focusNearest(places);
}

/** Where the element is, from the inside out. */
function placesOf(element) {
  const places = [];
  if (element === document.body) return places;
  for (let at = element; at?.parentElement; at = at.parentElement) {
    places.push({ within: at.parentElement, index: [...at.parentElement.children].indexOf(at) });
  }
  return places;
}

function stands(element) {
  return element.isConnected && !element.closest('[hidden]');
}

function focusNearest(places) {
  for (const { within, index } of places) {
    if (!stands(within)) continue;
    const control = nearestControl([...within.children], index);
    if (!control && !within.matches(THINGS)) continue;
    if (!control) within.tabIndex = -1;
    (control ?? within).focus();
    return;
  }
}

/** What took the place first, then what stands around it, nearer ones first. */
function nearestControl(children, index) {
  const distance = (at) => (at < index ? 2 * (index - at) - 1 : 2 * (at - index));
  const order = children.map((child, at) => ({ child, at })).sort((a, b) => distance(a.at) - distance(b.at));
  for (const { child, at } of order) {
    const controls = [child, ...child.querySelectorAll(CONTROLS)]
      .filter((each) => each.matches(CONTROLS) && each.getClientRects().length > 0);
    if (controls.length > 0) return controls.at(at < index ? -1 : 0);
  }
  return null;
}
