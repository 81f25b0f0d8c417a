// The clerk's hands: from a press to an answer. Nothing is queued: what cannot be sent is not done.

import { post, Refusal } from "./api.js";
import { natural, STEPS } from "./actions.js";

const TAKE_OVER = "take-over";

export class Desk {
  constructor(store, live, place) {
    this.store = store;
    this.live = live;
    this.place = place;
  }

  /** Enter. */
  next() {
    const { console, offline, resting } = this.store;
    if (!console || offline || resting) return;
    const step = natural(console);
    if (!step) return;
    this.#send("next", `${this.place.counterApi}/${step.path}`, step.body ?? {}, (answer) => {
      if (step.expects) this.#compare(step.expects, answer?.call?.label ?? null);
    });
  }

  step(name) {
    const { console } = this.store;
    if (console && STEPS[name].fits(console)) {
      this.#send(name, `${this.place.counterApi}/${STEPS[name].path}`, {});
    }
  }

  hold(reason) {
    this.#send("hold", `${this.place.counterApi}/hold`, { reason });
  }

  sendOn(queue) {
    this.#send("send", `${this.place.counterApi}/finish`, { next: [{ queue }] });
  }

  call(label) {
    this.#send("call", `${this.place.counterApi}/call`, { label });
  }

  /** A number for somebody without one. */
  issue(service) {
    this.#send("issue", `${this.place.officeApi}/visits`, { service }, ({ ticket }) => {
      const { label, ahead } = ticket;
      this.store.say(`${label} を出しました。番号をお伝えください（前に ${ahead}人）`);
    });
  }

  takeBack(stop) {
    this.#send("return", `${this.place.officeApi}/stops/${stop}/return`, {});
  }

  withdraw(stop) {
    this.#send("withdraw", `${this.place.officeApi}/stops/${stop}/withdraw`, {});
  }

  answerBell(bell) {
    this.#send("bell", `${this.place.officeApi}/bells/${bell}/answer`, {});
  }

  takeOver() {
    this.#send(TAKE_OVER, `${this.place.counterApi}/take-over`, {});
  }

  async #send(name, path, body, then = () => {}) {
    const { store } = this;
    if (store.pending || store.offline) return;
    if (store.lookingOn && name !== TAKE_OVER) return;
    store.hush();
    store.pending = name;
    store.changed();
    try {
      then(await post(path, body));
    } catch (error) {
      this.#failed(error);
    }
    store.panel = null;
    store.pending = null;
    await this.live.refresh();
    store.changed();
  }

  #failed(error) {
    if (!(error instanceof Refusal)) this.store.lost();
    else if (error.status === 401) location.assign(this.place.login);
    else this.store.say(error.message);
  }

  /** Another counter may have been faster: say who, and whom this one called instead. */
  #compare(expected, label) {
    if (label === expected) return;
    const counter = this.store.callerOf(expected);
    const who = counter ? `${counter}番窓口` : "ほかの窓口";
    const instead = label ? `かわりに ${label} を呼びました` : "ほかに待っている人はいません";
    this.store.say(`${expected} は${who}が呼びました。${instead}`);
  }
}
