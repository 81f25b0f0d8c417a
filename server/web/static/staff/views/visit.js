// The visit at the counter: its number, how long, where its order time comes from.

import { at, minutesSince, stopwatch, time } from "../clock.js";
import { chip, fill, h, keyButton, number } from "../dom.js";
import { choices } from "./choices.js";
import { HOLD_REASONS, PANELS, PLACES, STEPS, toCome, VISIT_PANELS } from "../actions.js";
import { several } from "./several.js";

const LANGUAGES = {
  ja: "日本語", easy_ja: "やさしい日本語", en: "English", zh_hans: "简体中文",
  zh_hant: "繁體中文", ko: "한국어", vi: "Tiếng Việt",
};

export const languageName = (code) => LANGUAGES[code] ?? code;

export function visit(region, store) {
  const { current } = store.console;
  if (!current) return fill(region);
  // What is being written stays as it is: a new field would end the input method's word.
  if (["send-how", "round"].includes(store.panel) && region.contains(document.activeElement)
    && document.activeElement.matches("input")) return undefined;
  fill(
    region,
    h("div", {
      class: "visit-body", tabindex: "0", role: "region", "aria-label": "いまの方のこと", data: { scroll: "", focus: "visit" },
    },
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
      number(current.label, store.panel === "round" ? "list" : "current"),
      h("h2", { class: "purpose" }, current.service_name),
      facts(current),
      todo(current, store),
      stations(current.journey ?? []),
      VISIT_PANELS.includes(store.panel) ? null : h("p", { class: "seats" }, keyButton({
        key: PANELS.round.key, text: PANELS.round.name, action: "round", enabled: store.mayAct })),
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

/** What is still to be done for this visit, at whichever desk; papers have a page of their own. */
function todo({ tasks }, { mayAct, places }) {
  const shown = tasks.filter(({ stop }) => stop === null);
  if (!shown.length) return null;
  const where = (queue) => places.find(({ code }) => code === queue)?.name ?? "この窓口";
  return h(
    "ul",
    { class: "todo", "aria-label": "用事" },
    shown.map(({ task, note, name, code, queue, done }) => h("li", {},
      h("button", {
        type: "button", class: "button small", "aria-pressed": String(done), "aria-disabled": mayAct ? null : "true",
        data: { action: "tick", task, done: String(done), focus: `tick-${task}` },
      }, done ? "すみ" : "まだ"),
      h("span", {}, note ?? name ?? code, h("small", {}, where(queue))))),
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
  send: sendChoices,
  round: roundChoices,
  "handover-papers": ({ papers, console, taken }) => several(
    "お渡しするものと部数",
    papers[console.current.service].map((one) => ({ action: "paper-add", ...one })),
    { marks: (code) => copies(taken, code), confirm: "用意を頼んで終了する" },
  ),
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

/** Planned desks first: the next one is chosen here; then every other line. */
function sendChoices({ places, console }) {
  const planned = toCome(console.current);
  const then = planned.map(({ stop, name }) => ({ action: "send-then", code: stop, name: `次は ${name}` }));
  const others = places.filter(({ code }) => !planned.some(({ queue }) => queue === code));
  return choices("どこへ送りますか", [...then, ...others.map(({ code, name }) => ({ action: "send-to", code, name }))]);
}

function roundChoices({ places, console, taken, rooms, note }) {
  const { current } = console;
  const planned = toCome(current).map(({ queue }) => queue);
  const marks = (code) => (taken.includes(code)
    ? "①②③④⑤⑥⑦⑧⑨⑩"[taken.indexOf(code)] : planned.includes(code) ? "予定" : "");
  const desks = places.filter(({ hands_over: handsOver }) => !handsOver);
  return several("この後に回る窓口",
    desks.map(({ code, name }) => ({ action: "round-add", code, name })),
    { marks, confirm: "決める", more: [noteField(note), seats(rooms, current)] });
}

function noteField(note) {
  return h("label", { class: "send-note" }, "選んだ窓口での用事（なくてもよい）",
    h("input", { id: "round-note", type: "text", maxlength: "200", autocomplete: "off", value: note, data: { focus: "round-note" } }));
}

/** Where the family sits while the sections come to it. */
function seats(rooms, { room }) {
  const seat = (code, text) => h("button", {
    type: "button", class: "button small", data: { action: "seat", code, focus: `seat-${code}` } }, text);
  const free = rooms.filter(({ code }) => code !== room?.room);
  return h("p", { class: "seats" }, h("span", {}, "席で待ち、課が行く"),
    free.map(({ code, name }) => seat(code, name)), room ? seat("", "席を立つ") : null);
}

const copies = (taken, code) => {
  const count = taken.filter((one) => one === code).length;
  return count ? `×${count}` : "";
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
