// Whether this page has the word. The server names one page of an area; it holds for some seconds
// and is renewed with every heartbeat, so that a page that is cut off falls silent by itself.

export class Word {
  #until = 0;
  #gained; // told once when this page may begin to speak, with the seq of what was said before

  constructor(gained) {
    this.#gained = gained;
  }

  get isOurs() {
    return performance.now() < this.#until;
  }

  take({ speaks, for_s, said }, askedAt) {
    const had = this.isOurs;
    this.#until = speaks ? askedAt + for_s * 1_000 : 0;
    if (this.isOurs && !had) this.#gained(said);
  }
}

// randomUUID exists on https and localhost only; a display may have neither.
export function newPageId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
