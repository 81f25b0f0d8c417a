// Keeping the console true: a snapshot first, then news; each news asks for a fresh snapshot.

import { get, Refusal } from "./api.js";

const RETRY_S = 3;
/** Well below the ten seconds after which data counts as old. */
const HEARTBEAT_MS = 4000;

/**
 * Keep `store` up to date.
 *
 * `refresh()` asks now; `retry()` stops waiting and connects again.
 */
export class Live {
  #socket = null;
  #asking = null;
  #again = false;
  #countdown = null;

  constructor(store, place) {
    this.store = store;
    this.place = place;
  }

  start() {
    this.refresh();
    this.#connect();
    setInterval(() => this.#heartbeat(), HEARTBEAT_MS);
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => this.store.lost());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.refresh();
    });
  }

  /** Ask for the whole truth; asked twice at once, it asks once more afterwards. */
  async refresh() {
    if (this.#asking) {
      this.#again = true;
      return this.#asking;
    }
    this.#asking = this.#fetch();
    await this.#asking;
    this.#asking = null;
    if (this.#again) {
      this.#again = false;
      return this.refresh();
    }
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
    this.#socket = window.io("/counter", { transports: ["websocket", "polling"] });
    const watch = () => {
      this.#socket.emit("watch", { office: this.place.office, counter: this.place.counter });
      this.refresh();
    };
    this.#socket.on("connect", watch);
    this.#socket.on("news", (news) => this.#hear(news));
    this.#socket.on("disconnect", () => this.refresh());
    this.#socket.io.on("ping", () => this.store.heard());
  }

  #hear(news) {
    this.store.heard();
    if (news.kind === "called") this.store.overheard(news);
    this.refresh();
  }

  /** Without news for a while, the server must say that it lives; without a socket, everything. */
  async #heartbeat() {
    if (this.#countdown !== null || this.store.silentFor() < HEARTBEAT_MS) return;
    if (!this.#socket?.connected) return this.refresh();
    try {
      await get("/healthz");
      this.store.heard();
    } catch {
      this.refresh();
    }
  }
}
