// The office's time: in a demo it is not the phone's.
import { get } from "./api.js";

const TIME = new Intl.DateTimeFormat("ja-JP", { hour: "numeric", minute: "2-digit", timeZone: "Asia/Tokyo" });
let ahead_ms = 0;

export async function setByOffice(office) {
  try {
    ahead_ms = Date.parse((await get(`/offices/${office}`)).now) - Date.now();
  } catch {
    // The phone's own time is near enough.
  }
}

export const clock = (moment) => TIME.format(new Date(moment));
export const inMinutes = (minutes) => Date.now() + ahead_ms + minutes * 60_000;
