// A screen of the waiting room: puts feed, calls, screen and sound together.

import { Calls } from "./calls.js";
import { OfficeClock } from "./clock.js";
import { Feed } from "./feed.js";
import { handover } from "./handover.js";
import { Memory } from "./memory.js";
import { at, band, dateWords, inTurn, phase, slide, timeWords, volume } from "./moments.js";
import { Screen } from "./screen.js";
import { Announcer } from "./sound.js";
import { newPageId, Word } from "./word.js";
import {
  LINES_ON_A_LIST,
  LINES_ON_A_PAGE,
  noticeWords,
  pagesOf,
  ROWS,
  sentences,
  stoppedSentences,
  stoppedWords,
  waitingLine,
} from "./words.js";

const STALE_AFTER = 10_000;
const PAGE_FOR = 12_000;
const TICK = 200;
const SOUND_MAY_START = 1_500; // a browser that allows sound needs a moment to say so
const HEALTH_EVERY = 5_000;
const SPOKEN_UNTIL = 60_000;

const page = JSON.parse(document.getElementById("board-data").textContent);
const { setting } = page;
const isOurs = (call) => !setting.areas || setting.areas.includes(call.area);
const hasSound = setting.audio_master && setting.layout !== "media" && !page.preview;
const pageId = newPageId();
const clock = new OfficeClock(page.snapshot.now);
const memory = new Memory(page.office, page.place);
const calls = new Calls(memory.heard(page.snapshot));
const screen = new Screen(setting.layout === "mixed");
const loadedAt = performance.now();
let snapshot = page.snapshot;
let aliveAt = performance.now();
let dataAt = clock.now();

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`board:${name}`, { detail }));

// Who gets the word says what the one before had no time for.
const word = new Word((said) => {
  const heard = Math.max(memory.heard(snapshot), said <= snapshot.seq ? said : 0);
  const now = clock.now();
  const missed = calls
    .rows(now)
    .map((row) => row.call)
    .filter((call) => call.seq > heard && now - Date.parse(call.at) <= SPOKEN_UNTIL);
  for (const call of missed.sort((a, b) => a.seq - b.seq)) announcer.announce(call);
});

const announcer = hasSound
  ? new Announcer(page, () => clock.now(), {
      maySpeak: () => word.isOurs,
      volume: () => volume(setting, clock.now()),
      began: (call) => {
        memory.keep(call);
        feed.tell("said", { seq: call.seq });
        tell("speaks", call);
      },
      said: (call, form) => tell("said", { ...call, form }),
    })
  : null;

const feed = new Feed(page.office, page.place, {
  // A page that nobody can hear leaves the word to another.
  asks: () => ({ page: pageId, wants_word: Boolean(announcer && !announcer.isMuted), said: memory.heard(snapshot) }),
  word: (answer, askedAt) => word.take(answer, askedAt),
  alive() {
    aliveAt = performance.now();
    dataAt = clock.now();
  },
  call(call) {
    if (!isOurs(call)) return;
    calls.add(call, clock.now());
    draw();
  },
  snapshot(fresh) {
    if (fresh.seq < snapshot.seq) calls.forget();
    snapshot = fresh;
    clock.set(fresh.now);
    calls.replace(present(fresh), fresh.seq, clock.now());
    announcer?.keepOnly((call) => calls.holds(call));
    reloadIfSetAnew(fresh);
    draw();
  },
});

// A number that did not come stands in the absent cell, and is called no more.
function present({ calls: called, absent = [] }) {
  return called.filter((call) => !absent.includes(call.label));
}

// One spelling for one setting: the page and the socket do not agree on the order of names.
const spelled = (setting) => JSON.stringify(setting, (_, value) => (isPlain(value) ? sorted(value) : value));
const isPlain = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);
const sorted = (value) => Object.fromEntries(Object.entries(value).sort());

// What a manager has published shows at once, or as soon as the last word is said.
function reloadIfSetAnew({ display }) {
  const asLoaded = page.snapshot.display;
  if (!display || spelled(display) === spelled(asLoaded)) return;
  if (!announcer || announcer.isIdle) window.location.reload();
}

function draw() {
  const now = clock.now();
  const isStale = !page.preview && performance.now() - aliveAt > STALE_AFTER;
  if (!isStale) for (const call of calls.advance(now)) announcer?.announce(call);
  const rows = calls.rows(now).map((row) => (isStale ? { ...row, isNew: false, flashes: false } : row));
  screen.clock(dateWords(now), timeWords(now));
  screen.names(snapshot.office ?? "", setting.name || snapshot.area || "", snapshot.accent);
  screen.stopped(isStale ? timeWords(dataAt) : null);
  screen.calls(rows);
  screen.absent(snapshot.absent ?? []);
  screen.notice(noticeWords(snapshot.notice, page.words, isStale));
  screen.sentences(isStale ? stoppedSentences(page, now) : sentences(rows.slice(0, ROWS), page, now));
  drawWaiting(now, rows);
  drawPanels(now, isStale);
  drawMoment(now);
  drawSound();
}

function drawWaiting(now, rows) {
  const called = rows.map((row) => row.call).sort((a, b) => b.seq - a.seq);
  const size = setting.layout === "waiting" ? LINES_ON_A_LIST : LINES_ON_A_PAGE;
  const pages = pagesOf(snapshot.waiting.map((queue) => waitingLine(queue, called)), size);
  screen.waiting(pages, pages.length ? Math.floor(now / PAGE_FOR) % pages.length : 0);
}

function drawPanels(now, isStale) {
  const panel = handover(snapshot.handover, now);
  if (isStale) for (const cell of panel.cells) Object.assign(cell, { isNew: false, flashes: false });
  screen.handover(panel);
  screen.slide(slide(setting.slides, now), (picture) => `/display/${page.office}/pictures/${picture}.jpg`);
}

function drawMoment(now) {
  const [language] = inTurn(setting.languages, 1, now);
  const today = phase(snapshot, page.words, now);
  const other = today.words?.[language] ?? "";
  screen.phase(today, today.opens ? at(other, today.opens) : other, language);
  const shown = band(snapshot, page.words, setting, now);
  screen.band(shown, shown?.texts[language] ?? "", language);
}

function drawSound() {
  const isHeldBack = Boolean(announcer?.isMuted) && performance.now() - loadedAt > SOUND_MAY_START;
  screen.soundButton(isHeldBack);
  screen.mark(isHeldBack || announcer?.trouble === "card" ? "音が出ていません" : hasVoice() ? "" : "チャイムのみ");
}

const hasVoice = () => !announcer || (announcer.speaks && announcer.trouble !== "voice");

function report() {
  feed.tell("health", {
    muted: announcer ? announcer.isMuted : null,
    speaks: Boolean(announcer?.speaks),
    has_word: word.isOurs,
    trouble: announcer?.trouble ?? "",
    seq: snapshot.seq,
    version: page.version,
  });
}

// Letters are fetched when first shown: those of the stopped board must be here before it stops.
for (const font of ['400 1em "BIZ UDPGothic"', '700 1em "BIZ UDPGothic"', '700 1em "BIZ UDGothic"']) {
  document.fonts.load(font, document.body.textContent + stoppedWords(page));
}

document.getElementById("sound").addEventListener("click", () => announcer.unmute());
announcer?.onChange(() => {
  draw();
  report();
  feed.ask(); // who can be heard now may get the word
});
calls.replace(present(snapshot), snapshot.seq, clock.now());
if (!page.preview) feed.start(snapshot.seq);
draw();
setInterval(draw, TICK);
if (!page.preview) setInterval(report, HEALTH_EVERY);
