// Between two visits: what to know before calling, and how the floor stands.

import { at, inWords, minutesSince, time } from "../clock.js";
import { fill, h, keyButton } from "../dom.js";
import { leftOver, STEPS } from "../actions.js";
import { choices } from "./choices.js";
import { dayEnd } from "./day-end.js";
import { handOverChoices, languageName } from "./visit.js";

const STATE_NAMES = { open: "空き", break: "休憩中", closed: "閉鎖中" };

export function idle(head, body, store) {
  const { console } = store;
  fill(
    head,
    h("span", { class: "state state-idle" }, STATE_NAMES[console.counter.state]),
    h("p", {}, lastDone(console)),
    h("span", { class: "spring" }),
    duty("break", "pause", store),
    duty("close", null, store),
    duty("end-day", null, store),
  );
  const [first] = console.next;
  if (store.panel === "close") return fill(body, closing(console));
  if (store.panel === "end-day") return fill(body, ending(console));
  return fill(
    body,
    first && console.counter.state === "open" ? because(first) : null,
    h("div", { class: "idle-columns" }, first ? before(first) : nobody(console), floor(console)),
  );
}

/** Below the lists: a number for somebody without one, and calling a given number. */
export function idleTools(region, store) {
  const { console, mayAct, panel, services } = store;
  region.hidden = Boolean(console.current) || store.offline;
  if (region.hidden) return;
  if (panel === "issue") return fill(region, store.chosen ? lineOrNow(store) : whichService(services));
  if (panel === "hand-over") return fill(region, handOverChoices(store));
  fill(
    region,
    keyButton({ key: "Ins", text: "番号札のない人", action: "issue", iconName: "plus", enabled: mayAct }),
    keyButton({ key: "0〜9", text: "番号を指定", action: "number", enabled: mayAct }),
  );
}

function whichService(services) {
  return choices("番号札を出す用件", services.map(({ code, name }) => ({ action: "issue-for", code, name })));
}

function lineOrNow({ chosen, services }) {
  const { name } = services.find(({ code }) => code === chosen);
  return choices(name, [
    { action: "issue-line", code: "", name: "列に入れる" },
    { action: "issue-now", code: "", name: "すぐに対応する" },
  ]);
}

/** Before the counter closes: who is left, and who goes on with them. */
function closing(console) {
  const { waiting, held, absent, others } = leftOver(console);
  const who = [["待ち", waiting], ["保留", held], ["不在", absent]]
    .filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}人`).join("・");
  return h(
    "section",
    { class: "closing" },
    h("h2", {}, `まだ終わっていない方がいます：${who}`),
    h("p", {}, others.length
      ? `${others.join("・")}番窓口が続けて呼べます。`
      : "ほかに開いている窓口はありません。閉じると、だれも呼ばれません。"),
    choices("どうしますか", [
      { action: "close-now", code: "", name: "このまま窓口を閉じる" },
      { action: "leave", code: "", name: "閉じずに、一覧で片づける" },
    ]),
  );
}

function duty(name, iconName, { console, offline }) {
  const { key, name: text, fits } = STEPS[name];
  return keyButton({ key, text, action: name, iconName, enabled: !offline && Boolean(fits(console)) });
}

function lastDone({ last }) {
  if (!last) return "この窓口で終了した番号は、まだありません";
  const served = last.served_s === null ? "" : `（対応 ${inWords(last.served_s)}）`;
  return `${last.label} を${time(at(last.at))}に終了しました${served}`;
}

function because(first) {
  const [clock, ...rest] = first.why.split("　");
  return h(
    "p",
    { class: "because" },
    h("b", {}, `なぜ ${first.label} か`),
    h("span", {}, h("b", {}, clock), "　", rest.join("　")),
  );
}

function before(first) {
  const rows = [
    ["用件", first.service_name],
    ["来庁", `${time(at(first.checked_in))}（待ち ${minutesSince(first.checked_in)}分）`],
    first.reserved_for ? ["予約", time(at(first.reserved_for))] : null,
    ["事前申請", first.has_forms ? "あり。呼ぶと申請書が開きます" : "なし。窓口で記入していただきます"],
    first.language === "ja" ? null : ["ことば", languageName(first.language)],
    first.note ? ["メモ", `「${first.note}」`] : null,
  ].filter(Boolean);
  return h(
    "section",
    {},
    h("h2", {}, `呼ぶ前に見ておく：${first.label}`),
    rows.map(([name, value]) => h("dl", { class: "line" }, h("dt", {}, name), h("dd", {}, value))),
  );
}

function nobody({ counter, next_reservation: next }) {
  const names = counter.queues.map((queue) => `${queue.prefix} ${queue.name}`).join("、");
  return h(
    "section",
    {},
    h("h2", {}, "いま"),
    h("p", { class: "nothing" }, `${names}を待っている人はいません。`,
      next ? h("b", {}, `次の予約 ${time(at(next))}`) : "番号札が出ると、右の一覧に出ます。"),
  );
}

/** One bar for each queue the counter serves: how many wait, and how long the first has. */
function floor({ counter, open_counters: open }) {
  const most = Math.max(10, ...counter.queues.map((queue) => queue.waiting));
  return h(
    "section",
    {},
    h("h2", {}, "扱う番号の待ち ", h("small", {}, "待っている人（人）")),
    h(
      "div",
      { class: "bars" },
      counter.queues.map((queue) => {
        const bar = h("i", { class: "bar" });
        bar.style.width = `${(queue.waiting / most) * 100}%`;
        return h(
          "div",
          { class: "bar-row" },
          h("b", {}, queue.prefix),
          h("span", { class: "bar-name" }, queue.name),
          h("span", { class: "bar-track" }, bar),
          h("b", { class: "bar-count" }, queue.waiting),
          h("span", { class: "bar-longest" }, queue.waiting ? `最長 ${queue.longest_min}分` : ""),
        );
      }),
    ),
    h("p", { class: "nothing" }, "開いている窓口 ", h("b", {}, open)),
  );
}

function ending(console) {
  const left = console.day_end ?? [];
  const stays = left.length ? "終えずに、一覧で片づける" : "まだ終えない";
  return dayEnd(left, whoShares(console), { closes: "窓口を閉じて", stays });
}

/** The lines are shared: whoever still works on them hears of it first. */
function whoShares(console) {
  const numbers = leftOver(console).others.join("・");
  return numbers
    ? `${numbers}番窓口も同じ列を呼んでいます。その方々も締めきられます。呼出中・対応中の方は、そのまま続きます。`
    : "この窓口も閉じます。まちがえても、10秒以内なら取り消せます。";
}
