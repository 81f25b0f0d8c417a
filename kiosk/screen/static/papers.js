// Shows what the virtual printers have printed, newest first, and makes them fail on request.

const main = document.getElementById("printers");
const template = document.getElementById("printer");
const FAULTS = ["paper_out", "cover_open", "cutter_jam", "mute"];

function section(index, title) {
  if (main.children[index]) return main.children[index];
  const part = template.content.firstElementChild.cloneNode(true);
  part.querySelector("h2").textContent = title;
  part.addEventListener("change", () => send(index, part));
  main.append(part);
  return part;
}

function send(index, part) {
  const fault = { printer: index };
  for (const name of FAULTS) fault[name] = part.querySelector(`[name="${name}"]`).checked;
  fetch("/papers/fault", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fault),
  });
}

function show(part, index, names) {
  const tray = part.querySelector(".tray");
  const known = new Set([...tray.querySelectorAll("img")].map((picture) => picture.dataset.name));
  for (const name of [...names].reverse()) {
    if (known.has(name)) continue;
    const picture = new Image();
    picture.dataset.name = name;
    picture.src = `/papers/${index}/${encodeURIComponent(name)}`;
    picture.alt = `紙 ${name}`;
    tray.prepend(picture);
  }
  tray.querySelector(".empty").hidden = names.length > 0;
}

async function refresh() {
  const answer = await fetch("/papers.json").catch(() => null);
  document.body.classList.toggle("lost", !answer?.ok);
  if (!answer?.ok) return;
  const state = await answer.json();
  state.printers.forEach((printer, index) => {
    const part = section(index, printer.title);
    show(part, index, printer.papers);
    for (const name of FAULTS) {
      part.querySelector(`[name="${name}"]`).checked = printer.faults[name];
    }
  });
}

refresh();
setInterval(refresh, 1000);
