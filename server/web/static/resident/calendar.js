// Days and times as people read them. Days are ISO texts, so no time zone moves them.
import { japanese, locale } from "./texts.js";

const utc = (iso) => new Date(`${iso}T00:00:00Z`);
const part = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });

const WEEKDAY = part({ weekday: "short" });
const MONTH = part({ month: "long" });

export const dayOf = (start) => start.slice(0, 10);
export const timeOf = (start) => start.slice(11, 16).replace(/^0/, "");

export function plus(iso, days) {
  const day = utc(iso);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

export function mondayOf(iso) {
  return plus(iso, -((utc(iso).getUTCDay() + 6) % 7));
}

export function weekdays() {
  return Array.from({ length: 7 }, (_, n) => WEEKDAY.format(utc(plus("2026-11-23", n))));
}

export function monthName(iso) {
  return MONTH.format(utc(iso));
}

// 「11月26日（木）」
export function longDay(iso) {
  if (!japanese) {
    return part({ weekday: "short", day: "numeric", month: "short" }).format(utc(iso));
  }
  const [, month, day] = iso.split("-").map(Number);
  return `${month}月${day}日（${WEEKDAY.format(utc(iso))}）`;
}

// 「26日（木）」, for the button that repeats the choice.
export function shortDay(iso) {
  if (!japanese) return `${longDay(iso)},`;
  return longDay(iso).replace(/^\d+月/, "");
}

// In a grid the first of a month says which month it is.
export function dayNumber(iso, isFirstShown) {
  const [, month, day] = iso.split("-").map(Number);
  return day === 1 && !isFirstShown ? `${month}/1` : String(day);
}
