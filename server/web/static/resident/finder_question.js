// One question with its answers as controls that a finger can hit.
import { h } from "./dom.js";
import { icon } from "./dom.js";
import { japanese, language, t } from "./texts.js";
import { words } from "./words.js";

const YEARS_BACK = 5;
const MONTHS = Array.from({ length: 12 }, (_, n) => n + 1);
const DAYS = Array.from({ length: 31 }, (_, n) => n + 1);

function option(question, { value, label }, chosen) {
  const type = question.type === "multi" ? "checkbox" : "radio";
  const input = h("input", { type, name: "answer", value, checked: [chosen].flat().includes(value) });
  return h("label", { class: "option" }, input, h("span", {}, label));
}

function options(question, chosen) {
  return h("div", { class: "options" }, ...question.options.map((one) => option(question, one, chosen)));
}

function wards(question, chosen) {
  const select = h("select", { name: "answer", "aria-labelledby": "asked" }, h("option", { value: "" }, t("choose")),
    ...question.options.map(({ value, label }) => h("option", { value, selected: value === chosen }, label)));
  return select;
}

const era = (year) => (language === "ja" && year >= 2019 ? `令和${year === 2019 ? "元" : year - 2018}年 (${year})` : String(year));

function picker(name, label, values, shown, chosen) {
  return h("select", { name, "aria-label": label }, h("option", { value: "" }, label),
    ...values.map((value) => h("option", { value, selected: value === chosen }, shown(value))));
}

function day(question, chosen) {
  const [year, month, date] = chosen ? chosen.split("-").map(Number) : [];
  const now = new Date().getFullYear();
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, n) => now + 1 - n);
  const unit = (sign) => (value) => (!japanese ? String(value) : `${value}${sign}`);
  return h("div", { class: "date" },
    picker("year", t("year"), years, era, year ?? now),
    picker("month", t("month"), MONTHS, unit("月"), month),
    picker("day", t("day"), DAYS, unit("日"), date));
}

const CONTROLS = { single: options, multi: options, ward: wards, date: day };

export function drawQuestion(form, question, chosen) {
  const parts = [
    h("legend", {}, h("h1", { id: "asked", tabindex: "-1" }, question.text)),
    question.help ? h("p", { class: "hint with-icon" }, icon("info", 20), h("span", {}, question.help)) : null,
    question.type === "multi" ? h("p", { class: "hint" }, t("choose_all")) : null,
    CONTROLS[question.type](question, chosen),
    words(question.explained),
    question.required ? null : h("p", { class: "hint" }, t("may_skip")),
  ];
  form.replaceChildren(h("fieldset", { class: "field", "data-question": question.id }, ...parts));
}

// The answer that stands in the controls; null where nothing is chosen or the day is none.
export function answerIn(form, question) {
  const data = new FormData(form);
  if (question.type === "multi") return data.getAll("answer").length ? data.getAll("answer") : null;
  if (question.type !== "date") return data.get("answer") || null;
  const [year, month, date] = ["year", "month", "day"].map((name) => Number(data.get(name)));
  const found = new Date(Date.UTC(year, month - 1, date));
  return year && month && date && found.getUTCDate() === date ? found.toISOString().slice(0, 10) : null;
}
