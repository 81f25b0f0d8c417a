// The virtual printers: what is in the tray, what is wrong, and what the kiosk has heard of it.

const main = document.getElementById("printers");
const template = document.getElementById("printer");
const lost = document.getElementById("lost");
const LOOK_EVERY_MS = 500;
const MM_PER_ROW = 25.4 / 203;
const SLOW = 200;
const WELL = {
  paper_rows: null, cover_open: false, cutter_jam: false, near_end: false, mute: false,
  garbage: false, swallow_id: false, drop_after: null, bytes_per_s: null,
};
/** How the printer really is, worst first. */
const REALLY = [
  ["cover_open", "カバーが開いています"],
  ["paper_out", "用紙切れで止まっています"],
  ["cutter_jam", "カッターが詰まって止まっています"],
  ["mute", "印刷しますが、返事をしません"],
  ["garbage", "印刷しますが、でたらめを返します"],
  ["swallow_id", "印刷しますが、「出ました」と言いません"],
  ["drop_after", "次の印刷の途中で 線が抜けます"],
  ["paper_rows", "次の紙の途中で 用紙が切れます"],
  ["bytes_per_s", "線がとても遅くなっています"],
  ["near_end", "用紙の残りが わずかです"],
];
const HEARD = {
  ok: "問題ありません", unknown: "まだ わかりません", paper_near_end: "用紙の残りが わずか",
  paper_out: "用紙切れ", cover_open: "カバーが開いている", cutter_jam: "カッターの詰まり",
  faulty: "故障", offline: "止まっている（理由は言わない）", no_answer: "返事がない",
  garbled: "返事が読めない", unreachable: "つながらない",
};

function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => {});
}

function section(index, title) {
  if (main.children[index]) return main.children[index];
  const part = template.content.firstElementChild.cloneNode(true);
  part.querySelector("h2").textContent = title;
  part.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    await order(index, button);
    refresh();
  });
  main.append(part);
  return part;
}

function order(printer, button) {
  const { set, flip } = button.dataset;
  const on = button.getAttribute("aria-pressed") === "true";
  if ("power" in button.dataset) return post("/papers/power", { printer });
  if ("mend" in button.dataset) return post("/papers/fault", { printer, ...WELL });
  if ("slow" in button.dataset) return post("/papers/fault", { printer, bytes_per_s: on ? null : SLOW });
  if (flip) return post("/papers/fault", { printer, [flip]: !on });
  const [[name, value]] = Object.entries(JSON.parse(set));
  return post("/papers/fault", { printer, [name]: on ? null : value });
}

function pressed(button, faults) {
  const { set, flip } = button.dataset;
  if (flip) return faults[flip];
  if ("slow" in button.dataset) return faults.bytes_per_s !== null;
  if (!set) return null;
  const [[name, value]] = Object.entries(JSON.parse(set));
  return value === 0 ? faults.paper_out : faults[name] !== null && faults[name] !== 0;
}

function showState(part, printer, heard) {
  const wrong = REALLY.find(([name]) => printer.faults[name] !== false && printer.faults[name] !== null);
  const lamp = part.querySelector(".lamp");
  lamp.dataset.state = printer.stopped ? "stopped" : wrong ? "warned" : "well";
  lamp.querySelector("b").textContent = printer.stopped ? "停止" : wrong ? "注意" : "正常";
  lamp.querySelector("span").textContent = wrong ? wrong[1] : "印刷できます";
  const told = part.querySelector(".heard b");
  told.textContent = HEARD[heard] ?? heard ?? HEARD.unknown;
  for (const button of part.querySelectorAll(".orders button")) {
    const on = pressed(button, printer.faults);
    if (on !== null) button.setAttribute("aria-pressed", on);
  }
}

function showPapers(part, index, printer) {
  const tray = part.querySelector(".tray");
  const coming = tray.querySelector(".coming");
  coming.hidden = printer.unfinished_rows === 0;
  if (!coming.hidden && coming.dataset.rows !== String(printer.unfinished_rows)) {
    coming.dataset.rows = printer.unfinished_rows;
    coming.src = `/papers/${index}/unfinished?rows=${printer.unfinished_rows}`;
  }
  const known = new Set([...tray.querySelectorAll("[data-name]")].map((one) => one.dataset.name));
  for (const name of [...printer.papers].reverse()) {
    if (known.has(name)) continue;
    const picture = new Image();
    picture.dataset.name = name;
    picture.src = `/papers/${index}/${encodeURIComponent(name)}`;
    picture.alt = `紙 ${name}`;
    coming.after(picture);
  }
  tray.querySelector(".empty").hidden = printer.papers.length > 0 || !coming.hidden;
  const rest = Math.round(printer.unfinished_rows * MM_PER_ROW);
  const hanging = rest ? `、切れていない紙 ${rest} mm` : "";
  part.querySelector(".truth").textContent = `本当に出た紙：${printer.cuts}枚${hanging}`;
}

async function refresh() {
  const answers = await Promise.all([fetch("/papers.json"), fetch("/healthz")]).catch(() => null);
  lost.hidden = Boolean(answers);
  if (!answers) return;
  const [state, health] = await Promise.all(answers.map((answer) => answer.json()));
  state.printers.forEach((printer, index) => {
    const part = section(index, printer.title);
    showState(part, printer, health.printers[printer.name]?.state);
    showPapers(part, index, printer);
  });
}

refresh();
setInterval(refresh, LOOK_EVERY_MS);
