// The page to carry: QR, code, when, where, what to bring. The code stands only in the fragment.
import { ApiError, post, postForFile } from "./api.js";
import { offerPush } from "./booking_notices.js";
import { dayOf, longDay, timeOf } from "./calendar.js";
import { $, drawing, h, show } from "./dom.js";
import { calendarEntry, picture, save } from "./keep.js";
import { paintReview } from "./review.js";
import { language, t } from "./texts.js";

const LOOK_EVERY_MS = 6000;
let kept = null;
let timer = 0;
/** Where the code was found: a reservation, or forms without one. */
let shelf = "reservations";
const moved = new URLSearchParams(location.search).has("moved");
// Said once: the address that stays is the booking's own.
if (moved) history.replaceState(null, "", `/booking${location.hash}`);

const token = () => decodeURIComponent(location.hash.slice(1)).trim();

async function find() {
  const body = { token: token(), language };
  try {
    return await post(`/${shelf}/show`, body);
  } catch (error) {
    if (error.status !== 404 || shelf === "pre-applications") throw error;
    shelf = "pre-applications";
    return post(`/${shelf}/show`, body);
  }
}

async function load() {
  shelf = "reservations";
  show($("#problem"), false);
  if (!token()) return ask();
  try {
    kept = await find();
  } catch (error) {
    return ask(error instanceof ApiError ? error.message : t("network"));
  }
  show($("#enter"), false);
  paint();
  arrived({ first: true });
}

// Without a code in the address it may be typed from a printed sheet.
function ask(problem) {
  for (const id of ["booking", "dock", "banner"]) show($(`#${id}`), false);
  show($("#enter"));
  const wrong = Boolean(problem && token());
  $("#enter .field").classList.toggle("wrong", wrong);
  show($("#e-code"), wrong);
  if (wrong) {
    $("#e-code span").textContent = problem;
    $("#code").value = token();
    $("#code").focus();
  }
}

function paint() {
  const cancelled = kept.state === "cancelled";
  banner(cancelled);
  $("#office-name").textContent = kept.office_name;
  $("#office-name").href = `/o/${kept.office}`;
  show($(".when"), Boolean(kept.start));
  if (kept.start) {
    $("#day").textContent = longDay(dayOf(kept.start));
    $("#time").textContent = timeOf(kept.start);
  }
  $("#where").textContent = isRemote() ? `${kept.office_name}・${kept.service_name} ${kept.where}` : [kept.office_name, kept.area, kept.service_name && `・${kept.service_name}`].filter(Boolean).join(" ").replace(" ・", "・");
  paintQr(cancelled);
  paintRemote(cancelled);
  paintThings(cancelled);
  paintActions(cancelled);
  offerPush(kept);
  paintReview(cancelled ? null : kept.review, token, load, kept.comes);
  show($("#booking"));
}

const withPaper = (text) => text.replace("{paper}", kept.paper);

function banner(cancelled) {
  const place = $("#banner");
  const words = place.dataset;
  const booked = moved ? words.moved : words.booked;
  $("span", place).textContent = cancelled ? words.cancelled : kept.start ? booked : withPaper(words.applied);
  place.classList.toggle("quiet", cancelled);
  show(place);
}

function paintQr(cancelled) {
  const svg = drawing(kept.qr_svg);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `QR ${kept.code}`);
  $("#qr").replaceChildren(svg);
  $("#qr").classList.toggle("spent", cancelled);
  $("#token-text").textContent = kept.code;
  show($("#tell"), !cancelled && kept.comes);
  show($("#qr"), kept.comes);
  show($("#online"), !kept.comes);
  const papers = $("#tell span");
  show($("#mistake"), Boolean(kept.paper) && !cancelled && kept.comes);
  papers.textContent = kept.paper ? withPaper(papers.dataset.papers) : papers.dataset.ticket;
}

/** Kept by web meeting or on the phone: nobody comes, and no machine asks for the QR. */
const isRemote = () => Boolean(kept.method) && kept.method !== "visit";

function paintRemote(cancelled) {
  const stays = isRemote() && !cancelled;
  show($("#remote"), stays && kept.state === "confirmed");
  if (!stays) return;
  $("#remote-way").textContent = $("#remote-way").dataset[kept.method];
  for (const id of ["qr", "tell"]) show($(`#${id}`), false);
}

async function checkIn() {
  const button = $("#check-in");
  button.disabled = true;
  try {
    const { visit_code: code } = await post("/reservations/check-in", { token: kept.token });
    location.assign(`/turn#${code}`);
  } catch (error) {
    button.disabled = false;
    const early = ["too_early", "other_day"].includes(error.code);
    note(early ? t("remote_early") : error instanceof ApiError ? error.message : t("network"));
  }
}

function paintThings(cancelled) {
  const list = $("#bring ul");
  list.replaceChildren(...kept.bring.map((thing) =>
    h("li", {}, h("label", {}, h("input", { type: "checkbox" }), h("span", {}, thing)))));
  show($("#bring"), kept.bring.length > 0 && !cancelled);
}

function paintActions(cancelled) {
  show($("#dock"), true);
  for (const id of ["save", "sheet"]) show($(`#${id}`), !cancelled);
  show($("#calendar"), Boolean(kept.start) && !cancelled);
  show($("#mailed"), kept.by_mail && !cancelled);
  show($("#cancel"), kept.state === "confirmed");
  const change = $("#change");
  const bookable = kept.service && ["confirmed", "submitted", "asked", "corrected", "held", "accepted", "cancelled"].includes(kept.state);
  show(change, Boolean(bookable));
  const moving = kept.state === "confirmed";
  change.textContent = moving ? change.dataset.change : change.dataset.book;
  const held = cancelled && !kept.forms.length ? "" : `#${kept.token}`;
  change.href = `/o/${kept.office}/times/${kept.service}${moving ? "?move" : ""}${held}`;
}

function note(text) {
  $("#note").textContent = text;
  show($("#note"));
}

// After the check-in this phone shows the number; the QR stays one step back.
function arrived({ first }) {
  clearTimeout(timer);
  if (kept.state === "cancelled") return;
  if (!kept.visit_code) {
    timer = setTimeout(look, LOOK_EVERY_MS);
    return;
  }
  if (!first) location.assign(`/turn#${kept.visit_code}`);
  $("#turn").href = `/turn#${kept.visit_code}`;
  show($("#turn"));
  show($("#cancel"), false);
  show($("#change"), false);
  note(t("checked_in"));
}

async function look() {
  try {
    if (document.visibilityState === "visible") kept = await find();
  } catch {
    // Without a network the QR stays on the screen; that is all it takes.
  }
  arrived({ first: false });
}

// Without the code: file names are seen by others.
const fileName = (ending) => `madoguchi-${dayOf(kept.start ?? kept.now)}.${ending}`;

async function keepPicture() {
  const when = kept.start ? `${longDay(dayOf(kept.start))} ${timeOf(kept.start)}` : "";
  const blob = await picture($("#qr svg"), kept.code, [when, kept.office_name].filter(Boolean));
  save(blob, fileName("png"));
}

function keepDate() {
  const entry = calendarEntry({
    start: kept.start,
    minutes: kept.minutes,
    title: kept.service_name,
    place: isRemote() ? kept.meeting_url ?? kept.where : `${kept.office_name} ${kept.where}`,
    address: `${location.origin}/booking`,
    hint: t("calendar_hint"),
    now: kept.now,
  });
  save(entry, fileName("ics"));
}

async function keepSheet() {
  try {
    save(await postForFile("/reservations/sheet", { token: kept.token, language }), fileName("pdf"));
  } catch (error) {
    note(error instanceof ApiError ? error.message : t("network"));
  }
}

async function keepCover() {
  try {
    save(await postForFile("/pre-applications/cover-sheet", { token: kept.token, language }), `madoguchi-mail-${dayOf(kept.now)}.pdf`);
  } catch (error) {
    note(error instanceof ApiError ? error.message : t("network"));
  }
}

async function cancel() {
  $("#ask").close();
  try {
    await post("/reservations/cancel", { token: kept.token });
    await load();
    $("#main").focus();
  } catch (error) {
    note(error instanceof ApiError ? error.message : t("network"));
  }
}

$("#check-in").addEventListener("click", checkIn);
$("#save").addEventListener("click", keepPicture);
$("#calendar").addEventListener("click", keepDate);
$("#cover-sheet").addEventListener("click", keepCover);
$("#sheet").addEventListener("click", keepSheet);
$("#cancel").addEventListener("click", () => $("#ask").showModal());
$("#ask-no").addEventListener("click", () => $("#ask").close());
$("#ask-yes").addEventListener("click", cancel);
$("#enter").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = $("#code").value.trim();
});
window.addEventListener("hashchange", load);
load();
