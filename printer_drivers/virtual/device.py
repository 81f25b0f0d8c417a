"""The printer itself: an engine that prints what is in the buffer, and says how it is.

Two threads meet here: the wire's, which calls `received`, and the engine's own. Real-time
questions are answered by the first, at once; everything else waits its turn in the buffer.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Condition, Thread
from typing import Protocol

from PIL import Image

from printer_drivers.virtual import commands as c
from printer_drivers.virtual.buffer import Cleared, Closed, ReceiveBuffer
from printer_drivers.virtual.faults import Faults, identity, paper_in_order
from printer_drivers.virtual.makes import MAKES, Make
from printer_drivers.virtual.paper import Paper, Sheet, Tray, stretched
from printer_drivers.virtual.realtime import Ask, RealTimeScanner, Recover

#: Lines of text feed this much; our papers have none.
_LINE_DOTS = 30
#: The engine sleeps no shorter than this, so that it keeps its speed on average.
_TICK_S = 0.01


class Link(Protocol):
    """The other end of the wire, as the printer sees it."""

    def answer(self, data: bytes) -> None: ...
    def drop(self) -> None: ...


def local_time() -> datetime:
    return datetime.now(UTC).astimezone()


class VirtualPrinter:
    """A printer in memory, with the ground truth of what is on its paper.

    ``papers``, ``cuts`` and ``dots`` are that truth; ``strays`` holds every byte that was
    no command it knows, and stays empty as long as the sender writes good ESC/POS.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        width_dots: int = 576,
        dpi: int = 203,
        rows_per_s: float | None = None,
        buffer_size: int = 65536,
        faults: Faults | None = None,
        make: Make = MAKES["epson"],
        clock: Callable[[], datetime] = local_time,
    ) -> None:
        self.papers: list[Paper] = []
        self.strays: list[c.Text | c.Unknown] = []
        self._faults = faults or Faults()
        self._make = make
        self._width_dots, self._dpi = width_dots, dpi
        self._rows_per_s = rows_per_s
        self._tray = Tray(folder, clock)
        self._sheet = Sheet(width_dots)
        self._buffer = ReceiveBuffer(buffer_size)
        self._scanner = RealTimeScanner()
        self._changed = Condition()
        self._link: Link | None = None
        self._stored: list[c.Picture] = []
        self._reporting = False
        self._set_up(c.Initialize())
        self._clearings = 0
        self._closed = False
        self._behind_s = 0.0
        self._engine = Thread(target=self._run, daemon=True, name="virtual printer")
        self._engine.start()

    # what one may look at

    @property
    def faults(self) -> Faults:
        with self._changed:
            return self._faults

    @property
    def cuts(self) -> int:
        with self._changed:
            return len(self.papers)

    @property
    def dots(self) -> int:
        """Black dots on all paper, cut off or not."""
        with self._changed:
            return self._sheet.dots + sum(paper.dots for paper in self.papers)

    def wait_for_cuts(self, count: int, timeout_s: float = 5.0) -> bool:
        """Return whether *count* papers have been cut off within *timeout_s*."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.papers) >= count, timeout_s)

    # what one may do to it

    def set(self, **changes: bool | int | None) -> None:
        """Change faults by name, e.g. ``set(cover_open=True)``; see `Faults`."""
        with self._changed:
            self._faults = replace(self._faults, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()
        self._report()

    def power_cycle(self) -> None:
        """Switch it off and on: link and buffers are lost, the paper stays where it is."""
        with self._changed:
            self._reporting = False
            self._clearings += 1
            self._buffer.clear()
            link, self._link = self._link, None
            self._changed.notify_all()
        if link is not None:
            link.drop()

    def unfinished(self) -> Image.Image:
        """Return what is on the paper that is not cut off yet."""
        with self._changed:
            return self._sheet.image()

    @property
    def unfinished_rows(self) -> int:
        with self._changed:
            return len(self._sheet)

    def close(self) -> None:
        """Switch it off; what is in the buffer is lost."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._buffer.close()
        self._engine.join(timeout=5)

    # the wire's side

    def attach(self, link: Link | None) -> None:
        with self._changed:
            self._link = link

    def received(self, data: bytes) -> None:
        """Take *data* from the wire; blocks while the buffer is full."""
        while data and self._reads_slowly():
            self._take(data[:1])
            data = data[1:]
        if data:
            self._take(data)

    def _reads_slowly(self) -> bool:
        """Let the time of one byte pass, if the wire is slow now."""
        with self._changed:
            speed = self._faults.bytes_per_s
            if speed is None or self._closed:
                return False
            self._changed.wait_for(
                lambda: self._closed or self._faults.bytes_per_s != speed, 1 / speed
            )
            return True

    def _take(self, data: bytes) -> None:
        data, dropped = self._until_drop(data)
        stored = 0
        for command, end in self._scanner.scan(data):
            self._buffer.put(data[stored:end])
            stored = end
            match command:
                case Ask(n):
                    self._answer(self._make.answer_now(n, self.faults))
                case Recover(throw_away):
                    self._recover(throw_away=throw_away)
        self._buffer.put(data[stored:])
        if dropped:
            link, self._link = self._link, None
            if link is not None:
                link.drop()

    def _until_drop(self, data: bytes) -> tuple[bytes, bool]:
        with self._changed:
            left = self._faults.drop_after
            if left is None:
                return data, False
            dropped = len(data) >= left
            after = None if dropped else left - len(data)
            self._faults = replace(self._faults, drop_after=after)
            return data[:left], dropped

    def _recover(self, *, throw_away: bool) -> None:
        with self._changed:
            self._faults = replace(self._faults, cutter_jam=False)
            if throw_away:
                self._clearings += 1
                self._buffer.clear()
            self._changed.notify_all()

    def _answer(self, data: bytes) -> None:
        faults, link = self.faults, self._link
        if link is None or faults.mute:
            return
        with suppress(OSError):
            link.answer(secrets.token_bytes(len(data)) if faults.garbage else data)

    def _report(self) -> None:
        if self._reporting:
            self._answer(self._make.automatic_status(self.faults))

    # the engine's side

    def _run(self) -> None:
        while True:
            try:
                self._execute(c.read_command(self._buffer.take))
            except Cleared:
                self._stored.clear()
            except Closed:
                return

    def _execute(self, command: c.Command) -> None:
        match command:
            case c.Initialize() | c.MotionUnit() | c.LeftMargin():
                self._set_up(command)
            case c.Feed(units, lines):
                self._feed(round(units * self._dpi / self._motion_unit[1]) + lines * _LINE_DOTS)
            case c.Picture():
                self._print(command)
            case c.PrintStored():
                stored, self._stored = self._stored, []
                for picture in stored:
                    self._print(picture)
            case c.Cut():
                self._cut()
            case c.Text() | c.Unknown():
                self.strays.append(command)
            case _:
                self._tell(command)

    def _set_up(self, command: c.Initialize | c.MotionUnit | c.LeftMargin) -> None:
        match command:
            case c.Initialize():
                self._margin = 0
                self._set_up(c.MotionUnit(0, 0))
            case c.MotionUnit(horizontal, vertical):
                self._motion_unit = (horizontal or self._dpi, vertical or 2 * self._dpi)
            case c.LeftMargin(units):
                self._margin = round(units * self._dpi / self._motion_unit[0])

    def _tell(self, command: c.Command) -> None:
        match command:
            case c.ReportChanges(what):
                self._reporting = what != 0
                self._report()
            case c.TellIdentity(what):
                self._answer(identity(what))
            case c.TellStatus(what):
                with self._ready():
                    paper = paper_in_order(self._faults)
                    self._answer(bytes((paper if what in (1, 49) else 0,)))
            case c.TellWhenPrinted(job):
                with self._ready():
                    if self._make.process_id and not self._faults.swallow_id:
                        self._answer(b"\x37\x22" + job + b"\0")

            case c.TellExecuted(number):
                with self._ready():
                    if self._make.execution_response:
                        self._answer(bytes((0x80 | number & 0x7F,)))

    def _print(self, picture: c.Picture) -> None:
        if picture.stored:
            self._stored.append(replace(picture, stored=False))
            return
        width = picture.width_bytes
        for start in range(0, len(picture.dots), width):
            row = stretched(picture.dots[start : start + width], picture.across, self._margin)
            for _ in range(picture.down):
                self._print_row(row)

    def _feed(self, rows: int) -> None:
        for _ in range(rows):
            self._print_row(b"")

    def _print_row(self, row: bytes) -> None:
        with self._ready():
            self._sheet.print_row(row)
            left = self._faults.paper_rows
            if left is not None:
                self._faults = replace(self._faults, paper_rows=left - 1)
        if left == 1:
            self._report()
        self._keep_speed()

    def _cut(self) -> None:
        with self._ready():
            paper = self._tray.drop(self._sheet, len(self.papers) + 1)
            self._sheet = Sheet(self._width_dots)
            self.papers.append(paper)
            self._changed.notify_all()

    @contextmanager
    def _ready(self) -> Iterator[None]:
        """Hold the state once nothing stops the engine.

        Raises:
            Cleared: the job was thrown away meanwhile.
            Closed: the printer was switched off.
        """
        with self._changed:
            clearings = self._clearings
            self._changed.wait_for(
                lambda: self._closed or self._clearings != clearings or not self._faults.stopped
            )
            if self._closed:
                raise Closed
            if self._clearings != clearings:
                raise Cleared
            yield

    def _keep_speed(self) -> None:
        if self._rows_per_s is None:
            return
        self._behind_s += 1 / self._rows_per_s
        if self._behind_s >= _TICK_S:
            time.sleep(self._behind_s)
            self._behind_s = 0.0
