// How a time is kept, where a service has more than one way: at the counter, by web meeting, on the phone.
import { $, $$ } from "./dom.js";

const inputs = () => $$('#ways input[name="way"]');
const chosen = () => inputs().find((input) => input.checked);

// Nothing is asked for where there is only one way.
export function chosenWay() {
  const [method, venue] = chosen()?.value.split(":") ?? [];
  return method ? { method, venue } : {};
}

function tellWhere() {
  if (chosen()) $("#where").textContent = chosen().dataset.where;
}

// What the forms or the booking say; the first way stays where they say nothing that is offered.
export function chooseWay(method, venue) {
  const wanted = inputs().find(({ value }) => value === `${method}:${venue ?? value.split(":")[1]}`);
  if (wanted) wanted.checked = true;
  tellWhere();
}

export function offerWays(changed) {
  if (!chosen() && inputs().length) inputs()[0].checked = true;
  tellWhere();
  $("#ways")?.addEventListener("change", () => {
    tellWhere();
    changed();
  });
}
