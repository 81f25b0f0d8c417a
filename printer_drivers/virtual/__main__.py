"""``python -m printer_drivers.virtual --port 9100 --dir papers``: a printer to try things on.

Reads orders from its standard input, one a line::

    paper_rows 300      the paper ends in 300 rows; ``paper_rows none`` puts a new roll in
    cover_open on       also: cutter_jam, near_end, mute, garbage, swallow_id
    drop_after 5000     drops the link after 5000 more bytes
    bytes_per_s 1       reads the wire so slowly; ``none`` as fast as it comes
    power_cycle         switches it off and on
    truth               says how many papers were cut and how many dots are on paper
"""

import signal
import sys
from pathlib import Path

import click

from printer_drivers.virtual.device import VirtualPrinter
from printer_drivers.virtual.faults import Faults
from printer_drivers.virtual.wires import serve_pty, serve_tcp


@click.command()
@click.option("--port", default=9100, show_default=True, help="TCP port on 127.0.0.1.")
@click.option("--pty", "on_pty", is_flag=True, help="A serial line instead of a port.")
@click.option("--dir", "folder", type=click.Path(path_type=Path), help="Where papers are kept.")
@click.option("--width", default=576, show_default=True, help="Dots across the paper.")
@click.option("--rows-per-s", default=1200.0, show_default=True, help="How fast it prints.")
@click.option("--buffer", default=65536, show_default=True, help="Bytes it takes in advance.")
def main(
    port: int, on_pty: bool, folder: Path | None, width: int, rows_per_s: float, buffer: int
) -> None:
    """Run a virtual ESC/POS printer; its papers are pictures in --dir."""
    settings = {"width_dots": width, "rows_per_s": rows_per_s, "buffer_size": buffer}
    server = serve_pty(folder, **settings) if on_pty else serve_tcp(folder, port=port, **settings)
    click.echo(server.url)
    try:
        for line in sys.stdin:
            click.echo(obey(server.printer, line))
        signal.pause()
    except KeyboardInterrupt:
        server.close()


def obey(printer: VirtualPrinter, line: str) -> str:
    """Carry out one order and return what to say to it."""
    match line.split():
        case []:
            return ""
        case ["truth"]:
            return f"{printer.cuts} cuts, {printer.dots} dots, {printer.faults}"
        case ["power_cycle"]:
            printer.power_cycle()
            return "switched off and on"
        case [name, value] if name in Faults.__dataclass_fields__:
            try:
                printer.set(**{name: _value(value)})
            except ValueError:
                return f"{value} is neither on, off, none nor a number"
            return f"{name} is {value}"
        case _:
            return (
                "not understood; " + ", ".join(Faults.__dataclass_fields__) + ", power_cycle, truth"
            )


def _value(word: str) -> bool | int | None:
    words: dict[str, bool | None] = {"on": True, "off": False, "none": None}
    return words[word] if word in words else int(word)


if __name__ == "__main__":
    main()
