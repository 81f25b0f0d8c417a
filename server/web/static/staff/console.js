// The counter console: one store, the views over it, and the keys.

import { told } from "./actions.js";
import { at, now, stopwatch, time } from "./clock.js";
import { Desk } from "./desk.js";
import { actionOf } from "./keys.js";
import { Live } from "./live.js";
import { Store } from "./store.js";
import { bar } from "./views/bar.js";
import { enter, matches } from "./views/enter.js";
import { identity } from "./views/identity.js";
import { idle, idleTools } from "./views/idle.js";
import { lists } from "./views/lists.js";
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
store.places = JSON.parse(document.body.dataset.places);
store.services = JSON.parse(document.body.dataset.services);
document.documentElement.style.setProperty("--accent", document.body.dataset.accent);
const live = new Live(store, place);
const desk = new Desk(store, live, place);
const papers = new Papers($("papers"), place);

function draw() {
  const { console } = store;
  strip($("strip"), store);
  if (!console) return;
  document.body.dataset.mode = console.current ? "visit" : "idle";
  document.body.dataset.ready = "true";
  document.body.toggleAttribute("data-busy", store.pending !== null);
  document.body.dataset.pending = store.pending ?? "";
  identity($("identity"), store, place);
  takenOver($("taken-over"), store, place);
  visit($("visit"), store);
  papers.of(console.current);
  enter(console.current ? $("enter") : $("enter-idle"), store);
  (console.current ? $("enter-idle") : $("enter")).replaceChildren();
  idle($("idle-head"), $("idle-body"), store);
  meanwhile($("meanwhile"), store);
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
  next: () => desk.next(),
  recall: () => desk.step("recall"),
  miss: () => desk.step("miss"),
  undo: () => desk.step("undo"),
  break: () => desk.step("break"),
  close: () => desk.step("close"),
  hold: () => openIf("hold", store.console?.current?.state === "serving"),
  send: () => openIf("send", store.console?.current?.state === "serving"),
  issue: () => openIf("issue", store.console && !store.console.current),
  number: ({ digit }) => choose(digit) || startNumber(digit),
  keys: () => $("sheet").showModal(),
  leave: () => leave(),
  bell: () => store.console?.bells[0] && desk.answerBell(store.console.bells[0].bell),
  retry: () => live.retry(),
  "take-over": () => store.lookingOn && desk.takeOver(),
  "hold-reason": ({ code }) => desk.hold(code),
  "send-to": ({ code }) => desk.sendOn(code),
  "issue-for": ({ code }) => desk.issue(code),
  "call-label": ({ label }) => desk.call(label),
  return: ({ stop }) => desk.takeBack(stop),
};

function openIf(panel, fits) {
  if (fits && store.mayAct) store.show(panel);
}

/** In an open choice a digit chooses. */
function choose(digit) {
  if (!["hold", "send", "issue"].includes(store.panel)) return false;
  document.querySelector(`.choices [data-digit="${digit}"]`)?.click();
  return true;
}

function startNumber(digit) {
  if (!store.mayAct) return;
  const { current } = store.console;
  if (current) return store.say(`${current.label} を終了か保留にしてから、番号を指定してください`);
  store.typed = digit ?? "";
  store.panel = "number";
  store.changed();
}

function leave() {
  store.typed = "";
  store.panel = null;
  store.hush();
  store.changed();
}

function callTyped() {
  const typed = store.typed.trim().toUpperCase();
  if (!typed) return;
  const found = matches(store.console, typed);
  const prefix = store.console.counter.queues[0]?.prefix ?? "";
  const label = /^\d+$/.test(typed) ? `${prefix}${typed.padStart(3, "0")}` : typed;
  store.typed = "";
  desk.call(found.length === 1 ? found[0].label : label);
}

document.addEventListener("keydown", (event) => {
  if (event.target.id === "given") return typing(event);
  if ($("sheet").open) return;
  // Cut off, F5 must not load the page anew: there is nothing to load it from.
  const meant = event.key === "F5" && store.offline ? { action: "retry" } : actionOf(event);
  if (!meant) return;
  event.preventDefault();
  if (!event.repeat) ACTIONS[meant.action]?.(meant);
});

function typing(event) {
  if (event.key === "Enter" && !event.isComposing && !event.repeat) callTyped();
  else if (event.key === "Escape") leave();
}

document.addEventListener("input", (event) => {
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

store.onChange(draw);
setInterval(tick, 250);
live.start();
