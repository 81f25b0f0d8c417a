// The office's time. The display's own clock may be wrong and is never shown.

export class OfficeClock {
  #ahead = 0;

  constructor(now) {
    this.set(now);
  }

  set(now) {
    this.#ahead = Date.parse(now) - performance.now();
  }

  now() {
    return performance.now() + this.#ahead;
  }
}
