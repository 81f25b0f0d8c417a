// Keys: a keypad of arrows, OK and help moves over the buttons; a scanner that types sends its code.
// `code`, not `key`, for what is typed: an input method changes `key`.

const MOST_KEYS = 600;
const TYPING_LASTS_S = 10;
// What further keys of a keypad touch: F15 and F16 are what audio keypads send when headphones
// are plugged in and out.
const KEYPAD = { F1: "help", Help: "help", F2: "speak", F15: "headphones", F16: "quiet", F10: "staff" };

const buttonsOf = (screen) =>
  [...screen.querySelectorAll("[data-touch]")].filter(
    (button) => !button.disabled && button.getClientRects().length > 0,
  );

// Where the keypad stood, to be found again in the next drawing.
export function keptFocus(screen, changes) {
  const button = document.activeElement;
  if (!screen.contains(button)) return null;
  if (changes) return { first: true };
  return { touch: button.dataset.touch, value: button.dataset.value ?? "" };
}

export function focusAgain(screen, before) {
  if (!before) return;
  const buttons = buttonsOf(screen);
  const same = buttons.find(
    ({ dataset }) => dataset.touch === before.touch && (dataset.value ?? "") === before.value,
  );
  const alike = buttons.find(({ dataset }) => dataset.touch === before.touch);
  (same ?? alike ?? firstOf(buttons))?.focus({ focusVisible: true });
}

const firstOf = (buttons) => buttons.find((one) => one.classList.contains("filled")) ?? buttons[0];

// Left and right walk over all buttons in reading order; up and down go to the nearest in that row.
function neighbour(buttons, from, key) {
  const at = buttons.indexOf(from);
  if (at < 0) return firstOf(buttons);
  const next = buttons[(at + 1) % buttons.length];
  const last = buttons.at(at - 1);
  if (key === "ArrowRight") return next;
  if (key === "ArrowLeft") return last;
  return nearest(buttons, from, key === "ArrowDown" ? 1 : -1) ?? (key === "ArrowDown" ? buttons[0] : buttons.at(-1));
}

function nearest(buttons, from, way) {
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(from.getBoundingClientRect());
  let best = null;
  let least = Infinity;
  for (const button of buttons) {
    const [u, v] = middle(button.getBoundingClientRect());
    const down = (v - y) * way;
    const far = down + Math.abs(u - x) / 2;
    if (down > 4 && far < least) [best, least] = [button, far];
  }
  return best;
}

export function listenToKeys(screen, { typed, touched, touch }) {
  const scannerTypes = document.body.dataset.keys === "yes";
  let keys = [];

  function arrow(key) {
    neighbour(buttonsOf(screen), document.activeElement, key)?.focus({ focusVisible: true });
  }

  function confirmed() {
    if (keys.length > 0) typed(keys);
    else if (screen.contains(document.activeElement)) document.activeElement.click();
    else arrow("ArrowRight");
    keys = [];
  }

  function letter(event) {
    const at = event.timeStamp / 1000;
    if (keys.length > 0 && at - keys.at(-1).at > TYPING_LASTS_S) keys = [];
    keys.push({ code: event.code, shift: event.shiftKey, at });
    if (keys.length > MOST_KEYS) keys = keys.slice(-MOST_KEYS);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Tab") return touched(event.timeStamp);
    if (event.key.startsWith("Arrow")) {
      keys = [];
      arrow(event.key);
      touched(event.timeStamp);
    } else if (event.code === "Enter" || event.code === "NumpadEnter") {
      confirmed();
    } else if (KEYPAD[event.code]) {
      touch(KEYPAD[event.code]);
    } else if (scannerTypes) {
      letter(event);
    } else if (event.code !== "Space") {
      return;
    }
    event.preventDefault(); // a space in a code must not press the button in focus
  });
  document.addEventListener("keyup", (event) => {
    if (event.code === "Space") event.preventDefault();
  });
  addEventListener("pointerdown", () => document.activeElement?.blur());
}
