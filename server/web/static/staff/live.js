// Keeping the console true: a snapshot first, then news; each news asks for a fresh snapshot.

import { connectAnew, openLine } from "/assets/line.js";
import { get, Refusal } from "./api.js";

const RETRY_S = 3;
/** So long without a sign the server is asked whether it lives ... */
const QUIET_MS = 4000;
/** ... and so long its answer may take. */
const PATIENCE_MS = 2500;
/** ... and so long without an answer the data counts as old. */
const OLD_MS = 10_000;

/**
 * Keep `store` up to date.
 *
 * `refresh()` asks now; `retry()` stops waiting and connects again.
 */
export class Live {
  #socket = null;
  #asking = null;
  #next = null;
  #beating = false;
  #countdown = null;

  constructor(store, place) {
    this.store = store;
    this.place = place;
  }

  start() {
    this.refresh();
    this.#connect();
    setInterval(() => this.#heartbeat(), 1000);
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => this.store.lost());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.refresh();
    });
  }

  /** Ask for the whole truth. Who asks while an answer is on its way gets the one after it. */
  refresh() {
    if (this.#asking) {
      this.#next ??= this.#asking.then(() => {
        this.#next = null;
        return this.refresh();
      });
      return this.#next;
    }
    this.#asking = this.#fetch().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  retry() {
    this.#stopCountdown();
    this.#socket?.connect();
    return this.refresh();
  }

  async #fetch() {
    try {
      this.store.take(await get(this.place.console));
      this.#stopCountdown();
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) location.assign(this.place.login);
      else if (error instanceof Refusal && error.status === 403) location.reload(); // locked elsewhere
      else if (error instanceof Refusal) this.store.say(error.message, "stopped");
      else this.#failed();
    }
  }

  #failed() {
    this.store.lost();
    this.#stopCountdown();
    let left = RETRY_S;
    this.store.retryIn(left);
    this.#countdown = setInterval(() => {
      left -= 1;
      this.store.retryIn(left);
      if (left <= 0) this.retry();
    }, 1000);
  }

  #stopCountdown() {
    clearInterval(this.#countdown);
    this.#countdown = null;
  }

  #connect() {
    if (!window.io) return;
    this.#socket = openLine("/counter");
    this.#socket.on("connect", () => this.#listen());
    this.#socket.on("news", (news) => this.#hear(news));
    this.#socket.on("disconnect", () => this.refresh());
    this.#socket.io.on("ping", () => this.store.heard());
  }

  #hear(news) {
    this.store.heard();
    if (news.kind === "called") this.store.overheard(news);
    this.refresh();
  }

  /** Ask for the news, and for what was missed of them. */
  async #listen() {
    try {
      await this.#watch();
    } catch {
      await this.refresh();
      // The office answers, only not here.
      if (!this.store.offline && this.#socket.connected) connectAnew(this.#socket);
    }
  }

  /** Have the news told here from now on; fresh again if the server knows newer ones. */
  async #watch() {
    const { office, counter } = this.place;
    const answer = await this.#socket.timeout(PATIENCE_MS).emitWithAck("watch", { office, counter });
    const { console, offline } = this.store;
    if (!offline && console?.seq && console.seq === answer.seq) this.store.heard();
    else await this.refresh();
  }

  /** Without news for a while, the server must say that it lives and what it told last. */
  async #heartbeat() {
    const silent = this.store.silentFor();
    if (this.#countdown !== null || silent < QUIET_MS) return;
    if (silent >= OLD_MS) return this.#failed();
    if (this.#beating) return;
    this.#beating = true;
    await (this.#socket?.connected ? this.#listen() : this.refresh());
    this.#beating = false;
  }
}
