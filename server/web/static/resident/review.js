// How far the office is with the application, and what it asks the applicant to mend.
import { ApiError, post } from "./api.js";
import { Attached } from "./attachments.js";
import { $, $$, h, show } from "./dom.js";
import { language, misfitText, t } from "./texts.js";

const WORDS = { held: "submitted" };
let send = null;
let files = null;

/** Show `review`, what the office says; `token()` opens it, `again()` looks anew. */
export function paintReview(review, token, again, comes) {
  show($("#review"), Boolean(review));
  if (!review) return;
  const state = $("#review-state");
  const word = WORDS[review.state] ?? review.state;
  state.textContent = state.dataset[!comes && word === "accepted" ? "online" : word];
  $("#review-message").textContent = review.message;
  show($("#review-message"), Boolean(review.message));
  show($("#review-form"), review.state === "asked");
  $("#review-fields").replaceChildren(...review.fields.map(question));
  paintSentAlong(review.attachments);
  takeFiles(token);
  send = () => mend(review.fields, token(), again);
}

const idOf = (field) => `mend-${field.form}-${field.path}`.replaceAll(".", "-");

function paintSentAlong(sent) {
  show($("#sent-along"), sent.length > 0);
  $("#sent-along ul").replaceChildren(...sent.map(([label, n]) => h("li", {}, `${label} ${t("attached", { n })}`)));
}

// Files are sent as soon as they are chosen; the form then only says that all is there.
function takeFiles(token) {
  const fields = $$(".attachment", $("#review-fields"));
  show($("#no-my-number"), fields.length > 0);
  files = new Attached(fields, { find: token, make: async () => token(), gone() {} });
  files.load();
}

function fileQuestion(field, id) {
  const asked = $("#attachment").content.firstElementChild.cloneNode(true);
  for (const one of [asked, ...$$("*", asked)]) {
    for (const name of ["id", "for", "aria-labelledby", "aria-describedby"]) {
      const value = one.getAttribute(name);
      if (value) one.setAttribute(name, value.replaceAll("__path__", id));
    }
  }
  Object.assign(asked.dataset, { form: field.form, attachment: field.path.split(".")[1], most: field.value, path: `${field.form}.${field.path}` });
  $(".field-label", asked).textContent = field.label;
  const accepts = $(".accepts", asked);
  accepts.textContent = accepts.textContent.replace("{n}", field.value);
  return asked;
}

function question(field) {
  const id = idOf(field);
  if (field.type === "attachment") return fileQuestion(field, id);
  return h("div", { class: "field" },
    h("label", { class: "field-label", for: id }, field.label),
    h("p", { class: "field-error", id: `e-${id}`, hidden: true }, h("span", {})),
    input(field, id));
}

function input(field, id) {
  const about = { id, "aria-describedby": `e-${id}` };
  if (field.type === "checkbox") return h("input", { ...about, type: "checkbox", checked: field.value === true });
  if (field.options.length) {
    const chosen = [field.value].flat();
    return h("select", { ...about, multiple: field.type === "multi_choice" }, ...field.options.map(([value, label]) =>
      h("option", { value, selected: chosen.includes(value) }, label)));
  }
  const type = { date: "date", birth_date: "text" }[field.type] ?? "text";
  return h("input", { ...about, type, value: field.value ?? "", autocomplete: "off" });
}

function answerOf(field) {
  const place = document.getElementById(idOf(field));
  if (field.type === "checkbox") return place.checked;
  if (field.type === "multi_choice") return [...place.selectedOptions].map((one) => one.value);
  return place.value;
}

async function mend(fields, token, again) {
  const answers = {};
  await files.settled();
  for (const field of fields.filter(({ type }) => type !== "attachment")) (answers[field.form] ??= {})[field.path] = answerOf(field);
  try {
    await post("/pre-applications/corrections", { token, answers, language });
    again();
  } catch (error) {
    if (error instanceof ApiError && error.fields.length) return wrong(fields, error.fields);
    $("#review-message").textContent = error instanceof ApiError ? error.message : t("network");
    show($("#review-message"));
  }
}

function wrong(fields, errors) {
  let first = null;
  for (const field of fields) {
    const error = errors.find((one) => one.field === `answers.${field.form}.${field.path}`);
    const place = document.getElementById(`e-${idOf(field)}`);
    $("span", place).textContent = error ? misfitText(error, field.label) : "";
    show(place, Boolean(error));
    place.closest(".field").classList.toggle("wrong", Boolean(error));
    if (error) first ??= document.getElementById(idOf(field));
  }
  if (!first) {
    $("#review-message").textContent = misfitText(errors[0]);
    show($("#review-message"));
  }
  first?.focus();
}

$("#review-form").addEventListener("submit", (event) => {
  event.preventDefault();
  send?.();
});
