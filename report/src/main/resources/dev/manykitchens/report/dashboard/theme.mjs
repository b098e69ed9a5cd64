// Light and dark, and the colours of the style sheet for those who draw on a canvas.

const KEY = 'many-kitchens-theme';
const NAMES = [
  'paper', 'raised', 'ink', 'soft', 'rule', 'grid', 'accent', 'bad',
  'queue', 'wire', 'stove', 'cpu', 'resource', 'wait', 'good',
];
const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** The colours in force, as "#rrggbb" by name; `version` grows when they change. */
export const palette = { version: 0 };

/** Whether the reader asked for less movement. */
export function motionReduced() {
  return reducedMotion.matches;
}

/** Puts the reader's choice of theme in force and lets the button change it. */
export function followTheme(button, onChange) {
  let chosen = stored();
  const apply = () => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    const dark = chosen ? chosen === 'dark' : darkSystem.matches;
    button.textContent = dark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', dark ? 'Light colours' : 'Dark colours');
    readPalette();
    onChange();
  };
  button.addEventListener('click', () => {
    const dark = chosen ? chosen === 'dark' : darkSystem.matches;
    chosen = dark ? 'light' : 'dark';
    store(chosen);
    apply();
  });
  darkSystem.addEventListener('change', apply);
  reducedMotion.addEventListener('change', onChange);
  apply();
}

function readPalette() {
  const style = getComputedStyle(document.documentElement);
  for (const name of NAMES) palette[name] = style.getPropertyValue(`--${name}`).trim();
  palette.version++;
}

/** Storage may be forbidden; then the choice lasts as long as the page. */
function stored() {
  try {
    const theme = localStorage.getItem(KEY);
    return theme === 'dark' || theme === 'light' ? theme : null;
  } catch {
    return null;
  }
}

function store(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Nothing is lost but the memory of it.
  }
}
