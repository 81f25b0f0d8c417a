// Which key does what. In a text field keys write; outside of one they act.

const SIGNS = { "+": "recall", "-": "miss", "*": "hold", "/": "send", "?": "keys" };
const LETTERS = { p: "reprint", m: "round" };
const NAMED = {
  Backspace: "undo", Escape: "leave", Insert: "issue", F6: "break", F7: "hand-over", F8: "close", F9: "bell",
  End: "end-day",
};
/** Reached with Tab, these are pressed by Enter; the big key is not meant then. */
const PRESSABLE = "button:not([data-action='next']), a, summary";

/** Return what a key means here: `{ action, digit? }`, or null if it is not ours. */
export function actionOf({ key, target, isComposing, ctrlKey, altKey, metaKey }) {
  if (isComposing || ctrlKey || altKey || metaKey) return null;
  if (target.matches?.("input, textarea, select")) return null;
  if (key === "Enter") return target.matches?.(PRESSABLE) ? null : { action: "next" };
  if (key in NAMED) return { action: NAMED[key] };
  const sign = key.normalize("NFKC");
  if (sign in SIGNS) return { action: SIGNS[sign] };
  if (sign.toLowerCase() in LETTERS) return { action: LETTERS[sign.toLowerCase()] };
  return /^[0-9]$/.test(sign) ? { action: "number", digit: sign } : null;
}
