// The setting of one display, as a form. Every change is told at once; nothing is published here.

import { h } from "./dom.js";

const LANGUAGES = { easy_ja: "やさしい日本語", en: "English", zh_hans: "简体中文", zh_hant: "繁體中文", ko: "한국어", vi: "Tiếng Việt" };
const WEEKDAYS = { mon: "月", tue: "火", wed: "水", thu: "木", fri: "金", sat: "土", sun: "日" };

export function editor(display, { office, areas, pictures, layouts, changed, addPicture }) {
  const set = (field, value, redraw = false) => {
    display[field] = value;
    changed({ redraw });
  };
  const areaNames = Object.fromEntries(areas.map(({ code, name }) => [code, name]));
  const isMedia = display.layout === "media";
  return h(
    "form",
    { on: { submit: (event) => event.preventDefault() } },
    field("名前", text(display.name ?? "", 60, (value) => set("name", value || null)), `アドレス /display/${office}/${display.code}`),
    field("映すもの", pick(layouts, display.layout, (value) => set("layout", value, true))),
    field("掛けてある待合", pick(areaNames, display.area, (value) => set("area", value))),
    isMedia ? null : checks("呼出を映す待合", areaNames, display.shows.length ? display.shows : [display.area], (codes) => set("shows", codes.length === 1 && codes[0] === display.area ? [] : codes)),
    checks("くりかえす言語", LANGUAGES, display.languages, (codes) => set("languages", codes)),
    isMedia ? slides(display, { office, pictures, changed, addPicture }) : sound(display, set),
    isMedia ? null : field("満席の案内", number(display.capacity, 1, 2000, (value) => set("capacity", value)), "待っている方がこの人数になったら、満席の案内を出します。空欄なら出しません。"),
  );
}

function sound(display, set) {
  const hours = display.loudness;
  const setHours = (changedHours) => set("loudness", changedHours, true);
  return h(
    "fieldset",
    {},
    h("legend", {}, "音"),
    checkbox("この画面が、掛けてある待合の呼出を声で知らせる（待合に1台だけ）", display.audio_master, (value) => set("audio_master", value, true)),
    display.audio_master
      ? [
          field("音量", number(display.volume, 0, 100, (value) => set("volume", value ?? 0)), "0〜100。0で音を出しません。"),
          hours.map((one, place) =>
            h("div", { class: "line" },
              input("time", one.from.slice(0, 5), (value) => value && (one.from = value) && set("loudness", hours), "何時から"), "から 音量",
              number(one.volume, 0, 100, (value) => { one.volume = value ?? 0; set("loudness", hours); }, "音量"),
              button("なくす", () => setHours(hours.filter((_, other) => other !== place)))),
          ),
          button("時間帯で音量を変える", () => setHours([...hours, { from: "17:00", volume: 50 }])),
          field("「大変お待たせ」", number(display.long_wait_min, 1, 600, (value) => set("long_wait_min", value)), "この分数より長くお待ちの方には「大変お待たせいたしました」と言います。空欄なら言いません。"),
        ]
      : null,
  );
}

function slides(display, { office, pictures, changed, addPicture }) {
  const redraw = () => changed({ redraw: true });
  const swap = (place, other) => {
    [display.slides[place], display.slides[other]] = [display.slides[other], display.slides[place]];
    redraw();
  };
  const one = (slide, place) => {
    const set = (name, value) => { slide[name] = value; changed(); };
    return h(
      "div",
      { class: "slide" },
      h("div", { class: "line" },
        slide.picture ? h("img", { src: `/display/${office}/pictures/${slide.picture}.jpg`, alt: "" }) : null,
        pick({ "": "写真なし", ...Object.fromEntries(pictures.map(({ id, name }) => [id, name])) }, slide.picture ?? "", (value) => { slide.picture = value || null; redraw(); }, "写真"),
        h("input", { type: "file", accept: "image/jpeg,image/png,image/webp", "aria-label": "写真を取り込む", on: { change: async (event) => {
          const added = await addPicture(event.target.files[0]);
          if (added) { slide.picture = added.id; redraw(); }
        } } })),
      field("見出し", text(slide.title ?? "", 60, (value) => set("title", value || null))),
      field("文", area(slide.text ?? "", 240, (value) => set("text", value || null))),
      h("div", { class: "line" }, number(slide.seconds, 5, 120, (value) => set("seconds", value ?? 12), "秒"), "秒　",
        input("date", slide.from_day ?? "", (value) => set("from_day", value || null), "始まりの日"), "〜", input("date", slide.to_day ?? "", (value) => set("to_day", value || null), "終わりの日"),
        input("time", (slide.from_time ?? "").slice(0, 5), (value) => set("from_time", value || null), "始まりの時刻"), "〜", input("time", (slide.to_time ?? "").slice(0, 5), (value) => set("to_time", value || null), "終わりの時刻")),
      checks("曜日", WEEKDAYS, slide.weekdays, (codes) => set("weekdays", codes), "選ばなければ毎日"),
      h("div", { class: "row-buttons" }, place > 0 ? button("前へ", () => swap(place, place - 1)) : null, place + 1 < display.slides.length ? button("後へ", () => swap(place, place + 1)) : null,
        button("このページをなくす", () => { display.slides.splice(place, 1); redraw(); })),
    );
  };
  return h("fieldset", {}, h("legend", {}, "ページ"), display.slides.map(one),
    button("ページをふやす", () => {
      display.slides.push({ picture: null, title: "お知らせ", text: null, seconds: 12, from_day: null, to_day: null, from_time: null, to_time: null, weekdays: [] });
      redraw();
    }));
}

let made = 0;

function field(name, control, help = null) {
  control.id ||= `field-${(made += 1)}`;
  return h("div", { class: "field" }, h("label", { for: control.id }, name), control, help ? h("small", {}, help) : null);
}

function checks(name, choices, chosen, tell, help = null) {
  const boxes = Object.entries(choices).map(([code, words]) =>
    h("label", {}, h("input", { type: "checkbox", value: code, checked: chosen.includes(code) }), words));
  const group = h("div", { class: "choices", role: "group", "aria-label": name, on: { change: () =>
    tell([...group.querySelectorAll("input:checked")].map(({ value }) => value)) } }, boxes);
  return h("div", { class: "field" }, h("span", { class: "label" }, name), group, help ? h("small", {}, help) : null);
}

const checkbox = (words, isOn, tell) =>
  h("div", { class: "choices line" }, h("label", {}, h("input", { type: "checkbox", checked: isOn, on: { change: (event) => tell(event.target.checked) } }), words));

const pick = (choices, chosen, tell, label = null) =>
  h("select", { "aria-label": label, on: { change: (event) => tell(event.target.value) } },
    Object.entries(choices).map(([code, words]) => h("option", { value: code, selected: code === chosen }, words)));

const input = (type, value, tell, label = null) =>
  h("input", { type, value, "aria-label": label, on: { change: (event) => tell(event.target.value) } });

const text = (value, most, tell) =>
  h("input", { type: "text", value, maxlength: String(most), on: { input: (event) => tell(event.target.value.trim()) } });

function area(value, most, tell) {
  const made = h("textarea", { maxlength: String(most), on: { input: (event) => tell(event.target.value.trim()) } });
  made.value = value;
  return made;
}

const number = (value, least, most, tell, label = null) =>
  h("input", { type: "number", min: String(least), max: String(most), value: value ?? "", "aria-label": label,
    on: { change: (event) => tell(event.target.value === "" ? null : Math.min(most, Math.max(least, Number(event.target.value)))) } });

const button = (words, press) => h("button", { type: "button", class: "button small", on: { click: press } }, words);
