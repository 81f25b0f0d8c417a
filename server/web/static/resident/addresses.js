// A whole postal code fills the address below it; what somebody typed is never overwritten.
import { post } from "./api.js";
import { $, h } from "./dom.js";
import { t } from "./texts.js";

const digits = (text) => text.normalize("NFKC").replace(/\D/g, "");

function partner(field, form) {
  return $(`[data-path="${field.dataset.path.replace(/postal$/, "address")}"]`, form);
}

const input = (field) => $("input, textarea", field);

function put(target, text) {
  const control = input(target);
  if (control.value && control.value !== control.dataset.offered) return;
  control.value = control.dataset.offered = text;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

// Several towns share some codes: the resident says which.
function ask(target, places) {
  target.querySelector(".places")?.remove();
  if (places.length < 2) return;
  const choices = places.map((text) => h("button", { type: "button", class: "button outlined slim", onclick: () => {
    put(target, text);
    target.querySelector(".places").remove();
    input(target).focus();
  } }, text));
  target.append(h("div", { class: "places", role: "group", "aria-label": t("which_place") }, h("p", { class: "hint" }, t("which_place")), ...choices));
}

async function follow(event, form) {
  const field = event.target.closest('[data-type="postal_code"]');
  const code = field && digits(event.target.value);
  if (!field || code.length !== 7 || field.dataset.asked === code) return;
  field.dataset.asked = code;
  const target = partner(field, form);
  if (!target) return;
  try {
    const { addresses } = await post("/postal-codes", { code });
    ask(target, addresses);
    if (addresses.length === 1) put(target, addresses[0]);
  } catch {
    delete field.dataset.asked; // without a network the address is typed
  }
}

export function offerAddresses(form) {
  form.addEventListener("input", (event) => follow(event, form));
}
