// Two screens at one counter: the later one is asked once, the first one is told and only looks on.

import { at, inWords, now, stopwatch, time } from "../clock.js";
import { fill, h, icon, keycap, number } from "../dom.js";
import { told } from "../actions.js";

export function takenOver(strip, question, store, place) {
  const { lookingOn, asking, console } = store;
  document.body.toggleAttribute("data-looking-on", lookingOn);
  document.body.toggleAttribute("data-asking", asking);
  document.body.toggleAttribute("data-lost", lookingOn && !asking);
  strip.hidden = !lookingOn || asking;
  question.hidden = !lookingOn;
  if (!lookingOn) return fill(question);
  if (asking) return fill(question, ask(console, place));
  fill(strip, banner(console.holder));
  return fill(question, lookOn(console));
}

const STATES = { called: "呼出中", serving: "対応中" };

function ask({ counter, current, holder, last_act: last }, place) {
  const who = `${holder.name}さん`;
  return h(
    "div",
    { class: "ask card", role: "alertdialog", "aria-labelledby": "ask-title" },
    h("h2", { id: "ask-title" }, `${counter.number}番窓口は使用中です。`, h("br"), "引き継ぎますか？"),
    row("使っている人", h("b", {}, holder.name), `（${time(at(holder.since))}から）`),
    row("今の対応", current
      ? [number(current.label, "row"), ` ${current.service_name}　${STATES[current.state]} `,
        h("b", {}, inWords((now() - at(current.since)) / 1000))]
      : "ありません"),
    row("最後の操作", last
      ? `${inWords((now() - at(last.at)) / 1000)}前（${told(last.done).what}）` : "まだありません"),
    h(
      "ul",
      {},
      [
        current ? `${current.label} の対応と時間はそのまま続きます。呼出は鳴りません` : "番号の順番は変わりません",
        `${who}の画面には、引き継いだことが表示されます`,
        `${who}の画面からは、操作できなくなります`,
      ].map((text) => h("li", {}, icon("check"), h("span", {}, text))),
    ),
    h(
      "p",
      { class: "ask-keys" },
      h("button", { type: "button", class: "button primary", data: { action: "take-over" } }, "引き継ぐ", keycap("Enter")),
      h("button", { type: "button", class: "button", data: { action: "leave-counter" } }, "やめる", keycap("Esc")),
      h("span", { class: "spring" }),
      h("a", { href: "/staff" }, "別の窓口を選ぶ"),
    ),
  );
}

function banner(holder) {
  return [
    icon("swap"),
    h("p", {},
      h("b", {}, `${time(at(holder.since))} に ${holder.name} さんが引き継ぎました`),
      h("span", {}, "この画面からは呼出や終了はできません")),
  ];
}

function lookOn({ current, own_acts: acts }) {
  return h(
    "div",
    { class: "look-on" },
    h(
      "section",
      { class: "card" },
      h("h2", {}, "引き継いだ対応（今の様子）"),
      current
        ? h("p", { class: "look-on-visit" }, number(current.label, "next"),
          h("span", {}, `${current.service_name}　${STATES[current.state]} `, h("b", {}, stopwatch(current.since))))
        : h("p", {}, "いまは、だれも対応していません"),
    ),
    h(
      "section",
      { class: "card" },
      h("h2", {}, "あなたが最後にしたこと"),
      acts.length
        ? h("ul", {}, acts.map((act) => h("li", {}, h("time", {}, time(at(act.at))), told(act.done).what)))
        : h("p", {}, "この窓口での操作はありません"),
      h("p", { class: "look-on-note" }, "すべて送信済みです。失われた操作はありません"),
    ),
    h(
      "p",
      { class: "ask-keys" },
      h("a", { class: "button", href: "/staff" }, "別の窓口を開く"),
      h("button", { type: "button", class: "button", data: { action: "take-over" } }, "引き継ぎ返す", keycap("F7")),
      h("span", { class: "spring" }),
      h("button", { type: "submit", class: "as-link", form: "log-out" }, "ログアウト"),
    ),
  );
}

function row(name, ...value) {
  return h("dl", { class: "line" }, h("dt", {}, name), h("dd", {}, ...value));
}
