// The end of the office's day, for whoever leads: told before it is done, taken back within 10 s.

import { fill, h, icon, keyButton } from "../dom.js";
import { counted, dayEnd } from "../views/day-end.js";

export function ending(region, store) {
  const left = store.console.day_end;
  region.hidden = !store.endsDay || left === null;
  if (region.hidden) return fill(region);
  if (store.ending) return fill(region, dayEnd(left, note(store.console), { closes: "すべての窓口を閉じて" }));
  const count = counted(left);
  return fill(region, h("section", { class: "day-over" },
    icon("clock"),
    h("p", {}, h("b", {}, "受付は終わりました"), h("span", {}, count ? `${count}人が残っています` : "残っている方はいません")),
    h("span", { class: "spring" }),
    keyButton({ key: "End", text: "1日を終える", action: "end-day", enabled: !store.offline })));
}

function note({ lines }) {
  const numbers = new Set(lines.flatMap(({ counters }) => counters)
    .filter(({ state }) => state === "serving").map(({ number }) => number));
  return numbers.size
    ? `${[...numbers].join("・")}番窓口で呼出中・対応中です。終わってから、1日を終えてください。`
    : "すべての窓口を閉じます。まちがえても、10秒以内なら取り消せます。";
}
