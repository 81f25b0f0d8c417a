// Draws what the kiosk's process says and sends back what is touched or typed. It decides nothing.

import { focusAgain, keptFocus, listenToKeys } from "./keypad.js";
import { listenToFocus, speak } from "./voice.js";

const stage = document.getElementById("stage");
const screen = document.getElementById("screen");
const strip = document.querySelector(".strip");

let drawn = null;

function fit() {
  const broad = innerWidth > innerHeight * 1.1;
  stage.classList.toggle("broad", broad);
  const [width, height] = broad ? [1920, 1080] : [1080, 1920];
  const scale = Math.min(innerWidth / width, innerHeight / height);
  stage.style.transform = `scale(${scale}) translate(-50%, -50%)`;
  if (drawn) fitText(drawn.size);
}

// Exported so that a test can draw what no visitor reaches quickly.
export function draw(drawing) {
  const changes = drawing.screen !== stage.dataset.screen;
  const before = keptFocus(screen, changes);
  screen.classList.toggle("entering", stage.dataset.screen !== drawing.screen);
  screen.innerHTML = drawing.html;
  stage.dataset.screen = drawing.screen;
  stage.dataset.size = drawing.size;
  stage.dataset.contrast = drawing.contrast ? "high" : "normal";
  stage.classList.toggle("low", drawing.low);
  document.documentElement.lang = drawing.html_language;
  document.getElementById("office").textContent = drawing.office;
  if (drawing.accent) stage.style.setProperty("--accent", drawing.accent);
  strip.dataset.now = drawing.strip;
  drawn = drawing;
  fitText(drawing.size);
  speak(drawing, changes);
  focusAgain(screen, before);
  for (const word of strip.querySelectorAll("[data-word]")) {
    word.textContent = drawing.words[word.dataset.word] ?? word.textContent;
  }
}

// Larger text is as large as the screen has room for: nothing is ever cut off.
const LARGER = [1, 1.15, 1.3];
const LEAST = 0.6;

function overflows() {
  const bottom = screen.getBoundingClientRect().bottom + 1;
  return [...screen.querySelectorAll("section, button, p, dl, li, h2, h3")].some(
    (part) =>
      part.scrollWidth > part.clientWidth + 2 ||
      (part.clientHeight > 0 && part.getBoundingClientRect().bottom > bottom),
  );
}

function fitText(size) {
  let factor = LARGER[size] ?? 1;
  stage.style.setProperty("--t", factor);
  while (factor > LEAST && overflows()) {
    factor -= 0.05;
    stage.style.setProperty("--t", factor);
  }
}

function tick(state) {
  document.getElementById("date").textContent = state.date;
  document.getElementById("time").textContent = state.time;
  for (const place of screen.querySelectorAll("[data-seconds]")) {
    place.textContent = state.seconds ?? "";
  }
  const ring = screen.querySelector(".ring .left");
  if (ring) ring.setAttribute("stroke-dasharray", `${state.share} 100`);
}

function send(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => {});
}

function listen() {
  const events = new EventSource("/events");
  events.addEventListener("screen", (event) => draw(JSON.parse(event.data)));
  events.addEventListener("tick", (event) => tick(JSON.parse(event.data)));
  events.addEventListener("open", () => stage.classList.remove("lost"));
  events.addEventListener("error", () => stage.classList.add("lost"));
}

screen.addEventListener("click", (event) => {
  const button = event.target.closest("[data-touch]");
  if (button && !button.disabled) {
    send("/touch", { name: button.dataset.touch, value: button.dataset.value ?? "" });
  }
});

let lastTouch = 0;
function touched(at) {
  if (at - lastTouch > 1000) {
    lastTouch = at;
    send("/touch", { name: "touched", value: "" });
  }
}

stage.addEventListener("pointerdown", (event) => {
  if (!event.target.closest("[data-touch]")) touched(event.timeStamp);
});

// Staff hold the office's name for a moment; visitors are never shown this door.
const HOLD_MS = 1500;
let held = 0;
const office = document.getElementById("office");
office.addEventListener("pointerdown", () => {
  held = setTimeout(() => send("/touch", { name: "staff", value: "" }), HOLD_MS);
});
for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
  office.addEventListener(end, () => clearTimeout(held));
}

listenToFocus(screen);
listenToKeys(screen, {
  typed: (keys) => send("/keys", { keys }),
  touched,
  touch: (name) => send("/touch", { name, value: "" }),
});

document.addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("resize", fit);
fit();
document.fonts.addEventListener("loadingdone", fit);
listen();
