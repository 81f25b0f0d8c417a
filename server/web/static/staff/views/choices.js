// A question with numbered answers: a digit chooses, Esc leaves. It never covers anything.

import { h, keycap } from "../dom.js";

export function choices(title, options) {
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": title },
    h("p", {}, h("b", {}, title), h("span", {}, "数字で選ぶ　", keycap("Esc"), " やめる")),
    options.map(({ action, code, name }, index) =>
      h(
        "button",
        { type: "button", class: "button key-first", data: { action, code, digit: index + 1 } },
        keycap(index + 1), h("span", {}, name),
      ),
    ),
  );
}
