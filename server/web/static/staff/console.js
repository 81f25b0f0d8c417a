// The counter console: one store, the views over it, and the keys.

import { mustAskBeforeClosing, SEVERAL, told, VISIT_PANELS } from "./actions.js";
import { at, now, stopwatch, time } from "./clock.js";
import { Desk } from "./desk.js";
import { IdleLock } from "./idle-lock.js";
import { actionOf } from "./keys.js";
import { Live } from "./live.js";
import { Store } from "./store.js";
import { bar } from "./views/bar.js";
import { enter, matches } from "./views/enter.js";
import { identity } from "./views/identity.js";
import { idle, idleTools } from "./views/idle.js";
import { lists } from "./views/lists.js";
import { due } from "./views/due.js";
import { meanwhile } from "./views/meanwhile.js";
import { Papers } from "./views/papers.js";
import { strip } from "./views/strip.js";
import { takenOver } from "./views/taken-over.js";
import { visit } from "./views/visit.js";

const { office, counter, person } = document.body.dataset;
const officeApi = `/api/v1/offices/${office}`;
const counterApi = `${officeApi}/counters/${counter}`;
const place = {
  office, counter, person, officeApi, counterApi,
  console: counterApi,
  login: `/staff/login?next=${encodeURIComponent(location.pathname)}`,
};
const $ = (id) => document.getElementById(id);

const store = new Store();
store.typed = "";
store.chosen = null;
store.note = "";
store.othersOpen = false;
store.places = JSON.parse(document.body.dataset.places);
store.services = JSON.parse(document.body.dataset.services);
store.rooms = JSON.parse(document.body.dataset.rooms);
store.papers = JSON.parse(document.body.dataset.papers);
store.taken = [];
store.reason = "";
document.documentElement.style.setProperty("--accent", document.body.dataset.accent);
const live = new Live(store, place);
const desk = new Desk(store, live, place);
const papers = new Papers($("papers"), place);
store.printable = () => papers.printable;

function draw() {
  const { console } = store;
  strip($("strip"), store);
  if (!console) return;
  document.body.dataset.mode = console.current ? "visit" : "idle";
  document.body.dataset.ready = "true";
  document.body.toggleAttribute("data-busy", store.pending !== null);
  document.body.dataset.pending = store.pending ?? "";
  identity($("identity"), store, place);
  takenOver($("taken-over"), $("question"), store, place);
  visit($("visit"), store);
  papers.of(console.current, console.prints, store.mayAct);
  enter(console.current ? $("enter") : $("enter-idle"), store);
  (console.current ? $("enter-idle") : $("enter")).replaceChildren();
  idle($("idle-head"), $("idle-body"), store);
  meanwhile($("meanwhile"), store);
  due($("due"), store);
  lists($("next"), $("lists"), store);
  idleTools($("idle-tools"), store);
  bar($("bar"), store);
  announce(console.undo);
}

/** Tell screen readers once what each command did. */
let announced = null;
function announce(undo) {
  if (!undo || undo.until === announced) return;
  announced = undo.until;
  const { what, then } = told(undo.done);
  $("said").textContent = `${what}。${then}`;
}

/** What moves by itself: clocks, the stopwatch, the line of undo. */
function tick() {
  const { console } = store;
  if (!console) return;
  $("clock").textContent = time(now());
  if (console.current && $("stopwatch")) $("stopwatch").textContent = stopwatch(console.current.since);
  const past = $("usual-past");
  if (past) {
    const minutes = (now() - at(past.dataset.since)) / 60_000;
    past.style.width = `${Math.min(100, (minutes / past.dataset.scale) * 100)}%`;
  }
  const left = console.undo ? (at(console.undo.until) - now()) / 1000 : 0;
  if (left > 0 && $("undo-line")) {
    $("undo-line").style.width = `${(left / console.undo.seconds) * 100}%`;
    $("undo-left").textContent = Math.ceil(left);
  } else if ($("bar").classList.contains("undo")) bar($("bar"), store);
  for (const id of ["enter", "enter-idle"]) $(id).toggleAttribute("data-resting", store.resting);
  if (store.offline || store.message) strip($("strip"), store);
}

const ACTIONS = {
  next: () => (store.asking ? desk.takeOver() : store.panel in SEVERAL ? severalDone() : desk.next()),
  round: () => openSeveral("round", store.console?.current),
  "round-add": ({ code }) => take(code),
  "paper-add": ({ code }) => take(code),
  "several-done": () => severalDone(),
  "send-then": ({ code }) => desk.sendThen(code),
  seat: ({ code }) => desk.seat(code),
  tick: ({ task, done }) => desk.tick(task, done === "true"),
  recall: () => desk.step("recall"),
  miss: () => desk.step("miss"),
  undo: () => desk.step("undo"),
  break: () => desk.step("break"),
  close: () => close(),
  "close-now": () => desk.step("close"),
  "end-day": () => endDay(),
  "end-day-now": () => desk.step("end-day"),
  hold: () => openIf("hold", store.console?.current?.state === "serving"),
  send: () => openIf("send", store.console?.current?.state === "serving"),
  issue: () => openIf("issue", store.console),
  reprint: () => store.console?.current && openIf("print", true),
  "print-papers": ({ code }) => orderPapers(code.split(" ")),
  "print-at": ({ code }) => desk.print(store.wanted, Number(code)),
  help: () => store.mayAct && desk.callForHelp(),
  "hand-over": () => handOver(),
  "hand-to": ({ code }) => desk.handTo(code),
  "change-person": () => $("leave-counter").submit(),
  number: ({ digit }) => choose(digit) || startNumber(digit),
  lock: () => store.console && !store.console.current && lock.lockNow(),
  keys: () => $("sheet").showModal(),
  leave: () => leave(),
  bell: ({ bell }) => store.console?.bells[0] && desk.answerBell(bell ?? store.console.bells[0].bell),
  retry: () => live.retry(),
  "take-over": () => store.lookingOn && desk.takeOver(),
  "leave-counter": () => location.assign("/staff"),
  "hold-reason": ({ code }) => desk.hold(code),
  "send-to": ({ code }) => sendTo(code),
  "send-how": ({ code }) => desk.sendOn(store.target, code, store.note),
  "issue-for": ({ code }) => issueFor(code),
  "issue-line": () => desk.issue(store.chosen, { atOnce: false }),
  "issue-now": () => desk.issue(store.chosen, { atOnce: true }),
  "call-label": ({ label }) => desk.call(label),
  serve: () => serveTyped(),
  withdraw: ({ stop }) => desk.withdraw(stop),
  others: () => { store.othersOpen = !store.othersOpen; store.changed(); },
  return: ({ stop }) => desk.takeBack(stop),
};

function openIf(panel, fits) {
  if (fits && store.mayAct) store.show(panel);
}

/** In an open choice a digit chooses. */
function choose(digit) {
  if (![...VISIT_PANELS, "close", "end-day"].includes(store.panel)) return false;
  document.querySelector(`.choices [data-digit="${digit}"]`)?.click();
  return true;
}

/** A hand-over is prepared first, so it has no place yet; any other line asks which place. */
function sendTo(code) {
  store.target = store.places.find((one) => one.code === code);
  store.note = "";
  if (store.target.hands_over) {
    const papers = store.papers[store.console.current.service];
    return papers.length ? openSeveral("handover-papers", true) : desk.sendOn(store.target);
  }
  return store.show("send-how");
}

function openSeveral(panel, fits) {
  store.taken = [];
  store.note = "";
  openIf(panel, fits);
}

/** A desk is taken or left again; of a paper one copy more. */
function take(code) {
  const isDesk = store.panel === "round";
  store.taken = isDesk && store.taken.includes(code) ? store.taken.filter((one) => one !== code) : [...store.taken, code];
  store.changed();
}

function severalDone() {
  if (store.panel === "round") return desk.planRound(store.taken, store.note);
  const papers = [...new Set(store.taken)].map((code) => ({
    code, copies: store.taken.filter((one) => one === code).length,
  }));
  return desk.sendOn(store.target, "keep", "", papers);
}

/** With one machine the papers go there; with several the clerk says where. */
function orderPapers(documents) {
  const { machines } = store.console;
  if (!machines.length) return store.say("いま印刷できる機械がありません。発券機の電源と通信を確かめてください");
  if (machines.length === 1) return desk.print(documents, machines[0].device);
  store.wanted = documents;
  return store.show("print-where");
}

/** Two screens at one counter: F7 takes over, or gives back, or hands on. */
function handOver() {
  if (store.lookingOn) return desk.takeOver();
  return openIf("hand-over", store.console);
}

function close() {
  const { console } = store;
  if (!console || console.current || !store.mayAct) return;
  if (mustAskBeforeClosing(console) && console.counter.state !== "closed") store.show("close");
  else desk.step("close");
}

/** The key alone ends nothing: it shows who is left and what becomes of them. */
function endDay() {
  const { console } = store;
  if (!console || !store.mayAct) return;
  if (console.current) store.say(`${console.current.label} を終了か保留にしてから、1日を終えてください`);
  else if (!console.day_end) store.say("受付の時間中です。1日を終えられるのは、受付が終わってからです");
  else store.show("end-day");
}

/** Between two visits somebody without a ticket can be served at once. */
function issueFor(service) {
  store.chosen = service;
  if (store.console.current) return desk.issue(service, { atOnce: false });
  return store.changed();
}

function startNumber(digit) {
  if (!store.mayAct) return;
  const { current } = store.console;
  if (current) return store.say(`${current.label} を終了か保留にしてから、番号を指定してください`);
  store.typed = digit ?? "";
  store.reason = "";
  store.panel = "number";
  store.changed();
}

function leave() {
  if (store.asking) return location.assign("/staff");
  store.typed = "";
  store.chosen = null;
  store.panel = null;
  store.hush();
  store.changed();
}

function callTyped() {
  const label = takeTyped();
  if (label) desk.call(label, store.reason);
}

function serveTyped() {
  const label = takeTyped();
  if (label) desk.serve(label, store.reason);
}

/** Return whom the digits mean, and forget them. */
function takeTyped() {
  const typed = store.typed.trim().toUpperCase();
  if (!typed) return null;
  store.typed = "";
  const found = matches(store.console, typed);
  if (found.length === 1) return found[0].label;
  const prefix = store.console.counter.queues[0]?.prefix ?? "";
  return /^\d+$/.test(typed) ? `${prefix}${typed.padStart(3, "0")}` : typed;
}

document.addEventListener("keydown", (event) => {
  if (["given", "given-reason"].includes(event.target.id)) return typing(event);
  if (event.target.id === "round-note" && event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    return severalDone();
  }
  if ($("sheet").open) return;
  // Cut off, F5 must not load the page anew: there is nothing to load it from.
  const meant = event.key === "F5" && store.offline ? { action: "retry" } : actionOf(event);
  if (!meant) return;
  event.preventDefault();
  if (!event.repeat) ACTIONS[meant.action]?.(meant);
});

function typing(event) {
  if (event.key === "Enter" && !event.isComposing && !event.repeat) {
    event.preventDefault();
    if (event.shiftKey) serveTyped();
    else callTyped();
  }
  else if (event.key === "Escape") leave();
}

document.addEventListener("input", (event) => {
  if (event.target.id === "given-reason") store.reason = event.target.value;
  if (["send-note", "round-note"].includes(event.target.id)) store.note = event.target.value;
  if (event.target.id !== "given") return;
  store.typed = event.target.value.normalize("NFKC").toUpperCase();
  store.changed();
});

document.addEventListener("click", (event) => {
  // After a click with the mouse the keys belong to the counter again, not to the button.
  if (event.detail > 0 && event.target.closest("button, summary")) document.activeElement?.blur();
  const control = event.target.closest("[data-action]");
  if (!control || control.getAttribute("aria-disabled") === "true") return;
  ACTIONS[control.dataset.action]?.({ ...control.dataset, digit: undefined });
});

const lock = new IdleLock(() => store.console && !store.console.current && !store.offline);

store.onChange(draw);
setInterval(tick, 250);
live.start();
