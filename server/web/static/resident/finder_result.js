// The answer of the finder: the nearest deadline, what can be done at home, what one visit settles.
import { h, icon } from "./dom.js";
import { deadlineEntries, save } from "./keep.js";
import { inLanguage, said } from "./said.js";
import { japanese, locale, t } from "./texts.js";
import { foldedWords } from "./words.js";

const LOOK = {
  home: { icon: "screen", class: "at-home" },
  office: { icon: "house_arrow", class: "" },
  elsewhere: { icon: "person", class: "elsewhere" },
  nothing: { icon: "info", class: "elsewhere" },
};
const dayText = new Intl.DateTimeFormat(locale, { month: "long", day: "numeric", weekday: "short", timeZone: "UTC" });
const shownDay = (iso) => dayText.format(new Date(`${iso}T00:00:00Z`));
const BROUGHT = "madoguchi:finder:brought";

function nearest(found) {
  const due = found.filter((one) => one.deadline.date).sort((a, b) => a.deadline.date.localeCompare(b.deadline.date));
  if (!due.length) return null;
  return h("div", { class: "nearest" }, h("span", {}, t("nearest")),
    h("strong", {}, t("until_day", { day: shownDay(due[0].deadline.date) })), h("small", {}, due[0].name));
}

// Deadlines go into the calendar of this device: no address is needed to be reminded.
function reminders(found) {
  const due = found.filter((one) => one.deadline.date);
  if (!due.length) return null;
  const keep = () => save(deadlineEntries(due, location.href.split(/[?#]/)[0]), "madoguchi-deadlines.ics");
  return h("p", { class: "reminders" },
    h("button", { type: "button", class: "button outlined slim", id: "deadlines", onclick: keep }, icon("calendar"), t("deadlines_save")),
    h("small", {}, t("deadlines_hint")));
}

function line(one) {
  const parts = [
    one.counter && one.place === "office" ? t("at_counter", { n: one.counter }) : null,
    one.place === "office" ? t("about_minutes", { n: one.minutes }) : null,
  ].filter(Boolean);
  const due = one.deadline.date ? h("b", {}, t("until_day", { day: shownDay(one.deadline.date) })) : null;
  return h("small", {}, parts.join(t("between")), due && parts.length ? t("between") : "", due ?? (parts.length ? "" : one.deadline.text));
}

const fact = (name, ...values) => (values.some(Boolean) ? h("div", {}, h("dt", {}, name), h("dd", {}, ...values.filter(Boolean))) : null);

function actions(one, office) {
  if (one.place !== "office" || !one.service) return null;
  const buttons = [];
  if (one.prepared) {
    const page = one.form ? `apply/${one.id}` : `prepare?for=${one.id}`;
    buttons.push(h("a", { class: "button outlined slim", href: `/o/${office}/${page}` }, t("write_form")));
  }
  if (one.proxy_form) buttons.push(h("a", { class: "link-button", href: `/o/${office}/prepare?for=${one.id}&proxy=1` }, t("by_proxy")));
  if (one.bookable) buttons.push(h("a", { class: "link-button", href: `/o/${office}/times/${one.service}` }, t("only_book")));
  return h("div", { class: "found-actions" }, ...buttons);
}

function bringText(one) {
  if (!one.when) return [said(one, "item")];
  const [opens, closes] = japanese ? ["（", "）"] : [" (", ")"];
  return [said(one, "item"), opens, said(one, "when"), closes];
}

const yen = (n) => (n ? t("yen", { n }) : t("free_of_charge"));

function feeText({ fee_yen: fee, fees }) {
  if (fees.length) return fees.map((one) => `${one.name} ${yen(one.yen)}`).join(japanese ? "、" : ", ");
  return fee === null ? null : yen(fee);
}

function entry(one, office) {
  return h("details", { class: "task found", id: one.id },
    h("summary", {}, h("span", { class: "task-name" }, said(one, "name"), line(one)), icon("next")),
    h("div", { class: "task-inside" },
      h("p", {}, said(one, "summary")),
      h("dl", { class: "facts" },
        fact(t("official_name"), one.official_name === one.name ? null : inLanguage("ja", one.official_name)),
        fact(t("by_when"), said(one, "deadline", one.deadline.text), one.deadline.note ? h("small", {}, said(one, "deadline_note", one.deadline.note)) : null),
        fact(t("where"), one.where ?? said(one, "external") ?? said(one, "section_name")),
        fact(t("who"), said(one, "who")),
        fact(t("fee"), feeText(one))),
      one.bring.length ? h("p", { class: "facts-title" }, t("bring")) : null,
      h("ul", { class: "plain" }, ...one.bring.map((item) => h("li", {}, ...bringText(item)))),
      one.notes ? h("p", { class: "hint" }, said(one, "notes")) : null,
      actions(one, office),
      foldedWords(one.explained)));
}

// Entries of one counter stand together, in the order in which the first of them came.
function bySection(found) {
  const sections = new Map();
  for (const one of found) {
    if (!sections.has(one.section)) sections.set(one.section, []);
    sections.get(one.section).push(one);
  }
  return [...sections.values()];
}

function sectionHead([first]) {
  const where = first.where ?? "";
  return h("h3", { class: "section-head" }, said(first, "section_name"), where ? h("small", {}, where) : null);
}

// What one visit settles is filled in together and booked together.
function together(found, office) {
  const settled = found.filter((one) => one.service && (one.prepared || one.bookable));
  if (!settled.some((one) => one.prepared) || settled.length < 2) return null;
  const href = `/o/${office}/prepare?for=${settled.map((one) => one.id).join(",")}`;
  return h("p", { class: "together" }, h("a", { class: "button filled", id: "together", href }, t("write_together", { n: settled.length })));
}

function group(place, found, office) {
  if (!found.length) return null;
  const title = `found-${place}`;
  const inside = place === "nothing" || place === "home"
    ? found.map((one) => entry(one, office))
    : bySection(found).flatMap((section) => [sectionHead(section), ...section.map((one) => entry(one, office))]);
  return h("section", { class: `found-group ${LOOK[place].class}`, "aria-labelledby": title },
    h("h2", { class: "band", id: title }, icon(LOOK[place].icon), h("span", {}, t(`place_${place}`)), h("small", {}, t("count", { n: found.length }))),
    h("div", { class: "tasks" }, place === "office" ? together(found, office) : null, ...inside));
}

function brought() {
  try {
    return new Set(JSON.parse(localStorage.getItem(BROUGHT)) ?? []);
  } catch {
    return new Set();
  }
}

// Everything for the one visit as a list to tick off; the ticks stay on this device.
function checklist(found) {
  const items = new Map();
  for (const one of found) {
    for (const item of one.bring) if (!items.has(item.item)) items.set(item.item, item);
  }
  if (!items.size) return null;
  const ticked = brought();
  const list = h("ul", { class: "ticks" }, ...[...items.values()].map((item) =>
    h("li", {}, h("label", { class: "option" },
      h("input", { type: "checkbox", value: item.item, checked: ticked.has(item.item) }),
      h("span", {}, said(item, "item"), item.when ? h("small", {}, said(item, "when")) : null)))));
  list.addEventListener("change", () => {
    const now = [...list.querySelectorAll("input:checked")].map((input) => input.value);
    try {
      localStorage.setItem(BROUGHT, JSON.stringify(now));
    } catch {
      // Not kept: the paper and the QR page say it again.
    }
  });
  return h("section", { "aria-labelledby": "to-bring" }, h("h2", { id: "to-bring" }, icon("bag"), t("bring_all")), list);
}

export function drawResult(root, { procedures }, { office, change }) {
  const at = (place) => procedures.filter((one) => one.place === place);
  root.replaceChildren(
    h("h1", { tabindex: "-1" }, procedures.length ? t("found", { n: procedures.length }) : t("found_none")),
    ...[
      procedures.length ? nearest(procedures) : h("p", { class: "notice" }, t("found_none_hint")),
      reminders(procedures),
      group("home", at("home"), office),
      group("office", at("office"), office),
      group("elsewhere", at("elsewhere"), office),
      group("nothing", at("nothing"), office),
      checklist(at("office")),
    ].filter(Boolean),
    h("p", { class: "hint" }, t("no_legal_advice")),
    h("p", { class: "clear" }, h("button", { type: "button", class: "link-button", onclick: change }, t("change_answers"))),
  );
}
