// What the page knows. Views read it and are told when it changes.

import { now, setClock } from "./clock.js";

/** After a state change Enter rests, so that a second press meant for before does nothing. */
const REST_MS = 400;

export class Store {
  /** The last snapshot, or null before the first. */
  console = null;
  /** When the server was last heard, on this PC's own clock. */
  #heardAt = performance.now();
  offlineSince = null;
  retry = { in: 0, times: 0 };
  /** A line that says what happened instead of what was expected. */
  message = null;
  panel = null;
  pending = null;
  restingUntil = 0;
  #calls = new Map();
  #listeners = [];

  onChange(listener) {
    this.#listeners.push(listener);
  }

  changed() {
    for (const listener of this.#listeners) listener(this);
  }

  take(snapshot) {
    setClock(snapshot.now);
    const before = this.console;
    if (before && situation(before) !== situation(snapshot)) {
      this.restingUntil = performance.now() + REST_MS;
      if (this.panel !== "keys") this.panel = null;
    }
    this.console = snapshot;
    this.offlineSince = null;
    this.retry = { in: 0, times: 0 };
    this.#heardAt = performance.now();
    this.changed();
  }

  heard() {
    this.#heardAt = performance.now();
  }

  silentFor() {
    return performance.now() - this.#heardAt;
  }

  lost() {
    if (this.offlineSince === null) {
      this.offlineSince = now() - this.silentFor();
      this.panel = null;
    }
    this.changed();
  }

  retryIn(seconds) {
    const times = seconds > this.retry.in ? this.retry.times + 1 : this.retry.times;
    this.retry = { in: seconds, times };
    this.changed();
  }

  /** Remember who called what, to say so when somebody else was faster. */
  overheard({ label, counter }) {
    if (label && counter) this.#calls.set(label, counter);
  }

  callerOf(label) {
    return this.#calls.get(label) ?? null;
  }

  say(text, kind = "look") {
    this.message = { text, kind, until: performance.now() + 10_000 };
    this.changed();
  }

  hush() {
    this.message = null;
  }

  show(panel) {
    this.panel = this.panel === panel ? null : panel;
    this.changed();
  }

  get offline() {
    return this.offlineSince !== null;
  }

  /** Another screen works at this counter; this one only shows it. */
  get lookingOn() {
    const holder = this.console?.holder;
    return Boolean(holder) && !holder.mine;
  }

  /** This screen has just come; it is asked once whether it takes over. */
  get asking() {
    return this.lookingOn && !this.console.holder.lost;
  }

  get mayAct() {
    return this.console !== null && !this.offline && !this.lookingOn;
  }

  get resting() {
    return this.pending !== null || performance.now() < this.restingUntil;
  }
}

/** What must differ for Enter to mean something else. */
function situation(console) {
  return [console.counter?.state, console.current?.stop, console.current?.state].join();
}
