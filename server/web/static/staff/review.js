// Keys of the review pages. Everything works without this file; keys only press what is there.
const inText = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");

function pressed(event) {
  if (event.repeat || event.altKey || event.metaKey) return;
  const name = `${event.ctrlKey ? "Control+" : ""}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
  if (inText(event.target) && !["Control+Enter", "Escape"].includes(name)) return;
  if (name === "Enter" && event.target.closest("a, button")) return;
  if (name === "ArrowDown" || name === "ArrowUp") return step(event, name === "ArrowDown" ? 1 : -1);
  const target = document.querySelector(`[data-key="${CSS.escape(name)}"]:not([disabled])`);
  if (!target) return editFocused(event, name);
  event.preventDefault();
  target.click();
}

// In the list the next person opens; beside the paper and over several offices the next row is reached.
function step(event, by) {
  const people = [...document.querySelectorAll(".inbox a:not([data-row])")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const list = people.length ? people : rows;
  if (!list.length) return;
  event.preventDefault();
  const now = people.length
    ? people.findIndex((one) => one.getAttribute("aria-current"))
    : rows.indexOf(document.activeElement);
  const next = list[Math.max(0, Math.min(list.length - 1, now + by))];
  if (people.length) next.click();
  else next.focus();
}

function editFocused(event, name) {
  const row = document.activeElement;
  if (name !== "e" || !row.matches("a[data-row]")) return;
  event.preventDefault();
  row.click();
}

document.addEventListener("keydown", pressed);

document.addEventListener("click", (event) => {
  if (event.target.id !== "pick-clean") return;
  const wanted = new Set(event.target.dataset.ids.split(","));
  for (const box of document.querySelectorAll(".inbox input")) box.checked = wanted.has(box.value);
});

// A box is kept as it is set. What hangs on it is shown anew; what is being typed stays.
async function tick({ target: box }) {
  if (!box.matches("[data-tick]")) return;
  const answer = await fetch(box.form.action, { method: "POST", body: new FormData(box.form) }).catch(() => null);
  if (!answer) {
    box.checked = !box.checked;
    document.getElementById("tick-lost").hidden = false;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById(box.id)) return box.form.submit();
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (fresh) old.replaceWith(fresh);
  }
  document.getElementById(box.id).focus({ preventScroll: true });
}

document.documentElement.dataset.scripted = "";
document.addEventListener("change", tick);

const bulk = document.getElementById("bulk");
bulk?.addEventListener("submit", (event) => {
  if (!document.querySelector(".inbox input:checked")) {
    event.preventDefault();
    document.querySelector(".inbox input:not([disabled])")?.focus();
  }
});

document.querySelector(".inbox a[aria-current]")?.scrollIntoView({ block: "nearest" });
document.getElementById("print")?.addEventListener("click", () => window.print());
