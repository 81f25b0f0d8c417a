// A booked person is here, or is due and not here yet: told before anybody asks.

import { at, now, time } from "../clock.js";
import { fill, h, icon } from "../dom.js";

/** So long before the reserved time the counter hears of it. */
const AHEAD_MS = 10 * 60_000;

export function due(region, store) {
  const { console, offline } = store;
  const near = (iso) => at(iso) - now() <= AHEAD_MS;
  const arrived = console.waiting.filter((stop) => stop.reserved_for && near(stop.reserved_for));
  const coming = console.next_reservation && near(console.next_reservation) ? console.next_reservation : null;
  region.hidden = offline || (!arrived.length && !coming);
  if (region.hidden) return fill(region);
  fill(
    region,
    h("h2", {}, icon("calendar"), arrived.length ? "予約の人が到着しています" : "まもなく予約の時刻です"),
    arrived.slice(0, 2).map((stop) => h("p", {}, h("b", {}, stop.label),
      ` ${stop.service_name} ${time(at(stop.reserved_for))}（順番は${console.waiting.indexOf(stop) + 1}番目）`)),
    coming ? h("p", {}, `${time(at(coming))} の予約の方は、まだ来られていません`) : null,
  );
}
