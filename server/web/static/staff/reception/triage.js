// Who stands before the desk: what for, why first, and what Enter gives.

import { at, time } from "../clock.js";
import { fill, h, icon, keycap, number } from "../dom.js";
import { choices } from "../views/choices.js";

const PAGE = 8;

export function purposes(region, store) {
  const { services } = store.console;
  region.hidden = store.reasonsOpen || Boolean(store.moving) || store.ending; // the open choice has the room
  const pages = Math.ceil(services.length / PAGE);
  const start = (store.page % pages) * PAGE;
  fill(
    region,
    h("h2", { class: "step-title" }, "1　用件",
      pages > 1
        ? h("button", { type: "button", class: "as-link", data: { action: "page" } },
          `ほかの用件（${(store.page % pages) + 1}/${pages}） `, keycap("0"))
        : null),
    h("div", { class: "purposes" }, services.slice(start, start + PAGE).map((one, index) => purpose(one, index, store))),
  );
}

function purpose(one, index, { picked, offline }) {
  return h(
    "button",
    {
      type: "button", class: "purpose", "aria-pressed": String(picked === one.code),
      "aria-disabled": one.open && !offline ? null : "true",
      data: { action: "pick", code: one.code, digit: index + 1, focus: `pick-${one.code}` },
    },
    keycap(index + 1),
    h("span", {}, h("b", {}, one.name), h("small", {}, one.open ? standing(one) : "受付は終わりました")),
  );
}

function standing({ prefix, waiting, wait }) {
  return `${prefix} ${waiting}人・${waitText(wait)}`;
}

export function waitText(wait) {
  if (!wait || wait.state === "unknown") return "計測中";
  return wait.state === "soon" ? "まもなく" : `${wait.from}〜${wait.to}分`;
}

export function reasons(region, store) {
  const { reasonNames, reason, reasonsOpen } = store;
  const chosen = reasonNames.find(({ code }) => code === reason);
  if (reasonsOpen) {
    return fill(region, choices("先にお呼びする理由", reasonNames.slice(0, 9).map((one) => ({ action: "reason", ...one }))));
  }
  return fill(
    region,
    h("div", { class: "reason-line" },
      h("h2", { class: "step-title" }, "2　先にお呼びする理由"),
      chosen
        ? h("button", { type: "button", class: "chip chip-priority", data: { action: "reason", code: chosen.code } },
          icon("check"), chosen.name)
        : null,
      h("span", { class: "spring" }),
      h("button", { type: "button", class: "button small", data: { action: "reason-panel" } }, "選ぶ", keycap("Y"))),
  );
}

/** The one blue thing: what Enter does, and to whom. */
export function ticket(region, store) {
  const { picked, reason, console, offline, pending } = store;
  const service = console.services.find(({ code }) => code === picked);
  const selected = service ? null : console.appointments.find(({ reservation, label }) => String(reservation) === String(store.selected) && !label);
  region.dataset.state = offline ? "offline" : service || selected ? (pending ? "pressed" : "ready") : "empty";
  const action = selected ? "receive" : "issue";
  fill(
    region,
    h(
      "button",
      {
        type: "button", class: "enter-block", "aria-disabled": (service || selected) && !offline ? null : "true",
        data: { action, reservation: selected?.reservation ?? "" },
      },
      h("span", { class: "enter-key" }, "Enter"),
      h("span", { class: "enter-what" }, ...what(service, selected, reason, store)),
    ),
  );
}

function what(service, selected, reason, { offline }) {
  const verb = (text) => h("span", { class: "enter-verb" }, text);
  const line = (text) => h("span", { class: "enter-line" }, text);
  if (offline) return [verb("今は出せません"), line("発券機は単独で番号を出し続けます")];
  if (service) {
    const order = reason ? service.priority_order_time : service.order_time;
    return [verb("番号札を出す"),
      line(`${service.name}${reason ? "（優先）" : ""} 順番時刻 ${time(at(order))}`), line(waitText(service.wait))];
  }
  if (selected) {
    return [verb("予約の人を受け付ける"),
      line(`${time(at(selected.start))} ${selected.service_name} ${nameOf(selected)}`), line(`順番時刻 ${time(at(selected.order_time))}`)];
  }
  return [verb("用件を選んでください"), line("数字で選び、Enterで番号札を出します")];
}

export function nameOf({ family_name: name }) {
  return name ? `${name} 様` : "お名前なし";
}

const STATES = {
  planned: "この後", preparing: "準備中", waiting: "待ち", called: "呼出中", serving: "対応中", held: "保留", absent: "不在",
  done: "終了", withdrawn: "取りやめ", expired: "期限切れ",
};

/** What the search found: where the person is, and what can be done. */
export function found(region, store) {
  const { found: people, moving, queueNames } = store;
  region.hidden = !people?.length;
  if (region.hidden) return fill(region);
  if (moving) {
    return fill(region, choices("どの列へ移しますか", queueNames.slice(0, 9).map((one) => ({ action: "move-to", ...one }))));
  }
  return fill(region, h("ul", {}, people.slice(0, 4).map(person)));
}

function person(one) {
  if (one.kind === "reservation") {
    return h("li", {}, h("b", {}, time(at(one.start))), h("span", {}, `${one.service_name} ${nameOf(one)}`),
      one.label
        ? number(one.label, "row")
        : h("button", { type: "button", class: "button small", data: { action: "receive", reservation: one.reservation } }, "受付する"));
  }
  const moves = ["waiting", "absent", "held", "planned"].includes(one.state);
  return h("li", {}, number(one.label, "row"),
    h("span", {}, one.service_name, h("small", {}, `${STATES[one.state] ?? one.state}${one.counter ? ` ${one.counter}番` : ""}${one.note ? ` 「${one.note}」` : ""}`)),
    moves
      ? h("button", { type: "button", class: "button small", data: { action: "move", stop: one.stop } }, "別の列へ", keycap("/"))
      : null);
}
