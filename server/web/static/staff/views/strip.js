// The strip under the bar, only while something is wrong: the worst one, the others counted.

import { at, inWords, minutesSince, now, time, timeWithSeconds } from "../clock.js";
import { fill, h, icon, keyButton, keycap } from "../dom.js";

const BELLS = {
  help: (bell) => `${bell.device ?? "受付の機械"}で職員を呼んでいます`,
  paper_out: (bell) => `${bell.device ?? "発券機"}の用紙がなくなりました`,
  paper_failed: (bell) => `${bell.device ?? "発券機"}で ${bell.label ?? "番号札"} の紙が出ませんでした`,
  printer: (bell) => `${bell.device ?? "発券機"}のプリンターが止まっています`,
};
const MEANWHILE = {
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
  if (!bell) return fill(region);
  region.dataset.kind = "look";
  fill(
    region,
    icon(bell.reason === "help" ? "bell" : "alert"),
    h(
      "p",
      {},
      h("b", {}, (BELLS[bell.reason] ?? BELLS.help)(bell)),
      h("span", {}, `${time(at(bell.at))}から${minutesSince(bell.at)}分。${MEANWHILE[bell.reason] ?? ""}`),
    ),
    h("div", { class: "spring" }),
    keyButton({ key: "F9", text: "見に行く", action: "bell" }),
    others.length ? h("p", { class: "others" }, "他の知らせ ", h("b", {}, others.length)) : null,
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
