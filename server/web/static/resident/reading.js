// While a name is typed with an input method, its kana go by: they are offered as the furigana.
import { $ } from "./dom.js";

const KANA = /^[ぁ-ゖァ-ヶー]+$/;
const SPACE = /^[ 　]$/;

const katakana = (text) =>
  text.replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));

// The field of the furigana that belongs to a name: children.0.name → children.0.kana.
function partner(field, form) {
  const path = field.dataset.path.replace(/name$/, "kana");
  return path === field.dataset.path ? null : $(`[data-path="${path}"] input`, form);
}

// A furigana that somebody typed is never overwritten.
function offer(input, target) {
  if (target.value && target.value !== target.dataset.offered) return;
  target.value = target.dataset.offered = input.dataset.reading;
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function follow(event, form) {
  const field = event.target.closest('[data-type="name"]');
  const target = field && partner(field, form);
  if (!target) return;
  const input = event.target;
  input.dataset.reading ??= "";
  if (event.type === "compositionupdate") {
    if (KANA.test(event.data)) input.dataset.pending = katakana(event.data);
  } else if (event.type === "compositionend") {
    input.dataset.reading += event.data ? (input.dataset.pending ?? "") : "";
    delete input.dataset.pending;
    offer(input, target);
  } else if (!input.value) {
    input.dataset.reading = "";
    offer(input, target);
  } else if (SPACE.test(event.data ?? "") && input.dataset.reading) {
    input.dataset.reading += "\u3000";
    offer(input, target);
  }
}

export function offerReadings(form) {
  for (const type of ["compositionupdate", "compositionend", "input"]) {
    form.addEventListener(type, (event) => follow(event, form));
  }
}
