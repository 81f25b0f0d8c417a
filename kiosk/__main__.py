"""``madoguchi-kiosk``: options in, one kiosk running, exit 0, 1 or 2."""

import logging
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click

from kiosk.machine import Kiosk, Settings
from kiosk.pin import BadPin, read_pin
from kiosk.scanner.addresses import WrongDevice
from kiosk.stage import Pace
from printer_drivers.errors import Misconfigured


def _default_state() -> str:
    return str(Path.home() / ".local" / "state" / "madoguchi-kiosk")


@click.command(
    name="madoguchi-kiosk",
    context_settings={"auto_envvar_prefix": "MADOGUCHI", "help_option_names": ["-h", "--help"]},
)
@click.option("--server", required=True, metavar="URL", help="The server, e.g. https://office:8000")
@click.option("--key-file", required=True, metavar="FILE", help="Holds the key of this kiosk")
@click.option("--office", required=True, metavar="CODE", help="The office, e.g. 27125")
@click.option("--state", default=_default_state, metavar="DIR", help="Where the journal is kept")
@click.option("--ca-file", metavar="FILE", help="Certificates to trust, for a server of your own")
@click.option(
    "--ticket-printer",
    required=True,
    metavar="URL",
    help="tcp://HOST:9100, serial:///dev/ttyUSB0?baud=115200, usb://VID:PID, "
    "file:///dev/usb/lp0 or virtual://DIR",
)
@click.option("--form-printer", default="the same", show_default=True, metavar="URL",
              help="An address as above, cups://NAME for A4, 'the same', or 'none'")  # fmt: skip
@click.option("--printer-profile", default="generic-80", show_default=True, metavar="NAME")
@click.option("--form-printer-profile", metavar="NAME", help="If it is another kind of printer")
@click.option("--form-pdfs", metavar="DIR", type=click.Path(path_type=Path),
              help="PDF forms of the office's own, for cups://NAME")  # fmt: skip
@click.option("--form-copy", is_flag=True, help="Print a copy of each form for the resident, 控え")
@click.option("--scanner", default="keyboard", show_default=True, metavar="ADDRESS",
              help="serial:///dev/ttyACM0?reader=generic|honeywell|denso, "
              "evdev:///dev/input/by-id/NAME, keyboard, camera or virtual")  # fmt: skip
@click.option("--port", default=8090, show_default=True, type=click.IntRange(0, 65535),
              help="The screen's, on this machine only")  # fmt: skip
@click.option("--staff-pin-file", metavar="FILE",
              help="Holds the PIN of the staff's screen; none: no such screen")  # fmt: skip
@click.option("--confirm-seconds", default=5.0, show_default=True, type=click.FloatRange(0, 60),
              help="When the confirm screen prints by itself; 0: no such screen")  # fmt: skip
def main(**given: Any) -> None:
    """Run the machine in the lobby: it reads a QR, takes a number and prints the papers."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    try:
        kiosk = Kiosk(_settings(given))
    except WrongDevice as error:
        _leave(2, error)
    except (_Wrong, Misconfigured) as error:
        _leave(1, error)
    except OSError as error:
        _leave(1, f"the screen cannot use port {given['port']}: {error.strerror}")
    _run(kiosk)


def _settings(given: Mapping[str, Any]) -> Settings:
    return Settings(
        server=_server(given["server"]),
        office=given["office"],
        key=_key(Path(given["key_file"])),
        state=_state(Path(given["state"])),
        ticket_printer=given["ticket_printer"],
        form_printer=given["form_printer"],
        printer_profile=given["printer_profile"],
        form_printer_profile=given["form_printer_profile"],
        form_pdfs=given["form_pdfs"],
        form_copy=given["form_copy"],
        scanner=given["scanner"],
        port=given["port"],
        ca_file=_certificates(given["ca_file"]),
        staff_pin=_staff_pin(given["staff_pin_file"]),
        pace=Pace(confirm_s=given["confirm_seconds"]),
    )


def _leave(code: int, why: object) -> NoReturn:
    click.echo(f"madoguchi-kiosk: {why}", err=True)
    sys.exit(code)


def _run(kiosk: Kiosk) -> None:
    def leave(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    click.echo(f"The kiosk's screen is at http://127.0.0.1:{kiosk.port}/ (Ctrl-C stops it)")
    try:
        kiosk.run()
    except KeyboardInterrupt:
        click.echo("The kiosk stops.")
    finally:
        kiosk.close()


class _Wrong(Exception):
    """A setting cannot be used."""


def _server(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise _Wrong(f"--server {url}: write an address such as http://127.0.0.1:8000")
    return url.rstrip("/")


def _key(path: Path) -> str:
    try:
        lines = path.read_text("utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise _Wrong(f"--key-file {path}: cannot be read: {error}") from None
    if not lines or not lines[-1].isascii():
        raise _Wrong(
            f"--key-file {path}: holds no key; "
            "'madoguchi key create --kind kiosk' prints one on its last line"
        )
    return lines[-1]


def _state(path: Path) -> Path:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _Wrong(f"--state {path}: cannot be written: {error.strerror}") from None
    return path


def _staff_pin(path: str | None) -> str | None:
    try:
        return read_pin(Path(path)) if path else None
    except BadPin as error:
        raise _Wrong(f"--staff-pin-file: {error}") from None


def _certificates(path: str | None) -> str | None:
    if path and not Path(path).is_file():
        raise _Wrong(f"--ca-file {path}: there is no such file")
    return path


if __name__ == "__main__":
    main()
