// Building the page: elements, icons, keycaps. Text only ever becomes text, never HTML.

const SVG = "http://www.w3.org/2000/svg";

/** Icons of 24 units, drawn with a 2 unit line. */
const PATHS = {
  alert: ["M12 4 2.8 20h18.4Z", "M12 10v4.5", "M12 17.2v.3"],
  arrow: ["M9 5l7 7-7 7"],
  back: ["M9 7 4 12l5 5", "M4 12h10a5 5 0 0 1 0 10h-2"],
  bell: ["M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15Z", "M10 21.5h4"],
  calendar: ["M4 6h16v14H4Z", "M4 10h16", "M8 3v4", "M16 3v4"],
  check: ["M4 12.5 9.5 18 20 6.5"],
  clock: ["M12 3a9 9 0 1 0 .01 0Z", "M12 7v5.5l3.5 2"],
  cross: ["M6 6l12 12", "M18 6 6 18"],
  globe: ["M12 3a9 9 0 1 0 .01 0Z", "M3 12h18", "M12 3c5 5 5 13 0 18c-5-5-5-13 0-18Z"],
  lock: ["M6 11h12v9H6Z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  offline: ["M3 3l18 18", "M5 12a10 10 0 0 1 4-2.4", "M19 12a10 10 0 0 0-4.5-2.6", "M12 18.5v.3"],
  pause: ["M8 5v14", "M16 5v14"],
  person: ["M12 4a3.5 3.5 0 1 0 .01 0Z", "M5 21c0-5 3-8 7-8s7 3 7 8"],
  plus: ["M12 5v14", "M5 12h14"],
  printer: ["M7 9V4h10v5", "M5 9h14a2 2 0 0 1 2 2v6h-4", "M7 17H3v-6a2 2 0 0 1 2-2", "M7 14h10v6H7Z"],
  priority: ["M11 3.5v.3", "M11 8v6h5l2.5 6", "M11 11h5", "M8.5 11a5.5 5.5 0 1 0 7 7"],
  swap: ["M4 8h15l-4-4", "M20 16H5l4 4"],
};

/** Return an element; `data` becomes data-attributes, `on` listeners, everything else attributes. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "data") Object.assign(element.dataset, value);
    else if (name === "on") {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== false));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

export function keycap(text) {
  return h("kbd", { class: "keycap" }, text);
}

export function chip(kind, text, iconName) {
  return h("span", { class: `chip chip-${kind}` }, iconName ? icon(iconName) : null, text);
}

/** A button that a key presses too: its name comes first, its key after it. */
export function keyButton({ key, text, action, enabled = true, iconName = null, keyFirst = false }) {
  const cap = keycap(key);
  return h(
    "button",
    {
      type: "button",
      class: keyFirst ? "button key-first" : "button",
      data: { action },
      "aria-disabled": enabled ? null : "true",
      "aria-keyshortcuts": key,
    },
    keyFirst ? cap : null,
    iconName ? icon(iconName) : null,
    h("span", {}, text),
    keyFirst ? null : cap,
  );
}

/** Replace what *region* holds, and give the focus back to the control that had it. */
export function fill(region, ...children) {
  const active = document.activeElement;
  const held = region.contains(active) ? active.dataset.action || active.dataset.focus : null;
  const scrolled = region.querySelector("[data-scroll]")?.scrollTop;
  region.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (scrolled) region.querySelector("[data-scroll]")?.scrollTo(0, scrolled);
  if (held) {
    region.querySelector(`[data-action="${held}"], [data-focus="${held}"]`)?.focus();
  }
}

/** The number in its one shape: small letter, large digits. */
export function number(label, size) {
  const [, prefix, digits] = /^(\D*)(\d+)$/.exec(label) ?? ["", "", label];
  return h(
    "span",
    { class: `number number-${size}`, "aria-label": label },
    h("span", { class: "number-prefix" }, prefix),
    h("span", { class: "number-digits" }, digits),
  );
}
