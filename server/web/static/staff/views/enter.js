// The one blue thing on the screen: what Enter does, and to whom.

import { at, minutesSince, time } from "../clock.js";
import { CALL_REASONS, natural, SEVERAL } from "../actions.js";
import { fill, h, keycap, number } from "../dom.js";

export function enter(region, store) {
  const { console, offline, pending, resting } = store;
  if (store.panel === "number") return field(region, store);
  const step = offline ? null : several(store) ?? natural(console);
  region.dataset.state = offline ? "offline" : step ? (pending === "next" ? "pressed" : "ready") : "empty";
  region.toggleAttribute("data-resting", resting);
  fill(
    region,
    h(
      "button",
      { type: "button", class: "enter-block", data: { action: "next" }, "aria-disabled": step ? null : "true" },
      h("span", { class: "enter-key" }, "Enter"),
      step ? what(step, console) : why(store),
    ),
  );
}

/** While several answers are taken, Enter is content with them. */
function several({ panel, console }) {
  return panel in SEVERAL ? { verb: SEVERAL[panel], whom: console.current?.label, hint: "いまの番号" } : null;
}

function what(step, console) {
  const large = !console.current && step.stop;
  return h(
    "span",
    { class: "enter-what" },
    h("span", { class: "enter-verb" }, step.verb),
    large
      ? h("span", { class: "enter-first" }, number(step.whom, "next"), about(step.stop))
      : step.whom
        ? h("span", { class: "enter-whom" }, step.hint, " ", number(step.whom, "inline"))
        : h("span", { class: "enter-whom" }, queues(console)),
  );
}

const CLASS_NAMES = { priority: "・優先", reserved: "・予約", walk_in: "" };

function about(stop) {
  return h(
    "span",
    { class: "enter-about" },
    h("span", {}, `${stop.service_name}${CLASS_NAMES[stop.visit_class]}`),
    h("span", {}, `順番時刻 ${time(at(stop.order_time))}　待ち ${minutesSince(stop.checked_in)}分`),
  );
}

function queues({ counter }) {
  return `扱う番号 ${counter.queues.map((queue) => `${queue.prefix} ${queue.name}`).join("、")}`;
}

function why({ console, offline }) {
  if (offline) {
    return h(
      "span",
      { class: "enter-what" },
      h("span", { class: "enter-verb" }, "今は次を呼べません"),
      h("span", { class: "enter-why" }, "同じ番号を2つの窓口で呼ばないため、操作はためません"),
    );
  }
  const next = console.next_reservation;
  return h(
    "span",
    { class: "enter-what" },
    h("span", { class: "enter-verb" }, "待っている人はいません"),
    h("span", { class: "enter-why" }, next ? `次の予約 ${time(at(next))}` : "番号札が出ると、ここに出ます"),
  );
}

/** Given number: the digits typed so far, and who that is. */
function field(region, store) {
  // The choice of a reason stays open as it is.
  if (region.contains(document.activeElement) && document.activeElement.id === "given-reason") return;
  region.dataset.state = "number";
  const { typed } = store;
  const found = matches(store.console, typed);
  fill(
    region,
    h(
      "div",
      { class: "given" },
      h("label", { for: "given" }, "番号を指定"),
      h("input", {
        id: "given", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: "6",
        value: typed, data: { focus: "given" }, "aria-describedby": "given-found",
      }),
      h("p", { id: "given-found", "aria-live": "polite" }, outcome(typed, found)),
      h("p", { class: "given-keys" }, keycap("Enter"), " 呼ぶ　", keycap("Esc"), " やめる"),
      h("label", { class: "given-reason" }, "順番とちがうときの理由",
        h("select", { id: "given-reason", data: { focus: "given-reason" } }, CALL_REASONS.map(({ code, name }) =>
          h("option", { value: code, selected: code === store.reason }, name)))),
      h("button", { type: "button", class: "button small given-serve", data: { action: "serve" } },
        "呼ばずに対応を始める", keycap("Shift+Enter")),
    ),
  );
  const input = region.querySelector("input");
  input.focus();
  input.setSelectionRange(typed.length, typed.length);
}

function outcome(typed, found) {
  if (!typed) return "番号札の数字を入れてください";
  if (found.length === 1) {
    return [number(found[0].label, "inline"), ` ${found[0].service_name}（${STATES[found[0].state] ?? ""}）`];
  }
  return found.length ? found.map((stop) => stop.label).join("・") : `${typed.toUpperCase()} を呼びます`;
}

const STATES = { waiting: "待ち", held: "保留", absent: "不在", called: "呼出中", serving: "対応中" };

/** The people whose label fits what was typed: 「12」 fits A012, 「B12」 fits B012 alone. */
export function matches(console, typed) {
  const [, letters, digits] = /^([A-Z]*)0*(\d*)$/i.exec(typed.trim()) ?? ["", "", ""];
  if (!digits) return [];
  const everyone = [...console.waiting, ...console.held, ...console.absent];
  return everyone.filter(({ label }) => {
    const [, prefix, number] = /^(\D*)0*(\d+)$/.exec(label) ?? [];
    return number === digits && (!letters || prefix === letters.toUpperCase());
  });
}
