// Errors: a summary on top that links to the fields, and the same words at each field.
import { $, $$, h, show } from "./dom.js";
import { INCOMPLETE, answerOf } from "./answers.js";
import { misfitText, t } from "./texts.js";

export function fieldAt(path) {
  return $(`[data-path="${CSS.escape(path)}"]`) ?? null;
}

// The nearest field that is on the page: children.0.kana, else children.
export function placeOf(path) {
  const parts = path.split(".");
  for (let n = parts.length; n > 0; n -= 1) {
    const field = fieldAt(parts.slice(0, n).join("."));
    if (field) return field;
  }
  return null;
}

function labelOf(field) {
  const label = $(".field-label, .option span", field);
  return [...(label?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE)?.data.trim() ?? "";
}

function words(error, field) {
  const half = ["birth_date", "date", "year_month"].includes(field.dataset.type) && answerOf(field) === INCOMPLETE;
  const label = labelOf(field);
  const short = { ...error, message: error.message.replace(field.dataset.full, label) };
  return half ? t("date_whole", { label }) : misfitText(short, label);
}

export function mark(field, text) {
  field.classList.remove("mended");
  field.classList.add("wrong");
  const place = $(":scope > .field-error", field);
  $("span", place).textContent = text;
  show(place);
  for (const control of $$("input, select, textarea", field)) control.setAttribute("aria-invalid", "true");
}

// What was touched again is not called wrong any more; the next check will say.
export function mended(field) {
  field.classList.add("mended");
  for (const control of $$("input, select, textarea", field)) control.removeAttribute("aria-invalid");
}

function unmark(field) {
  field.classList.remove("wrong", "mended");
  const place = $(":scope > .field-error", field);
  if (place) show(place, false);
  for (const control of $$("input, select, textarea", field)) control.removeAttribute("aria-invalid");
}

export function clearMisfits() {
  $$(".field.wrong").forEach(unmark);
  show($("#summary"), false);
}

function rowTitle(field) {
  const row = field.closest(".row");
  const several = row && row.parentElement.children.length > 1;
  return several ? `${$("h2", row).textContent}: ` : "";
}

// Shows errors whose path is on a page; `goTo` opens the page of a field before it is focused.
export function showMisfits(errors, goTo) {
  clearMisfits();
  const items = [];
  for (const error of errors) {
    const field = placeOf(error.path);
    if (!field) {
      items.push(h("li", {}, misfitText(error)));
      continue;
    }
    const text = words(error, field);
    mark(field, text);
    const link = h("a", { href: `#${field.dataset.path}` }, rowTitle(field) + text);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(field);
      const control = $("input, select, textarea, .rows", field);
      control.focus();
      field.scrollIntoView({ block: "center" });
    });
    items.push(h("li", {}, link));
  }
  tell(t("wrong_count", { n: items.length }), items);
}

export function tell(title, items = []) {
  const summary = $("#summary");
  $("h2 span", summary).textContent = title;
  $("ul", summary).replaceChildren(...items);
  show(summary);
  summary.focus();
  window.scrollTo({ top: 0 });
}
