// A question with several answers: each digit takes one more, Enter is content with them.

import { h, keyButton, keycap } from "../dom.js";
import { digitOf } from "./choices.js";

/** *marks* stands behind an option that was taken: its place in the round, or how many copies. */
export function several(title, options, { marks, confirm, more = [] }) {
  return h(
    "div",
    { class: "choices several", role: "group", "aria-label": title },
    h("p", {}, h("b", {}, title), h("span", {}, "数字で選ぶ　", keycap("Esc"), " やめる")),
    options.map(({ action, code, name }, index) =>
      h(
        "button",
        {
          type: "button", class: "button key-first", "aria-pressed": String(Boolean(marks(code))),
          data: { action, code, digit: digitOf(index), focus: `several-${code}` },
        },
        digitOf(index) ? keycap(digitOf(index)) : null,
        h("span", {}, name, marks(code) ? h("b", { class: "mark" }, ` ${marks(code)}`) : null),
      )),
    more,
    keyButton({ key: "Enter", text: confirm, action: "several-done" }),
  );
}
