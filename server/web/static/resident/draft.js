// What is typed stays on this device until it is sent, at most for a day.
import { $$ } from "./dom.js";
import { rowsOf, setRows } from "./rows.js";

const KEPT_MS = 24 * 60 * 60 * 1000;
const nameOf = (office, page) => `madoguchi:${office}/${page.replace(/^(apply\/|prepare\?for=)/, "")}`;

// A draft that was opened by its link goes on as if it had been typed here.
export function keepFromElsewhere(office, { page, controls, rows }, parked) {
  localStorage.setItem(nameOf(office, page), JSON.stringify({ controls, rows, parked, at: Date.now() }));
}

export class Draft {
  // What staff write for somebody else ends with the tab: `storage` is then sessionStorage.
  constructor(form, name, storage = localStorage) {
    this.form = form;
    this.storage = storage;
    this.name = `madoguchi:${name}`;
  }

  read() {
    try {
      const kept = JSON.parse(this.storage.getItem(this.name));
      return kept && Date.now() - kept.at < KEPT_MS ? kept : null;
    } catch {
      return null;
    }
  }

  // A full or forbidden storage only means that there is no draft.
  #write(kept) {
    try {
      this.storage.setItem(this.name, JSON.stringify({ ...kept, at: Date.now() }));
    } catch {
      this.clear();
    }
  }

  save(more = {}) {
    const controls = {};
    for (const one of $$("input[name], select[name], textarea[name]", this.form)) {
      if (["checkbox", "radio"].includes(one.type)) {
        if (one.checked) (controls[one.name] ??= []).push(one.value);
      } else if (one.value) controls[one.name] = one.value;
    }
    const rows = Object.fromEntries(
      $$('[data-type="table"]', this.form).map((table) => [table.dataset.path, rowsOf(table).length]),
    );
    this.#write({ ...this.read(), ...more, controls, rows });
  }

  // What a draft on the server holds: nothing that belongs to this device alone.
  content() {
    this.save();
    const { controls = {}, rows = {} } = this.read() ?? {};
    return { controls, rows };
  }

  // Returns whether there was something to bring back.
  restore() {
    const kept = this.read();
    if (!kept?.controls) return false;
    for (const table of $$('[data-type="table"]', this.form)) {
      setRows(table, kept.rows[table.dataset.path] ?? 1);
    }
    for (const one of $$("input[name], select[name], textarea[name]", this.form)) {
      const value = kept.controls[one.name];
      if (["checkbox", "radio"].includes(one.type)) one.checked = Boolean(value?.includes(one.value));
      else if (value !== undefined) one.value = value;
    }
    return Object.values(kept.controls).some((value) => String(value).length > 1);
  }

  clear() {
    try {
      this.storage.removeItem(this.name);
    } catch {
      // Nothing was kept then.
    }
  }
}
