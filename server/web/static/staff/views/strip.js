// The strip under the bar, only while something is wrong: the worst one, the others counted.

import { at, inWords, minutesSince, now, time, timeWithSeconds } from "../clock.js";
import { fill, h, icon, keycap } from "../dom.js";
import { TO_DO, troubleText } from "../troubles.js";

const BELLS = {
  emergency: (bell) => (bell.mine ? "応援を呼んでいます" : `${bell.counter}番窓口が、すぐに応援を求めています`),
  scanner: (bell) => `${machineOf(bell)}の読み取り機が止まっています`,
  help: (bell) => `${machineOf(bell)}で職員を呼んでいます`,
  paper_failed: (bell) => `${machineOf(bell)}で ${bell.label ?? "番号札"} の紙が出ませんでした`,
};
const MEANWHILE = {
  emergency: "待合の画面には出ません",
  paper_near_end: "なくなる前に、用紙を替えてください",
  scanner: "番号札は画面から取れます",
  help: "職員が行くまで、画面はそのままお待ちいただいています",
  paper_out: "番号は画面とスマートフォンで発行を続けています",
  paper_failed: "番号は有効です。画面にも出ています",
  printer: "番号は画面とスマートフォンで発行を続けています",
};

export function strip(region, store) {
  const { console, message, offline } = store;
  region.dataset.kind = "";
  if (offline) return broken(region, store);
  if (message && performance.now() < message.until) {
    region.dataset.kind = message.kind;
    return fill(region, icon("alert"), h("p", {}, h("b", {}, message.text)));
  }
  const [bell, ...others] = console?.bells ?? [];
  if (!bell) return machine(region, console?.alerts ?? []);
  region.dataset.kind = bell.reason === "emergency" ? "stopped" : "look";
  fill(
    region,
    alert(bell, "F9"),
    others.length
      ? h("button", {
        type: "button", class: "others", data: { action: "others" }, "aria-expanded": String(store.othersOpen),
      }, "他の知らせ ", h("b", {}, others.length), icon("arrow"))
      : null,
    store.othersOpen ? h("ul", { class: "other-bells" }, others.map((other) => h("li", {}, alert(other)))) : null,
  );
}

const ICONS = { help: "bell", emergency: "bell" };

/** What a call for staff says in one line. */
export function bellText(bell) {
  return BELLS[bell.reason]?.(bell) ?? `${machineOf(bell)}：${troubleText(bell.reason, bell.printers)}`;
}

function machineOf(bell) {
  return bell.device ?? "発券機";
}

function alert(bell, key = null) {
  const text = bell.mine ? "取り消す" : "見に行く";
  return [
    icon(ICONS[bell.reason] ?? "alert"),
    h(
      "p",
      {},
      h("b", {}, bellText(bell)),
      h("span", {}, `${time(at(bell.at))}から${minutesSince(bell.at)}分。${MEANWHILE[bell.reason] ?? ""}`),
    ),
    h("div", { class: "spring" }),
    h("button", { type: "button", class: "button", data: { action: "bell", bell: bell.bell } }, text, key ? keycap(key) : null),
  ];
}

/** What a machine did not ring for: it is silent, or its clock is wrong. */
function machine(region, [worst, ...others]) {
  if (!worst) return fill(region);
  region.dataset.kind = "look";
  fill(
    region,
    icon("alert"),
    h(
      "p",
      {},
      h("b", {}, `${worst.machine}：${troubleText(worst.what, worst.printers)}`),
      h("span", {}, `${time(at(worst.at))}から${minutesSince(worst.at)}分。${TO_DO[worst.what] ?? ""}`),
      others.length ? h("span", {}, `　ほかに${others.length}件`) : null,
    ),
    h("div", { class: "spring" }),
    h("a", { class: "button", href: `/staff/fleet/${document.body.dataset.office}` }, "機器を見る"),
  );
}

function broken(region, { offlineSince, retry }) {
  region.dataset.kind = "stopped";
  const when = retry.in > 0 ? `${retry.in}秒後につなぎ直します` : "つなぎ直しています";
  fill(
    region,
    icon("offline"),
    h(
      "p",
      { class: "two-lines" },
      h(
        "span",
        {},
        h("b", { class: "big" }, "ネットワークが切れています"),
        `${timeWithSeconds(offlineSince)} から ${inWords((now() - offlineSince) / 1000)}`,
      ),
      h("span", {}, `${when}（${retry.times}回目）。つながると自動で元に戻ります`),
    ),
    h("div", { class: "spring" }),
    h("button", { type: "button", class: "button", data: { action: "retry" } }, "今すぐつなぐ", keycap("F5")),
  );
}
