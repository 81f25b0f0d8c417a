// What a screen shows because of the time. The same rules as display/moments.py.

const OSAKA = { timeZone: "Asia/Tokyo" };
const DATE = new Intl.DateTimeFormat("ja-JP", { ...OSAKA, month: "numeric", day: "numeric" });
const WEEKDAY = new Intl.DateTimeFormat("ja-JP", { ...OSAKA, weekday: "short" });
const TIME = new Intl.DateTimeFormat("ja-JP", { ...OSAKA, hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("sv-SE", OSAKA); // writes 2026-11-24
const WEEKDAY_CODE = new Intl.DateTimeFormat("en-US", { ...OSAKA, weekday: "short" });

export const TURN = 8_000;
const AWAKE_AFTER_CALL = 15 * 60_000;

export const timeWords = (now) => TIME.format(now);

export function dateWords(now) {
  const [month, day] = DATE.format(now).split("/");
  return `${month}月${day}日（${WEEKDAY.format(now)}）`;
}

// The phase of the day; as long as anybody waits or was just called it is open.
export function phase(snapshot, words, now) {
  const { opening } = snapshot;
  if (!opening || isBusy(snapshot, now)) return { name: "open" };
  const [opens, closes, following] = [opening.opens_at, opening.closes_at, opening.next_opens_at].map(
    (moment) => (moment ? Date.parse(moment) : null),
  );
  if (opens !== null && now < opens) {
    return { name: "before", headline: at(words.opens.ja, opens), then: "", words: words.opens, opens };
  }
  if (closes !== null && now < closes) return { name: "open" };
  const then = following === null ? "" : `次は ${dateWords(following)} ${timeWords(following)} から`;
  return { name: "closed", headline: opens === null ? "本日は閉庁日です" : words.closed.ja, then, words: words.closed, opens };
}

export const at = (text, moment) => text.replace("{time}", timeWords(moment));

function isBusy(snapshot, now) {
  return (
    snapshot.waiting.some(({ count }) => count) ||
    Boolean(snapshot.handover?.ready.length || snapshot.handover?.preparing.length) ||
    snapshot.calls.some((call) => now - Date.parse(call.at) < AWAKE_AFTER_CALL)
  );
}

// The text across the screen: what staff put up last, else that the room is full.
export function band(snapshot, words, setting, now) {
  const standing = (snapshot.broadcasts ?? [])
    .filter(({ until }) => Date.parse(until) > now)
    .sort((a, b) => (b.preset === "evacuate") - (a.preset === "evacuate"));
  if (standing.length) {
    const { preset, text } = standing[0];
    return { kind: preset ?? "text", texts: preset ? words[preset] : { ja: text } };
  }
  const waiting = snapshot.waiting.reduce((sum, { count }) => sum + count, 0);
  const isFull = setting.capacity && waiting >= setting.capacity;
  return isFull || snapshot.room_full ? { kind: "room_full", texts: words.room_full } : null;
}

// The languages whose turn it is: the next ones every eight seconds.
export function inTurn(languages, atOnce, now) {
  if (languages.length <= atOnce) return languages;
  const first = (Math.floor(now / TURN) * atOnce) % languages.length;
  return Array.from({ length: atOnce }, (_, place) => languages[(first + place) % languages.length]);
}

// How loud it is now: from the first hour of the list on, else as usual.
export function volume({ volume: usual, loudness }, now) {
  const time = timeWords(now);
  const begun = loudness.filter(({ from }) => from.slice(0, 5) <= time);
  const last = begun.sort((a, b) => a.from.localeCompare(b.from)).at(-1);
  return last ? last.volume : usual;
}

// The page of a notice screen whose turn it is; null when none has its time.
export function slide(slides, now) {
  const shown = slides.filter((one) => isInTime(one, now));
  const round = shown.reduce((sum, { seconds }) => sum + seconds * 1_000, 0);
  let into = round ? now % round : 0;
  for (const one of shown) {
    into -= one.seconds * 1_000;
    if (into < 0) return one;
  }
  return null;
}

function isInTime({ from_day, to_day, from_time, to_time, weekdays }, now) {
  const [day, time] = [DAY.format(now), timeWords(now)];
  const weekday = WEEKDAY_CODE.format(now).toLowerCase();
  return (
    (!from_day || from_day <= day) &&
    (!to_day || day <= to_day) &&
    (!from_time || from_time.slice(0, 5) <= time) &&
    (!to_time || time < to_time.slice(0, 5)) &&
    (!weekdays.length || weekdays.includes(weekday))
  );
}
