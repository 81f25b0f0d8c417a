// 手続き判定: one question a screen. The answers stay on this device; only the last step sends them.
import { ApiError, post } from "./api.js";
import { holds } from "./conditions.js";
import { $, show } from "./dom.js";
import { answerIn, drawQuestion } from "./finder_question.js";
import { drawResult } from "./finder_result.js";
import { language, t } from "./texts.js";

const { office } = document.body.dataset;
const questions = JSON.parse($("#questions").textContent);
const form = $("#question");
const go = $("#go");
const STORE = `madoguchi:finder:${office}`;
const KEPT_MS = 24 * 60 * 60 * 1000;
/** null: asked and left open. */
let answers = read();

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE));
    return kept && Date.now() - kept.at < KEPT_MS ? kept.answers : {};
  } catch {
    return {};
  }
}

function keep() {
  try {
    localStorage.setItem(STORE, JSON.stringify({ answers, at: Date.now() }));
  } catch {
    // A full or forbidden storage only means that nothing is kept.
  }
}

const given = () => Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== null));

const path = () => questions.filter((one) => !one.show_if || holds(one.show_if, given()));

// What is not asked any more is not an answer any more.
function prune() {
  const asked = new Set(path().map((one) => one.id));
  const kept = Object.fromEntries(Object.entries(answers).filter(([id]) => asked.has(id)));
  const again = Object.keys(kept).length < Object.keys(answers).length;
  answers = kept;
  if (again) prune();
}

// Nobody knows how many will come before the purpose is chosen: then the figure stays away.
function progress(index, asked) {
  $("#step").textContent = t("question_no", { n: index + 1 });
  const left = asked.length - index - 1;
  const known = asked.length > 1;
  $("#progress").max = known ? asked.length : 10;
  $("#progress").value = index + 1;
  $("#remaining").textContent = !known ? "" : left ? t("questions_left", { n: left }) : t("last_page");
}

function open(index, { remember = true, focus = true } = {}) {
  const asked = path();
  const at = Math.min(index, asked.length - 1);
  const question = asked[at];
  show($("#asking"));
  show($("#result"), false);
  show($("#problem"), false);
  show(go);
  drawQuestion(form, question, answers[question.id]);
  form.dataset.index = at;
  go.textContent = at === asked.length - 1 && asked.length > 1 ? t("to_result") : t("next_question");
  $("#dock-hint").textContent = "";
  progress(at, asked);
  if (remember) history.pushState({ index: at }, "");
  window.scrollTo({ top: 0 });
  if (focus) $("h1", form).focus({ preventScroll: true });
}

async function result({ remember = true } = {}) {
  const body = { answers: given(), office, language };
  const found = await post("/procedure-finder", body);
  show($("#asking"), false);
  show($("#result"));
  show(go, false);
  drawResult($("#result"), found, { office, change: () => open(0) });
  if (remember) history.pushState({ index: "result" }, "");
  window.scrollTo({ top: 0 });
  $("h1", $("#result")).focus({ preventScroll: true });
}

function tell(text) {
  const place = $("#problem");
  place.textContent = text;
  show(place);
  place.focus();
}

async function next() {
  const index = Number(form.dataset.index);
  const question = path()[index];
  const answer = answerIn(form, question);
  if (answer === null && question.required) return tell(t(question.type === "date" ? "date_needed" : "answer_needed"));
  answers[question.id] = answer;
  prune();
  keep();
  return index + 1 < path().length ? open(index + 1) : result();
}

async function guarded(step) {
  go.disabled = true;
  try {
    await step();
  } catch (error) {
    open(path().length - 1, { remember: false });
    tell(error instanceof ApiError ? error.message : t("network"));
  } finally {
    go.disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  guarded(next);
});

$("#back").addEventListener("click", (event) => {
  if (Number(form.dataset.index) === 0) return;
  event.preventDefault();
  history.back();
});

$("#clear").addEventListener("click", () => {
  answers = {};
  keep();
  open(0);
});

// A change of language, a phone that slept: whoever was here before goes on where they stopped.
const firstOpen = () => {
  const at = path().findIndex((one) => !(one.id in answers));
  return at === -1 ? path().length - 1 : at;
};

window.addEventListener("popstate", (event) => {
  const index = event.state?.index ?? 0;
  if (index === "result") guarded(() => result({ remember: false }));
  else open(index, { remember: false });
});

if (history.state?.index === "result") guarded(() => result({ remember: false }));
else {
  const start = history.state?.index ?? firstOpen();
  history.replaceState({ index: 0 }, "");
  for (let n = 1; n <= start; n += 1) history.pushState({ index: n }, "");
  open(start, { remember: false, focus: false });
}
