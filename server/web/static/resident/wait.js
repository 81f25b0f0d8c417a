// The waiting list: what is offered, until when, and the two answers to it.
import { ApiError, newKey, post } from "./api.js";
import { dayOf, longDay, timeOf } from "./calendar.js";
import { $, show } from "./dom.js";
import { language, t } from "./texts.js";

const LOOK_EVERY_MS = 30_000;
const key = newKey();
const token = () => decodeURIComponent(location.hash.slice(1)).trim();

function say(text) {
  $("#state").textContent = text;
  show($("#state"));
}

function paint(entry) {
  $("#office-name").textContent = entry.office_name;
  $("#office-name").href = `/o/${entry.office}`;
  $("#for").textContent = `${entry.service_name} ${longDay(entry.from)} – ${longDay(entry.to)}`;
  const offered = entry.state === "offered";
  show($("#offer"), offered);
  show($("#dock"), offered);
  show($("#leave"), ["waiting", "offered"].includes(entry.state));
  show($("#state"), false);
  if (offered) {
    $("#day").textContent = longDay(dayOf(entry.start));
    $("#time").textContent = timeOf(entry.start);
    $("#until").textContent = $("#until").dataset.until.replace("{until}", `${longDay(dayOf(entry.until))} ${timeOf(entry.until)}`);
  } else if ($("#state").dataset[entry.state]) say($("#state").dataset[entry.state]);
}

async function load() {
  try {
    const entry = await post("/waiting-list/show", { token: token(), language });
    if (entry.state === "taken") location.replace(`/booking#${token()}`);
    else paint(entry);
  } catch (error) {
    say(error instanceof ApiError ? error.message : t("network"));
  }
}

async function answered(path, then) {
  try {
    await post(path, { token: token() }, path.endsWith("take") ? key : newKey());
    await then();
  } catch (error) {
    await load();
    say(error instanceof ApiError ? error.message : t("network"));
  }
}

$("#take").addEventListener("click", () => answered("/waiting-list/take", () => location.replace(`/booking#${token()}`)));
$("#leave").addEventListener("click", () => answered("/waiting-list/leave", load));
window.addEventListener("hashchange", load);
setInterval(() => document.visibilityState === "visible" && load(), LOOK_EVERY_MS);
load();
