// What is changed shows at once: the draft is kept, the list, the self-check and the look follow.
// Everything works without this file, with the button 「案に入れる」.
const editor = document.getElementById("editor");
const FOLLOWING = ["fields", "check", "diff", "steps"];
let sending = Promise.resolve();
let pending = 0;

async function keep() {
  const body = new URLSearchParams(new FormData(editor));
  body.set("do", editor.querySelector("#apply").value);
  const answer = await fetch(editor.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  tell(page);
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
  if (phone) phone.contentWindow.location.reload();
}

function tell(page) {
  document.querySelector(".problem")?.remove();
  const problem = page.querySelector(".problem");
  if (problem) document.getElementById("main").prepend(problem);
}

// One after the other: each change names the revision that the one before it made.
editor?.addEventListener("change", (event) => {
  if (event.target.name === "type") return editor.querySelector("#apply").click(); // other inputs then
  if (!editor.checkValidity()) return;
  pending += 1;
  sending = sending.then(keep).catch(() => {}).finally(() => { pending -= 1; });
});

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

document.getElementById("chosen")?.scrollIntoView({ block: "nearest" });
document.body.dataset.ready = "";
