// The bar on top: which counter, who, how many wait, whether this is live, what time it is.

import { day, now, time, timeWithSeconds } from "../clock.js";
import { fill, h, icon, keyButton } from "../dom.js";

const DUTY = { open: null, break: "休憩中", closed: "閉じています" };

export function identity(region, store, place) {
  const { console } = store;
  if (!console) return;
  const { counter } = console;
  fill(
    region,
    h("div", { class: "tile" }, counter.number),
    h(
      "div",
      { class: "who" },
      h("h1", {}, `${counter.number}番窓口${store.lookingOn && !store.asking ? "（見るだけ）" : ""}`),
      h("p", {}, `${console.counter.queues[0]?.name ?? ""}・${counter.area_name}　${place.person}`),
    ),
    h("span", { class: "tag" }, `扱う番号 ${counter.queues.map((q) => q.prefix).join("・")}`),
    h("span", { class: "tag" }, icon("clock"), DUTY[counter.state] ?? "休憩 なし"),
    console.broadcast
      ? h("a", { class: "tag", href: `/staff/broadcast/${place.office}`, title: console.broadcast }, icon("bell"), "案内文を表示中")
      : null,
    h("div", { class: "spring" }),
    waiting(store),
    h("div", { class: "rule" }),
    connection(store),
    document.body.dataset.clock ? h("span", { class: "tag" }, "見本の時計") : null,
    h("p", { class: "today" }, day(now())),
    h("p", { class: "clock", id: "clock" }, time(now())),
    console.current ? null : h("button", {
      type: "button", class: "button icon-only", title: "席を離れる（鍵をかける）", "aria-label": "席を離れる（鍵をかける）",
      data: { action: "lock" },
    }, icon("lock")),
    h("button", {
      type: "button", class: "button help", data: { action: "help" }, "aria-disabled": store.mayAct ? null : "true",
    }, icon("bell"), "応援"),
    keyButton({ key: "?", text: "キー一覧", action: "keys", keyFirst: true }),
  );
}

function waiting({ console, offline, offlineSince }) {
  const count = h("b", {}, console.waiting_count);
  if (offline) {
    return h("p", { class: "figures old" }, "待ち ", count, `人（${timeWithSeconds(offlineSince)}時点）`);
  }
  return h(
    "p",
    { class: "figures" },
    "待ち ", count, "人", h("span", { class: "gap" }), "最長 ", h("b", {}, console.longest_min), "分",
  );
}

function connection({ offline }) {
  return offline
    ? h("p", { class: "chip chip-stopped" }, icon("offline"), "切断中")
    : h("p", { class: "connected" }, h("i", { class: "lamp" }), "接続中");
}
