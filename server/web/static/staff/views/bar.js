// The bottom bar: the keys, and for ten seconds after an action how to take it back.

import { at, now } from "../clock.js";
import { fill, h, icon, keycap } from "../dom.js";
import { told } from "../actions.js";

const KEYS = [
  ["Enter", "次へ進む"], ["+", "再呼出"], ["-", "不在"], ["*", "保留"], ["/", "次の窓口へ送る"],
  ["0〜9", "番号を指定"], ["BS", "取り消す"],
];
const OFFLINE_KEYS = [["F5", "つなぎ直す"], ["Tab", "申請書を読む"]];

export function bar(region, store) {
  const { console, offline } = store;
  const undo = store.mayAct ? console.undo : null;
  const left = undo ? (at(undo.until) - now()) / 1000 : 0;
  region.classList.toggle("undo", left > 0);
  if (left > 0) return taken(region, undo, left);
  fill(
    region,
    (offline ? OFFLINE_KEYS : KEYS).map(([key, name]) => h("span", { class: "key" }, keycap(key), name)),
    h("span", { class: "spring" }),
    h("span", { class: "aside" }, offline
      ? "対応時間はこのPCの時計で数えています"
      : "全員の順番は1つの時刻で決まります"),
  );
}

function taken(region, undo, left) {
  const { what, then } = told(undo.done);
  const line = h("i", { class: "undo-line", id: "undo-line" });
  line.style.width = `${(left / undo.seconds) * 100}%`;
  fill(
    region,
    line,
    icon("check"),
    h("p", {}, h("b", {}, what), h("span", {}, then)),
    h("span", { class: "spring" }),
    h("button", { type: "button", class: "button", data: { action: "undo" } }, icon("back"), "取り消す", keycap("BS")),
    h("p", { class: "left" }, "あと ", h("b", { id: "undo-left" }, Math.ceil(left)), " 秒"),
  );
}
