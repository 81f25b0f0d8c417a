// The clerk's hands: from a press to an answer. Nothing is queued: what cannot be sent is not done.

import { post, Refusal } from "./api.js";
import { natural, STEPS, toCome } from "./actions.js";
import { now } from "./clock.js";

const TAKE_OVER = "take-over";
const why = (reason) => (reason ? { reason } : {});

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

  /** The visit goes on at a colleague's counter, whose console shows it first. */
  handTo(number) {
    this.#send("hand-over", `${this.place.counterApi}/hold`, { reason: "handed_over", counter: number });
  }

  /** Serve a number without calling it out. */
  serve(label, reason) {
    this.#send("serve", `${this.place.counterApi}/start`, { label, ...why(reason) });
  }

  /** Finish here; the visit goes on in another line, in a place or at a time, with a note. */
  sendOn({ code: queue, hands_over: preparing = false }, place = "keep", note = "", papers = []) {
    const minutes = Number(place);
    const where = minutes ? { at: new Date(now() + minutes * 60_000).toISOString() } : { where: place };
    const next = { queue, ...(preparing ? { preparing, papers } : where), ...(note.trim() ? { note } : {}) };
    this.#send("send", `${this.place.counterApi}/finish`, { next: [next] });
  }

  call(label, reason) {
    this.#send("call", `${this.place.counterApi}/call`, { label, ...why(reason) });
  }

  /** Finish here; the visit goes to this one of its planned desks. */
  sendThen(stop) {
    this.#send("send", `${this.place.counterApi}/finish`, { then: Number(stop) });
  }

  /** Desks for later, in the order chosen; what is written becomes a task at each of them. */
  planRound(queues, note) {
    const { visit, journey } = this.store.console.current;
    const known = toCome({ journey }).map(({ queue }) => queue);
    const fresh = queues.filter((queue) => !known.includes(queue));
    const at = `${this.place.officeApi}/visits/${visit}`;
    const task = note.trim() || null;
    const calls = queues.filter((queue) => task && !fresh.includes(queue))
      .map((queue) => [`${at}/tasks`, { queue, note: task }]);
    if (fresh.length) {  // one command, so that Backspace takes back the tasks with the desks
      calls.push([`${at}/stops`, { next: fresh.map((queue) => ({ queue, task })), counter: this.place.counter }]);
    }
    const [first, ...others] = calls;
    if (!first) return this.store.show("round");
    return this.#send("round", ...first, async () => {
      for (const call of others) await post(...call);
    });
  }

  /** The family sits while the sections come; with no room it goes to the desks again. */
  seat(room) {
    const { visit } = this.store.console.current;
    this.#send("seat", `${this.place.officeApi}/visits/${visit}/room`, { room: room || null });
  }

  tick(task, isDone) {
    this.#send("task", `${this.place.officeApi}/tasks/${task}/${isDone ? "reopen" : "done"}`, {});
  }

  /** A number for somebody without one; served at once, or told and put in line. */
  issue(service, { atOnce }) {
    this.#send("issue", `${this.place.officeApi}/visits`, { service }, async ({ ticket }) => {
      const { label, ahead } = ticket;
      if (atOnce) return post(`${this.place.counterApi}/start`, { label });
      return this.store.say(`${label} を出しました。番号をお伝えください（前に ${ahead}人）`);
    });
  }

  takeBack(stop) {
    this.#send("return", `${this.place.officeApi}/stops/${stop}/return`, { counter: this.place.counter });
  }

  withdraw(stop) {
    this.#send("withdraw", `${this.place.officeApi}/stops/${stop}/withdraw`, { counter: this.place.counter });
  }

  /** Papers of the visit, from a machine; what becomes of it stands beside the form. */
  print(documents, device) {
    const { visit } = this.store.console.current;
    this.#send("print", `${this.place.officeApi}/visits/${visit}/print-orders`, { documents, device });
  }

  callForHelp() {
    this.#send("help", `${this.place.counterApi}/help`, {});
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
      await then(await post(path, body));
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
