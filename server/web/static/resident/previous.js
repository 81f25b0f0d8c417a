// Previous answers: offered at the beginning of a form, kept at its end if somebody says so.
import { answerOf } from "./answers.js";
import { $, $$, h, show } from "./dom.js";
import { NAMED, forget, recall, remember } from "./previous_store.js";
import { locale, t } from "./texts.js";

const DAY = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "Asia/Tokyo" });
const controls = (field) => $$("input[name], select[name]", field);
const partOf = (field, control) => control.name.slice(field.dataset.path.length);

// Exactly as it was typed: an address in full width, a name with its variant.
function partsOf(field) {
  const value = (one) => (one.type === "checkbox" && !one.checked ? "" : one.value);
  return Object.fromEntries(controls(field).map((one) => [partOf(field, one), value(one)]));
}

function put(field, parts) {
  for (const one of controls(field)) {
    const value = parts[partOf(field, one)] ?? "";
    if (one.type === "checkbox") one.checked = Boolean(value);
    else one.value = value;
  }
  // Not "input": nothing goes out to look up what is known.
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const isEmpty = (field) => Object.values(partsOf(field)).every((value) => !value);

/** A character with the selector of its variant. */
const LETTER = /^.[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}\u0300-\u036f]*/u;

// The family name and no more: somebody may look over the shoulder.
function hinted(name) {
  const [first, ...rest] = name.trim().split(/[\s　]+/u);
  return `${rest.length ? first : first.match(LETTER)[0]} ＊＊`;
}

const DECISIONS = ["#previous-use", "#previous-not", "#previous-delete"];

export class Previous {
  #kept = {};
  /** Whether the notice is there: to offer, or to tell what came of it. */
  #speaks = false;
  #asks = $("#previous-told").textContent;

  // `mayKeep`: this is a resident's own device, and no trial of a draft.
  constructor(form, draft, mayKeep) {
    Object.assign(this, { form, draft, mayKeep });
    $("#previous-use").addEventListener("click", () => this.#use());
    $("#previous-not").addEventListener("click", () => this.#decline());
    $("#previous-delete").addEventListener("click", () => this.#delete($("#previous-told")));
    $("#keep-delete").addEventListener("click", () => this.#delete($("#keep-told")));
  }

  /** Offer what is kept, once for each sitting. */
  offer() {
    this.#kept = recall();
    this.#speaks = !this.#settled && this.#fitting().length > 0;
    if (this.#speaks) {
      const { at, parts } = this.#kept[NAMED];
      $("#previous-whose").textContent = t("previous_whose", { name: hinted(parts[""]), day: DAY.format(new Date(at)) });
    }
    for (const button of DECISIONS) show($(button));
    show($("#keep-delete"), Boolean(this.#kept[NAMED]));
    $("#previous-told").textContent = this.#asks;
    $("#keep-told").textContent = "";
    this.follow();
  }

  /** Something was typed. */
  follow() {
    const own = this.mayKeep && this.#isOneself();
    const name = this.#fields().find(({ dataset }) => dataset.fact === NAMED);
    show($("#previous"), own && this.#speaks);
    show($("#keep"), Boolean(own && name && !name.hidden && !isEmpty(name)));
    this.#mark();
  }

  /** The form was sent: what is ticked to be kept stays on this device, and nowhere else. */
  keep() {
    if ($("#keep").hidden || !$("#keep-mine").checked) return;
    const given = this.#fields().filter((field) => !field.hidden && !isEmpty(field));
    remember(Object.fromEntries(given.map((field) => [field.dataset.fact, partsOf(field)])));
  }

  get #settled() {
    return this.draft.read()?.previous;
  }

  // What a company is asked says nothing of the person who answers.
  #isOneself() {
    const asked = $("[data-applicant]", this.form);
    return !asked || answerOf(asked) === "person";
  }

  #fields() {
    return $$("[data-fact]", this.form);
  }

  // Empty questions that a kept answer fits. A name or an address that was begun is not completed.
  #fitting() {
    if (!this.#kept[NAMED]) return [];
    const begun = new Set(this.#fields().filter((field) => !isEmpty(field)).map((field) => field.dataset.of));
    return this.#fields().filter(({ dataset }) => this.#kept[dataset.fact] && !begun.has(dataset.of));
  }

  #use() {
    for (const field of this.#fitting()) put(field, this.#kept[field.dataset.fact].parts);
    this.#settle("used");
    for (const button of ["#previous-use", "#previous-not"]) show($(button), false);
    this.#tell($("#previous-told"), "previous_used");
  }

  #decline() {
    this.#settle("declined");
    this.#speaks = false;
    this.follow();
    $(".page:not([hidden]) h1", this.form).focus();
  }

  // What was filled in before it was forgotten stays on the page, and stays marked.
  #delete(place) {
    forget();
    this.#settle(this.#settled ?? "deleted");
    for (const button of [...DECISIONS, "#keep-delete"]) show($(button), false);
    this.#tell(place, "previous_deleted");
  }

  #settle(how) {
    this.draft.save({ previous: how });
    this.follow();
  }

  #tell(place, told) {
    place.textContent = t(told);
    place.focus();
  }

  // An answer is marked as long as it is the kept one.
  #mark() {
    const used = this.#settled === "used";
    for (const field of this.#fields()) {
      const kept = this.#kept[field.dataset.fact]?.parts;
      const same = used && JSON.stringify(kept) === JSON.stringify(partsOf(field));
      const mark = $(".from-before", field);
      if (same && !mark) $(".field-label", field).append(h("span", { class: "from-before" }, t("previous")));
      if (!same) mark?.remove();
    }
  }
}
