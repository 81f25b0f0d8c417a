// The form, one page after the other. Nothing is sent for keeping before the last page.
import { ApiError, newKey, post } from "./api.js";
import { Attached } from "./attachments.js";
import { answerOf, fieldsIn, shown } from "./answers.js";
import { $, $$, h, show } from "./dom.js";
import { Draft } from "./draft.js";
import { clearMisfits, fieldAt, mended, placeOf, showMisfits, tell } from "./misfits.js";
import { offerAddresses } from "./addresses.js";
import { Parked, offerToPark } from "./park.js";
import { Previous } from "./previous.js";
import { offerReadings } from "./reading.js";
import { emptyTables, offerCopies, watchTables } from "./rows.js";
import { language, t } from "./texts.js";

const { office, service, bookable } = document.body.dataset;
const procedures = document.body.dataset.procedures.split(",");
/** form -> {fields: where the answer of each field is given, given: what nobody is asked for}. */
const places = JSON.parse($("#places").textContent);
const form = $("#form");
const pages = $$(".page", form);
const go = $("#go");
/** How somebody reached the office whose form staff fill in; null: residents do it themselves. */
const channel = new URLSearchParams(location.search).get("channel");
const draft = new Draft(form, `${office}/${procedures}`, channel ? sessionStorage : localStorage);
const parked = new Parked(office, draft);
const attached = new Attached($$(".attachment", form), {
  find: () => parked.known, make: () => parked.secret(), gone: () => parked.forget(),
});
const previous = new Previous(form, draft, !channel && !document.body.dataset.trial);
let current = 0;
/** The answers as the paper will show them, by path; what the last check said. */
let onPaper = {};

const pageOf = (field) => pages.indexOf(field.closest(".page"));

function open(index, { remember = true } = {}) {
  current = Math.max(0, Math.min(index, pages.length - 1));
  const last = current === pages.length - 1;
  pages.forEach((page, n) => show(page, n === current));
  $("#step").textContent = `${current + 1} / ${pages.length}`;
  $("#progress").value = current + 1;
  const left = pages.length - 1 - current;
  $("#remaining").textContent = left ? t("remaining", { n: left }) : t("last_page");
  go.textContent = label(last);
  if (last) review();
  offerCopies(form);
  if (remember) history.pushState({ page: current }, "");
}

function label(last) {
  if (last) return bookable ? t("send") : t("send_only");
  return current === pages.length - 2 ? t("to_review") : t("next");
}

function turnTo(index) {
  clearMisfits();
  open(index);
  window.scrollTo({ top: 0 });
  $("h1", pages[current]).focus({ preventScroll: true });
}

// The server checks with the rules that will count at the end, and keeps nothing.
async function misfits() {
  const told = await post(`/offices/${office}/forms/check`, { forms: answersOfForms() });
  onPaper = Object.fromEntries(Object.entries(told.shown).map(([field, text]) => [placeOn(field), text]));
  return [...placed(told.fields), ...(channel ? [] : attached.missing())];
}

function answersOfForms() {
  return Object.fromEntries(Object.entries(places).map(([code, { fields, given }]) => {
    const asked = Object.entries(fields).map(([key, path]) => [key, fieldAt(path)]).filter(([, field]) => field);
    return [code, { ...given, ...Object.fromEntries(asked.map(([key, field]) => [key, answerOf(field)])) }];
  }));
}

// "FORM.children.0.name" is where that form's field is answered: maybe on a page of another form.
function placeOn(field) {
  const [code, key, ...rest] = field.split(".");
  return [places[code]?.fields[key] ?? `${code}.${key}`, ...rest].join(".");
}

// An answer that several forms use is called wrong once.
function placed(errors) {
  const found = errors.map((error) => ({ ...error, path: placeOn(error.field.replace(/^forms\./, "")) }));
  return found.filter((one, n) => found.findIndex(({ path, code }) => path === one.path && code === one.code) === n);
}

const openPageOf = (field) => pageOf(field) !== current && pageOf(field) >= 0 && open(pageOf(field));

async function next() {
  const last = current === pages.length - 1;
  show($("#restored"), false);
  await attached.settled();
  const wrong = await misfits();
  const here = wrong.filter((error) => last || pageOf(placeOf(error.path) ?? form) === current);
  if (here.length) return showMisfits(here, openPageOf);
  if (last) return send();
  parked.follow();
  return turnTo(current + 1);
}

// The same content is sent with the same key, so that it is taken once.
function keyFor(body) {
  const text = JSON.stringify(body);
  const kept = draft.read()?.sending;
  const key = kept?.text === text ? kept.key : newKey();
  draft.save({ sending: { text, key } });
  return key;
}

function assisted(body) {
  const named = { ...body, channel };
  return post(`/offices/${office}/assisted-applications`, named, keyFor(named));
}

async function send() {
  const body = {
    procedures,
    answers: finderAnswers(),
    forms: answersOfForms(),
    draft: attached.any ? parked.known : null,
    language,
  };
  const taken = await (channel ? assisted(body) : post(`/offices/${office}/pre-applications`, body, keyFor(body)));
  await parked.end();
  previous.keep();
  draft.clear();
  const page = bookable ? `/o/${office}/times/${service}${channel ? `?staff=${channel}` : ""}` : "/booking";
  location.assign(`${page}#${taken.token}`);
}

// What the finder was told on this device; it says why the procedures are needed.
function finderAnswers() {
  try {
    const kept = JSON.parse(localStorage.getItem(`madoguchi:finder:${office}`))?.answers ?? {};
    return Object.fromEntries(Object.entries(kept).filter(([, answer]) => answer !== null));
  } catch {
    return {};
  }
}

function review() {
  const parts = pages.slice(0, -1).map((page, index) =>
    h("section", { class: "review-part" },
      h("header", {},
        h("h2", {}, $("h1", page).textContent),
        h("button", { type: "button", class: "link-button", onclick: () => turnTo(index) }, t("fix")),
      ),
      ...fieldsIn(page).map(answered),
    ),
  );
  $("#review").replaceChildren(...parts);
}

// Choices stay in the language of the page; what was typed is shown as it will be printed.
const isPicked = (field) => ["choice", "multi_choice", "checkbox", "facility_code", "attachment"].includes(field.dataset.type);

/** Numbers that are read at a glance stay in one line. */
const FIGURES = ["phone", "postal_code", "digits", "pension_number", "residence_card_no", "corporate_number", "invoice_number"];

function answered(field) {
  if (field.hidden) return null;
  if (field.dataset.type === "table") {
    return h("div", {}, ...$$(".row", field).map((row) =>
      h("div", {}, h("h3", {}, $("h2", row).textContent), ...fieldsIn(row).map(answered))));
  }
  const typed = shown(field);
  if (!typed) return null;
  const text = isPicked(field) ? typed : (onPaper[field.dataset.path] ?? typed);
  const name = $(".field-label, .option span", field).firstChild.textContent.trim();
  return h("dl", {}, h("div", {}, h("dt", {}, name), h("dd", { class: FIGURES.includes(field.dataset.type) ? "figures" : null }, text)));
}

// Questions that another answer brings up.
function follow() {
  for (const field of $$("[data-show-if]", form)) {
    const wanted = Object.entries(JSON.parse(field.dataset.showIf));
    show(field, wanted.every(([key, values]) => {
      const answer = answerOf($(`[data-path="${key}"]`, form));
      return [answer].flat().some((one) => values.includes(String(one)));
    }));
  }
  for (const field of $$("[data-relation]", form)) {
    show($("[data-other]", field.closest(".field")), field.value === "*");
  }
}

// Characters that offices have lost for years: say that they will be on the paper.
const RARE = /[\u3400-\u4dbf\uf900-\ufaff\u{20000}-\u{3ffff}髙德濵彅栁桒淸邉邊齋齊辻葛][\u{e0100}-\u{e01ef}]?/u;

function tellKept(field) {
  const place = $("[data-kept]", field);
  if (!place) return;
  const rare = $("input", field).value.match(RARE)?.[0];
  show(place, Boolean(rare));
  if (rare) $("span", place).textContent = t("kept_char", { char: rare });
}

/** So many full-width characters stand in a list on the narrowest phone. */
const FITS_A_LIST = 15;

// A list shows only as much of a long name as there is room: below it stands the whole.
function tellPicked(field) {
  const list = $("select[data-whole]", field);
  const name = list?.value ? list.selectedOptions[0].textContent : "";
  if (list) $(".whole", field).textContent = name.length > FITS_A_LIST ? name : "";
}

function changed(event) {
  const field = event?.target.closest?.(".field");
  if (field?.classList.contains("wrong")) mended(field);
  if (field) tellKept(field);
  if (field) tellPicked(field);
  follow();
  previous.follow();
  draft.save();
}

async function submitted(event) {
  event.preventDefault();
  if (go.disabled) return;
  go.disabled = true;
  const text = go.textContent;
  if (current === pages.length - 1) go.textContent = t("sending");
  try {
    await next();
  } catch (error) {
    if (error instanceof ApiError && error.fields.length) showMisfits(placed(error.fields), openPageOf);
    else tell(error instanceof ApiError ? error.message : t("network"));
  } finally {
    go.disabled = false;
    if (go.textContent === t("sending")) go.textContent = text;
  }
}

// Nothing typed is left on this device, and the first page is as new; the saved link stays.
async function startAgain() {
  $("#ask").close();
  await parked.drop();
  attached.clear();
  draft.clear();
  form.reset();
  emptyTables(form);
  show($("#parked"), false);
  onPaper = {};
  follow();
  previous.offer();
  $$('[data-type="name"]', form).forEach(tellKept);
  history.replaceState({ page: 0 }, "");
  clearMisfits();
  open(0, { remember: false });
  inform("cleared");
  window.scrollTo({ top: 0 });
  $("h1", pages[0]).focus({ preventScroll: true });
}

function inform(key) {
  $("#restored").textContent = t(key);
  show($("#restored"));
}

watchTables(form, changed);
offerReadings(form);
offerToPark(parked);
offerAddresses(form);
attached.load();
if (draft.restore()) inform("draft_back");
follow();
previous.offer();
$$('[data-type="name"]', form).forEach(tellKept);
history.replaceState({ page: 0 }, "");
const { at } = document.body.dataset; // staff look at one question of a draft
open(at && fieldAt(at) ? pageOf(fieldAt(at)) : 0, { remember: false });
if (at && fieldAt(at)) fieldAt(at).scrollIntoView({ block: "center" });

$$("select[data-whole]", form).forEach((list) => tellPicked(list.closest(".field")));
show($("#assisted"), Boolean(channel));
form.addEventListener("submit", submitted);
form.addEventListener("input", changed);
form.addEventListener("change", changed);
$("#clear").addEventListener("click", () => $("#ask").showModal());
$("#ask-no").addEventListener("click", () => $("#ask").close());
$("#ask-yes").addEventListener("click", startAgain);
$("#back").addEventListener("click", (event) => {
  if (current === 0) return;
  event.preventDefault();
  history.back();
});
window.addEventListener("popstate", (event) => {
  clearMisfits();
  open(event.state?.page ?? 0, { remember: false });
});
