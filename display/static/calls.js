// Which calls stand on the board, and which of them are "now" (yellow).
//
// Newest on top, those who have come below those who are awaited. At most four are new at once;
// a fifth waits until the oldest of them has had its fifteen seconds. The snapshot is the truth: what it does not hold any more goes away.
// Times are milliseconds of the office's clock. Nothing here touches the page.

export const NEW_FOR = 15_000;
export const FLASH_FOR = 3_000;
export const SPOKEN_UNTIL = 60_000; // an older call is shown, and neither flashed nor spoken
const NEW_AT_ONCE = 4;
const KEPT = 60;

export class Calls {
  #shown = []; // {call, newUntil, flashUntil}, newest first
  #next = []; // calls that wait for a yellow row, oldest first
  #heard; // seq of the last call that was announced before this page was loaded
  #announced = new Set(); // seqs announced since

  constructor(heard) {
    this.#heard = heard;
  }

  // A call as it happens.
  add(call, now) {
    if (this.#knows(call)) return;
    this.#next = this.#next.filter((other) => other.label !== call.label);
    if (this.#isFresh(call, now)) this.#next.push(call);
    else this.#showCalmly(call);
  }

  // The whole truth at `seq`; news that are younger than it stay.
  replace(calls, seq, now) {
    const truth = new Map(calls.map((call) => [call.seq, call]));
    const labels = new Map(calls.map((call) => [call.label, call.seq]));
    const stays = (call) =>
      call.seq > seq || truth.has(call.seq) || (labels.get(call.label) ?? 0) > call.seq;
    this.#shown = this.#shown
      .filter((row) => stays(row.call))
      .map((row) => ({ ...row, call: truth.get(row.call.seq) ?? row.call }));
    this.#next = this.#next.filter(stays);
    [...calls].sort((a, b) => a.seq - b.seq).forEach((call) => this.add(call, now));
  }

  // Another log has begun (a restored database, another day's demonstration).
  forget() {
    this.#shown = [];
    this.#next = [];
    this.#heard = 0;
    this.#announced.clear();
  }

  // Let waiting calls move up as rows become free; returns the calls that are new this moment.
  advance(now) {
    const moved = [];
    while (this.#next.length && this.#newRows(now) < NEW_AT_ONCE) {
      const call = this.#next.shift();
      this.#show({ call, newUntil: now + NEW_FOR, flashUntil: now + FLASH_FOR });
      this.#announced.add(call.seq);
      moved.push(call);
    }
    return moved;
  }

  holds(call) {
    return this.#shown.some((row) => row.call.seq === call.seq);
  }

  rows(now) {
    const rows = this.#shown.map(({ call, newUntil, flashUntil }) => ({
      call,
      isNew: now < newUntil,
      flashes: now < flashUntil,
    }));
    const isOver = ({ call, isNew }) => Boolean(call.came) && !isNew;
    return rows.sort((a, b) => isOver(a) - isOver(b) || b.call.seq - a.call.seq);
  }

  #knows(call) {
    return [...this.#next, ...this.#shown.map((row) => row.call)].some(
      (known) => known.label === call.label && known.seq >= call.seq,
    );
  }

  #isFresh(call, now) {
    const isYoung = now - Date.parse(call.at) <= SPOKEN_UNTIL;
    return isYoung && call.seq > this.#heard && !this.#announced.has(call.seq);
  }

  #showCalmly(call) {
    this.#show({ call, newUntil: Date.parse(call.at) + NEW_FOR, flashUntil: 0 });
  }

  #show(row) {
    const others = this.#shown.filter((other) => other.call.label !== row.call.label);
    this.#shown = [...others, row].sort((a, b) => b.call.seq - a.call.seq).slice(0, KEPT);
  }

  #newRows(now) {
    return this.#shown.filter((row) => now < row.newUntil).length;
  }
}
