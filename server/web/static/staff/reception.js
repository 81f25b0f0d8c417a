// The reception desk: one store, the views over it, and the keys.

import { at, day, now, time } from "./clock.js";
import { fill, h, icon, keyButton } from "./dom.js";
import { Live } from "./live.js";
import { Reception } from "./reception/reception.js";
import { ending } from "./reception/day-end.js";
import { bookings } from "./reception/bookings.js";
import { lampRule, lines } from "./reception/lines.js";
import { bar, bells } from "./reception/notices.js";
import { found, purposes, reasons, ticket } from "./reception/triage.js";
import { Store } from "./store.js";
import { strip } from "./views/strip.js";

const { office, person, officeName, endsDay } = document.body.dataset;
const officeApi = `/api/v1/offices/${office}`;
const place = {
  office, counter: "", officeApi, console: `${officeApi}/front-desk`,
  login: `/staff/login?next=${encodeURIComponent(location.pathname)}`,
};
const $ = (id) => document.getElementById(id);
document.documentElement.style.setProperty("--accent", document.body.dataset.accent);

const store = new Store();
Object.assign(store, {
  reasonNames: JSON.parse(document.body.dataset.reasons),
  queueNames: JSON.parse(document.body.dataset.queues),
  endsDay: Boolean(endsDay), ending: false, page: 0, picked: null, reason: null, reasonsOpen: false, found: null, moving: null,
  onlyComing: true, selected: null, undo: null, machine: localStorage.getItem("reception-machine"),
});
const live = new Live(store, place);
const desk = new Reception(store, live, place, {
  note: () => $("note").value, language: () => $("language").value, clear,
});

function draw() {
  const { console: snapshot } = store;
  const { offline, offlineSince, retry } = store;
  strip($("strip"), { offline, offlineSince, retry, message: null, console: null });
  if (!snapshot) return;
  document.body.dataset.ready = "true";
  document.body.dataset.pending = store.pending ?? "";
  identity();
  ending($("day-end"), store);
  found($("found"), store);
  purposes($("purposes"), store);
  reasons($("reasons"), store);
  ticket($("enter"), store);
  bookings($("bookings"), store);
  bells($("bells"), store);
  lines($("lines"), store);
  lampRule($("lamp-rule"), store);
  bar($("bar"), store);
}

function identity() {
  const ringing = store.console.bells.length;
  fill(
    $("identity"),
    h("div", { class: "tile tile-words" }, "総合案内"),
    h("div", { class: "who" }, h("p", { class: "who-name" }, `受付　${person}`), h("p", {}, officeName)),
    h("div", { class: "spring" }),
    ringing ? h("p", { class: "ringing" }, icon("bell"), `呼出ベル ${ringing}`) : null,
    store.offline
      ? h("p", { class: "chip chip-stopped" }, icon("offline"), "切断中")
      : h("p", { class: "connected" }, h("i", { class: "lamp" }), "接続中"),
    h("p", { class: "today" }, day(now())),
    h("p", { class: "clock", id: "clock" }, time(now())),
    keyButton({ key: "?", text: "キー一覧", action: "keys", keyFirst: true }),
  );
}

function clear() {
  Object.assign(store, { picked: null, reason: null, reasonsOpen: false, found: null, moving: null, ending: false });
  $("note").value = "";
  $("wanted").value = "";
  $("language").value = "ja";
}

const ACTIONS = {
  pick: ({ code }) => pick(code),
  page: () => { store.page += 1; store.changed(); },
  "reason-panel": () => { store.reasonsOpen = !store.reasonsOpen; store.changed(); },
  reason: ({ code }) => { store.reason = store.reason === code ? null : code; store.reasonsOpen = false; store.changed(); },
  issue: () => desk.issue(),
  receive: ({ reservation }) => desk.receive(Number(reservation)),
  "no-show": ({ reservation }) => desk.noShow(Number(reservation)),
  expect: ({ reservation }) => desk.expect(Number(reservation)),
  late: () => desk.receiveLate(),
  filter: ({ code }) => { store.onlyComing = code === "coming"; store.changed(); },
  move: ({ stop }) => { store.moving = store.moving === stop ? null : stop; store.changed(); },
  "move-to": ({ code }) => desk.transfer(store.moving, code),
  priority: ({ stop, code }) => desk.prioritise(stop, code),
  bell: ({ bell }) => (bell ?? store.console?.bells[0]?.bell) && desk.answerBell(bell ?? store.console.bells[0].bell),
  undo: () => desk.undo(),
  search: () => $("wanted").focus(),
  bookings: () => select(0),
  keys: () => $("sheet").showModal(),
  "end-day": () => endDay(),
  "end-day-now": () => desk.endDay(),
  leave: () => { clear(); store.hush(); store.changed(); },
  retry: () => live.retry(),
  machine: ({ code }) => { localStorage.setItem("reception-machine", code); store.machine = code; store.changed(); },
  digit: ({ digit }) => byDigit(digit),
};

/** Ask first: it is the one step that reaches every counter. */
function endDay() {
  if (!store.endsDay || !store.console) return;
  if (!store.console.day_end) store.say("受付の時間中です。1日を終えられるのは、受付が終わってからです");
  else store.ending = !store.ending;
  store.changed();
}

function pick(code) {
  store.picked = store.picked === code ? null : code;
  store.changed();
}

/** In an open choice a digit chooses; else it picks a purpose of the page. */
function byDigit(digit) {
  const region = store.moving || store.reasonsOpen || store.ending ? ".choices" : "#purposes";
  document.querySelector(`${region} [data-digit="${digit}"]`)?.click();
}

/** Move through the bookings by rows. */
function select(by) {
  const rows = [...document.querySelectorAll("#bookings tbody tr")];
  if (!rows.length) return;
  const place = rows.findIndex((row) => row.dataset.reservation === String(store.selected));
  const next = rows[Math.min(rows.length - 1, Math.max(0, (place < 0 ? 0 : place) + by))];
  store.selected = next.dataset.reservation;
  store.changed();
  document.querySelector(`#bookings tr[data-reservation="${store.selected}"]`)?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  F2: "search", F3: "bookings", F4: "late", F9: "bell", Escape: "leave", Backspace: "undo",
  y: "reason-panel", "?": "keys", "/": "move", End: "end-day",
};

document.addEventListener("keydown", (event) => {
  if ($("sheet").open || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const writing = event.target.matches("input, textarea, select");
  if (writing && !/^F\d|Escape/.test(event.key)) return;
  const sign = event.key.length === 1 ? event.key.normalize("NFKC").toLowerCase() : event.key;
  if (sign === "Enter") return pressEnter(event);
  if (sign === "ArrowDown" || sign === "ArrowUp") {
    event.preventDefault();
    return select(sign === "ArrowDown" ? 1 : -1);
  }
  const digit = /^[0-9]$/.test(sign) ? sign : null;
  if (!digit && !(sign in KEYS)) return;
  event.preventDefault();
  if (event.repeat) return;
  if (digit === "0") ACTIONS.page();
  else if (digit) ACTIONS.digit({ digit });
  else if (sign === "/") ACTIONS.move({ stop: String(store.found?.find((one) => one.stop)?.stop ?? "") });
  else if (sign === "Escape" && writing) { event.target.blur(); ACTIONS.leave(); }
  else ACTIONS[KEYS[sign]]({});
});

/** Enter gives the ticket that is being put together, else receives the selected booking. */
function pressEnter(event) {
  if (event.target.matches("button:not([data-action='issue']), a, summary")) return;
  event.preventDefault();
  if (event.repeat || store.resting) return;
  if (store.picked) desk.issue();
  else if (store.selected) desk.receive(Number(store.selected));
}

$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  desk.search($("wanted").value);
  $("wanted").blur();
});
$("note").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); desk.issue(); }
});

document.addEventListener("click", (event) => {
  if (event.detail > 0 && event.target.closest("button")) document.activeElement?.blur();
  const control = event.target.closest("[data-action]");
  if (!control || control.getAttribute("aria-disabled") === "true") return;
  ACTIONS[control.dataset.action]?.({ ...control.dataset });
});

setInterval(() => {
  if (!store.console) return;
  $("clock").textContent = time(now());
  if (store.undo && at(store.undo.until) <= now()) { store.undo = null; store.changed(); }
  const left = store.undo ? (at(store.undo.until) - now()) / 1000 : 0;
  if (left > 0 && $("undo-left")) {
    $("undo-left").textContent = Math.ceil(left);
    $("undo-line").style.width = `${left * 10}%`;
  }
}, 250);

store.onChange(draw);
setInterval(() => live.refresh(), 30_000); // who becomes late does so without any event
live.start();
