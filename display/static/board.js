// The waiting-room board: puts feed, calls, screen and sound together.

import { Calls } from "./calls.js";
import { OfficeClock } from "./clock.js";
import { Feed } from "./feed.js";
import { Memory } from "./memory.js";
import { Screen } from "./screen.js";
import { Announcer } from "./sound.js";
import {
  dateWords,
  noticeWords,
  pagesOf,
  ROWS,
  sentences,
  stoppedSentences,
  stoppedWords,
  timeWords,
  waitingLine,
} from "./words.js";

const STALE_AFTER = 10_000;
const PAGE_FOR = 12_000;
const TICK = 200;
const SOUND_MAY_START = 1_500; // a browser that allows sound needs a moment to say so
const HEALTH_EVERY = 5_000;

const page = JSON.parse(document.getElementById("board-data").textContent);
const clock = new OfficeClock(page.snapshot.now);
const memory = new Memory(page.office, page.area);
const calls = new Calls(memory.heard(page.snapshot));
const screen = new Screen();
const loadedAt = performance.now();
let snapshot = page.snapshot;
let aliveAt = performance.now();
let dataAt = clock.now();

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`board:${name}`, { detail }));

const announcer = page.sound
  ? new Announcer(page, () => clock.now(), {
      began: (call) => {
        memory.keep(call);
        tell("speaks", call);
      },
      said: (call, form) => tell("said", { ...call, form }),
    })
  : null;

const feed = new Feed(page.office, page.area, {
  alive() {
    aliveAt = performance.now();
    dataAt = clock.now();
  },
  call(call) {
    calls.add(call, clock.now());
    draw();
  },
  snapshot(fresh) {
    if (fresh.seq < snapshot.seq) calls.forget();
    snapshot = fresh;
    clock.set(fresh.now);
    calls.replace(present(fresh), fresh.seq, clock.now());
    announcer?.keepOnly((call) => calls.holds(call));
    draw();
  },
});

// A number that did not come stands in the absent cell, and is called no more.
function present({ calls: called, absent = [] }) {
  return called.filter((call) => !absent.includes(call.label));
}

function draw() {
  const now = clock.now();
  const isStale = performance.now() - aliveAt > STALE_AFTER;
  if (!isStale) for (const call of calls.advance(now)) announcer?.announce(call);
  const rows = calls.rows(now).map((row) => (isStale ? { ...row, isNew: false, flashes: false } : row));
  screen.clock(dateWords(now), timeWords(now));
  screen.names(snapshot.office ?? "", snapshot.area ?? "", snapshot.accent);
  screen.stopped(isStale ? timeWords(dataAt) : null);
  screen.calls(rows);
  drawWaiting(now);
  screen.absent(snapshot.absent ?? []);
  screen.notice(noticeWords(snapshot.notice, isStale));
  screen.sentences(isStale ? stoppedSentences() : sentences(rows.slice(0, ROWS), page.phrases));
  drawSound();
}

function drawWaiting(now) {
  const pages = pagesOf(snapshot.waiting.map(waitingLine));
  screen.waiting(pages, pages.length ? Math.floor(now / PAGE_FOR) % pages.length : 0);
}

function drawSound() {
  const isHeldBack = Boolean(announcer?.isMuted) && performance.now() - loadedAt > SOUND_MAY_START;
  screen.soundButton(isHeldBack);
  screen.mark(isHeldBack ? "音が出ていません" : page.sound && !page.voice.speaks ? "チャイムのみ" : "");
}

function report() {
  feed.report({ muted: announcer ? announcer.isMuted : null, speaks: page.voice.speaks, seq: snapshot.seq });
}

// Letters are fetched when first shown: those of the stopped board must be here before it stops.
for (const font of ['400 1em "BIZ UDPGothic"', '700 1em "BIZ UDPGothic"', '700 1em "BIZ UDGothic"']) {
  document.fonts.load(font, document.body.textContent + stoppedWords());
}

document.getElementById("sound").addEventListener("click", () => announcer.unmute());
announcer?.onChange(() => {
  draw();
  report();
});
calls.replace(present(snapshot), snapshot.seq, clock.now());
feed.start(snapshot.seq);
draw();
setInterval(draw, TICK);
setInterval(report, HEALTH_EVERY);
