// What can be done from "my turn": come later, give the ticket back, say how it was.
import { ApiError, post } from "./api.js";
import { $, h, show } from "./dom.js";
import { t } from "./texts.js";

const UNDO_MS = 10_000;
const OPEN = ["planned", "preparing", "waiting", "called", "held", "absent"];
const RATED = "madoguchi:rated";

const code = () => decodeURIComponent(location.hash.slice(1)).trim();
let giving = 0;

function tell(place, ...parts) {
  place.replaceChildren(...parts);
  show(place);
}

async function sent(place, path, body, done) {
  try {
    await post(path, { visit_code: code(), ...body });
    tell(place, done);
    return true;
  } catch (error) {
    tell(place, error instanceof ApiError ? error.message : t("network"));
    return false;
  }
}

const late = (place) => () => sent(place, "/visits/delay", { minutes: 5 }, t("late_told"));

// Ten seconds to think again, as at the counters; a page that is closed meanwhile keeps the ticket.
function giveUp() {
  if (giving) return;
  const place = $("#told");
  const undo = h("button", { type: "button", class: "link-button", onclick: () => {
    clearTimeout(giving);
    giving = 0;
    tell(place, t("give_up_undone"));
  } }, t("undo"));
  tell(place, t("giving_up"), " ", undo);
  giving = setTimeout(async () => {
    await sent(place, "/visits/give-up", {}, t("given_up"));
    giving = 0;
  }, UNDO_MS);
}

function follow({ detail: turn }) {
  show($("#ways"), OPEN.includes(turn.state));
  show($("#give-up"), turn.state !== "called");
  show($("#feedback"), turn.state === "done" && sessionStorage.getItem(RATED) !== code());
}

async function rate(event) {
  event.preventDefault();
  const data = new FormData(event.target);
  const score = Number(data.get("score"));
  if (!score) return tell($("#told"), t("score_needed"));
  const comment = data.get("comment").trim() || null;
  if (await sent($("#told"), "/visits/feedback", { score, comment }, t("thanks"))) {
    sessionStorage.setItem(RATED, code());
    show($("#feedback"), false);
    $("#told").focus();
  }
}

$("#late").addEventListener("click", late($("#told")));
$("#late-called").addEventListener("click", late($("#told-called")));
$("#give-up").addEventListener("click", giveUp);
$("#feedback").addEventListener("submit", rate);
document.addEventListener("turn", follow);
