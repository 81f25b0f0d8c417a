// The end of the day: who is still there, what becomes of each, and the one step that does it.

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

export const counted = (left) => left.reduce((sum, { labels }) => sum + labels.length, 0);

export function dayEnd(left, note, { closes, stays = "まだ終えない" }) {
  const count = counted(left);
  return h(
    "section",
    { class: "closing day-end" },
    h("h2", {}, count ? `1日を終えると、残っている${count}人を締めきります` : "残っている方はいません"),
    left.length ? h("dl", {}, left.map(line)) : null,
    h("p", {}, note),
    choices("どうしますか", [
      { action: "end-day-now", code: "", name: count ? `${count}人を締めきり、1日を終える` : `${closes}、1日を終える` },
      { action: "leave", code: "", name: stays },
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
