"""How a page looks to eyes that see colours in other ways, and whether its text can be read then.

Source: Machado, Oliveira and Fernandes (2009), severity 1.0, applied to linear RGB; contrast as in
WCAG 2.2; difference as the distance in CIE Lab (1976, D65), where 2.3 is just noticeable.
"""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

EYES: Mapping[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
#: WCAG AA for text that is not large; every text on these screens is held to it.
READABLE = 4.5
#: Two grounds that say different things; a bystander tells them apart at a glance.
APART = 15.0

#: The text and the ground of everything that is written on a page as it stands.
_TEXTS = """(within) => {
  const opaque = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(at);
      if (backgroundImage !== "none") return null;
      if (!/, 0\\)$|transparent/.test(backgroundColor)) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const found = {};
  for (const node of document.querySelectorAll(`${within} *`)) {
    const hasText = [...node.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
    if (!hasText || !node.checkVisibility() || node.closest(".spoken, [disabled]")) continue;
    const ground = opaque(node);
    const { color } = getComputedStyle(node);
    if (ground) found[`${color} on ${ground}`] ??= node.textContent.trim().slice(0, 30);
  }
  return found;
}"""


def seen(colour: Colour, eye: str) -> Colour:
    """Return linear RGB as *eye* sees it."""
    red, green, blue = (
        min(1.0, max(0.0, sum(part * value for part, value in zip(row, colour, strict=True))))
        for row in EYES[eye]
    )
    return red, green, blue


def colour(css: str) -> Colour:
    """Return the linear RGB of ``rgb(…)`` or ``#rrggbb``."""
    if css.startswith("#"):
        parts = [int(css[at : at + 2], 16) for at in (1, 3, 5)]
    else:
        parts = [round(float(part)) for part in re.findall(r"[\d.]+", css)[:3]]
    red, green, blue = (_linear(part / 255) for part in parts)
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def distance(one: Colour, other: Colour) -> float:
    pairs = zip(_lab(one), _lab(other), strict=True)
    return float(sum((left - right) ** 2 for left, right in pairs) ** 0.5)


def hard_to_read(page: Page, within: str = "body") -> list[str]:
    """Return every text on the page that some eye cannot read well on its ground."""
    found: dict[str, Any] = page.evaluate(_TEXTS, within)
    wrong = []
    for pair, text in found.items():
        ink, ground = (colour(css) for css in pair.split(" on "))
        for eye in EYES:
            ratio = contrast(seen(ink, eye), seen(ground, eye))
            if ratio < READABLE:
                wrong.append(f"{eye}: {text!r}, {pair}: {ratio:.1f}")
    return wrong


def alike(grounds: Mapping[str, str]) -> list[str]:
    """Return which of the named colours some eye takes for one another."""
    names = list(grounds)
    return [
        f"{eye}: {one} and {other}"
        for at, one in enumerate(names)
        for other in names[at + 1 :]
        for eye in EYES
        if distance(seen(colour(grounds[one]), eye), seen(colour(grounds[other]), eye)) < APART
    ]


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(rgb: Colour) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _lab(rgb: Colour) -> Colour:
    red, green, blue = rgb
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
