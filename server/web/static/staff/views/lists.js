// The right column: the next three with their reasons, and the lists that open on demand.

import { at, minutesSince, time, timeWithSeconds } from "../clock.js";
import { chip, fill, h, icon, number } from "../dom.js";
import { REASON_NAMES } from "../actions.js";
import { languageName } from "./visit.js";

export function lists(nextRegion, listRegion, store) {
  next(nextRegion, store);
  all(listRegion, store);
}

function next(region, { console, offline, offlineSince }) {
  const shown = console.current ? console.next.slice(0, 3) : console.next.slice(1, 4);
  region.toggleAttribute("data-old", offline);
  fill(
    region,
    h(
      "header",
      {},
      h("h2", {}, console.current ? "次の3人" : "その次の3人"),
      offline
        ? chip("look", `${timeWithSeconds(offlineSince)} の内容`, "clock")
        : h("span", {}, "順番時刻の早い順"),
    ),
    shown.length
      ? h("ol", {}, shown.map((stop, index) => person(stop, console.current && index === 0)))
      : h("p", { class: "nothing" }, "ほかに待っている人はいません"),
  );
}

function person(stop, isFirst) {
  const [clock, ...because] = stop.why.split("　");
  return h(
    "li",
    { class: isFirst ? "person first" : "person" },
    h(
      "p",
      { class: "person-head" },
      number(stop.label, "list"),
      h("b", {}, stop.service_name),
      marks(stop),
    ),
    h("p", { class: "person-why" }, h("b", {}, clock), "　", because.join("　")),
  );
}

function marks(stop) {
  return [
    stop.reserved_for ? chip("booked", `予約 ${time(at(stop.reserved_for))}`, "calendar") : null,
    stop.visit_class === "priority" ? chip("priority", "優先", "priority") : null,
    stop.offline ? chip("look", "オフライン発行", "offline") : null,
    stop.language === "ja" || stop.language === "easy_ja"
      ? null : chip("plain", languageName(stop.language), "globe"),
  ];
}

const GROUPS = [
  { name: "waiting", title: "待っている人", count: (console) => console.waiting_count, hint: () => "" },
  {
    name: "held", title: "保留", count: (console) => console.held.length,
    hint: ({ held: [stop] }) => (stop
      ? `${stop.label} ${REASON_NAMES[stop.held?.reason] ?? ""} ${minutesSince(stop.since)}分` : ""),
  },
  {
    name: "absent", title: "不在", count: (console) => console.absent.length,
    hint: ({ absent: [stop] }) => (stop ? `${stop.label} ${minutesSince(stop.since)}分前に呼出` : ""),
  },
];

const opened = new Set();

function all(region, store) {
  const { console } = store;
  region.toggleAttribute("data-old", store.offline);
  fill(
    region,
    GROUPS.map((group) => fold(group, console, store)),
    h("p", { class: "fold-line" }, h("i"), h("span", {}, "この窓口で終了"), h("b", {}, console.finished)),
  );
}

function fold({ name, title, count, hint }, console, store) {
  const details = h(
    "details",
    { open: opened.has(name), on: { toggle: () => (details.open ? opened.add(name) : opened.delete(name)) } },
    h("summary", { class: "fold-line", data: { focus: `fold-${name}` } },
      icon("arrow"), h("span", {}, title, h("small", {}, hint(console))), h("b", {}, count(console))),
    h("ul", {}, console[name].map((stop) => line(stop, name, store))),
  );
  return details;
}

function line(stop, group, store) {
  const { console, mayAct } = store;
  const free = mayAct && !console.current && console.counter.state === "open";
  const main = group === "absent"
    ? { action: "return", text: "待ちに戻す", enabled: mayAct }
    : { action: "call-label", text: "呼ぶ", enabled: free };
  return h(
    "li",
    {},
    number(stop.label, "row"),
    h("span", {}, stop.service_name, h("small", {}, about(stop, group))),
    h(
      "div",
      { class: "acts" },
      act(stop, main),
      group === "waiting" ? null : act(stop, { action: "withdraw", text: "終わりにする", enabled: mayAct }),
    ),
  );
}

function act(stop, { action, text, enabled }) {
  return h(
    "button",
    {
      type: "button", class: "button small", "aria-disabled": enabled ? null : "true",
      "aria-label": `${stop.label} を${text}`,
      data: { action, stop: stop.stop, label: stop.label, focus: `${action}-${stop.stop}` },
    },
    text,
  );
}

/** Who put them aside and why; when they were called; their order time. */
function about(stop, group) {
  if (group === "absent") return `${minutesSince(stop.since)}分前に呼出`;
  if (group !== "held" || !stop.held) return `順番時刻 ${time(at(stop.order_time))}`;
  const { reason, by, counter, to } = stop.held;
  const why = to ? `${counter}番から${to}番へ引き継ぎ` : (REASON_NAMES[reason] ?? "保留");
  return `${why}　${by ?? `${counter}番`} ${minutesSince(stop.since)}分`;
}
