"""The kiosk's icons as SVG elements."""

from functools import cache
from importlib.resources import files

import yaml
from markupsafe import Markup

_UNKNOWN = "document"


@cache
def _shapes() -> dict[str, str]:
    shapes: dict[str, str] = yaml.safe_load(
        (files("kiosk.screen") / "icons.yaml").read_text("utf-8")
    )
    return shapes


def icon(name: str) -> Markup:
    """Return the icon called *name*; a newer server may name one we do not have."""
    shape = _shapes().get(name, _shapes()[_UNKNOWN])
    return Markup('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(
        Markup(shape)  # noqa: S704
    )
