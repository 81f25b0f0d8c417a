// The line to the office: live news over Socket.IO, and the whole truth whenever there is doubt.
//
// Socket.IO goes by WebSocket, else by long polling; if neither works the board is fetched over
// plain HTTP. Every answer is a heartbeat; who gets none for ten seconds is stale.

export const CALL_KINDS = ["called", "recalled"];
const AT_ONCE_KINDS = ["undone"];
const HEARTBEAT = 5_000;
const WITHOUT_SOCKET = 2_000;
const PATIENCE = 3_000;
const DEBOUNCE = 300;
const SPREAD = 400; // the displays of a house do not all ask in the same moment

export class Feed {
  #office;
  #area;
  #told; // {snapshot(snapshot), call(call, seq), alive()}
  #socket;
  #held = null; // seq of the last news or snapshot, null until the first one
  #asking = false;
  #askAgain = false;
  #soon = null;

  constructor(office, area, told) {
    this.#office = office;
    this.#area = area;
    this.#told = told;
  }

  start(seq) {
    this.#held = seq;
    this.#socket = window.io("/board", {
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3_000,
      timeout: 5_000,
    });
    this.#socket.on("connect", () => {
      this.#held = null;
      this.#refresh();
    });
    this.#socket.on("news", (news) => this.#take(news));
    this.#beat();
  }

  // Tell the office how this display is; servers that do not ask for it ignore it.
  report(health) {
    if (this.#socket.connected) {
      this.#socket.emit("health", { office: this.#office, area: this.#area, ...health });
    }
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
      const snapshot = await this.#snapshot();
      this.#told.alive();
      const isOld = this.#held !== null && snapshot.seq < this.#held;
      if (isOld && connection === this.#socket.id) return;
      this.#held = snapshot.seq;
      this.#told.snapshot(snapshot);
    } catch (error) {
      console.info("no answer from the office", error);
    }
  }

  async #snapshot() {
    if (!this.#socket.connected) return this.#fetch();
    try {
      return await this.#watch();
    } catch {
      return this.#fetch();
    }
  }

  async #watch() {
    const answer = await this.#socket
      .timeout(PATIENCE)
      .emitWithAck("watch", { office: this.#office, area: this.#area });
    if (!Array.isArray(answer?.calls)) throw new Error("this is no board");
    return answer;
  }

  async #fetch() {
    const query = this.#area ? `?area=${encodeURIComponent(this.#area)}` : "";
    const path = `/api/v1/offices/${encodeURIComponent(this.#office)}/board${query}`;
    const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), cache: "no-store" });
    if (!answer.ok) throw new Error(`the office answered ${answer.status}`);
    return answer.json();
  }
}
