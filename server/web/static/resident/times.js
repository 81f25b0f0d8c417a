// The calendar: three weeks from Monday, the times of a day, and one button that repeats the choice.
import { ApiError, get, newKey, post } from "./api.js";
import { dayNumber, dayOf, longDay, mondayOf, monthName, plus, shortDay, timeOf, weekdays } from "./calendar.js";
import { $, h, icon, show } from "./dom.js";
import { Hold } from "./hold.js";
import { japanese, language, t } from "./texts.js";
import { chooseWay, chosenWay, offerWays } from "./ways.js";

const { office, service, today, until } = document.body.dataset;
const moves = new URLSearchParams(location.search).has("move");
/** Staff book for somebody, who reached them by phone or otherwise: what is kept for them is shown, too. */
const channel = new URLSearchParams(location.search).get("staff");
const staff = channel !== null;
const theirs = staff ? { staff_share: true } : {};
const WEEKS = 3;
const FEW = 3;
const TIMES_AT_FIRST = 6;

const state = { first: mondayOf(today), slots: [], elsewhere: [], day: null, slot: null, all: false, key: null, mine: null, minutes: 0 };
/** A chosen time is kept for this phone; whoever moves a booking has the old one to fall back on. */
const hold = moves ? null : new Hold(office, service, holdIsOver, theirs);

const token = () => decodeURIComponent(location.hash.slice(1)) || null;
const last = () => plus(state.first, WEEKS * 7 - 1);
const onDay = (day) => state.slots.filter((slot) => dayOf(slot.start) === day);
const freeOn = (day) => onDay(day).reduce((sum, slot) => sum + slot.free, 0);

/** Answers may overtake each other while somebody looks at one way after the other. */
let newest = 0;

async function load() {
  const question = ++newest;
  const from = state.first < today ? today : state.first;
  const range = new URLSearchParams({ service, from, to: last(), minutes: state.minutes, language, ...chosenWay(), ...theirs });
  const { slots, elsewhere } = await get(`/offices/${office}/slots?${range}`);
  if (question === newest) Object.assign(state, { slots, elsewhere });
}

function stateOf(day) {
  if (!onDay(day).length) return day === today ? ["today", t("today"), t("closed_word")] : ["closed", t("closed"), t("closed_word")];
  const free = freeOn(day);
  if (onDay(day).some((slot) => slot.apply_until)) return ["full", t("lots_sign"), t("lots_sign")];
  if (!free) return ["full", t("full"), t("full_word")];
  return free <= FEW ? ["few", icon("few", 14), t("few_word")] : ["free", icon("free", 14), t("free_word")];
}

function dayCell(day, n) {
  const [kind, sign, words] = stateOf(day);
  const number = dayNumber(day, n === 0);
  return h("button", {
    type: "button",
    class: `day ${kind}`,
    disabled: !["free", "few"].includes(kind),
    "aria-pressed": String(day === state.day),
    onclick: () => pickDay(day),
  },
  h("span", { class: "unseen" }, `${longDay(day)} ${words}`),
  h("b", { class: number.length > 3 ? "long" : "", "aria-hidden": "true" }, number),
  h("small", { "aria-hidden": "true" }, day < today ? t("closed") : sign));
}

function slotCell(slot) {
  const chosen = slot.id === state.slot?.id;
  const mine = slot.start === state.mine;
  const left = slot.free ? t("left", { n: slot.free }) : t("full_word");
  const words = mine ? t("mine") : chosen ? t("chosen") : left;
  return h("button", {
    type: "button",
    class: mine ? "slot mine" : "slot",
    disabled: mine || (!slot.free && !chosen),
    "aria-pressed": String(chosen),
    "data-slot": slot.id,
    onclick: () => pickSlot(slot),
  }, h("b", {}, timeOf(slot.start)), h("small", {}, words));
}

function paint() {
  const days = Array.from({ length: WEEKS * 7 }, (_, n) => plus(state.first, n));
  $("#months").textContent = [...new Set(days.map(monthName))].join(japanese ? "・" : ", ");
  $("#days").replaceChildren(...days.map(dayCell));
  show($("#previous"), state.first > mondayOf(today));
  show($("#next"), last() < until);
  paintTimes();
}

function paintTimes() {
  const slots = state.day ? onDay(state.day) : [];
  const minutes = (state.slot ?? slots[0])?.minutes;
  $("#minutes").textContent = minutes ? t("minutes", { n: minutes }) : "";
  const shown = state.all ? slots : slots.slice(0, TIMES_AT_FIRST);
  $("#times-title").textContent = state.day ? t("times_of", { day: longDay(state.day) }) : "";
  show($("#times-title"), Boolean(state.day));
  $("#times").replaceChildren(...shown.map(slotCell));
  const more = $("#more");
  show(more, shown.length < slots.length);
  if (slots.length) more.textContent = t("more_times", { time: timeOf(slots.at(-1).start) });
  const none = !state.slots.some((slot) => slot.free) && !state.slot;
  show($("#none"), none);
  paintElsewhere(none && !moves && !appliesUntil() ? state.elsewhere : []);
  paintWait(none);
  const go = $("#go");
  go.disabled = !state.slot;
  go.textContent = state.slot ? repeated() : t("choose_time");
}

// The first of these days for which people apply ends then; a draw that is due is not waited for.
const appliesUntil = () => state.slots.map((slot) => slot.apply_until).filter((until) => until && dayOf(until) > today).sort()[0];

// Nothing is free: wait for it, or apply for the draw that gives these times.
function paintWait(none) {
  const until = appliesUntil();
  if (!$("#wait-form") || moves) return;
  if (until) show($("#none"), false);
  show($("#wait-form"), none || Boolean(until));
  show($("#mail-field"), !none);
  if (!until) return;
  $("#wait-form label").textContent = t("lots");
  $("#wait-hint").textContent = t("lots_hint", { until: `${longDay(dayOf(until))} ${timeOf(until)}` });
  $("#wait-form button").textContent = t("lots_go");
}

// Forms that were sent go along: their code stands in the fragment, as on this page.
function paintElsewhere(offices) {
  show($("#elsewhere"), offices.length > 0);
  show($("#elsewhere-ask"), offices.some(({ serves }) => serves === "ask_first"));
  $("#elsewhere ul").replaceChildren(...offices.map((one) => {
    const when = `${longDay(dayOf(one.start))} ${timeOf(one.start)}`;
    const far = one.km === null ? [] : [h("small", {}, t("km", { km: one.km }))];
    const name = h("span", {}, one.office_name, ...far, h("small", {}, h("b", {}, t("from_when", { when }))));
    return h("li", {}, h("a", { class: "choice-link", href: `/o/${one.office}/times/${service}${location.hash}` }, name, icon("next")));
  }));
}

function repeated() {
  const { start } = state.slot;
  return t(moves ? "move_this" : "book_this", { day: shortDay(dayOf(start)), time: ` ${timeOf(start)}`.slice(japanese ? 0 : 1) });
}

// Keyboards keep their place although the grid is painted anew.
function repaint(focused) {
  paint();
  $(focused)?.focus();
}

function pickDay(day) {
  Object.assign(state, { day, slot: null, all: false });
  repaint('.day[aria-pressed="true"]');
}

async function pickSlot(slot) {
  Object.assign(state, { slot, key: newKey() });
  repaint('.slot[aria-pressed="true"]');
  if (!hold) return;
  $("#go").disabled = true;
  try {
    await hold.take(slot, state.minutes);
    $("#go").disabled = state.slot !== slot;
  } catch (error) {
    await refused(error);
  }
}

function holdIsOver() {
  state.slot = null;
  refresh().then(() => tell(t("hold_over")));
}

function otherWay() {
  Object.assign(state, { slot: null, all: false });
  refresh();
}

async function turn(weeks) {
  Object.assign(state, { first: plus(state.first, weeks * 7), slot: null, all: false });
  await refresh();
}

async function refresh() {
  try {
    await load();
    const mine = state.mine && dayOf(state.mine);
    const free = (day) => day === mine || freeOn(day) > 0;
    const days = [...new Set(state.slots.map((slot) => dayOf(slot.start)))];
    if (!state.day || !free(state.day) || !days.includes(state.day)) state.day = days.find(free) ?? null;
    paint();
  } catch (error) {
    tell(error instanceof ApiError ? error.message : t("network"));
  }
}

// The time that is held now; without it the page works all the same.
async function findMine() {
  if (!token()) return;
  try {
    if (!moves) {
      const { needs_min: needs, wished } = await post("/pre-applications/show", { token: token(), language });
      state.minutes = needs;
      chooseWay(wished);
      return;
    }
    const { start, minutes, method, venue } = await post("/reservations/show", { token: token(), language });
    Object.assign(state, { mine: start, minutes });
    chooseWay(method, venue);
    state.day = dayOf(state.mine);
    state.all = true;
    if (plus(mondayOf(today), WEEKS * 7) <= state.day) state.first = mondayOf(state.day);
  } catch {
    state.mine = null;
  }
}

async function book() {
  const held = token();
  if (moves) {
    await post("/reservations/move", { token: held, slot: state.slot.id, ...theirs }, state.key);
    return held;
  }
  const body = { service, slot: state.slot.id, language, ...theirs, ...(channel ? { channel } : {}) };
  if (held) body.pre_application = held;
  if (hold?.secret) body.hold = hold.secret;
  const email = $("#email")?.value.trim();
  if (email) body.contact = { email };
  return (await post(`/offices/${office}/reservations`, body, state.key)).token;
}

async function submitted() {
  const go = $("#go");
  go.disabled = true;
  try {
    location.replace(`/booking${moves ? "?moved" : ""}#${await book()}`);
  } catch (error) {
    go.disabled = false;
    await refused(error);
  }
}

// Said where it is to be mended; the time that was chosen stays.
function emailIsWrong() {
  show($("#e-email"));
  $("#mail-field").classList.add("wrong");
  $("#email").setAttribute("aria-invalid", "true");
  $("#email").focus();
}

async function refused(error) {
  if (error.fields?.some(({ field }) => field === "contact.email")) return emailIsWrong();
  if (error.code === "slot_full") {
    const offered = (error.body.alternatives ?? error.body.error?.alternatives ?? []).slice(0, 3);
    state.slot = null;
    await refresh();
    tell(t("slot_gone"), offered.map(alternative));
  } else {
    tell(error instanceof ApiError ? error.message : t("network"));
  }
}

function alternative(slot) {
  const choose = () => {
    Object.assign(state, { day: dayOf(slot.start), first: mondayOf(dayOf(slot.start)), all: true });
    refresh().then(() => pickSlot(slot));
    show($("#summary"), false);
  };
  const words = `${longDay(dayOf(slot.start))} ${timeOf(slot.start)}`;
  return h("li", {}, h("button", { type: "button", class: "link-button", onclick: choose }, words));
}

function tell(title, items = []) {
  const summary = $("#summary");
  $("h2 span", summary).textContent = title;
  $("ul", summary).replaceChildren(...items);
  show(summary);
  summary.focus();
  window.scrollTo({ top: 0 });
}

// Nothing is free: whoever leaves an address is told of the next time that is.
async function wait(event) {
  event.preventDefault();
  const email = $("#wait-email").value.trim();
  const from = state.first < today ? today : state.first;
  const body = { service, from, to: last() < until ? last() : until, email, language, ...chosenWay() };
  if (token()) body.pre_application = token();
  try {
    const entry = await post(`/offices/${office}/waiting-list`, body);
    location.assign(`/wait#${entry.token}`);
  } catch (error) {
    tell(error.fields?.length ? t("email_wrong") : error instanceof ApiError ? error.message : t("network"));
  }
}

show($("#for-somebody"), staff);
if (moves) {
  $("#title").textContent = $("#title").dataset.move;
  $("#mail-field")?.remove();
}
// Forms that were sent are not lost without a time: their QR is one step back.
if (token()) $("#back").href = `/booking#${token()}`;
$("#weekdays").replaceChildren(...weekdays().map((name) => h("span", {}, name)));
$("#next").addEventListener("click", () => turn(WEEKS));
$("#previous").addEventListener("click", () => turn(-WEEKS));
$("#more").addEventListener("click", () => {
  state.all = true;
  paintTimes();
});
$("#go").addEventListener("click", submitted);
$("#wait-form")?.addEventListener("submit", wait);
offerWays(otherWay);
findMine().then(refresh);
