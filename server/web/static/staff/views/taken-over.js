// Two screens at one counter: the later one asks, the first one is told and only looks on.

import { at, time } from "../clock.js";
import { fill, h, icon, keycap } from "../dom.js";

export function takenOver(region, { console, lookingOn }) {
  region.hidden = !lookingOn;
  document.body.toggleAttribute("data-looking-on", lookingOn);
  if (!lookingOn) return fill(region);
  const { current, holder } = console;
  fill(
    region,
    icon("swap"),
    h(
      "p",
      {},
      h("b", {}, `この窓口は ${time(at(holder.since))} から ${holder.name} さんが使っています`),
      h("span", {}, current
        ? `${current.label} の対応と時間はそのまま続きます。この画面からは呼出や終了はできません`
        : "この画面からは呼出や終了はできません"),
    ),
    h("span", { class: "spring" }),
    h("a", { class: "button", href: "/staff" }, "別の窓口を選ぶ"),
    h("button", { type: "button", class: "button primary", data: { action: "take-over" } }, "引き継ぐ", keycap("F7")),
  );
}
