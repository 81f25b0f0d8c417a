// Cut off: what can be done, and what has to wait and why.

import { fill, h, icon } from "../dom.js";

export function meanwhile(region, { console, offline }) {
  region.hidden = !offline;
  if (!offline) return;
  const { current } = console;
  const can = [
    current
      ? [h("b", {}, `${current.label} の対応を続ける`), "（申請書はこの画面に残ります）"]
      : ["次の方には、声でお待ちいただくようお伝えする"],
    ["急ぐときは声で呼び、番号と時刻を紙に控える"],
  ];
  fill(
    region,
    h("h2", {}, "この間にできること"),
    h(
      "ul",
      {},
      can.map((text) => h("li", {}, icon("check"), h("span", {}, ...text))),
      h("li", { class: "not" }, icon("cross"), h("span", {}, "終了・呼出・送る は、つながってから")),
    ),
    h("p", {}, "発券機は単独で番号を出し続けます。"),
  );
}
