// To be told that the turn is near while the phone is in a pocket: one tap, or a mail address.
import { ApiError, post } from "./api.js";
import { $, show } from "./dom.js";
import { subscription } from "./subscription.js";
import { language, t } from "./texts.js";

const WORKER = "/turn-worker.js";
const STORE = "madoguchi-turn";
const STORED_CODE = "/turn-code";
const WAITS = ["planned", "preparing", "waiting", "held", "absent"];
const ASKED = "madoguchi:told";

const code = () => decodeURIComponent(location.hash.slice(1)).trim();
const push = $("#push");
const mail = $("#mail");

function tell(words) {
  const place = $("#told-notice");
  place.textContent = words;
  show(place);
}

async function ask(by, done) {
  await post("/visits/notices", { visit_code: code(), by, language });
  sessionStorage.setItem(ASKED, code());
  show($("#no-notices"));
  tell(done);
}

const why = (error) => (error instanceof ApiError ? error.message : t("network"));

// The notice itself holds no code; a tap on it finds the page again by what this phone keeps.
async function keepCode() {
  const store = await caches.open(STORE);
  await store.put(STORED_CODE, new Response(code()));
}

async function switchPush() {
  if (!push.checked) return stop();
  if ((await Notification.requestPermission()) !== "granted") {
    push.checked = false;
    return tell(t("push_denied"));
  }
  try {
    const to = await subscription(WORKER, "/turn", push.dataset.key);
    await keepCode();
    await ask({ channel: "push", to }, t("push_on"));
  } catch (error) {
    push.checked = false;
    tell(error instanceof ApiError ? error.message : t("push_failed"));
  }
}

async function askByMail(event) {
  event.preventDefault();
  const field = $("#mail-to");
  const to = field.value.normalize("NFKC").trim();
  field.value = to;
  const fits = to !== "" && field.checkValidity();
  field.setAttribute("aria-invalid", String(!fits));
  if (!fits) {
    field.focus();
    return tell(t("mail_wrong"));
  }
  try {
    await ask({ channel: "mail", to }, t("mail_on"));
    show(mail, false);
  } catch (error) {
    tell(why(error));
  }
}

async function stop() {
  try {
    await post("/visits/notices/stop", { visit_code: code() });
  } catch (error) {
    return tell(why(error));
  }
  sessionStorage.removeItem(ASKED);
  show($("#no-notices"), false);
  if (push) push.checked = false;
  if (mail) show(mail);
  tell(t("notices_off"));
}

function follow({ detail: turn }) {
  show($("#notices"), WAITS.includes(turn.state));
  if (sessionStorage.getItem(ASKED) === code()) show($("#no-notices"));
}

// Only browsers with a secure connection have workers; others keep mail and the sound.
if (push && "serviceWorker" in navigator && "PushManager" in window) {
  show($("#push-way"));
  push.addEventListener("change", switchPush);
}
mail?.addEventListener("submit", askByMail);
$("#no-notices button").addEventListener("click", stop);
document.addEventListener("turn", follow);
