// The line to the office: live news over Socket.IO, and the whole truth whenever there is doubt.
//
// Socket.IO goes by WebSocket, else by long polling; if neither works the board is fetched over
// plain HTTP. Every answer is a heartbeat; who gets none for ten seconds is stale.

import { connectAnew, openLine } from "/assets/line.js";

export const CALL_KINDS = ["called", "recalled"];
const AT_ONCE_KINDS = ["undone"];
const HEARTBEAT = 5_000;
const WITHOUT_SOCKET = 2_000;
const PATIENCE = 2_500;
const DEBOUNCE = 300;
const SPREAD = 400; // the displays of a house do not all ask in the same moment

export class Feed {
  #office;
  #place;
  #told; // {snapshot(snapshot), call(call), alive(), asks() -> more for `watch`, word(answer, askedAt)}
  #socket;
  #held = null; // seq of the last news or snapshot, null until the first one
  #asking = false;
  #askAgain = false;
  #soon = null;

  constructor(office, place, told) {
    this.#office = office;
    this.#place = place;
    this.#told = told;
  }

  start(seq) {
    this.#held = seq;
    this.#socket = openLine("/board");
    this.#socket.on("connect", () => {
      this.#held = null;
      this.#refresh();
    });
    this.#socket.on("news", (news) => this.#take(news));
    window.addEventListener("pagehide", () => this.tell("bye"));
    this.#beat();
  }

  // Tell the office something of this page; servers that do not ask for it ignore it.
  tell(name, more = {}) {
    if (this.#socket.connected) {
      this.#socket.emit(name, { office: this.#office, ...this.#where, ...this.#told.asks(), ...more });
    }
  }

  // A display by its name (small letters), or an area by its code.
  get #where() {
    const isDisplay = /^[a-z]/.test(this.#place ?? "");
    return isDisplay ? { display: this.#place } : { area: this.#place };
  }

  // Ask at once: what this page asks for has changed.
  ask() {
    this.#refresh();
  }

  #beat() {
    const pause = this.#socket.connected ? HEARTBEAT : WITHOUT_SOCKET;
    setTimeout(async () => {
      await this.#refresh();
      this.#beat();
    }, pause);
  }

  #take(news) {
    this.#told.alive();
    if (this.#held === null || news.after > this.#held) {
      this.#apply(news);
      this.#refresh();
    } else if (news.seq > this.#held) {
      this.#held = news.seq;
      this.#apply(news);
      this.#refreshSoon(news.kind); // whatever happened, somebody waits no longer or longer
    }
  }

  #apply(news) {
    if (news.call && CALL_KINDS.includes(news.kind)) this.#told.call(news.call);
  }

  #refreshSoon(kind) {
    if (AT_ONCE_KINDS.includes(kind)) {
      this.#refresh();
      return;
    }
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.#refresh();
    }, DEBOUNCE + Math.random() * SPREAD);
  }

  async #refresh() {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    do {
      this.#askAgain = false;
      await this.#ask();
    } while (this.#askAgain);
    this.#asking = false;
  }

  async #ask() {
    const connection = this.#socket.id;
    try {
      const askedAt = performance.now();
      const snapshot = await this.#snapshot();
      this.#told.alive();
      const isOld = this.#held !== null && snapshot.seq < this.#held;
      if (!isOld || connection !== this.#socket.id) {
        this.#held = snapshot.seq;
        this.#told.snapshot(snapshot);
      }
      // Only now: who gets the word says what stands on the board, the newest call too.
      if (snapshot.word) this.#told.word(snapshot.word, askedAt);
    } catch (error) {
      console.info("no answer from the office", error);
    }
  }

  async #snapshot() {
    if (!this.#socket.connected) return this.#fetch();
    try {
      return await this.#watch();
    } catch {
      const fetched = await this.#fetch();
      if (this.#socket.connected) connectAnew(this.#socket); // the office answers, only not here
      return fetched;
    }
  }

  async #watch() {
    const answer = await this.#socket
      .timeout(PATIENCE)
      .emitWithAck("watch", { office: this.#office, ...this.#where, ...this.#told.asks() });
    if (!Array.isArray(answer?.calls)) throw new Error("this is no board");
    return answer;
  }

  async #fetch() {
    const query = this.#place ? `?${new URLSearchParams(this.#where)}` : "";
    const path = `/api/v1/offices/${encodeURIComponent(this.#office)}/board${query}`;
    const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
    if (!answer.ok) throw new Error(`the office answered ${answer.status}`);
    return answer.json();
  }
}
