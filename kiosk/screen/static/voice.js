// Reads the screen aloud: all of it when it comes, a button when the keypad reaches it.

// Where the chime sounds even for those who hear no voice: a question with a clock, a paper that failed.
const CHIMES = new Set(["still_there", "paper_failed"]);
const HEADPHONES = /head|phone|イヤ|ヘッド/i;
const LOUDNESS = { speaker: 0.8, headphones: 1 };

const player = new Audio();
let says = [];
let heard = new Set();
let spoken = "";
let queue = [];

const address = (name) => `/voice/${name}.wav`;
// What comes next is made while this is heard, so that a page is read without gaps.
const ahead = new Audio();
ahead.preload = "auto";

function next() {
  const name = queue.shift();
  if (name === undefined) return;
  player.src = address(name);
  player.play().catch(() => {}); // "error" goes on; what came in between has begun by itself
  if (queue.length > 0) ahead.src = address(queue[0]);
}

function play(names) {
  queue = [...names];
  player.pause();
  next();
}

player.addEventListener("ended", next);
player.addEventListener("error", next);

// A sound card switches to headphones by itself; where it offers two ways, the page picks one.
async function route(voice) {
  if (!player.setSinkId || !navigator.mediaDevices) return;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const phones = devices.find(({ kind, label }) => kind === "audiooutput" && HEADPHONES.test(label));
  await player.setSinkId(voice === "headphones" && phones ? phones.deviceId : "").catch(() => {});
}

export function speak(drawing, changes) {
  const chime = changes && CHIMES.has(drawing.screen) ? ["chime"] : [];
  const names = drawing.says.map(({ name }) => name);
  const way = `${drawing.voice} ${drawing.language}`;
  const afresh = changes || way !== spoken;
  if (drawing.voice && way !== spoken) route(drawing.voice);
  const news = drawing.says.filter(({ name, button }) => button === null && !heard.has(name));
  [says, spoken, heard] = [drawing.says, way, new Set(names)];
  player.volume = LOUDNESS[drawing.voice] ?? 0.6;
  if (afresh) play([...chime, ...names]);
  else if (news.length > 0) queue.push(...news.map(({ name }) => name)), player.paused && next();
}

// The button in focus, as the voice names it.
export function listenToFocus(screen) {
  screen.addEventListener("focusin", ({ target }) => {
    const button = [...screen.querySelectorAll("button")].indexOf(target);
    const names = says.filter((one) => one.button === button).map(({ name }) => name);
    if (names.length > 0 && queue.length === 0) play(names);
    else if (names.length > 0 && target.matches(":focus-visible") && keyed) play(names);
  });
}

// A key that moves on interrupts what is being read; a new screen's own first focus does not.
let keyed = false;
document.addEventListener("keydown", () => { keyed = true; }, true);
document.addEventListener("keyup", () => { keyed = false; }, true);
