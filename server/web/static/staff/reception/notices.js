// What calls for staff, what was just done, and the keys.

import { at, now, time } from "../clock.js";
import { fill, h, icon, keycap } from "../dom.js";
import { bellText } from "../views/strip.js";

export function bells(region, { console, offline }) {
  fill(region, console.bells.slice(0, 3).map((bell, index) =>
    h("section", { class: `bell-card${bell.reason === "emergency" ? " emergency" : ""}` },
      h("h2", {}, icon("bell"), bellText(bell)),
      h("p", {}, `${time(at(bell.at))}${bell.label ? `　${bell.label}` : ""}`),
      h("button", {
        type: "button", class: "button", data: { action: "bell", bell: bell.bell }, "aria-disabled": offline ? "true" : null,
      }, "向かう", index === 0 ? keycap("F9") : null))));
}

const KEYS = [
  ["1〜8", "用件"], ["Y", "優先の理由"], ["Enter", "出す"], ["F2", "さがす"], ["F3", "今日の予約"], ["/", "別の列へ移す"], ["BS", "取り消す"],
];

export function bar(region, store) {
  const { undo, message, offline } = store;
  const left = undo && !offline ? (at(undo.until) - now()) / 1000 : 0;
  const said = message && performance.now() < message.until ? message.text : "";
  region.classList.toggle("undo", left > 0 || Boolean(said));
  if (left <= 0 && !said) {
    return fill(region,
      KEYS.map(([key, name]) => h("span", { class: "key" }, keycap(key), name)),
      h("span", { class: "spring" }), h("span", { class: "aside" }, "お名前は姓だけ表示します"));
  }
  const line = h("i", { class: "undo-line", id: "undo-line" });
  line.style.width = `${Math.max(0, left) * 10}%`;
  return fill(region, line, icon("check"), h("p", {}, h("b", {}, said || undo.what)), h("span", { class: "spring" }),
    left > 0
      ? [h("button", { type: "button", class: "button", data: { action: "undo" } }, icon("back"), "取り消す", keycap("BS")),
        h("p", { class: "left" }, "あと ", h("b", { id: "undo-left" }, Math.ceil(left)), " 秒")]
      : null);
}
