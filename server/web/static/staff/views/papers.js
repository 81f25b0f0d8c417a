// The pre-application beside the visit: what was filled in at home, as it was printed.

import { get, Refusal } from "../api.js";
import { at, day, time } from "../clock.js";
import { chip, fill, h, icon, keyButton } from "../dom.js";

const PRINTS = {
  ordered: ["plain", "{device}に頼みました"],
  taken: ["plain", "{device}で印刷しています"],
  printed: ["good", "{device}で印刷しました"],
  failed: ["stopped", "{device}で紙が出ませんでした"],
  late: ["stopped", "{device}から返事がありません"],
};

/** Keeps the opened forms of the visit at the counter, and no others. */
export class Papers {
  #stop = null;
  #opened = null;
  #trouble = null;
  #shown = 0;
  #prints = [];
  #mayPrint = false;

  constructor(region, place) {
    this.region = region;
    this.place = place;
    region.addEventListener("click", (event) => {
      const tab = event.target.closest("[role='tab']");
      if (tab) this.#show(Number(tab.dataset.index));
    });
    region.addEventListener("keydown", (event) => {
      if (!event.target.matches("[role='tab']")) return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) this.#show((this.#shown + step + this.#count) % this.#count, true);
    });
  }

  /** The forms, and what to bring as the last tab. */
  get #tabs() {
    const { forms = [], bring = [] } = this.#opened ?? {};
    return bring.length ? [...forms, { title: `持ち物 ${bring.length}`, bring }] : forms;
  }

  get #count() {
    return this.#tabs.length || 1;
  }

  /** Without what was only told for the booking: that is read here and never printed. */
  get #papers() {
    return (this.#opened?.forms ?? []).filter(({ form }) => !this.#opened.only_read.includes(form));
  }

  /** The forms that can be printed once more, the one that is shown first. */
  get printable() {
    const forms = this.#papers.map(({ form, title }) => ({ key: `form:${form}`, title }));
    const shown = forms[this.#shown];
    return shown ? [shown, ...forms.filter((one) => one !== shown)] : forms;
  }

  async of(current, prints = [], mayPrint = false) {
    const sign = JSON.stringify([prints, mayPrint]);
    const told = sign !== JSON.stringify([this.#prints, this.#mayPrint]);
    [this.#prints, this.#mayPrint] = [prints, mayPrint];
    if (current?.stop === this.#stop) {
      if (told) this.#draw(current);
      return;
    }
    this.#stop = current?.stop ?? null;
    [this.#opened, this.#trouble, this.#shown] = [null, null, 0];
    this.#draw(current);
    if (!current?.has_forms) return;
    await this.#open(current);
    if (current.stop === this.#stop) this.#draw(current);
  }

  #printed() {
    const [last] = this.#prints;
    if (!last) return null;
    const [kind, text] = PRINTS[last.state];
    return chip(kind, `${text.replace("{device}", last.device)} ${time(at(last.at))}`, kind === "good" ? "check" : "printer");
  }

  async #open(current) {
    try {
      const opened = await get(`${this.place.officeApi}/stops/${current.stop}/forms`);
      if (current.stop === this.#stop) this.#opened = opened;
    } catch (error) {
      this.#trouble = error instanceof Refusal
        ? error.message
        : "申請書を読み込めませんでした。つながると、もう一度読み込みます。";
      this.#stop = error instanceof Refusal ? this.#stop : null;
    }
  }

  #show(index, focus = false) {
    this.#shown = index;
    this.#draw();
    if (focus) this.region.querySelector("[aria-selected='true']").focus();
  }

  #draw(current) {
    const forms = this.#papers;
    const tabs = this.#tabs;
    fill(
      this.region,
      h("header", {}, h("h2", {}, "事前申請"), forms.length
        ? h("span", { class: "chip chip-plain" }, `書類 ${forms.length}件`) : null,
        this.#printed(),
        h("span", { class: "spring" }),
        keyButton({ key: "P", text: "もう一度印刷", action: "reprint", iconName: "printer", enabled: this.#mayPrint })),
      tabs.length ? this.#tabList(tabs) : null,
      tabs.length ? this.#sheet(tabs[this.#shown]) : this.#nothing(current),
    );
  }

  #nothing(current) {
    const text = this.#trouble
      ?? (current?.has_forms ? "申請書を開いています…" : "事前申請はありません。窓口で記入していただきます。");
    return h("p", { class: "nothing" }, text);
  }

  #tabList(tabs) {
    return h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": "申請書" },
      tabs.map(({ title }, index) =>
        h(
          "button",
          {
            type: "button", role: "tab", data: { index, focus: `tab-${index}` },
            "aria-selected": String(index === this.#shown),
            tabindex: index === this.#shown ? "0" : "-1",
          },
          title,
        ),
      ),
    );
  }

  #sheet(form) {
    return h(
      "div",
      { class: "sheet", tabindex: "0", role: "tabpanel", "aria-label": form.title, data: { scroll: "" } },
      form.bring ? toBring(form.bring) : checks(this.#opened.checks),
      corrected(this.#opened.corrections, form.form),
      (form.sections ?? []).map((section) => h("section", {}, h("h3", {}, section.title), rows(section.rows))),
    );
  }
}

function checks(texts) {
  if (!texts.length) return null;
  return h(
    "div",
    { class: "checks" },
    h("b", {}, `窓口で確かめること ${texts.length}件`),
    h("ol", {}, texts.map((text) => h("li", {}, text))),
  );
}

/** What was mended in a form since it was sent, newest first, and by whom. */
function corrected(corrections, form) {
  const lines = corrections.flatMap(({ at: iso, who, changes }) =>
    changes.filter((change) => change.form === form).map((change) =>
      h("li", {}, `${change.label} `, h("del", {}, change.before || "未回答"), " → ",
        h("ins", {}, change.after || "未回答"),
        h("small", {}, ` ${who ? `${who}（職員）` : "本人"} ${day(at(iso))} ${time(at(iso))}`))));
  if (!lines.length) return null;
  return h("div", { class: "checks corrected" }, h("b", {}, `送ったあとの訂正 ${lines.length}件`), h("ul", {}, lines));
}

function toBring(things) {
  return h("ul", { class: "bring" }, things.map((thing) => h("li", {}, thing)));
}

function rows(all) {
  return all.map((row) => ROWS[row.row]?.(row) ?? null);
}

const ROWS = {
  field: ({ label, value, furigana, is_name }) =>
    line(label, is_name ? h("b", {}, value || "—") : value || "—", furigana ? h("small", {}, furigana) : null),
  boxes: ({ label, note }) => line(label, h("small", {}, note ?? "窓口で本人が記入")),
  signature: ({ label }) => line(label, h("small", {}, "署名は紙に")),
  check: ({ label, checked }) =>
    h("p", { class: "ticked" }, checked ? icon("check") : icon("cross"),
      h("span", {}, checked ? label : `${label}（いいえ）`)),
  table: ({ columns, lines }) =>
    h("table", {},
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column)))),
      h("tbody", {}, lines.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell)))))),
};

function line(label, ...values) {
  return h("dl", { class: "line" }, h("dt", {}, label), h("dd", {}, ...values));
}
