// The server's clock on this page: the PC's own clock may be wrong, its ticking is not.

const ZONE = { timeZone: "Asia/Tokyo" };
const HOUR_MINUTE = new Intl.DateTimeFormat("ja-JP", {
  ...ZONE, hour: "numeric", minute: "2-digit", hourCycle: "h23",
});
const WITH_SECONDS = new Intl.DateTimeFormat("ja-JP", {
  ...ZONE, hour: "numeric", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const DAY = new Intl.DateTimeFormat("ja-JP", {
  ...ZONE, month: "long", day: "numeric", weekday: "short",
});

let offset = Date.now() - performance.now();

/** Take over the time that an answer carried. */
export function setClock(iso) {
  offset = Date.parse(iso) - performance.now();
}

export const now = () => performance.now() + offset;

export const time = (moment) => HOUR_MINUTE.format(moment);
/** A time after midnight says so: 「翌2:12」. */
export const timeOfDay = (moment) => (day(moment) === day(now()) ? "" : "翌") + time(moment);
export const timeWithSeconds = (moment) => WITH_SECONDS.format(moment);
export const day = (moment) => DAY.format(moment);

export const at = (iso) => Date.parse(iso);

export function minutesSince(iso) {
  return Math.max(0, Math.floor((now() - at(iso)) / 60_000));
}

/** 「06:12」, and 「1:06:12」 from an hour on. */
export function stopwatch(iso) {
  const total = Math.max(0, Math.floor((now() - at(iso)) / 1000));
  const [hours, minutes, seconds] = [
    Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60,
  ];
  const tail = `${String(minutes).padStart(2, "0")}:${String(seconds).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** 「22分40秒」 */
export function inWords(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole}秒` : `${Math.floor(whole / 60)}分${whole % 60}秒`;
}
