// Small builders; every text goes in as text, never as markup.
const SVG = "http://www.w3.org/2000/svg";

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

export function icon(name, size = 24) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/resident/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A picture that came as SVG text: read as a document, so what is no drawing never enters the page. */
export function drawing(svg) {
  return document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
}

export function show(element, visible = true) {
  element.hidden = !visible;
}

// A ticket's label in equal cells: letter, gap, digits.
export function putNumber(element, label) {
  const cells = [...label].map((sign) => {
    const cell = document.createElement("i");
    cell.textContent = sign;
    return cell;
  });
  if (/^[A-Z]$/.test(label[0] ?? "")) cells.splice(1, 0, h("i", { class: "gap" }));
  element.replaceChildren(...cells);
  element.classList.toggle("long", label.length > 4);
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
}
