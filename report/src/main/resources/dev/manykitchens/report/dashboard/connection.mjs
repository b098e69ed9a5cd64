// The stream of events: opens it, keeps it in step with the model, opens it again after a break.

/** The server sends at least one frame a second; after this silence the stream is taken for dead. */
const SILENCE_MS = 6_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;

/**
 * Feeds the model from the stream at `url`.
 *
 * The browser itself reconnects after a break and tells the server the last event it saw, so that
 * nothing is missed. Where it gives up, or a frame is missing, a new stream without memory is opened,
 * and its snapshot replaces the model.
 */
export class Connection {
  #source = null;
  #delay = FIRST_DELAY_MS;
  #retry = 0;
  #watchdog = 0;

  /**
   * @param onChange called after each event that changed the model
   * @param onState called with 'connected' or 'broken' when that changes
   */
  constructor(url, model, { onChange, onState }) {
    this.url = url;
    this.model = model;
    this.onChange = onChange;
    this.onState = onState;
    this.state = 'connecting';
  }

  open() {
    this.close();
    const source = new EventSource(this.url);
    this.#source = source;
    source.addEventListener('snapshot', (event) => this.#take(source, event, (data) => this.#snapshot(data)));
    source.addEventListener('frame', (event) => this.#take(source, event, (data) => this.model.frame(data)));
    source.addEventListener('error', () => this.#broken(source));
    this.#watch();
  }

  close() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
    this.#source?.close();
    this.#source = null;
  }

  #snapshot(data) {
    this.model.snapshot(data);
    return 'merged';
  }

  #take(source, event, merge) {
    if (source !== this.#source) return;
    this.#watch();
    let outcome;
    try {
      outcome = merge(JSON.parse(event.data));
    } catch (error) {
      console.error('An event of the stream could not be read', error);
      outcome = 'gap';
    }
    if (outcome === 'gap') {
      this.#openLater();
      return;
    }
    this.#delay = FIRST_DELAY_MS;
    this.#become('connected');
    if (outcome === 'merged') this.onChange();
  }

  #broken(source) {
    if (source !== this.#source) return;
    this.#become('broken');
    if (source.readyState === EventSource.CLOSED) this.#openLater();
  }

  /** Opens a new stream after a delay that doubles until one of them delivers. */
  #openLater() {
    this.close();
    this.#become('broken');
    this.#retry = setTimeout(() => this.open(), this.#delay);
    this.#delay = Math.min(LONGEST_DELAY_MS, this.#delay * 2);
  }

  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#openLater(), SILENCE_MS);
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.onState(state);
  }
}
