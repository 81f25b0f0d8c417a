// How full the lines are: a lamp by shape, word and colour, decided by the told upper end.

import { fill, h } from "../dom.js";

export const LAMPS = {
  free: ["●", "空いています"], busy: ["▲", "やや混雑"], crowded: ["■", "混雑"], unknown: ["–", "窓口なし"],
};

export function lines(region, { console }) {
  fill(
    region,
    h("header", {}, h("h2", { class: "card-title" }, "混みぐあい"), h("span", {}, "待ち"), h("span", {}, "最長")),
    console.full_rooms.map(({ name, waiting, holds }) =>
      h("p", { class: "room-full" }, h("b", {}, `■ 席がいっぱいです（${name}）`),
        ` 待ち ${waiting}人（${holds}人まで）。外で待てることをお伝えください。番号札は出せます。`)),
    h("ul", { class: "line-list", tabindex: "0", data: { scroll: "" } }, console.lines.map(line)),
  );
}

function line({ prefix, name, lamp, waiting, longest_min: longest }) {
  const [sign, word] = LAMPS[lamp];
  return h("li", {},
    h("span", {}, h("b", {}, `${prefix} ${name}`),
      h("span", { class: `lamp-word lamp-${lamp}` }, h("i", { "aria-hidden": "true" }, sign), ` ${word}`)),
    h("span", { class: "figure" }, h("b", {}, waiting), "人"),
    h("span", { class: "figure small" }, h("b", {}, longest), "分"));
}

export function lampRule(region, { console }) {
  const [first] = console.lines;
  if (!first) return fill(region);
  const [free, busy] = first.lamp_up_to_min;
  const own = console.lines.some((line) => line.lamp_up_to_min.join() !== first.lamp_up_to_min.join());
  return fill(region, h("b", {}, "ランプの決まり"),
    `　遅くとも${free}分まで ●／${busy}分まで ▲／それより長い ■${own ? "（列ごとの設定があります）" : ""}`);
}
