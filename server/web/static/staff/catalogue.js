// What is changed shows at once: the draft is kept, the list, the self-check and the look follow.
// Everything works without this file, with the button 「案に入れる」.
const editor = document.getElementById("editor");
const FOLLOWING = ["fields", "check", "diff", "steps", "letter-look"];
let sending = Promise.resolve();
let pending = 0;

async function keep() {
  const body = new URLSearchParams(new FormData(editor));
  body.set("do", editor.querySelector("#apply").value);
  const answer = await fetch(editor.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  tell(page);
  tellAtInputs(page);
  if (!answer.ok) return;
  const revision = page.querySelector("#editor [name=revision]").value;
  const before = editor.elements.revision.value;
  for (const id of FOLLOWING) {
    const mine = document.getElementById(id);
    const theirs = page.getElementById(id);
    if (mine && theirs && !mine.contains(document.activeElement)) mine.replaceChildren(...theirs.childNodes);
  }
  for (const one of document.querySelectorAll("[name=revision]")) one.value = revision;
  if (revision === before) return;
  editor.querySelector("legend").textContent = page.querySelector("#editor legend").textContent;
  const paper = document.getElementById("paper");
  if (paper) paper.src = page.getElementById("paper").src;
  const phone = document.getElementById("phone");
  // Not reload(): while the page before is still on its way, that would bring the page before.
  if (phone) phone.contentWindow.location.replace(phone.src);
}

function tell(page) {
  document.querySelector(".problem")?.remove();
  const problem = page.querySelector(".problem");
  if (problem) document.getElementById("main").prepend(problem);
}

// What is wrong stands at its input too, and what was mended no longer does.
function tellAtInputs(page) {
  for (const one of editor.querySelectorAll("[data-wrong]")) one.remove();
  for (const one of editor.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  for (const one of page.querySelectorAll("#editor [data-wrong]")) {
    const input = document.getElementById(`in-${one.dataset.wrong}`);
    if (!input) continue;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", one.id);
    input.before(one);
  }
}

// After the page was read anew the keyboard goes on where it was.
const PLACE = "catalogue-place";
function keepPlace() {
  const { name, value, id } = document.activeElement ?? {};
  sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, name, value, id }));
}
function goToPlace() {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  sessionStorage.removeItem(PLACE);
  if (place.path !== location.pathname || !editor || !place.name) return;
  const wrong = editor.querySelector("[aria-invalid]");
  const same = [...editor.querySelectorAll(`[name="${CSS.escape(place.name)}"]`)];
  (wrong ?? same.find((one) => one.value === place.value) ?? same[0])?.focus();
}

// What a letter speaks of goes where somebody writes, or to the end of the text.
let written = null;
editor?.addEventListener("focusin", (event) => {
  if (event.target.matches("[name=subject], [name=body]")) written = event.target;
});
editor?.addEventListener("click", (event) => {
  const { insert } = event.target.dataset;
  if (!insert) return;
  const into = written ?? editor.elements.body;
  const at = written ? [into.selectionStart, into.selectionEnd] : [into.value.length, into.value.length];
  into.setRangeText(insert, ...at, "end");
  into.focus();
  into.dispatchEvent(new Event("change", { bubbles: true }));
});

// One after the other: each change names the revision that the one before it made.
editor?.addEventListener("change", (event) => {
  if (event.target.matches("[data-reload]")) return editor.requestSubmit(editor.querySelector("#apply")); // other inputs then
  if (!editor.checkValidity()) return;
  pending += 1;
  sending = sending.then(keep).catch(() => {}).finally(() => { pending -= 1; });
});

addEventListener("submit", keepPlace);

// A button that is pressed right after typing waits until what was typed is kept.
document.addEventListener("submit", (event) => {
  if (!pending) return;
  event.preventDefault();
  const { target: form, submitter } = event;
  sending.then(() => form.requestSubmit(
    submitter?.isConnected ? submitter : form.querySelector(`[name=do][value="${submitter?.value}"]`),
  ));
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey) return;
  const button = editor?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button || button.closest("fieldset").disabled) return;
  event.preventDefault();
  document.activeElement?.blur(); // what is typed there counts
  button.click();
});

// What was sent to a printer is looked at until the printer has said how it went.
async function followPrints() {
  const prints = document.getElementById("prints");
  if (!prints?.querySelector("[data-open]")) return;
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.querySelector("#prints ul");
  if (told) prints.querySelector("ul").replaceChildren(...told.childNodes);
  setTimeout(followPrints, 2000);
}
setTimeout(followPrints, 1000);

document.getElementById("chosen")?.scrollIntoView({ block: "nearest" });
goToPlace();
document.body.dataset.ready = "";
