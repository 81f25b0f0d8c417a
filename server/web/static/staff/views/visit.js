// The visit at the counter: its number, how long, where its order time comes from.

import { at, minutesSince, stopwatch, time } from "../clock.js";
import { chip, fill, h, keyButton, number } from "../dom.js";
import { choices } from "./choices.js";
import { HOLD_REASONS, PANELS, STEPS } from "../actions.js";

const LANGUAGES = {
  ja: "日本語", easy_ja: "やさしい日本語", en: "English", zh_hans: "简体中文",
  zh_hant: "繁體中文", ko: "한국어", vi: "Tiếng Việt",
};

export const languageName = (code) => LANGUAGES[code] ?? code;

export function visit(region, store) {
  const { current } = store.console;
  if (!current) return fill(region);
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
      ),
      current.state === "serving" ? usual(current) : h("div", { class: "usual" }, h("span", {}, "お越しを待っています")),
      number(current.label, "current"),
      h("h2", { class: "purpose" }, current.service_name),
      facts(current),
      stations(current.journey ?? []),
    ),
    store.panel === "hold" ? reasons() : store.panel === "send" ? queues(store) : steps(store),
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

function reasons() {
  return choices("保留の理由", HOLD_REASONS.map(({ code, name }) => ({ action: "hold-reason", code, name })));
}

function queues({ places }) {
  return choices("どこへ送りますか", places.map(({ code, name }) => ({ action: "send-to", code, name })));
}
