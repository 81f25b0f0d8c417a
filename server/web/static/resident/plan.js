// A simple plan of the waiting area: its display above, the seats, the counters along the walls, and
// the way to the one that calls. It is drawn from what the floor's setting says, so it shows sides, not metres.
import { t } from "./texts.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 320;
const HIGH = 232;
const WALL = 14;
const BOX = 30;
const GAP = 5;
/** Where a side begins, which way it runs, and how long it is. */
const SIDES = {
  left: { x: WALL, y: 18, dx: 0, dy: 1, room: HIGH - 36 },
  right: { x: WIDE - WALL - BOX, y: 18, dx: 0, dy: 1, room: HIGH - 36 },
  ahead: { x: 52, y: WALL, dx: 1, dy: 0, room: WIDE - 104 },
  behind: { x: 52, y: HIGH - WALL - BOX, dx: 1, dy: 0, room: WIDE - 104 },
};

function shape(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Return the plan, or null where the setting does not say on which side the counter is. */
export function plan({ plan: counters = [], counter }) {
  const called = counters.find(({ number }) => number === counter);
  if (!called) return null;
  const svg = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "plan", "aria-hidden": "true" });
  svg.append(shape("rect", { x: 4, y: 4, width: WIDE - 8, height: HIGH - 8, rx: 10, class: "plan-wall" }));
  for (const [name, side] of Object.entries(SIDES)) {
    const here = counters.filter(({ direction }) => direction === name);
    here.forEach((one, at) => svg.append(...box(side, at, here.length, one.number, one === called)));
  }
  svg.append(...hall(counters), ...way(called, counters));
  return svg;
}

// The more counters stand along a wall, the smaller each is drawn.
function place(side, at, count) {
  const size = Math.min(BOX, side.room / count - GAP);
  const begin = (side.room - count * (size + GAP) + GAP) / 2 + at * (size + GAP);
  return { size, x: side.x + side.dx * begin, y: side.y + side.dy * begin };
}

function box(side, at, count, number, isCalled) {
  const { x, y, size } = place(side, at, count);
  const kind = isCalled ? "plan-called" : "plan-counter";
  return [
    shape("rect", { x, y, width: side.dy ? BOX : size, height: side.dx ? BOX : size, rx: 5, class: kind }),
    shape("text", {
      x: x + (side.dy ? BOX : size) / 2, y: y + (side.dx ? BOX : size) / 2 + 5.5, class: `${kind}-number`,
    }, number),
  ];
}

// The display hangs ahead; who looks at it has left and right as the setting means them.
function hall(counters) {
  const y = counters.some(({ direction }) => direction === "ahead") ? WALL + BOX + 8 : WALL + 2;
  const seats = [-28, 0, 28].map((dx) => shape("circle", { cx: WIDE / 2 + dx, cy: HIGH / 2 + 18, r: 8, class: "plan-seat" }));
  return [
    shape("rect", { x: WIDE / 2 - 46, y, width: 92, height: 22, rx: 3, class: "plan-display" }),
    shape("text", { x: WIDE / 2, y: y + 16, class: "plan-word plan-on-dark" }, t("plan_display")),
    ...seats,
    shape("text", { x: WIDE / 2, y: HIGH / 2 + 46, class: "plan-word" }, t("plan_seats")),
  ];
}

function way(called, counters) {
  const side = SIDES[called.direction];
  const here = counters.filter(({ direction }) => direction === called.direction);
  const { x, y, size } = place(side, here.indexOf(called), here.length);
  const middle = { x: x + (side.dy ? BOX : size) / 2, y: y + (side.dx ? BOX : size) / 2 };
  const from = {
    x: WIDE / 2 + (side.dy ? Math.sign(x - WIDE / 2) * 44 : 0),
    y: HIGH / 2 + (side.dy ? 18 : y < HIGH / 2 ? 4 : 56),
  };
  const to = {
    x: middle.x - (side.dy ? Math.sign(x - WIDE / 2) * (BOX / 2 + 10) : 0),
    y: middle.y + (side.dx ? Math.sign(HIGH / 2 - y) * (BOX / 2 + 10) : 0),
  };
  const turn = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return [
    shape("path", { d: `M${from.x} ${from.y}L${to.x} ${to.y}`, class: "plan-way" }),
    shape("path", { d: "M-12-8L2 0L-12 8", class: "plan-way", transform: `translate(${to.x} ${to.y}) rotate(${turn})` }),
  ];
}
