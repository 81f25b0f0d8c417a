// What this display has already said, kept through a crash or a power cut, so that nothing is
// said twice. A new log (another database, a clock set back) begins at nothing.

export class Memory {
  #key;
  #storage;

  constructor(office, place, storage = window.localStorage) {
    this.#key = `madoguchi.board.${office}.${place ?? ""}.heard`;
    this.#storage = storage;
  }

  // The seq of the last call spoken here, or 0.
  heard(snapshot) {
    const { seq, at } = this.#read();
    const sameLog = seq <= snapshot.seq && at <= Date.parse(snapshot.now);
    return sameLog ? seq : 0;
  }

  keep(call) {
    const record = { seq: call.seq, at: Date.parse(call.at) };
    try {
      this.#storage.setItem(this.#key, JSON.stringify(record));
    } catch (error) {
      console.warn("nothing can be kept through a restart", error);
    }
  }

  #read() {
    try {
      return JSON.parse(this.#storage.getItem(this.#key)) ?? { seq: 0, at: 0 };
    } catch {
      return { seq: 0, at: 0 };
    }
  }
}
