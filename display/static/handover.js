// The hand-over panel, 交付: the same rules as display/view.py.

import { PREPARING_SHOWN, READY_SHOWN } from "./words.js";
import { FLASH_FOR, NEW_FOR } from "./calls.js";

export function handover({ ready = [], preparing = [], counters = [] } = {}, now) {
  const several = counters.length > 1;
  return {
    cells: ready.slice(0, READY_SHOWN).map((one) => ({
      seq: one.seq,
      label: one.label,
      counter: several ? (one.counter ?? "") : "",
      isNew: now - Date.parse(one.at) < NEW_FOR,
      flashes: now - Date.parse(one.at) < FLASH_FOR,
    })),
    more: Math.max(0, ready.length - READY_SHOWN),
    counters: counters.slice(0, 3),
    preparing: preparing.slice(0, PREPARING_SHOWN),
    count: preparing.length,
  };
}
