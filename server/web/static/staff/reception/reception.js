// The hands of the reception desk: from a press to an answer. Nothing is queued.

import { post, Refusal } from "../api.js";
import { now, time, at } from "../clock.js";

const UNDO_MS = 10_000;

export class Reception {
  constructor(store, live, place, fields) {
    Object.assign(this, { store, live, place, fields });
  }

  issue() {
    const { picked, reason } = this.store;
    if (!picked) return;
    const body = { service: picked, language: this.fields.language() };
    if (reason) body.reason = reason;
    if (this.fields.note().trim()) body.note = this.fields.note();
    this.#send("issue", "front-desk/tickets", body, (answer) => {
      this.#given(answer, "を出しました");
      this.#offerUndo(`${answer.ticket.label} を出しました`, `visits/${answer.visit}/take-back`);
      this.fields.clear();
    });
  }

  receive(reservation) {
    const row = this.store.console.appointments.find((one) => one.reservation === reservation);
    if (!row || row.label) return;
    this.#send("receive", `front-desk/reservations/${reservation}/receive`, {}, (answer) => {
      this.#given(answer, "で受け付けました", ["ticket", "forms"]);
    });
  }

  /** The one who is late and stands here: the selected one, else the first. */
  receiveLate() {
    const late = this.store.console.appointments.filter(({ state }) => state === "late");
    const chosen = late.find(({ reservation }) => String(reservation) === String(this.store.selected)) ?? late[0];
    if (chosen) this.receive(chosen.reservation);
  }

  noShow(reservation) {
    this.#send("no-show", `front-desk/reservations/${reservation}/no-show`, {}, () =>
      this.#offerUndo("「来庁なし」にしました", `front-desk/reservations/${reservation}/expect`));
  }

  expect(reservation) {
    this.#send("expect", `front-desk/reservations/${reservation}/expect`, {});
  }

  search(text) {
    if (!text.trim()) return;
    this.#send("search", "front-desk/search", { text: text.normalize("NFKC") }, ({ found }) => {
      this.store.found = found;
      if (!found.length) this.store.say(`「${text}」は、今日の番号札と予約に見つかりません`);
    });
  }

  transfer(stop, queue) {
    this.#send("transfer", `stops/${stop}/transfer`, { queue, where: "keep", reason: "wrong_counter" }, ({ stop: moved }) => {
      this.#offerUndo(`${moved.label} を移しました。順番時刻は変わりません`, "undo");
      this.fields.clear();
    });
  }

  prioritise(stop, reason) {
    this.#send("priority", `stops/${stop}/priority`, { reason }, ({ stop: moved }) => {
      this.#offerUndo(`${moved.label} を先にお呼びします`, "undo");
      this.fields.clear();
    });
  }

  answerBell(bell) {
    this.#send("bell", `bells/${bell}/answer`, {});
  }

  endDay() {
    const onDuty = this.store.console.lines.some(({ counters }) => counters.some(({ state }) => state !== "closed"));
    this.#send("end-day", "end-day", {}, ({ expired }) => {
      this.fields.clear();
      const what = expired ? `${expired}人を締めきり、すべての窓口を閉じました` : "すべての窓口を閉じました";
      if (expired || onDuty) this.#offerUndo(what, "undo");
      else this.store.say(what);
    });
  }

  undo() {
    const { undo } = this.store;
    if (!undo || at(undo.until) <= now()) return;
    this.store.undo = null;
    this.#send("undo", undo.path, {}, () => this.store.say("取り消しました"));
  }

  /** Say the number large; the papers come out of the machine that is chosen. */
  async #given({ ticket, visit, late }, verb, documents = ["ticket"]) {
    const order = `順番時刻 ${time(at(ticket.order_time))}・前に ${ticket.ahead}人`;
    this.store.say(`${ticket.label} ${verb}（${order}${late ? "・遅れのため当日受付と同じ" : ""}）`);
    const { machines } = this.store.console;
    const machine = machines.find(({ device }) => String(device) === this.store.machine) ?? machines[0];
    if (!machine) return this.store.say(`${ticket.label} ${verb}。印刷できる機械がないので、番号をお伝えください`);
    try {
      await post(`${this.place.officeApi}/visits/${visit}/print-orders`, { documents, device: machine.device });
    } catch (error) {
      this.store.say(`${ticket.label} ${verb}。紙は出ません：${error.message}`);
    }
  }

  #offerUndo(what, path) {
    this.store.undo = { what, path, until: new Date(now() + UNDO_MS).toISOString() };
  }

  async #send(name, path, body, then = () => {}) {
    const { store } = this;
    if (store.pending || store.offline) return;
    store.hush();
    store.pending = name;
    store.changed();
    try {
      await then(await post(`${this.place.officeApi}/${path}`, body));
    } catch (error) {
      if (!(error instanceof Refusal)) store.lost();
      else if (error.status === 401) location.assign(this.place.login);
      else store.say(error.message);
    }
    store.pending = null;
    await this.live.refresh();
    store.changed();
  }
}
