// What can be done now: each action's name, its key, whether it fits, and what it sends.

/** The next natural step, which Enter does: it says what it will do, and to whom. */
export function natural(console) {
  const { counter, current, next } = console;
  const first = next[0] ?? null;
  if (counter.state === "closed") {
    return { verb: "窓口を開ける", path: "open", said: "窓口を開けました" };
  }
  if (counter.state === "break") {
    return { verb: "休憩を終わる", path: "open", said: "休憩を終わりました" };
  }
  if (current?.state === "called") {
    return { verb: "対応を始める", whom: current.label, hint: "呼出中の番号", path: "start" };
  }
  if (current && first) {
    return {
      verb: "終了して次を呼ぶ", whom: first.label, hint: "次に呼ぶ番号",
      path: "call-next", body: { finish: true }, expects: first.label,
    };
  }
  if (current) return { verb: "終了する", whom: current.label, hint: "対応中の番号", path: "finish" };
  if (first) {
    return {
      verb: "次の人を呼ぶ", whom: first.label, stop: first,
      path: "call-next", body: {}, expects: first.label,
    };
  }
  return null;
}

const called = (console) => console.current?.state === "called";
const served = (console) => console.current?.state === "serving";
const idle = (console) => !console.current;

/** Actions that need no more than their key. */
export const STEPS = {
  recall: { key: "+", name: "再呼出", fits: called, path: "recall" },
  miss: { key: "-", name: "不在にする", fits: called, path: "miss" },
  undo: { key: "Backspace", name: "取り消す", fits: (console) => console.undo, path: "undo" },
  break: {
    key: "F6", name: "休憩にする", path: "break",
    fits: (console) => idle(console) && console.counter.state === "open",
  },
  "end-day": {
    key: "End", name: "1日を終える", path: "end-day",
    fits: (console) => idle(console) && console.day_end !== null,
  },
  close: {
    key: "F8", name: "窓口を閉じる", path: "close",
    fits: (console) => idle(console) && console.counter.state !== "closed",
  },
};

/** Actions that ask one more thing first, in a panel beside the number. */
export const PANELS = {
  "hand-over": { key: "F7", name: "引き継ぐ", fits: () => true },
  issue: { key: "Ins", name: "番号札のない人", fits: () => true },
  hold: { key: "*", name: "保留（理由）", fits: served },
  send: { key: "/", name: "次の窓口へ送る", fits: served },
  round: { key: "M", name: "回る窓口・用事・お席", fits: (console) => Boolean(console.current) },
  number: { key: "0〜9", name: "番号を指定", fits: () => true },
  keys: { key: "?", name: "キー一覧", fits: () => true },
};

/** Panels that stand beside the number; the others have their own place. */
export const VISIT_PANELS = [
  "hold", "send", "hand-over", "issue", "print", "print-where", "send-how", "round", "handover-papers",
];
/** Of these, in which several answers are taken before Enter: what Enter then does. */
export const SEVERAL = { round: "回る窓口を決める", "handover-papers": "用意を頼んで終了する" };

/** Who is left when the counter closes: told before, never a reason to refuse. */
export function leftOver({ waiting_count: waiting, held, absent, colleagues, counter }) {
  const codes = counter.queues.map(({ queue }) => queue);
  const others = colleagues.filter(({ shares }) => shares.some((code) => codes.includes(code)));
  return { waiting, held: held.length, absent: absent.length, others: others.map(({ number }) => number) };
}

export function mustAskBeforeClosing(console) {
  const { waiting, held, absent, others } = leftOver(console);
  return held + absent > 0 || (waiting > 0 && others.length === 0);
}

/** The desks that the visit has still to come to. */
export const toCome = ({ journey }) => journey.filter(({ state }) => state === "planned");

/** In which place of the next line, in the order of their keys. */
export const PLACES = [
  { code: "keep", name: "順番時刻のまま" },
  { code: "first", name: "いちばん先に" },
  { code: "last", name: "いちばん後に" },
  { code: "30", name: "30分後に" },
  { code: "60", name: "1時間後に" },
];

/** The office's own reasons, as its setting names them. */
const REASONS = JSON.parse(document.body.dataset.holdReasons);
/** Handing on has a key of its own. */
export const HOLD_REASONS = REASONS.filter(({ code }) => code !== "handed_over");
/** Why somebody else is called than whose turn it is. */
export const CALL_REASONS = JSON.parse(document.body.dataset.callReasons);
export const REASON_NAMES = Object.fromEntries(REASONS.map(({ code, name }) => [code, name]));

const DONE = {
  called: (label) => `${label} を呼びました`,
  recalled: (label) => `${label} をもう一度呼びました`,
  started: (label) => `${label} の対応を始めました`,
  finished: (label) => `${label} を終了しました`,
  missed: (label) => `${label} を不在にしました`,
  held: (label) => `${label} を保留にしました`,
  returned: (label) => `${label} を待ちに戻しました`,
  withdrawn: (label) => `${label} を取りやめにしました`,
  arrived: (label) => `${label} の回る窓口を決めました`,
  transferred: (label) => `${label} をほかの列に移しました`,
  prioritised: (label) => `${label} を先に呼ぶようにしました`,
  counter_opened: () => "窓口を開けました",
  counter_paused: () => "休憩にしました",
  counter_closed: () => "窓口を閉じました",
};

const CONSEQUENCE = {
  called: "待合の画面と声で知らせています",
  recalled: "待合の画面と声でもう一度知らせています",
  missed: "時間内に戻れば、順番時刻はそのままです",
  held: "「保留」の一覧から呼べます",
  counter_closed: "この窓口からは呼べません",
  counter_paused: "この窓口からは呼べません",
};

/** What the undo bar says of a command: what happened, and what follows from it. */
export function told(done) {
  const shown = done.filter(({ kind }) => kind in DONE);
  if (shown.some(({ kind }) => kind === "called")) {
    const finished = shown.find(({ kind }) => kind === "finished");
    const call = shown.find(({ kind }) => kind === "called");
    return {
      what: finished
        ? `${finished.label} を終了し、${call.label} を呼びました`
        : DONE.called(call.label),
      then: CONSEQUENCE.called,
    };
  }
  if (shown.some(({ kind }) => kind === "finished") && shown.at(-1).kind === "arrived") {
    return { what: `${shown.at(-1).label} を次の窓口へ送りました`, then: "" };
  }
  const ended = done.filter(({ kind }) => kind === "expired").length;
  if (ended) return { what: `受付を終わり、${ended}人を締めきりました`, then: CONSEQUENCE.counter_closed };
  const last = shown.at(-1);
  return last
    ? { what: DONE[last.kind](last.label), then: CONSEQUENCE[last.kind] ?? "" }
    : { what: "操作しました", then: "" };
}
