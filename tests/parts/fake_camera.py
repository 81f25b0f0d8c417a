"""A camera that is not there: Chromium plays a film in its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image
from playwright.sync_api import Browser

from tests.parts.browser import FLAGS, chromium

SIZE = (640, 480)
#: How a phone is held before the machine: tilted, not in the middle, on a grey lobby.
TILT = 11


def still(code: str | None) -> Image.Image:
    """Return what the camera sees: a phone that shows *code*, or the empty lobby."""
    lobby = Image.linear_gradient("L").resize(SIZE)
    if code is None:
        return lobby
    picture = qrcode.make(code, error_correction=qrcode.ERROR_CORRECT_M, box_size=7, border=4)
    phone = picture.convert("L").rotate(TILT, expand=True, fillcolor=60, resample=Image.BICUBIC)
    lobby.paste(phone, (250, 120))
    return lobby


def film(path: Path, *scenes: tuple[Image.Image, int]) -> Path:
    """Write *scenes*, each a picture and for how many tenths of a second, as MJPEG."""
    with path.open("wb") as file:
        for picture, frames in scenes:
            one = BytesIO()
            picture.convert("RGB").save(one, "JPEG", quality=80)
            file.write(one.getvalue() * frames)
    return path


@contextmanager
def browser_with_camera(beside: Browser, shown: Path) -> Iterator[Browser]:
    """Start another Chromium, whose camera shows the film at *shown*."""
    flags = [
        *FLAGS,
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={shown}",
    ]
    opened = beside.browser_type.launch(executable_path=chromium(), args=flags)
    try:
        yield opened
    finally:
        opened.close()
