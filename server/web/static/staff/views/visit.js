// The visit at the counter: its number, how long, where its order time comes from.

import { at, minutesSince, stopwatch, time } from "../clock.js";
import { chip, fill, h, keyButton, number } from "../dom.js";
import { choices } from "./choices.js";
import { HOLD_REASONS, PANELS, PLACES, STEPS, VISIT_PANELS } from "../actions.js";

const LANGUAGES = {
  ja: "日本語", easy_ja: "やさしい日本語", en: "English", zh_hans: "简体中文",
  zh_hant: "繁體中文", ko: "한국어", vi: "Tiếng Việt",
};

export const languageName = (code) => LANGUAGES[code] ?? code;

export function visit(region, store) {
  const { current } = store.console;
  if (!current) return fill(region);
  // What is being written stays as it is: a new field would end the input method's word.
  if (store.panel === "send-how" && region.contains(document.activeElement)
    && document.activeElement.matches("input")) return undefined;
  fill(
    region,
    h("div", { class: "visit-body", data: { scroll: "" } },
      h(
        "div",
        { class: "visit-state" },
        h("span", { class: `state state-${current.state}` }, current.state === "called" ? "呼出中" : "対応中"),
        h("span", { class: "stopwatch", id: "stopwatch" }, stopwatch(current.since)),
        h("span", { class: "spring" }),
        current.reserved_for ? chip("booked", `予約 ${time(at(current.reserved_for))}`, "calendar") : null,
        current.visit_class === "priority" ? chip("priority", "優先", "priority") : null,
        current.offline ? chip("look", "オフライン発行", "offline") : null,
      ),
      current.state === "serving" ? usual(current) : h("div", { class: "usual" }, h("span", {}, "お越しを待っています")),
      number(current.label, "current"),
      h("h2", { class: "purpose" }, current.service_name),
      facts(current),
      stations(current.journey ?? []),
    ),
    VISIT_PANELS.includes(store.panel) ? PANEL_VIEWS[store.panel](store) : steps(store),
  );
}

/** How long such a visit usually takes: the blue part of the line; the dark part is now. */
function usual(current) {
  const { from, to } = current.usual;
  const scale = to * 1.4;
  const line = h("span", { class: "usual-line", id: "usual-line", data: { scale } });
  const band = h("span", { class: "usual-band" });
  band.style.left = `${(from / scale) * 100}%`;
  band.style.width = `${((to - from) / scale) * 100}%`;
  const past = h("span", { class: "usual-past", id: "usual-past", data: { since: current.since, scale } });
  line.append(band, past);
  return h("div", { class: "usual" }, line, h("span", {}, `いつもは ${from}〜${to}分`));
}

function facts(current) {
  const [, because] = current.why.split("　");
  return h(
    "dl",
    { class: "facts" },
    h("dt", {}, "来庁"),
    h("dd", {}, `${time(at(current.checked_in))}`,
      h("small", {}, `${minutesSince(current.checked_in)}分前`)),
    h("dt", {}, "順番時刻"),
    h("dd", {}, h("b", {}, time(at(current.order_time))), h("small", {}, `＝${because ?? ""}`)),
    h("dt", {}, "ことば"),
    h("dd", {}, languageName(current.language)),
    current.further_labels.length
      ? [h("dt", {}, "別の紙"), h("dd", {}, h("b", {}, current.further_labels.join("・")),
          h("small", {}, "も同じ方です（2枚お持ちかもしれません）"))]
      : null,
    current.unprintable
      ? [h("dt", {}, "紙の字"), h("dd", {}, h("b", {}, "〓"),
          h("small", {}, "印刷できない字があります。正しい字を書き入れてください"))]
      : null,
    current.room ? [h("dt", {}, "お席"), h("dd", {}, h("b", {}, current.room.name), current.room.url
      ? h("a", { href: current.room.url, target: "_blank", rel: "noopener noreferrer" }, "会議に入る")
      : null)] : null,
    current.note ? [h("dt", {}, "メモ"), h("dd", {}, `「${current.note}」`)] : null,
  );
}

function stations(journey) {
  if (journey.length < 2) return null;
  return h(
    "ol",
    { class: "stations" },
    journey.map((station, index) =>
      h(
        "li",
        { class: `station station-${station.state}` },
        h("i", {}, index + 1),
        h("b", {}, station.name),
        h("span", {}, station.counters.length ? `${station.counters.join("・")}番` : ""),
      ),
    ),
  );
}

function steps(store) {
  const { console, offline } = store;
  const ready = (action) => !offline && Boolean(action.fits(console));
  const one = (action, from) => keyButton({
    key: from[action].key, text: from[action].name, action, keyFirst: true, enabled: ready(from[action]),
  });
  return h("div", { class: "steps" }, one("recall", STEPS), one("miss", STEPS), one("hold", PANELS), one("send", PANELS));
}

const PANEL_VIEWS = {
  hold: () =>
    choices("保留の理由", HOLD_REASONS.map(({ code, name }) => ({ action: "hold-reason", code, name }))),
  send: ({ places }) =>
    choices("どこへ送りますか", places.map(({ code, name }) => ({ action: "send-to", code, name }))),
  "send-how": ({ target, note }) => [
    choices(`${target.name}のどこへ`, PLACES.map(({ code, name }) => ({ action: "send-how", code, name }))),
    h("label", { class: "send-note" }, "次の窓口へのメモ（書いてから数字か、ボタンで送る）",
      h("input", {
        id: "send-note", type: "text", maxlength: "200", autocomplete: "off", value: note, data: { focus: "send-note" },
      })),
  ],
  print: ({ printable, console }) => choices("何をもう一度印刷しますか", papersOf(printable(), console.current)),
  "print-where": ({ console }) =>
    choices("どの機械で印刷しますか", console.machines.map(({ device, name }) => ({
      action: "print-at", code: device, name,
    }))),
  "hand-over": handOverChoices,
  issue: ({ services }) =>
    choices("番号札を出す用件", services.map(({ code, name }) => ({ action: "issue-for", code, name }))),
};

/** This seat to another person, or this visit to another counter. */
export function handOverChoices({ console }) {
  const { current, colleagues } = console;
  const nearest = [...colleagues].sort((one, other) => other.shares.length - one.shares.length);
  const there = current?.state === "serving"
    ? nearest.map(({ number: code, name, busy }) => ({
      action: "hand-to", code, name: `${code}番 ${name}${busy ? "（対応中）" : ""}`,
    }))
    : [];
  const seat = { action: "change-person", code: "", name: "担当者を替わる" };
  return choices("だれに引き継ぎますか", [seat, ...there].slice(0, 9));
}

function papersOf(forms, { label }) {
  const each = forms.map(({ key, title }) => ({ action: "print-papers", code: key, name: title }));
  const all = forms.length > 1
    ? [{ action: "print-papers", code: forms.map(({ key }) => key).join(" "), name: `申請書 ${forms.length}件ぜんぶ` }]
    : [];
  return [...each.slice(0, 6), ...all, { action: "print-papers", code: "ticket", name: `番号札 ${label}` }];
}
