// Every kiosk, printer and display, worst first; asked again every two seconds.

import { get, post, Refusal } from "./api.js";
import { at, inWords, now, setClock, time, timeWithSeconds } from "./clock.js";
import { fill, h, icon } from "./dom.js";
import { addsMachines } from "./fleet_add.js";
import { byPrinter, PRINTERS, TO_DO, troubleText } from "./troubles.js";

const { office, accent } = document.body.dataset;
const ASK_MS = 2000;
/** So old, the data says its time; so old, nobody can rely on it. */
const OLD_S = 10;
const UNKNOWN_S = 60;

const LEVELS = {
  stopped: { sign: "■", name: "止まっている" },
  look: { sign: "▲", name: "注意" },
  good: { sign: "●", name: "正常" },
};
const STATES = {
  ok: "十分", ready: "十分", unknown: "不明", paper_out: "なし", paper_near_end: "残りわずか",
  cover_open: "ふたが開いている", offline: "応答なし", unreachable: "応答なし", error: "エラー",
};

const $ = (id) => document.getElementById(id);
let fleet = null;
let heardAt = null;
let sort = "worst";

document.documentElement.style.setProperty("--accent", accent);

async function ask() {
  try {
    fleet = await get(`/api/v1/offices/${office}/fleet`);
    setClock(fleet.now);
    heardAt = performance.now();
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) {
      location.assign(`/staff/login?next=${encodeURIComponent(location.pathname)}`);
    }
  }
  draw();
  setTimeout(ask, ASK_MS);
}

function draw() {
  drawAge();
  if (!fleet) return;
  const { machines, recent, papers: { sent, confirmed, reissued, not_printed: failed } } = fleet;
  document.querySelector(".machines").hidden = machines.length === 0;
  $("nothing").hidden = machines.length > 0;
  fill($("counts"), Object.entries(LEVELS).map(([level, { sign, name }]) =>
    h("span", { class: `count level-${level}` }, `${sign} ${name} `,
      h("b", {}, machines.filter((machine) => machine.level === level).length))));
  fill($("machines"), [...machines].sort(ORDERS[sort]).map(row));
  $("papers").hidden = sent + failed === 0;
  fill($("papers").querySelector("p"), [
    `印刷 ${sent}枚　確認できた `, h("b", {}, `${confirmed}枚`),
    `　再発行 ${reissued}枚`, failed ? `　印刷できなかった ${failed}回` : "",
  ]);
  fill($("recent"), recent.length ? recent.map(past) : h("li", {}, "今日は、知らせることはありませんでした。"));
}

/** The server sends them worst first. */
const ORDERS = {
  worst: () => 0,
  place: (one, other) => one.place.localeCompare(other.place, "ja") || byName(one, other),
  kind: (one, other) => one.kind.localeCompare(other.kind) || byName(one, other),
};

function byName(one, other) {
  return one.name.localeCompare(other.name, "ja", { numeric: true });
}

function row(machine) {
  const [worst] = machine.troubles;
  const unknown = age() >= UNKNOWN_S;
  const { sign, name } = unknown ? { sign: "？", name: "不明" } : LEVELS[machine.level];
  return h(
    "tr",
    { class: `level-${unknown ? "unknown" : machine.level}`, data: { machine: machine.machine } },
    h("td", { class: "sign" }, h("span", { role: "img", "aria-label": name }, sign)),
    h("th", { scope: "row" }, machine.name, h("small", {}, place(machine))),
    h("td", { class: "state" }, h("b", {}, unknown ? "不明" : worst ? troubleText(worst) : "正常"), h("small", {}, when(machine))),
    h("td", {}, papers(machine)),
    h("td", { class: "figure" }, machine.unsent === null ? "—" : `${machine.unsent}件`),
    h("td", { class: "figure" }, machine.numbers === null ? "—" : [`番号 ${machine.numbers}`, h("small", {}, `予約・申請 ${machine.packages ?? 0}件`)]),
    h("td", { class: "word" }, word(machine)),
    h("td", { class: "action" }, button(machine)),
  );
}

function place(machine) {
  const kind = machine.kind === "kiosk" ? "発券機" : "待合の画面";
  return machine.version ? `${kind}・版 ${machine.version}` : kind;
}

function when({ seen_at: seen, since, troubles }) {
  if (!seen) return "—";
  if (troubles.length && since) return `${time(at(since))}から ${inWords((now() - at(since)) / 1000)}`;
  return timeWithSeconds(at(seen));
}

function papers({ kind, printers }) {
  if (kind !== "kiosk") return "—";
  const said = Object.entries(printers).sort(([one], [other]) => byPrinter(one, other));
  if (!said.length) return "不明";
  return said.map(([name, state]) =>
    h("span", { class: "paper" }, `${PRINTERS[name] ?? name} `, h("b", {}, STATES[state] ?? "確かめてください")));
}

const OF_DISPLAYS = {
  lost: "画面の電源とLANケーブルを見てください",
  never_seen: "画面の電源を入れ、待合の画面のページを開いてください",
};

function word(machine) {
  const [worst, ...others] = machine.troubles;
  const done = answered(machine);
  if (!worst && done) return done;
  if (!worst) return machine.seq ? `通し番号 #${machine.seq}` : "";
  const more = others.length ? `ほかに：${others.map((what) => troubleText(what)).join("、")}` : null;
  if (machine.kind === "display" && worst in OF_DISPLAYS) return OF_DISPLAYS[worst];
  return [TO_DO[worst] ?? "", done ? h("small", {}, done) : null, more ? h("small", {}, more) : null];
}

/** What can be done from here: the paper was changed, or is it all right? */
const ERRANDS = { paper_changed: "用紙を替えた", test_print: "試し印刷" };
const ON_PAPER = new Set(["paper_out", "paper_near_end", "printer"]);
const ASKED_S = 30;
const asked = new Map();

function button({ machine, kind, troubles, seen_at: seen }) {
  if (kind !== "kiosk" || !seen || troubles.includes("lost")) return "";
  const errand = troubles.some((what) => ON_PAPER.has(what)) ? "paper_changed" : "test_print";
  return h("button", { type: "button", class: "button small", data: { errand, machine } }, ERRANDS[errand]);
}

async function order({ machine, errand }) {
  asked.set(machine, { errand, at: performance.now(), said: null });
  draw();
  try {
    await post(`/api/v1/offices/${office}/machines/${machine.split(":")[1]}/errands`, { errand });
  } catch (error) {
    asked.set(machine, { errand, at: performance.now(), said: error instanceof Refusal ? error.message : "サーバーにつながりません。もう一度押してください。" });
    draw();
  }
}

/** What became of the last press: the machine itself says it. */
function answered({ machine, tested, test_printed: printed }) {
  const mine = asked.get(machine);
  if (mine && performance.now() - mine.at < ASKED_S * 1000) {
    if (mine.said) return mine.said;
    if (mine.errand === "paper_changed") return "プリンターに確かめています";
    if (!tested || at(tested) < at(fleet.now) - ASKED_S * 1000) return "試し印刷を頼みました";
  }
  return tested ? `試し印刷 ${time(at(tested))} ${printed ? "出ました" : "出ませんでした"}` : null;
}

$("machines").addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-errand]");
  if (pressed) order(pressed.dataset);
});

function past({ machine, what, since, ended_at: ended }) {
  return h(
    "li",
    {},
    h("time", {}, time(at(since))),
    h("b", {}, machine),
    h("span", {}, troubleText(what)),
    h("small", {}, ended ? `${time(at(ended))} にもどりました` : "続いています"),
  );
}

function age() {
  return heardAt === null ? 0 : (performance.now() - heardAt) / 1000;
}

/** Old data says how old it is; the machines themselves go on. */
function drawAge() {
  const strip = $("strip");
  strip.hidden = heardAt !== null ? age() < OLD_S : performance.now() < OLD_S * 1000;
  document.body.toggleAttribute("data-old", !strip.hidden);
  if (strip.hidden) return;
  const shown = heardAt === null ? "サーバーにつながりません" : `${timeWithSeconds(now() - age() * 1000)} の内容です`;
  fill(strip, icon("offline"), h("p", {}, h("b", {}, shown),
    h("span", {}, "自動でつなぎ直しています。発券機は、サーバーがなくても番号を出し続けます。")));
}

$("sort").addEventListener("click", (event) => {
  const button = event.target.closest("[data-sort]");
  if (!button) return;
  sort = button.dataset.sort;
  for (const one of $("sort").querySelectorAll("[data-sort]")) {
    one.setAttribute("aria-pressed", String(one === button));
  }
  draw();
});
const add = $("add");
if (add) addsMachines(add, $("added"), () => (fleet?.machines ?? []).map(({ name }) => name));
setInterval(draw, 1000);
ask();
