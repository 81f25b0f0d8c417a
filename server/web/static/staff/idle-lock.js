// A console that nobody touches locks itself; never while somebody is called or served.

const AFTER_MS = 10 * 60_000;
const TOUCHES = ["keydown", "pointerdown", "wheel"];

/** Lock when nothing was touched for ten minutes and `mayLock()` says so; `lockNow()` at once. */
export class IdleLock {
  #touchedAt = performance.now();

  constructor(mayLock, { afterMs = AFTER_MS } = {}) {
    this.mayLock = mayLock;
    this.afterMs = afterMs;
    for (const kind of TOUCHES) {
      addEventListener(kind, () => { this.#touchedAt = performance.now(); }, { capture: true, passive: true });
    }
    setInterval(() => this.#look(), 1000);
  }

  #look() {
    if (performance.now() - this.#touchedAt >= this.afterMs && this.mayLock()) this.lockNow();
  }

  /** The server has the last word: it refuses while somebody is called or served. */
  async lockNow() {
    this.#touchedAt = performance.now();
    const answer = await fetch("/staff/lock", { method: "POST", credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) location.assign(`/staff/locked?next=${encodeURIComponent(location.pathname)}`);
  }
}
