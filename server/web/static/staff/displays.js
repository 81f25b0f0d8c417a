// The manager's page of the displays: choose, name, look, publish, bring back.
//
// Nothing is on the screens before 公開する; what is published can be brought back.

import { get, post, Refusal, Unreachable } from "./api.js";
import { chip, fill, h } from "./dom.js";
import { editor } from "./display_editor.js";

const office = document.body.dataset.office;
const at = (path) => `/api/v1/offices/${office}${path}`;
const byId = (id) => document.getElementById(id);
const LOOK_EVERY = 10_000;
const PREVIEW_AFTER = 400;

const LAYOUTS = { area: "呼出と待ち状況", mixed: "いくつかの待合をまとめて", waiting: "待ち状況の一覧", handover: "交付（できあがり）", media: "お知らせ・写真" };
const state = { version: 0, published: [], draft: [], areas: [], history: [], pictures: [], pages: [], voice: {}, chosen: 0, broadcasts: [], presets: [] };
let previewTimer = null;

const nameOf = (display) => display.name || display.code;
const isChanged = () => JSON.stringify(state.draft) !== JSON.stringify(state.published);

async function load() {
  const [found, texts] = await Promise.all([get(at("/displays")), get(at("/broadcasts")).catch(() => null)]);
  Object.assign(state, {
    version: found.version, published: found.displays, draft: structuredClone(found.displays), areas: found.areas,
    history: found.history, pictures: found.pictures, pages: found.pages, voice: found.voice,
  });
  if (texts) Object.assign(state, { broadcasts: texts.broadcasts, presets: texts.presets });
  state.chosen = Math.min(state.chosen, Math.max(0, state.draft.length - 1));
  drawAll();
}

// What changes by itself, without touching what is being edited.
async function look() {
  const [found, texts] = await Promise.all([get(at("/displays")), get(at("/broadcasts")).catch(() => null)]);
  Object.assign(state, { pages: found.pages, voice: found.voice, pictures: found.pictures });
  if (texts) Object.assign(state, { broadcasts: texts.broadcasts });
  drawList();
  drawVoice();
  drawStanding();
}

async function doing(action, done) {
  byId("problem").hidden = true;
  try {
    await action();
    if (done) byId("said").textContent = done;
    return true;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    byId("problem").hidden = false;
    byId("problem").textContent = [error.message, ...(error.fields ?? []).map(fieldWords)].join("\n");
    return false;
  }
}

function fieldWords({ field, message }) {
  const [, place] = /^displays\.(\d+)/.exec(field) ?? [];
  return `${place === undefined ? "" : `「${nameOf(state.draft[Number(place)])}」 `}${message}`;
}

function drawAll() {
  drawList();
  drawEditor();
  drawPreview();
  drawBroadcasts();
  drawVoice();
  drawHistory();
  drawSave();
}

function drawList() {
  fill(
    byId("list"),
    h("h2", {}, `画面 ${state.draft.length}`),
    state.draft.map((display, place) =>
      h(
        "button",
        { type: "button", class: "display-item", "aria-current": String(place === state.chosen), data: { focus: `display-${place}` }, on: { click: () => choose(place) } },
        h("b", {}, nameOf(display)),
        signOf(display),
        h("span", {}, `${display.area}・${LAYOUTS[display.layout]}${display.audio_master && display.layout !== "media" ? "・音" : ""}`),
      ),
    ),
    state.draft.length ? null : h("p", {}, "まだ画面がありません。"),
    h("button", { type: "button", class: "button", data: { focus: "add" }, on: { click: add } }, "画面をふやす"),
  );
}

function signOf(display) {
  const page = state.pages.find(({ place }) => place === display.code);
  if (!page) return chip("plain", "つながっていません");
  if (page.trouble === "card" || page.muted) return chip("stopped", "音が出ていません", "alert");
  if (page.trouble === "voice") return chip("look", "チャイムのみ", "alert");
  return chip("good", page.has_word ? "動作中・音" : "動作中", "check");
}

function choose(place) {
  state.chosen = place;
  drawList();
  drawEditor();
  drawPreview();
}

function add() {
  const numbers = state.draft.map(({ code }) => Number(/^screen_(\d+)$/.exec(code)?.[1] ?? 0));
  const code = `screen_${Math.max(0, ...numbers) + 1}`;
  state.draft.push({ code, area: state.areas[0].code, audio_master: false, name: null, layout: "area", shows: [], languages: ["en", "zh_hans", "zh_hant", "ko", "vi"], volume: 100, loudness: [], long_wait_min: 30, capacity: null, slides: [] });
  choose(state.draft.length - 1);
  drawSave();
}

function drawEditor() {
  const display = state.draft[state.chosen];
  if (!display) {
    fill(byId("editor"), h("p", {}, "左で画面を選ぶか、ふやしてください。"));
    return;
  }
  fill(
    byId("editor"),
    h("h2", {}, `${nameOf(display)} の設定`),
    editor(display, { office, areas: state.areas, pictures: state.pictures, layouts: LAYOUTS, changed, addPicture }),
    h(
      "div",
      { class: "row-buttons" },
      moveButton("上へ", -1),
      moveButton("下へ", 1),
      h("button", { type: "button", class: "button small", on: { click: remove } }, "この画面をなくす"),
    ),
  );
}

function moveButton(text, way) {
  const target = state.chosen + way;
  const isPossible = target >= 0 && target < state.draft.length;
  return h("button", { type: "button", class: "button small", "aria-disabled": isPossible ? null : "true", data: { focus: `move${way}` }, on: { click: () => isPossible && move(target) } }, text);
}

function move(target) {
  const [display] = state.draft.splice(state.chosen, 1);
  state.draft.splice(target, 0, display);
  choose(target);
  drawSave();
}

function remove() {
  state.draft.splice(state.chosen, 1);
  choose(Math.max(0, state.chosen - 1));
  drawSave();
}

function changed({ redraw = false } = {}) {
  drawList();
  drawSave();
  if (redraw) drawEditor();
  clearTimeout(previewTimer);
  previewTimer = setTimeout(drawPreview, PREVIEW_AFTER);
}

function drawPreview() {
  const display = state.draft[state.chosen];
  byId("frame").src = display ? `/display/${office}?${new URLSearchParams({ preview: JSON.stringify(display) })}` : "about:blank";
}

async function addPicture(file) {
  const data = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = reject;
    reader.readAsDataURL(file);
  });
  let added = null;
  await doing(async () => {
    added = await post(at("/pictures"), { name: file.name.slice(0, 80), data });
    state.pictures.unshift(added);
  }, "写真を取り込みました");
  return added;
}

function drawBroadcasts() {
  const text = h("textarea", { id: "text", maxlength: "60", "aria-label": "案内の文", placeholder: "例：2階のエレベーターは点検中です（個人の名前は書かないでください）" });
  const minutes = h("select", { id: "minutes", "aria-label": "出しておく時間" }, [10, 30, 60, 180, 600].map((count) => h("option", { value: String(count), selected: count === 30 }, `${count}分`)));
  const send = (body) => doing(async () => {
    await post(at("/broadcasts"), { ...body, minutes: Number(minutes.value) });
    text.value = "";
    await look();
  }, "画面に出しました");
  fill(
    byId("broadcasts"),
    h("h2", {}, "一斉案内 ", h("small", {}, "すべての画面に、すぐに出ます")),
    h("div", { id: "standing" }),
    text,
    h("div", { class: "line" }, minutes, "のあいだ", h("button", { type: "button", class: "button small", on: { click: () => send({ text: text.value }) } }, "この文を出す")),
    h("div", { class: "line" }, state.presets.map(({ preset, text: words }) =>
      h("button", { type: "button", class: "button small", title: words, on: { click: () => send({ preset }) } }, PRESET_NAMES[preset] ?? preset))),
  );
  drawStanding();
}

const PRESET_NAMES = { room_full: "満席", evacuate: "避難", system_trouble: "機械の不具合", closing_soon: "まもなく終了" };

function drawStanding() {
  fill(
    byId("standing"),
    state.broadcasts.map((one) =>
      h("div", { class: "standing" }, h("p", {}, `${one.text}（${one.until.slice(11, 16)}まで）`),
        h("button", { type: "button", class: "button small", on: { click: () => doing(async () => { await post(at(`/broadcasts/${one.broadcast}/end`)); await look(); }, "案内を消しました") } }, "消す"))),
  );
}

const LANGUAGE_NAMES = { ja: "日本語", easy_ja: "やさしい日本語", en: "English", zh_hans: "简体中文", zh_hant: "繁體中文", ko: "한국어", vi: "Tiếng Việt" };

function drawVoice() {
  const { languages = [], well = true, made = 0, wanted = 0 } = state.voice;
  const silent = Object.keys(LANGUAGE_NAMES).filter((code) => code !== "easy_ja" && !languages.includes(code));
  fill(
    byId("voice"),
    h("h2", {}, "音声"),
    h("dl", { class: "voice" },
      h("dt", {}, "声のある言語"), h("dd", {}, languages.map((code) => LANGUAGE_NAMES[code]).join("・") || "ありません（チャイムと文字だけ）"),
      silent.length && languages.length ? [h("dt", {}, "文字だけ"), h("dd", {}, silent.map((code) => LANGUAGE_NAMES[code]).join("・"))] : null,
      h("dt", {}, "音声のしくみ"), h("dd", {}, well ? "動いています" : "止まっています。チャイムと表示は続いています"),
      h("dt", {}, "作りおき"), h("dd", {}, wanted ? `${made}／${wanted} 語` : "画面を開くと始まります")),
  );
}

function drawHistory() {
  const line = (version, words) =>
    h("div", { class: "history-line" }, h("span", {}, words),
      version === state.version ? chip("good", "公開中") : h("button", { type: "button", class: "button small", on: { click: () => bringBack(version) } }, "この版にもどす"));
  fill(
    byId("history"),
    h("h2", {}, "これまでの設定"),
    state.history.map((one) => line(one.version, `${one.version}版　${one.at.slice(5, 16).replace("T", " ")}　${one.count}画面${one.brings_back === null ? "" : `（${one.brings_back}版にもどした）`}`)),
    line(0, "はじめの設定"),
  );
}

const bringBack = (version) => doing(async () => {
  await post(at("/displays/bring-back"), { version });
  await load();
}, `${version}版にもどしました`);

function drawSave() {
  const hasChanged = isChanged();
  const unless = hasChanged ? null : "true";
  fill(
    byId("save"),
    h("p", {}, hasChanged ? "まだ公開していない変更があります。公開すると、画面は1秒ほどで変わります。" : "公開中の設定です。"),
    h("button", { type: "button", class: "button", "aria-disabled": unless, data: { focus: "drop" }, on: { click: () => hasChanged && load() } }, "変更をやめる"),
    h("button", { type: "button", class: "button primary", "aria-disabled": unless, data: { focus: "publish" }, on: { click: () => hasChanged && publish() } }, "公開する"),
  );
}

const publish = () => doing(async () => {
  await post(at("/displays"), { version: state.version, displays: state.draft });
  await load();
}, "公開しました");

window.addEventListener("beforeunload", (event) => isChanged() && event.preventDefault());
doing(load);
setInterval(() => look().catch((error) => console.info("no answer", error)), LOOK_EVERY);
