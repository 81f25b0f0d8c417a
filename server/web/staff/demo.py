"""Whether this server only shows the product: then, and only then, it tells its passwords."""

from dataclasses import dataclass

from flask import Flask, current_app

from config.schema.files import Demo


@dataclass(frozen=True)
class DemoMode:
    """What the start page tells in a demo."""

    demo: Demo
    kiosk_url: str


def init_app(app: Flask, mode: DemoMode | None) -> None:
    """Make *app* a demo, or not."""
    app.extensions["demo"] = mode


def demo_mode() -> DemoMode | None:
    """Return how this server shows the product, or None on a server at work."""
    mode: DemoMode | None = current_app.extensions.get("demo")
    return mode
