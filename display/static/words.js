// What the board says, in words. The same rules as display/view.py, which draws the first picture.

import { inTurn } from "./moments.js";

export const ROWS = 4;
export const EARLIER = 5;
export const LINES_ON_A_PAGE = 6;
export const LINES_ON_A_LIST = 4;
export const ABSENT_SHOWN = 3;
export const READY_SHOWN = 8;
export const PREPARING_SHOWN = 12;
const SENTENCES = 2;

const DIRECTIONS = { left: "左へ", right: "右へ", ahead: "正面", behind: "うしろ" };
const LANGUAGE_TAGS = { easy_ja: "ja", zh_hans: "zh-Hans", zh_hant: "zh-Hant" };
const JAPANESE = ["ja", "easy_ja"];
const STOPPED_NOTICE = "お急ぎの方、聞こえにくい方は、お近くの職員にお声がけください。";

export const tagOf = (language) => LANGUAGE_TAGS[language] ?? language;

export function splitLabel(label) {
  const letters = label.replace(/[0-9]+$/, "");
  return [letters, label.slice(letters.length)];
}

export const wayWords = (call, isMixed) =>
  (isMixed ? call.area_name : DIRECTIONS[call.direction]) ?? "";

export function spokenRow(call, isMixed) {
  return [call.label, `${call.counter}番窓口`, wayWords(call, isMixed)].filter(Boolean).join("、");
}

export function waitingLine(queue, calls) {
  const { state, from, to } = queue.wait ?? {};
  const prefix = queue.prefix ?? "";
  return {
    prefix,
    name: queue.name ?? queue.queue,
    count: String(queue.count),
    interval: state === "estimate" ? [String(Math.round(from)), String(Math.round(to))] : null,
    word: waitWord(queue, state),
    called: calls.find(({ label }) => splitLabel(label)[0] === prefix)?.label ?? "",
  };
}

function waitWord(queue, state) {
  if (queue.open === false && !queue.count) return "準備中";
  return { estimate: "", soon: "まもなく" }[state] ?? "計測中";
}

export function pagesOf(lines, size) {
  const pages = [];
  for (let at = 0; at < lines.length; at += size) pages.push(lines.slice(at, at + size));
  return pages;
}

// Each new call in its ticket's own language first, then in English. While none is new, the newest
// one, or what to watch for, in two languages at a time, in turn.
export function sentences(rows, { phrases, words, setting }, now) {
  const fresh = rows.filter((row) => row.isNew);
  if (!fresh.length) {
    return inTurn(setting.languages, SENTENCES, now)
      .map((language) => (rows.length ? sentence(rows[0].call, language, phrases) : spoken(words.watch, language)))
      .filter(Boolean);
  }
  const foreign = fresh.filter((row) => ![...JAPANESE, "en"].includes(row.call.language));
  const others = fresh.filter((row) => !foreign.includes(row));
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
  return { label: call.label, tag: tagOf(language), text };
}

function spoken(texts, language) {
  return texts[language] ? { label: "", tag: tagOf(language), text: texts[language] } : null;
}

export const noticeWords = (notice, words, stopped) =>
  stopped ? STOPPED_NOTICE : notice || words.watch.ja;

export const stoppedSentences = ({ words, setting }, now) =>
  inTurn(setting.languages, SENTENCES, now)
    .map((language) => spoken(words.paused, language))
    .filter(Boolean);

export const stoppedWords = ({ words }) =>
  `${STOPPED_NOTICE}${Object.values(words.paused).join("")}までの呼出0123456789`;
