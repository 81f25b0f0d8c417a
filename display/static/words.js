// What the board says, in words. The same rules as display/view.py, which draws the first picture.

export const ROWS = 4;
export const EARLIER = 5;
export const LINES_ON_A_PAGE = 6;
export const ABSENT_SHOWN = 3;
const SENTENCES = 2;

const DIRECTIONS = { left: "左へ", right: "右へ", ahead: "正面", behind: "うしろ" };
const LANGUAGE_TAGS = { easy_ja: "ja", zh_hans: "zh-Hans", zh_hant: "zh-Hant" };
const DEFAULT_NOTICE = "番号が黄色になったら、その窓口へお越しください。";
const NOBODY_CALLED = [
  { label: "", tag: "en", text: "When your number turns yellow, please go to that counter." },
  { label: "", tag: "zh-Hans", text: "号码变为黄色时，请前往该窗口。" },
];
const STOPPED_NOTICE = "お急ぎの方、聞こえにくい方は、お近くの職員にお声がけください。";
const STOPPED_SENTENCES = [
  { label: "", tag: "en", text: "Display paused. Staff will call your number aloud." },
  { label: "", tag: "zh-Hans", text: "显示已暂停，工作人员将口头叫号。" },
];

const OSAKA = { timeZone: "Asia/Tokyo" };
const DATE = new Intl.DateTimeFormat("ja-JP", { ...OSAKA, month: "numeric", day: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("ja-JP", { ...OSAKA, weekday: "short" });
const TIME = new Intl.DateTimeFormat("ja-JP", { ...OSAKA, hour: "2-digit", minute: "2-digit" });

export const timeWords = (now) => TIME.format(now);

export function dateWords(now) {
  const [month, day] = DATE.format(now).split("/");
  return `${month}月${day}日（${WEEKDAY.format(now)}）`;
}

export function splitLabel(label) {
  const letters = label.replace(/[0-9]+$/, "");
  return [letters, label.slice(letters.length)];
}

export const wayWords = (direction) => DIRECTIONS[direction] ?? "";

export function spokenRow(call) {
  return [call.label, `${call.counter}番窓口`, wayWords(call.direction)].filter(Boolean).join("、");
}

export function waitingLine(queue) {
  const { state, from, to } = queue.wait ?? {};
  return {
    prefix: queue.prefix ?? "",
    name: queue.name ?? queue.queue,
    count: String(queue.count),
    interval: state === "estimate" ? [String(Math.round(from)), String(Math.round(to))] : null,
    word: waitWord(queue, state),
  };
}

function waitWord(queue, state) {
  if (queue.open === false && !queue.count) return "準備中";
  return { estimate: "", soon: "まもなく" }[state] ?? "計測中";
}

export function pagesOf(lines) {
  const pages = [];
  for (let at = 0; at < lines.length; at += LINES_ON_A_PAGE) {
    pages.push(lines.slice(at, at + LINES_ON_A_PAGE));
  }
  return pages;
}

// Each new call in its ticket's own language first, then in English.
export function sentences(rows, phrases) {
  if (!rows.length) return NOBODY_CALLED;
  const fresh = rows.filter((row) => row.isNew);
  const calls = fresh.length ? fresh : rows.slice(0, 1);
  const foreign = calls.filter((row) => !["ja", "en"].includes(row.call.language));
  const others = calls.filter((row) => ["ja", "en"].includes(row.call.language));
  return [
    ...foreign.map((row) => sentence(row.call, row.call.language, phrases)),
    ...[...others, ...foreign].map((row) => sentence(row.call, "en", phrases)),
  ]
    .filter(Boolean)
    .slice(0, SENTENCES);
}

function sentence(call, language, phrases) {
  const pattern = phrases[call.recall ? "recall" : "call"][language];
  if (!pattern) return null;
  const text = pattern.replaceAll("{number}", call.label).replaceAll("{counter}", call.counter);
  return { label: call.label, tag: LANGUAGE_TAGS[language] ?? language, text };
}

export const noticeWords = (notice, stopped) => (stopped ? STOPPED_NOTICE : notice || DEFAULT_NOTICE);

export const stoppedSentences = () => STOPPED_SENTENCES;

export const stoppedWords = () =>
  STOPPED_NOTICE + STOPPED_SENTENCES.map(({ text }) => text).join("") + "までの呼出0123456789";
