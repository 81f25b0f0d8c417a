// My turn: the number, who is before me, and the whole screen yellow when it is now.
import { openLine } from "/assets/line.js";
import { watcher } from "./api.js";
import { clock, inMinutes, setByOffice } from "./clock.js";
import { $, $$, h, icon, putNumber, show } from "./dom.js";
import { plan } from "./plan.js";
import { allow, ring } from "./sound.js";
import { japanese, nameIn, t } from "./texts.js";
import { askForCode } from "./turn_code.js";

const POLL_MS = 3000;
const POLL_WITH_SOCKET_MS = 15_000;
const STALE_MS = 20_000;
const MOST_FIGURES = 4;
const ROUND_TO_MIN = 5;
const NEAR = 1;

const WAITING = "waiting";
const CALLED = "called";
const SERVING = "serving";
/** States in which nobody is called any more. */
const OVER = ["done", "withdrawn", "expired"];

let ask = null;
let last = null;
let heardAt = Date.now();
let socketLives = false;
let timer = 0;

const code = () => decodeURIComponent(location.hash.slice(1)).trim();

function start() {
  ask = watcher(`/visits/${encodeURIComponent(code())}`);
  last = null;
  poll();
  listen();
}

async function poll() {
  clearTimeout(timer);
  if (!code()) return missing();
  try {
    const turn = await ask();
    heardAt = Date.now();
    if (turn) take(turn);
    else tellTime();
  } catch (error) {
    if (error.status === 404) return missing();
    tellTime();
  }
  if (!OVER.includes(last?.state)) timer = setTimeout(poll, socketLives ? POLL_WITH_SOCKET_MS : POLL_MS);
}

// The socket brings news at once; asking goes on, only less often.
function listen() {
  if (!window.io || listen.socket) return;
  listen.socket = openLine("/visit");
  listen.socket.on("connect", () => {
    socketLives = true;
    listen.socket.emit("watch", { visit_code: code() });
  });
  listen.socket.on("disconnect", () => {
    socketLives = false;
  });
  listen.socket.on("turn", (turn) => {
    heardAt = Date.now();
    if (turn) take(turn);
  });
}

// Who has chosen no language here gets the one of the ticket.
function speaksAnother(language) {
  const isChosen = "languageIsChosen" in $("#main").dataset || location.search.includes("lang=");
  return !isChosen && Boolean(language) && language !== document.body.dataset.language;
}

async function take(turn) {
  const before = last;
  if (!before && speaksAnother(turn.language)) {
    location.replace(`?lang=${turn.language}${location.hash}`);
    return;
  }
  last = turn;
  if (!before) await setByOffice(turn.office);
  paint(turn);
  announce(turn, before);
}

function announce(turn, before) {
  const calledNow = turn.state === CALLED && (before?.state !== CALLED || before.since !== turn.since);
  const nearNow = turn.state === WAITING && turn.ahead <= NEAR && before && !(before.ahead <= NEAR);
  if (calledNow) {
    restart(document.body, "fresh");
    const there = { web: $("#join").textContent, phone: $("#ring").textContent }[turn.remote];
    const place = there ?? `${turn.counter}${$(".tile-word").textContent}`;
    $("#say").textContent = `${$(".now").textContent} ${turn.label} ${place}`;
  }
  if ((calledNow && before) || nearNow) ring();
}

function restart(element, name) {
  element.classList.remove(name);
  void element.offsetWidth;
  element.classList.add(name);
}

function paint(turn) {
  const called = turn.state === CALLED;
  document.body.classList.toggle("is-called", called);
  $("#office-name").textContent = nameIn(turn.office_names);
  $("#office-name").href = `/o/${turn.office}`;
  for (const place of $$("[data-number]")) putNumber(place, turn.label);
  document.title = called ? `${$(".now").textContent} ${turn.label}` : turn.label;
  show($("#called"), called);
  show($("#waiting"), !called);
  show($("#missing"), false);
  show($("#dock"));
  show($("#keep"), called && !turn.remote);
  show($("#foot"), !called);
  document.dispatchEvent(new CustomEvent("turn", { detail: turn }));
  paintRemote(turn);
  if (called) paintCall(turn);
  else paintWait(turn);
  tellTime();
}

// Who stays at home is called into the web meeting, or on the phone.
function paintRemote(turn) {
  const way = $("#remote");
  show(way, Boolean(turn.remote) && turn.state === WAITING);
  way.textContent = way.dataset[turn.remote] ?? "";
  show($("#tile"), !turn.remote);
  show($("#back-at").parentElement, !turn.remote);
  const now = [CALLED, SERVING].includes(turn.state);
  show($("#join"), now && Boolean(turn.meeting_url));
  show($("#ring"), turn.state === CALLED && turn.remote === "phone");
  if (turn.meeting_url) $("#join").href = turn.meeting_url;
}

function paintCall(turn) {
  putNumber($("#counter"), turn.counter);
  $("#floor").textContent = nameIn(turn.area_names);
  const way = $("#way");
  const arrow = { left: "arrow-left", right: "arrow-right", ahead: "arrow-ahead", behind: "arrow-behind" }[turn.direction];
  way.replaceChildren(...(arrow ? [icon(arrow, 32), t(`${turn.direction}_way`)] : []));
  paintPlan(turn);
  $("#called-at").textContent = t("called_at", { time: clock(turn.since) });
}

function paintPlan(turn) {
  const drawn = turn.remote ? null : plan(turn);
  show($("#plan"), Boolean(drawn));
  if (!drawn) return;
  $("#plan-words").textContent = t("plan_title", { n: turn.counter, way: t(`${turn.direction}_way`) });
  $("#plan").replaceChildren(drawn, $("#plan-words"));
}

function paintWait(turn) {
  const waits = turn.state === WAITING;
  for (const id of ["line", "ahead", "wait", "promise"]) show($(`#${id}`), waits);
  show($(".sound"), waits);
  show($("#room-full"), waits && Boolean(turn.room_full));
  const note = $("#state");
  show(note, !waits);
  if (!waits) {
    note.textContent = t(`state_${turn.state}`);
    return;
  }
  paintLine(turn.ahead);
  paintEstimate(turn.wait ?? { state: "unknown" });
}

function figure(size, words, own) {
  return h("span", { class: own ? "you" : "" }, icon("person", size), words);
}

function paintLine(ahead) {
  const others = Array.from({ length: Math.min(ahead, MOST_FIGURES) }, () =>
    figure(40, $("#line").dataset.before, false));
  const more = ahead > MOST_FIGURES ? [h("b", {}, "…")] : [];
  $("#line").replaceChildren(...more, ...others, figure(56, $("#line").dataset.you, true));
  const [before, after = ""] = ahead ? t("ahead", { n: "\u0000" }).split("\u0000") : [t("ahead_none")];
  $("#ahead").replaceChildren(before, ...(ahead ? [h("strong", {}, String(ahead)), after] : []));
}

function paintEstimate(wait) {
  const known = wait.state === "estimate";
  $("#range").textContent = known ? t("wait_range", wait) : t(`wait_${wait.state}`);
  $("#back-at").textContent = backAt(wait);
  $("#promise").textContent = known ? t("promise", wait) : t(wait.state === "soon" ? "soon_promise" : "measuring");
}

function backAt(wait) {
  const minutes = { estimate: earliest(wait), soon: 0 }[wait.state];
  if (minutes === undefined) return "―";
  return minutes ? clock(inMinutes(minutes)) : t("back_now");
}

/** Whoever is outside comes back before almost anybody would be called, not when most are. */
function earliest({ lo90: early }) {
  return Math.floor(early / ROUND_TO_MIN) * ROUND_TO_MIN;
}

function tellTime() {
  const stale = Date.now() - heardAt > STALE_MS;
  const where = last && !last.remote ? t("floor_wait", { where: places(last) }) : "";
  $("#area").replaceChildren(...(where ? [icon("screen"), where] : []));
  const time = $("#updated");
  time.classList.toggle("stale", stale);
  time.replaceChildren(...(stale ? [t("stale")] : [icon("refresh", 18), t("updated", { time: clock(inMinutes(0)) })]));
}

function places(turn) {
  const numbers = [...(turn.counters ?? [])].map(Number).sort((one, other) => one - other);
  const named = spans(numbers).join("・");
  return !japanese ? t("at_counter", { n: named }) : `${turn.area} ${named}番窓口`;
}

// 1, 2, 3, 4 and 30 are 「1〜4・30」, as the ticket says it.
function spans(numbers) {
  const runs = [];
  for (const number of numbers) {
    if (runs.at(-1)?.at(-1) === number - 1) runs.at(-1).push(number);
    else runs.push([number]);
  }
  const named = runs.flatMap((run) => (run.length > 3 ? [`${run[0]}〜${run.at(-1)}`] : run));
  return named.length > 3 ? [`${numbers[0]}〜${numbers.at(-1)}`] : named;
}

function missing() {
  document.body.classList.remove("is-called");
  for (const id of ["waiting", "called", "dock"]) show($(`#${id}`), false);
  askForCode(code());
}

$("#sound").addEventListener("change", (event) => event.target.checked && allow());
window.addEventListener("hashchange", () => location.reload());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && poll());
start();
