// The floor monitor on the staff's wall: asks every five seconds, and says when it is old.

import { get, Refusal } from "./api.js";
import { at, day, now, setClock, time, timeOfDay, timeWithSeconds } from "./clock.js";
import { fill, h, icon } from "./dom.js";
import { bellText } from "./views/strip.js";

const EVERY_MS = 5000;
/** So long without an answer the figures are old, and so long they mean nothing any more. */
const OLD_MS = 10_000;
const DEAD_MS = 60_000;

const { office, accent } = document.body.dataset;
document.documentElement.style.setProperty("--accent", accent);
const $ = (id) => document.getElementById(id);
let shown = null;
let heardAt = 0;

const LAMPS = { free: ["●", "空き"], busy: ["▲", "やや混雑"], crowded: ["■", "混雑"], unknown: ["–", "窓口なし"] };
const DEAD_LAMP = ["–", "不明"];

async function ask() {
  try {
    shown = await get(`/api/v1/offices/${office}/monitor`);
    setClock(shown.now);
    heardAt = performance.now();
  } catch (error) {
    // What does not answer is told by the age beside the clock; a login that is over, by the login.
    if (error instanceof Refusal && error.status === 401) {
      location.assign(`/staff/login?next=${encodeURIComponent(location.pathname)}`);
    }
  }
  draw();
}

function draw() {
  const age = performance.now() - heardAt;
  document.body.dataset.age = shown === null ? "none" : age > DEAD_MS ? "dead" : age > OLD_MS ? "old" : "fresh";
  $("clock").textContent = time(now());
  $("day").textContent = day(now());
  if (!shown) return;
  fill($("fresh"), age > OLD_MS
    ? `更新が止まっています（${timeWithSeconds(at(shown.now))} の内容）`
    : [h("i", { class: "lamp", "aria-hidden": "true" }), `${timeWithSeconds(at(shown.now))} 更新`]);
  fill($("lines"), table(shown.lines, age > DEAD_MS));
  fill($("side"), alerts(shown), forecast(shown), bookings(shown), today(shown));
  fill($("legend"), legend(shown.lines));
  document.body.dataset.ready = "true";
}

function table(lines, isDead) {
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, ["番号の列", "混みぐあい", "待っている人", "いちばん長い", "いま札を取ると", "この1時間の待ち", "窓口"].map(
      (text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, lines.map((line) => row(line, isDead))),
  );
}

function row(line, isDead) {
  const [sign, word] = isDead ? DEAD_LAMP : LAMPS[line.lamp];
  return h(
    "tr",
    { data: { lamp: isDead ? "unknown" : line.lamp } },
    h("th", { scope: "row" }, h("b", {}, `${line.prefix} ${line.name}`), h("small", {}, line.area)),
    h("td", { class: "lamp-cell" }, h("i", { "aria-hidden": "true" }, sign), word),
    h("td", { class: "figure" }, h("b", {}, line.waiting), "人"),
    h("td", { class: "figure longest" }, h("b", {}, line.longest_min), "分"),
    h("td", { class: "wait" }, ...waitOf(line.wait)),
    h("td", {}, spark(line.history)),
    h("td", { class: "desks" }, line.counters.map(({ number, state }) =>
      h("span", { class: `desk desk-${state}`, "aria-label": `${number}番 ${DUTY[state]}` }, number))),
  );
}

const DUTY = { serving: "対応中", free: "空き", break: "休憩", closed: "閉鎖" };

function waitOf(wait) {
  if (!wait) return [h("b", {}, "—"), h("small", {}, "お渡しのみ")];
  if (wait.state === "unknown") return [h("b", {}, "—"), h("small", {}, "開いている窓口なし")];
  if (wait.state === "soon") return [h("b", {}, "まもなく"), h("small", {}, `遅くとも ${wait.to}分`)];
  return [h("b", {}, `${wait.from}〜${wait.to}分`), h("small", {}, `遅くとも ${wait.to}分`)];
}

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [200, 48];

/** The line of the last hour: how many waited, from the left an hour ago to now. */
function spark(history) {
  const top = Math.max(5, ...history);
  const points = history.map((count, index) =>
    [4 + (index / (history.length - 1)) * (WIDE - 8), HIGH - 2 - (count / top) * (HIGH - 8)]);
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`);
  svg.setAttribute("class", "spark");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `1時間前 ${history[0]}人、いま ${history.at(-1)}人`);
  for (const [tag, attributes] of [
    ["polygon", { points: `4,${HIGH} ${path} ${WIDE - 4},${HIGH}` }],
    ["polyline", { points: path }],
    ["circle", { cx: points.at(-1)[0], cy: points.at(-1)[1], r: 3 }],
  ]) {
    const part = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    svg.append(part);
  }
  return svg;
}

function alerts({ alerts: bells }) {
  return bells.slice(0, 2).map((bell) =>
    h("section", { class: `alert${bell.reason === "emergency" && !bell.goes ? " emergency" : ""}` },
      h("h2", {}, icon(bell.reason === "help" || bell.reason === "emergency" ? "bell" : "alert"), bellText(bell)),
      h("p", {}, `${time(at(bell.at))}から${Math.max(0, Math.floor((now() - at(bell.at)) / 60_000))}分`),
      h("p", {}, whoGoes(bell))));
}

function whoGoes({ over, goes }) {
  if (over) return "直りました";
  return goes ? `${goes}さんが向かっています` : "まだだれも向かっていません";
}

function forecast({ forecast: told }) {
  const { end, with_one_more: more, line, last_ticket: last, standing } = told;
  return h(
    "section",
    { class: "forecast" },
    h("h2", {}, "全員を呼び終わる見込み"),
    end
      ? [h("p", { class: "big" }, h("b", {}, timeOfDay(at(end.likely))), " ごろ"),
        h("p", { class: "latest" }, `遅くとも ${timeOfDay(at(end.latest))}`)]
      : h("p", { class: "latest" }, standing.length ? `${standing.join("・")}に開いている窓口がありません` : "待っている人はいません"),
    last ? h("p", {}, `発券の終わり ${time(at(last))}（あと${Math.max(0, Math.ceil((at(last) - now()) / 60_000))}分）`) : null,
    end && more ? h("p", {}, `${line}の窓口をもう1つ開けると ${timeOfDay(at(more.likely))} ごろ`) : null,
  );
}

const COMING = {
  early: "到着", arrived: "到着", serving: "対応中", done: "終了", soon: "まだ", later: "まだ", late: "遅れ", no_show: "来庁なし",
};

function bookings({ bookings: rows }) {
  return h(
    "section",
    {},
    h("h2", {}, "これから30分の予約"),
    rows.length
      ? h("ul", {}, rows.map((row) => h("li", { data: { state: row.state } },
        h("b", {}, time(at(row.start))), h("span", {}, row.service_name), h("em", {}, COMING[row.state]))))
      : h("p", {}, "ありません"),
  );
}

function today({ today: { received, finished, promise_min: promise, kept_percent: kept } }) {
  return h(
    "section",
    {},
    h("h2", {}, "今日"),
    h("p", { class: "totals" }, `受付 ${received}　終了 ${finished}`),
    h("p", { class: "totals" }, kept === null ? "まだだれも呼んでいません" : `${promise}分以内に呼べた ${kept}%`),
  );
}

function legend(lines) {
  const [free, busy] = lines[0]?.lamp_up_to_min ?? [20, 40];
  return [
    ...["serving", "free", "break"].map((state) =>
      h("span", {}, h("span", { class: `desk desk-${state}`, "aria-hidden": "true" }, "1"), state === "break" ? "休憩・閉" : DUTY[state])),
    h("span", { class: "spring" }),
    h("span", { class: "rule-free" }, `● 遅くとも${free}分まで`),
    h("span", { class: "rule-busy" }, `▲ ${busy}分まで`),
    h("span", { class: "rule-crowded" }, "■ それより長い"),
  ];
}

setInterval(ask, EVERY_MS);
setInterval(draw, 1000);
ask();
