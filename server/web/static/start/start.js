// The demo's clock runs on, and every few seconds the page asks what is running.

const DAY = new Intl.DateTimeFormat("ja-JP", {
  timeZone: "Asia/Tokyo", month: "long", day: "numeric", weekday: "short",
});
const TIME = new Intl.DateTimeFormat("ja-JP", {
  timeZone: "Asia/Tokyo", hour: "numeric", minute: "2-digit", hourCycle: "h23",
});

const clock = document.getElementById("now");
let offset = Date.parse(clock.dataset.now) - performance.now();

function tick() {
  const now = performance.now() + offset;
  clock.textContent = `${DAY.format(now)}${TIME.format(now)}`;
}

function show(health) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const runs = health !== null && health[part.dataset.part] === true;
    part.dataset.runs = runs;
    part.title = runs ? "動いています" : "まだ動いていません";
  }
}

async function ask() {
  try {
    const answer = await fetch("/start/health", { cache: "no-store" });
    const health = await answer.json();
    offset = Date.parse(health.now) - performance.now();
    show(health);
  } catch {
    show(null);
  }
}

tick();
ask();
setInterval(tick, 1000);
setInterval(ask, 5000);
