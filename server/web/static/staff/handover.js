// The back office: papers to prepare, one row a visit; digits tick, Enter hands over to the counter.

import { get, post, Refusal } from "./api.js";
import { day, minutesSince, now, setClock, time, timeWithSeconds, at } from "./clock.js";
import { chip, fill, h, icon, keyButton, keycap, number } from "./dom.js";
import { Live } from "./live.js";

const { office, counter, person, officeName, accent } = document.body.dataset;
const api = `/api/v1/offices/${office}`;
const REST_MS = 400;
const $ = (id) => document.getElementById(id);
document.documentElement.style.setProperty("--accent", accent);

/** What the page knows; `Live` keeps it true. */
const store = {
  shown: null,
  chosen: null,
  service: null,
  lastTick: null,
  checks: new Map(),
  message: null,
  offlineSince: null,
  retry: 0,
  busy: false,
  restsUntil: 0,
  heardAt: performance.now(),
  take(shown) {
    setClock(shown.now);
    this.shown = shown;
    this.offlineSince = null;
    this.heardAt = performance.now();
    draw();
  },
  lost() {
    this.offlineSince ??= now() - this.silentFor();
    draw();
  },
  retryIn(seconds) {
    this.retry = seconds;
    draw();
  },
  say(message) {
    this.message = message;
    draw();
  },
  heard() {
    this.heardAt = performance.now();
  },
  silentFor() {
    return performance.now() - this.heardAt;
  },
  overheard() {},
};
const live = new Live(store, {
  office, counter,
  console: `${api}/handovers`,
  login: `/staff/login?next=${encodeURIComponent(location.pathname)}`,
});

const listed = () =>
  store.shown.preparing.filter((row) => !store.service || row.service === store.service);
/** The chosen row stays chosen while it is there; else the first one is. */
const chosen = () => listed().find((row) => row.stop === store.chosen) ?? listed()[0] ?? null;
const missing = (row) => row.papers.filter((paper) => !paper.done).length;
const yen = (amount) => (amount ? `${amount.toLocaleString("ja-JP")}円` : "—");

function draw() {
  strip();
  if (!store.shown) return;
  document.body.dataset.ready = "true";
  identity();
  list();
  detail();
  counters();
  bar();
}

function strip() {
  const offline = store.offlineSince !== null;
  const text = offline
    ? `サーバーにつながりません（${timeWithSeconds(store.offlineSince)}から）。印はつけられません。あと${store.retry}秒でつなぎ直します`
    : store.message;
  $("strip").dataset.kind = offline ? "offline" : text ? "look" : "";
  fill($("strip"), text ? [icon(offline ? "offline" : "alert"), h("p", {}, text)] : []);
}

function identity() {
  const offline = store.offlineSince !== null;
  fill(
    $("identity"),
    h("div", { class: "tile tile-words" }, "交付準備"),
    h("div", { class: "who" }, h("h1", {}, `うしろの席　${person}`), h("p", {}, officeName)),
    h("div", { class: "spring" }),
    offline
      ? h("p", { class: "chip chip-stopped" }, icon("offline"), "切断中")
      : h("p", { class: "connected" }, h("i", { class: "lamp" }), "接続中"),
    document.body.dataset.clock ? h("span", { class: "tag" }, "見本の時計") : null,
    h("p", { class: "today" }, day(now())),
    h("p", { class: "clock", id: "clock" }, time(now())),
    keyButton({ key: "?", text: "キー一覧", action: "keys", keyFirst: true }),
  );
}

function list() {
  const { preparing, late_min: late } = store.shown;
  const over = preparing.filter((row) => minutesSince(row.since) > late).length;
  const services = [...new Map(preparing.map((row) => [row.service, row.service_name]))];
  fill(
    $("list-head"),
    h("h2", {}, "用意するもの"),
    h("small", {}, "受付の順（順番時刻は受付から引き継ぎます）"),
    h("div", { class: "spring" }),
    over ? h("b", { class: "late" }, `${late}分をこえた札 ${over}`) : null,
    services.length > 1 ? filters(preparing.length, services) : null,
  );
  const rows = listed();
  fill($("rows"), rows.map(row));
  $("none").hidden = rows.length > 0;
  $("table").hidden = rows.length === 0;
  const usual = store.shown.usual_min;
  fill(
    $("list-foot"),
    usual === null
      ? h("p", {}, "用意にかかる時間は、今日の1件目から計ります")
      : h("p", {}, "用意にかかる時間（今日の中央値） ", h("b", {}, `${usual}分`)),
  );
}

function filters(count, services) {
  const button = (code, text) =>
    h(
      "button",
      {
        type: "button", "aria-pressed": String(store.service === code),
        data: { action: "filter", code: code ?? "" },
      },
      text,
    );
  return h(
    "div",
    { class: "segments", role: "group", "aria-label": "用件でしぼる" },
    button(null, `すべて ${count}`),
    services.slice(0, 3).map(([code, name]) => button(code, name.split("・")[0])),
  );
}

function row(one) {
  const minutes = minutesSince(one.since);
  return h(
    "tr",
    { class: one === chosen() ? "selected" : null, data: { action: "choose", stop: one.stop } },
    h("td", {}, h("b", {}, time(at(one.checked_in)))),
    h("td", {}, number(one.label, "row")),
    h("td", {}, one.summary || one.service_name, one.note ? h("small", {}, one.note) : null),
    h("td", { class: "figure" }, yen(one.fee_yen)),
    h("td", {}, one.received_at ? `${one.received_at}番` : "—"),
    h("td", { class: minutes > store.shown.late_min ? "figure late" : "figure" }, `${minutes}分`),
    h("td", {}, state(one)),
  );
}

function state(one) {
  if (one.papers.length && !missing(one)) return chip("good", "そろった", "check");
  return one.papers.some((paper) => paper.done) ? chip("booked", "準備中") : chip("plain", "まだ");
}

function detail() {
  const one = chosen();
  if (!one) {
    fill($("detail"), h("p", { class: "nothing" }, "用意するものはありません。受付の窓口から届くと、ここに出ます。"));
    return;
  }
  const left = missing(one);
  const checks = store.checks.get(one.stop) ?? [];
  fill(
    $("detail"),
    h(
      "header",
      {},
      number(one.label, "detail"),
      h(
        "div",
        {},
        h("h2", {}, one.summary || one.service_name),
        h("p", {}, `受付 ${time(at(one.checked_in))}${one.received_at ? `　${one.received_at}番窓口` : ""}`),
      ),
    ),
    one.papers.length
      ? h("ol", { class: "papers" }, one.papers.map(paper))
      : h("p", { class: "nothing" }, "お渡しするものは書かれていません。用意ができたら Enter を押します。"),
    checks.map((text) => h("p", { class: "check" }, h("b", {}, "字の確認"), ` ${text}`)),
    enter(left),
  );
}

function paper(one, place) {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: one.done ? "done" : null, "aria-pressed": String(one.done), data: { action: "tick", place } },
      place < 9 ? keycap(place + 1) : null,
      one.done ? icon("check") : h("i", { class: "box" }),
      h("span", {}, one.name ?? one.note ?? one.code),
      h("small", {}, one.done ? `用意 ${time(at(one.done_at))}` : ""),
    ),
  );
}

function enter(left) {
  const ready = left === 0 && store.offlineSince === null;
  return h(
    "div",
    { data: { state: ready ? "ready" : "empty" } },
    h(
      "button",
      { type: "button", class: "enter-block", data: { action: "ready" }, "aria-disabled": ready ? null : "true", "aria-keyshortcuts": "Enter" },
      h("span", { class: "enter-key" }, "Enter"),
      h(
        "span",
        { class: "enter-what" },
        h("b", { class: "enter-verb" }, "そろった → 呼べるようにする"),
        h("span", {}, left ? `あと${left}つに印をつけると押せます` : "交付の窓口から呼べるようになります"),
      ),
    ),
  );
}

function counters() {
  fill(
    $("counters"),
    store.shown.counters.map((desk) => [
      h(
        "header",
        {},
        h("h2", {}, `${desk.number}番 交付窓口のようす`),
        h("small", {}, { open: "開いています", break: "休憩中", closed: "閉じています" }[desk.state]),
      ),
      desk.current ? standing("serving", desk.current.state === "called" ? "呼出中" : "お渡し中", desk.current) : null,
      desk.waiting.slice(0, 6).map((one, place) => standing("waiting", "呼べる", one, place ? "" : "次に呼ばれます")),
      desk.absent.map((one) => standing("absent", "不在", one, `${one.misses}回呼出`)),
      !desk.current && !desk.waiting.length && !desk.absent.length
        ? h("p", { class: "nothing" }, "待っている人はいません")
        : null,
    ]),
  );
}

function standing(kind, word, one, hint = null) {
  const words = { serving: "good", waiting: "booked", absent: "look" };
  return h(
    "p",
    { class: "standing" },
    chip(words[kind], word), number(one.label, "row"),
    h("span", {}, hint ?? `${minutesSince(one.since)}分`),
  );
}

function bar() {
  const keys = [
    [["↑", "↓"], "えらぶ"], [["1〜9"], "印をつける"], [["Enter"], "そろった"],
    [["*"], "照会中の印"], [["/"], "受けた窓口へ戻す"], [["BS"], "印を取り消す"],
  ];
  fill(
    $("bar"),
    keys.map(([caps, text]) => h("span", { class: "key" }, caps.map(keycap), text)),
  );
}

/** Send once; while an answer is on its way, nothing else is sent. */
async function send(path, body) {
  if (store.busy || store.offlineSince !== null) return null;
  store.busy = true;
  store.message = null;
  try {
    return await post(`${api}${path}`, body);
  } catch (error) {
    store.message = error instanceof Refusal ? error.message : "サーバーに届きませんでした。もう一度押してください。";
    return null;
  } finally {
    store.busy = false;
    await live.refresh();
    draw();
  }
}

async function tick(place) {
  const task = chosen()?.papers[place];
  if (!task) return;
  store.lastTick = task.done ? null : task.task;
  await send(`/tasks/${task.task}/${task.done ? "reopen" : "done"}`);
}

async function ready() {
  const one = chosen();
  if (!one || missing(one) || performance.now() < store.restsUntil) return;
  store.restsUntil = performance.now() + REST_MS;
  store.lastTick = null;
  const answer = await send(`/stops/${one.stop}/ready`);
  if (answer?.stop.state === "planned") store.say(`${one.label} は別の窓口で手続き中です。終わると交付に並びます`);
}

async function back() {
  const one = chosen();
  if (!one?.received_queue) return;
  const next = [{ queue: one.received_queue, where: "first", note: "交付の準備からの戻り" }];
  if (await send(`/visits/${one.visit}/stops`, { next, reason: "papers_first" })) {
    await send(`/stops/${one.stop}/withdraw`, {});
  }
}

function move(by) {
  const rows = listed();
  const place = rows.indexOf(chosen()) + by;
  store.chosen = rows[Math.max(0, Math.min(rows.length - 1, place))]?.stop ?? null;
  lookUp();
  draw();
}

/** Names with rare characters are compared by eye; the form says which. */
async function lookUp() {
  const one = chosen();
  if (!one?.has_forms || store.checks.has(one.stop)) return;
  store.checks.set(one.stop, []);
  const opened = await get(`${api}/stops/${one.stop}/forms`).catch(() => null);
  store.checks.set(one.stop, (opened?.checks ?? []).filter((text) => text.startsWith("「")));
  draw();
}

const ACTIONS = {
  choose: ({ stop }) => {
    store.chosen = Number(stop);
    move(0);
  },
  filter: ({ code }) => {
    store.service = code || null;
    draw();
  },
  tick: ({ place }) => tick(Number(place)),
  ready,
  asking: () => chosen() && send(`/stops/${chosen().stop}/note`, { note: chosen().note ? "" : "照会中" }),
  back,
  undo: () => store.lastTick && send(`/tasks/${store.lastTick}/reopen`).then(() => (store.lastTick = null)),
  keys: () => $("sheet").showModal(),
};
const KEYS = { "*": "asking", "/": "back", "?": "keys", Backspace: "undo" };

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if ($("sheet").open) return;
  const key = event.key.normalize("NFKC");
  if (key === "ArrowUp" || key === "ArrowDown") move(key === "ArrowUp" ? -1 : 1);
  else if (/^[1-9]$/.test(key)) tick(Number(key) - 1);
  else if (key === "Enter" && !event.target.matches("button:not([data-action='ready']), a")) ready();
  else if (key in KEYS) ACTIONS[KEYS[key]]();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-action]");
  if (target && target.getAttribute("aria-disabled") !== "true") ACTIONS[target.dataset.action](target.dataset);
});

setInterval(() => store.shown && draw(), 15_000);
live.start();
const first = setInterval(() => {
  if (!store.shown) return;
  clearInterval(first);
  lookUp();
}, 200);
