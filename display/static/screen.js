// Puts the picture on the page. It knows nothing of time, news or sound.

import { ABSENT_SHOWN, EARLIER, ROWS, spokenRow, splitLabel, tagOf, wayWords } from "./words.js";

const MOVE = { duration: 250, easing: "ease-out" };
const LONG_NAME = 7;
const LONGEST_NAME = 16;
const LONG_NOTICE = 44;
const LONG_BAND = 40;
const WIDE_INTERVAL = 4; // figures that fit beside each other at full size
const WIDE_COUNT = 2;

const byId = (id) => document.getElementById(id);
const slot = (element, name) => element.querySelector(`[data-slot="${name}"]`);
const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function fromTemplate(id) {
  return byId(id).content.firstElementChild.cloneNode(true);
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

// Remembers what it has drawn, so that nothing on the page is touched without need.
class Part {
  #drawn = null;

  draw(model, how) {
    const key = JSON.stringify(model);
    if (key === this.#drawn) return;
    this.#drawn = key;
    how(model);
  }
}

export class Screen {
  #parts = new Map();

  #isMixed;

  constructor(isMixed) {
    this.#isMixed = isMixed;
  }

  clock(date, time) {
    this.#part("date", date, (text) => (byId("date").textContent = text));
    this.#part("time", time, (text) => (byId("time").textContent = text));
  }

  names(office, area, accent) {
    this.#part("names", [office, area, accent], () => {
      document.querySelector("header h1").textContent = office;
      document.querySelector("header .area").textContent = area;
      if (accent) document.documentElement.style.setProperty("--accent", accent);
    });
  }

  // A screen without rows lists its newest calls at its foot.
  calls(rows) {
    const large = byId("rows") ? ROWS : 0;
    if (large) this.#part("rows", rows.slice(0, large), (shown) => drawRows(shown, this.#isMixed));
    if (byId("earlier")) this.#part("earlier", rows.slice(large, large + EARLIER), drawEarlier);
  }

  waiting(pages, page) {
    if (!byId("lines")) return;
    this.#part("lines", [pages[page] ?? [], page, pages.length], () => {
      byId("lines").replaceChildren(...(pages[page] ?? []).map(lineElement));
      byId("page").textContent = pages.length > 1 ? `${page + 1}/${pages.length}` : "";
    });
  }

  absent(labels) {
    if (!byId("absent")) return;
    this.#part("absent", labels, () => {
      const shown = labels.slice(0, ABSENT_SHOWN).map((label) => element("b", label));
      const more = labels.length - shown.length;
      if (more > 0) shown.push(element("small", `ほか${more}`));
      byId("absent-labels").replaceChildren(...shown);
      byId("absent").hidden = labels.length === 0;
    });
  }

  notice(text) {
    if (!byId("notice")) return;
    this.#part("notice", text, () => {
      byId("notice").textContent = text;
      byId("notice").classList.toggle("long", text.length > LONG_NOTICE);
    });
  }

  sentences(said) {
    if (!byId("sentences")) return;
    this.#part("sentences", said, () => drawSentences(said));
  }

  // `since` is the time of the data, or null while the board is alive.
  stopped(since) {
    this.#part("stopped", since, () => {
      document.body.classList.toggle("stale", since !== null);
      byId("stopped").hidden = since === null;
      byId("stopped-at").textContent = since ?? "";
      const head = byId("calls-head");
      if (head) head.textContent = since === null ? "番号" : `${since}までの呼出`;
    });
  }

  mark(text) {
    this.#part("mark", text, () => {
      byId("mark").textContent = text;
      byId("mark").hidden = text === "";
    });
  }

  soundButton(isShown) {
    this.#part("sound", isShown, () => {
      byId("sound").hidden = !isShown;
      document.body.classList.toggle("waits-for-sound", isShown);
    });
  }

  handover(panel) {
    if (!byId("ready")) return;
    this.#part("handover", panel, drawHandover);
  }

  slide(shown, address) {
    if (!byId("slide")) return;
    this.#part("slide", shown, () => drawSlide(shown, address));
  }

  phase({ name, headline = "", then = "" }, other, language) {
    this.#part("phase", [name, headline, then, other], () => {
      document.body.dataset.phase = name;
      byId("night").hidden = name === "open";
      byId("night-headline").textContent = headline;
      byId("night-then").textContent = then;
      byId("night-other").textContent = other;
      byId("night-other").lang = tagOf(language);
    });
  }

  // `shown` is null where there is nothing to say to everybody.
  band(shown, other, language) {
    this.#part("band", [shown, other], () => {
      document.body.classList.toggle("banded", shown !== null);
      byId("band").hidden = shown === null;
      byId("band").dataset.kind = shown?.kind ?? "";
      byId("band-text").textContent = shown?.texts.ja ?? "";
      byId("band-text").classList.toggle("long", (shown?.texts.ja ?? "").length > LONG_BAND);
      byId("band-other").textContent = other;
      byId("band-other").lang = tagOf(language);
    });
  }

  #part(name, model, how) {
    if (!this.#parts.has(name)) this.#parts.set(name, new Part());
    this.#parts.get(name).draw(model, how);
  }
}

function drawRows(rows, isMixed) {
  const list = byId("rows");
  const old = new Map([...list.children].map((row) => [row.dataset.seq, row]));
  const tops = new Map([...old].map(([seq, row]) => [seq, row.offsetTop]));
  const drawn = rows.map((row) => {
    const found = old.get(String(row.call.seq)) ?? rowElement(row.call, isMixed);
    found.classList.toggle("new", row.isNew);
    found.classList.toggle("flash", row.flashes);
    return found;
  });
  if (drawn.some((row, at) => list.children[at] !== row) || drawn.length !== old.size) {
    list.replaceChildren(...drawn);
    if (!isStill()) drawn.forEach((row) => slide(row, tops.get(row.dataset.seq)));
  }
  byId("nobody").hidden = rows.length > 0;
}

function slide(row, oldTop) {
  const way = oldTop === undefined ? 0 : oldTop - row.offsetTop;
  if (way) row.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], MOVE);
}

function rowElement(call, isMixed) {
  const row = fromTemplate("row-template");
  row.dataset.seq = call.seq;
  slot(row, "spoken").textContent = spokenRow(call, isMixed);
  drawNumber(slot(row, "number"), call.label);
  slot(row, "counter").append(...cellsOf(call.counter));
  slot(row, "arrow").dataset.direction = isMixed ? "" : (call.direction ?? "");
  slot(row, "way").textContent = wayWords(call, isMixed);
  return row;
}

function drawNumber(place, label) {
  place.dataset.cells = label.length;
  const [letters, digits] = splitLabel(label);
  place.replaceChildren(cells(letters, "letters"), cells(digits, "digits"));
}

function cells(text, kind) {
  const group = element("span", "", `cells ${kind}`);
  group.append(...cellsOf(text));
  return group;
}

const cellsOf = (text) => [...text].map((character) => element("span", character, "cell"));

function lineElement(line) {
  const made = fromTemplate("line-template");
  for (const name of ["prefix", "name", "count", "word"]) slot(made, name).textContent = line[name];
  if (slot(made, "called")) drawCalled(made, line.called);
  slot(made, "name").classList.toggle("long", line.name.length > LONG_NAME);
  slot(made, "name").classList.toggle("longest", line.name.length > LONGEST_NAME);
  const isWide = (line.interval ?? []).join("").length > WIDE_INTERVAL;
  made.classList.toggle("wide", isWide || line.count.length > WIDE_COUNT);
  slot(made, "interval").hidden = line.interval === null;
  slot(made, "from").textContent = line.interval?.[0] ?? "";
  slot(made, "to").textContent = line.interval?.[1] ?? "";
  return made;
}

function drawCalled(line, label) {
  slot(line, "called").textContent = label;
  drawNumber(slot(line, "number"), label);
}

function drawEarlier(rows) {
  if (byId("latest")) byId("latest").hidden = rows.length === 0;
  const items = rows.map(({ call }) => {
    const item = fromTemplate("earlier-template");
    slot(item, "label").textContent = call.label;
    slot(item, "counter").textContent = call.counter;
    return item;
  });
  byId("earlier").replaceChildren(...items);
}

// Two sentences that do not fit side by side are set smaller; a second one that still does not
// fit is left out, never cut.
function drawSentences(said) {
  const line = byId("sentences");
  const made = said.map(({ label, tag, text }) => {
    const sentence = fromTemplate("sentence-template");
    sentence.lang = tag;
    slot(sentence, "label").textContent = label;
    slot(sentence, "text").textContent = text;
    return sentence;
  });
  const overflows = () => line.scrollWidth > line.clientWidth;
  line.replaceChildren(...made);
  line.classList.remove("tight");
  line.classList.toggle("tight", overflows());
  if (overflows()) made[1]?.remove();
}

function drawHandover({ cells: ready, more, counters, preparing, count }) {
  byId("ready").replaceChildren(...ready.map(readyElement));
  byId("nobody").hidden = ready.length > 0;
  byId("places").replaceChildren(...counters.map(placeElement));
  byId("no-place").hidden = counters.length > 0;
  byId("more").hidden = more === 0;
  byId("more").textContent = `ほかに ${more}人 できています`;
  byId("preparing").replaceChildren(...preparing.map((label) => element("li", label)));
  byId("preparing-count").hidden = count === 0;
  byId("preparing-count").querySelector("b").textContent = `${count}人`;
  byId("nobody-preparing").hidden = count > 0;
}

function readyElement({ seq, label, counter, isNew, flashes }) {
  const made = fromTemplate("ready-template");
  made.dataset.seq = seq;
  made.classList.toggle("new", isNew);
  made.classList.toggle("flash", flashes);
  drawNumber(slot(made, "number"), label);
  slot(made, "spoken").textContent = counter ? `${label}、${counter}番窓口` : label;
  slot(made, "counter").textContent = counter;
  slot(made, "at").hidden = !counter;
  return made;
}

function placeElement({ counter, direction }) {
  const made = fromTemplate("place-template");
  slot(made, "counter").textContent = counter;
  slot(made, "arrow").dataset.direction = direction ?? "";
  return made;
}

// `shown` is null where no page has its time: the screen stays calm.
function drawSlide(shown, address) {
  const { picture = null, title = null, text = null } = shown ?? {};
  const hasWords = Boolean(title || text);
  byId("slide").dataset.kind = picture ? (hasWords ? "both" : "picture") : hasWords ? "words" : "none";
  byId("slide-picture").hidden = !picture;
  if (picture) byId("slide-picture").src = address(picture);
  byId("slide-title").textContent = title ?? "";
  byId("slide-text").textContent = text ?? "";
}
