// What stands in the form's controls, as the API takes it.
import { $, $$ } from "./dom.js";
import { t } from "./texts.js";

// Fields directly below root: not those inside a table or a template.
export function fieldsIn(root) {
  return $$("[data-path]", root).filter((field) => {
    const table = field.parentElement.closest('[data-type="table"]');
    return !table || !root.contains(table) || root === table;
  });
}

const key = (field) => field.dataset.path.split(".").at(-1);

function typed(field) {
  return $("input, textarea, select", field).value;
}

function checked(field) {
  return $$("input:checked", field).map((input) => input.value);
}

const part = (field, name) => $(`[name="${field.dataset.path}.${name}"]`, field);

// 「令和7年2月3日」: eras are checked by the server. Half a date stays visibly half.
function day(field) {
  const year = part(field, "year").value;
  const month = part(field, "month").value;
  const last = part(field, "day");
  const unknown = part(field, "unknown")?.checked;
  if (!year && !month && !last?.value) return "";
  if (unknown && year) return year + (month ? `${month}月` : "");
  const whole = year && month && (!last || last.value);
  return whole ? `${year}${month}月${last ? `${last.value}日` : ""}` : INCOMPLETE;
}

// Refused by the server as a date, with words of our own.
export const INCOMPLETE = "--";

function hours(field) {
  const [from, to] = [part(field, "from").value, part(field, "to").value];
  return from || to ? { from, to } : "";
}

function relation(field) {
  const picked = $("select", field).value;
  return picked === "*" ? $("[data-other] input", field).value : picked;
}

const READERS = {
  birth_date: day,
  date: day,
  year_month: day,
  time_range: hours,
  choice: (field) => checked(field)[0] ?? "",
  multi_choice: checked,
  checkbox: (field) => checked(field).length > 0,
  relation,
  attachment: () => null,
  table: (field) => $$(".row", field).map(answersIn),
};

export function answerOf(field) {
  return (READERS[field.dataset.type] ?? typed)(field);
}

export function answersIn(root) {
  return Object.fromEntries(fieldsIn(root).map((field) => [key(field), answerOf(field)]));
}

// The same answer in words, for the page that lists them.
export function shown(field) {
  const picked = $$("option:checked, input:checked", field);
  switch (field.dataset.type) {
    case "choice":
    case "multi_choice":
      return picked.map((input) => input.closest("label").innerText.trim()).join("、");
    case "checkbox":
      return picked.length ? "✓" : "";
    case "attachment": {
      const count = $$(".files > li", field).length;
      return count ? t("attached", { n: count }) : "";
    }
    case "facility_code":
      return $("select", field).value ? picked[0].text : "";
    case "birth_date":
    case "date":
    case "year_month":
      return day(field) === INCOMPLETE ? "" : day(field);
    case "time_range": {
      const range = hours(field);
      return range ? `${range.from} 〜 ${range.to}` : "";
    }
    default:
      return answerOf(field);
  }
}
