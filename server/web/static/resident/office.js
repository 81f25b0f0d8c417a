import { get } from "./api.js";
import { $, h } from "./dom.js";
import { language, t } from "./texts.js";

const office = document.body.dataset.office;
const EVERY_MS = 20_000;

function wait(service) {
  if (service.open === false) return [t("wait_closed"), ""];
  const count = service.waiting ?? 0;
  const wait = service.wait;
  if (!count) return [t(wait?.state === "unknown" ? "wait_preparing" : "wait_none"), ""];
  if (wait?.state === "estimate") return [t("wait_count", { n: count }), t("wait_range", wait)];
  return [t("wait_count", { n: count }), wait?.state === "soon" ? t("wait_soon") : t("wait_unknown")];
}

function row(service) {
  const [count, minutes] = wait(service);
  const name = service.names?.[language] ?? service.names?.en ?? service.name;
  const shown = language === "ja" ? service.name : name;
  return h("li", {}, h("span", {}, shown), h("strong", {}, count), minutes ? h("small", {}, minutes) : null);
}

async function refresh() {
  try {
    const [here, list] = await Promise.all([get(`/offices/${office}`), get(`/offices/${office}/services`)]);
    const line = $("#reception");
    line.textContent = here.open
      ? line.dataset.open.replace("{time}", String(here.closes_at).slice(-14).match(/\d\d?:\d\d/)?.[0] ?? "")
      : line.dataset.closed;
    $("#waits").replaceChildren(...list.services.filter((one) => one.walk_in).map(row));
  } catch {
    // The figures of the last time stay; the page works without them.
  }
}

refresh();
setInterval(() => document.visibilityState === "visible" && refresh(), EVERY_MS);
