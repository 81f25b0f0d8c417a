// A question with numbered answers: a digit chooses, Esc leaves. It never covers anything.

import { h, keycap } from "../dom.js";

/** The key of an answer: 1 to 9, then 0; more than ten have to be reached with Tab. */
export function digitOf(index) {
  return index < 10 ? String((index + 1) % 10) : "";
}

export function choices(title, options) {
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": title },
    h("p", {}, h("b", {}, title), h("span", {}, "数字で選ぶ　", keycap("Esc"), " やめる")),
    options.map(({ action, code, name }, index) =>
      h(
        "button",
        { type: "button", class: "button key-first", data: { action, code, digit: digitOf(index) } },
        digitOf(index) ? keycap(digitOf(index)) : null, h("span", {}, name),
      ),
    ),
  );
}
