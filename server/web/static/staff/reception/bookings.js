// Today's bookings: who is here, who is late, who does not come; and the next thing to do.

import { at, time } from "../clock.js";
import { chip, fill, h, icon, keycap, number } from "../dom.js";
import { nameOf } from "./triage.js";

const STATES = {
  serving: ["good", "対応中"], done: ["plain", "終了"], arrived: ["booked", "到着"], early: ["booked", "早めに到着"],
  late: ["late", "遅れ"], soon: ["quiet", "まもなく"], later: ["quiet", "これから"], no_show: ["quiet", "来庁なし"],
};
const OVER = new Set(["done", "no_show"]);

export function bookings(region, store) {
  const rows = store.console.appointments;
  const shown = store.onlyComing ? rows.filter(({ state }) => !OVER.has(state)) : rows;
  fill(
    region,
    h("header", {},
      h("h2", { class: "card-title" }, "今日の予約"),
      h("p", {}, tally(rows)),
      h("span", { class: "spring" }),
      h("div", { class: "segments", role: "group", "aria-label": "表示する予約" },
        segment("coming", "これから", store.onlyComing), segment("all", "すべて", !store.onlyComing))),
    shown.length ? table(shown, store) : h("p", { class: "nothing" }, rows.length ? "これから来られる予約はありません" : "今日の予約はありません"),
    late(rows, store),
  );
}

function tally(rows) {
  const count = (...states) => rows.filter(({ state }) => states.includes(state)).length;
  return `到着 ${count("arrived", "early", "serving", "done")}　遅れ ${count("late")}　来庁なし ${count("no_show")}　これから ${count("soon", "later")}`;
}

function segment(code, text, pressed) {
  return h("button", { type: "button", "aria-pressed": String(pressed), data: { action: "filter", code, focus: `filter-${code}` } }, text);
}

function table(rows, store) {
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "今日の予約の一覧", data: { scroll: "" } },
    h("table", {},
      h("thead", {}, h("tr", {}, ["予約", "番号", "用件", "お名前", "ようす", "次にすること"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map((row) => line(row, store)))),
  );
}

function line(row, store) {
  const [kind, text] = STATES[row.state];
  return h(
    "tr",
    { data: { reservation: row.reservation }, "aria-selected": String(String(row.reservation) === String(store.selected)) },
    h("td", {}, h("b", {}, time(at(row.start)))),
    h("td", {}, row.label ? number(row.label, "row") : h("span", { class: "muted" }, "まだ")),
    h("td", {}, `${METHODS[row.method] ?? ""}${row.service_name}`),
    h("td", {}, nameOf(row)),
    h("td", {}, chip(kind, row.state === "late" ? `遅れ ${row.late_min}分` : text)),
    h("td", { class: "next-thing" }, next(row, store)),
  );
}

const METHODS = { web: "Web会議 ", phone: "電話 " };

function next(row, { offline }) {
  if (row.state === "serving") return `${row.counter}番`;
  if (row.state === "arrived" || row.state === "early") return `待ち ${row.waiting_min}分`;
  if (row.state === "done") return "";
  const buttons = row.state === "no_show"
    ? [["expect", "取り消す"]]
    : [...(row.state === "late" ? [["no-show", "来庁なし"]] : []), ["receive", "受付する"]];
  return buttons.map(([action, text]) => h("button", {
    type: "button", class: "button small", "aria-disabled": offline ? "true" : null,
    "aria-label": `${time(at(row.start))} ${row.service_name}を${text}`,
    data: { action, reservation: row.reservation, focus: `${action}-${row.reservation}` },
  }, text));
}

/** Taking a late one says its new order time before the click. */
function late(rows, store) {
  const all = rows.filter(({ state }) => state === "late");
  const row = all.find(({ reservation }) => String(reservation) === String(store.selected)) ?? all[0];
  if (!row) return null;
  return h(
    "footer",
    { class: "late-bar" },
    icon("clock"),
    h("p", {},
      h("b", {}, `${nameOf(row)}（${row.service_name} ${time(at(row.start))}）は${row.late_min}分遅れです。`),
      h("span", {}, row.keeps_head_start
        ? `今から受け付けると順番時刻は ${time(at(row.order_time))}（予約のまま）`
        : `今から受け付けると順番時刻は ${time(at(row.order_time))}（当日受付と同じ）`)),
    h("span", { class: "spring" }),
    h("button", { type: "button", class: "button", data: { action: "late" }, "aria-disabled": store.offline ? "true" : null },
      "受付する", keycap("F4")),
  );
}
