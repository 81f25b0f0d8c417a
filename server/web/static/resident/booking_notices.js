// News of a booking by Web Push: a reminder the day before, and every change.
import { ApiError, post } from "./api.js";
import { $, show } from "./dom.js";
import { subscription } from "./subscription.js";
import { language, t } from "./texts.js";

const push = $("#push");
const KEPT = "madoguchi:booking-told";
let token = "";

function tell(words) {
  $("#push-said").textContent = words;
  show($("#push-said"));
}

// The notice itself holds no code; a tap on it finds the page again by what this phone keeps.
async function keepCode() {
  const store = await caches.open("madoguchi-booking");
  await store.put("/booking-code", new Response(token));
}

async function start() {
  if ((await Notification.requestPermission()) !== "granted") throw new Error(t("push_denied"));
  const to = await subscription("/booking-worker.js", "/booking", push.dataset.key);
  await keepCode();
  await post("/reservations/notices", { token, to, language });
  sessionStorage.setItem(KEPT, token);
  tell(t("booking_push_on"));
}

async function stop() {
  await post("/reservations/notices/stop", { token });
  sessionStorage.removeItem(KEPT);
  tell(t("notices_off"));
}

async function switched() {
  const wanted = push.checked;
  try {
    await (wanted ? start() : stop());
  } catch (error) {
    push.checked = !wanted;
    tell(error instanceof ApiError || error.message === t("push_denied") ? error.message : t("push_failed"));
  }
}

// Only browsers with a secure connection have workers; others keep the mail.
export function offerPush(kept) {
  if (!push || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  token = kept.token;
  push.checked = sessionStorage.getItem(KEPT) === token;
  show($("#push-way"), kept.state === "confirmed");
}

push?.addEventListener("change", switched);
