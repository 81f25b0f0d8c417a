// The end of the day: who is still there, what becomes of each, and the one step that does it.

import { leftOver } from "../actions.js";
import { h } from "../dom.js";
import { choices } from "./choices.js";

const STATES = { waiting: "待ち", held: "保留", absent: "不在", preparing: "交付の準備中", planned: "この後の窓口" };
const BECOMES = {
  waiting: "呼ばずに締めきります。番号札は今日で終わりです",
  held: "保留のまま締めきります。続きは呼べなくなります",
  absent: "戻らなかったものとして締めきります",
  preparing: "準備の途中で締めきります。今日は交付しません",
  planned: "この後の窓口には進みません",
};
/** More numbers than a clerk reads at a glance are counted. */
const NAMED = 8;

export function dayEnd(console) {
  const left = console.day_end ?? [];
  const count = left.reduce((sum, { labels }) => sum + labels.length, 0);
  return h(
    "section",
    { class: "closing day-end" },
    h("h2", {}, count ? `1日を終えると、残っている${count}人を締めきります` : "残っている方はいません"),
    left.length ? h("dl", {}, left.map(line)) : null,
    h("p", {}, others(console)),
    choices("どうしますか", [
      { action: "end-day-now", code: "", name: count ? `${count}人を締めきり、1日を終える` : "窓口を閉じて、1日を終える" },
      { action: "leave", code: "", name: count ? "終えずに、一覧で片づける" : "まだ終えない" },
    ]),
  );
}

function line({ state, labels }) {
  const more = labels.length - NAMED;
  return [
    h("dt", {}, `${STATES[state]} ${labels.length}人`),
    h("dd", {},
      h("b", {}, labels.slice(0, NAMED).join("　"), more > 0 ? `　ほか${more}人` : ""),
      h("span", {}, BECOMES[state])),
  ];
}

/** The lines are shared: whoever still works on them hears of it first. */
function others(console) {
  const numbers = leftOver(console).others.join("・");
  return numbers
    ? `${numbers}番窓口も同じ列を呼んでいます。その方々も締めきられます。呼出中・対応中の方は、そのまま続きます。`
    : "この窓口も閉じます。まちがえても、10秒以内なら取り消せます。";
}
