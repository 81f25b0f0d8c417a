"""R14: printers fail in every way, at every byte; a visit ends with one valid paper, or with the
number on the screen and staff called. What is said of a paper is compared with the tray.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

import pytest

from kiosk.machine import Kiosk, Settings
from kiosk.scanner.debounce import REPEAT_S
from kiosk.stage import Pace
from kiosk.steps import Screen
from printer_drivers.conversation import Patience
from printer_drivers.profiles import profile
from printer_drivers.token import new_token
from tests.kiosk.conftest import running, until
from tests.kiosk.contract_server import KEY, OFFICE, ContractServer, a_form, a_ticket
from tests.parts.paper_truth import StagedPrinter, forms_of, tickets_of
from tests.parts.scorecard import Scorecard
from tests.parts.wires import SerialScanner
from tests.reliability.kiosk_devices import wired

pytestmark = pytest.mark.slow

SHARDS, FULL, SMALL = 10, 100, 2
KIND = profile("epson-tm-m30")
HASTY = Patience(answer_s=1.0, silence_s=1.5, hold_s=1.2, look_s=0.05)
#: More than any ticket has, so that some faults come in the form or in nothing.
MOST_BYTES, MOST_ROWS = 60_000, 1_200
TERMINAL = {Screen.DONE, Screen.PAPER_FAILED}

Fault = Callable[[StagedPrinter, random.Random], None]


def _at_some_byte(**faults: bool | int) -> Fault:
    def order(printer: StagedPrinter, chance: random.Random) -> None:
        printer.after_bytes(chance.randrange(1, MOST_BYTES), lambda: printer.set(**faults))

    return order


FAULTS: dict[str, Fault] = {
    "none": lambda printer, chance: None,
    "paper out at the start": lambda printer, chance: printer.set(paper_rows=0),
    "paper out at some row": lambda printer, chance: printer.set(
        paper_rows=chance.randrange(1, MOST_ROWS)
    ),
    "cover open": lambda printer, chance: printer.set(cover_open=True),
    "cover open at some byte": _at_some_byte(cover_open=True),
    "cutter jam": lambda printer, chance: printer.set(cutter_jam=True),
    "cutter jam at some byte": _at_some_byte(cutter_jam=True),
    "near end": lambda printer, chance: printer.set(near_end=True),
    "mute": lambda printer, chance: printer.set(mute=True),
    "mute at some byte": _at_some_byte(mute=True),
    "garbage": lambda printer, chance: printer.set(garbage=True),
    "garbage at some byte": _at_some_byte(garbage=True),
    "link dropped": lambda printer, chance: printer.set(
        drop_after=chance.randrange(1, MOST_BYTES)
    ),
    "swallowed ID": lambda printer, chance: printer.set(swallow_id=True),
    "power cut": lambda printer, chance: printer.after_bytes(
        chance.randrange(1, MOST_BYTES), printer.power_cycle
    ),
    "one byte a second": _at_some_byte(bytes_per_s=1),
}  # fmt: skip
WELL = {
    "paper_rows": None, "cover_open": False, "cutter_jam": False, "near_end": False, "mute": False,
    "garbage": False, "drop_after": None, "swallow_id": False, "bytes_per_s": None,
}  # fmt: skip


@dataclass
class Hall:
    """One kiosk with a ticket and a form printer that are about to fail."""

    kiosk: Kiosk
    office: ContractServer
    scanner: SerialScanner
    printers: list[StagedPrinter]
    counts: Counter[str] = field(default_factory=Counter)

    def run(self, chance: random.Random) -> None:
        """Let one resident come while something fails, and another try follow."""
        token, name = new_token(), chance.choice(list(FAULTS))
        self.office.tokens[token] = None
        failing = chance.choice(self.printers)
        FAULTS[name](failing, chance)
        if chance.random() < 0.5:
            mends = Timer(chance.uniform(0.05, 1.0), self._mend)
            mends.start()
        self._come(token, name)
        self._mend()
        if chance.random() < 0.4:
            failing.power_cycle()
        if chance.random() < 0.5:
            self._come_again(token, name)
        self.kiosk.flow.close()
        self.counts[f"fault: {name}"] += 1

    def _come(self, token: str, name: str) -> None:
        self.scanner.read_code(token)
        until(lambda: self._screen in TERMINAL, f"the end of a visit with {name}", 60)
        label = self._label(token)
        visitor = self.kiosk.stage.visitor
        outcomes = [str(paper.outcome) for paper in visitor.papers]
        for outcome in outcomes:
            self.counts[outcome] += 1
        if self._screen is Screen.DONE:
            self._require_papers(label, name)
            self.counts["visits with a paper"] += 1
        else:
            assert visitor.ticket
            assert visitor.ticket.arrival.ticket.label == label, name
            until(lambda: self._rung(label), f"the bell for {label} after {name}")
            self.counts["visits with the number on the screen and staff called"] += 1
        self._require_truth(label, name)

    def _come_again(self, token: str, name: str) -> None:
        """Ask for the papers once more; every further one says 再発行."""
        self.kiosk.flow.close()
        until(lambda: self._screen is Screen.HOME, "the first screen")
        time.sleep(REPEAT_S + 0.1)  # the same code again is one scan until then
        self.scanner.read_code(token)
        until(lambda: self._screen in TERMINAL | {Screen.ALREADY}, "the second visit", 60)
        if self._screen is Screen.ALREADY:
            self.kiosk.flow.print_again()
            until(lambda: self._screen in TERMINAL, "the second paper", 60)
        self.counts["papers asked for again"] += 1
        self._require_truth(self._label(token), name)

    def _in_the_tray(self, label: str) -> dict[str, list[int]]:
        """Return the reissue counts of the whole papers of a number, by kind."""
        form = a_form(label=label)
        return {
            "ticket": tickets_of(a_ticket(label), KIND, *self.printers),
            f"form:{form['form']}": forms_of(form, KIND, *self.printers),
        }

    def _require_papers(self, label: str, name: str) -> None:
        for kind, found in self._in_the_tray(label).items():
            assert found, f"{label}: no {kind} after {name}"

    def _require_truth(self, label: str, name: str) -> None:
        """Fail if two papers of a kind lack the mark, or one is called printed and is not."""
        for kind, found in self._in_the_tray(label).items():
            assert found.count(0) <= 1, f"{label}: two {kind} without 再発行 after {name}"
            said = self._called_printed(label, kind)
            assert said <= Counter(found), f"{label}: {kind} {said} printed, {found} in the tray"

    def _called_printed(self, label: str, kind: str) -> Counter[int]:
        """Return the reissue counts of the papers that were told to be out."""
        path = f"/visits/{int(label[1:])}/prints"
        told = [body for _, asked, body in list(self.office.asked) if asked.endswith(path)]
        return Counter(
            body["reissue"] for body in told
            if (body["document"], body["state"]) == (kind, "printed")
        )  # fmt: skip

    def _label(self, token: str) -> str:
        return f"F{self.office.visits[token]:03}"

    def _rung(self, label: str) -> bool:
        return any(bell.get("label") == label for bell in list(self.office.bells))

    def _mend(self) -> None:
        for printer in self.printers:
            printer.calm()
            printer.set(**WELL)

    @property
    def _screen(self) -> Screen:
        return self.kiosk.stage.screen


@pytest.fixture
def hall(tmp_path: Path, shard: int) -> Iterator[Hall]:
    """A kiosk whose printers are on the network or, in every second shard, on serial lines."""
    printers = [StagedPrinter(buffer_size=size) for size in (4096, 65536)]
    with wired(*printers, serial=tmp_path if shard % 2 else None) as devices:
        settings = Settings(
            server=devices.office.url, office=OFFICE, key=KEY, state=tmp_path, port=0,
            ticket_printer=devices.ticket_printer, form_printer=devices.form_printer,
            printer_profile=KIND.name, scanner=f"serial://{devices.scanner.path}",
            pace=Pace(confirm_s=0, idle_s=600, done_s=600), patience=HASTY,
        )  # fmt: skip
        with running(settings) as kiosk:
            yield Hall(kiosk, devices.office, devices.scanner, printers)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_fault_ends_with_one_valid_paper_or_the_number_and_staff(
    hall: Hall, shard: int, full_rounds: bool, scorecard: Scorecard
) -> None:
    chance = random.Random(f"R14 {shard}")  # noqa: S311 - a run that can be repeated
    runs = FULL if full_rounds else SMALL
    began = time.monotonic()
    for _ in range(runs):
        hall.run(chance)
    scorecard(
        "R14 printer faults", shard=shard, wire="serial" if shard % 2 else "network", runs=runs,
        seconds=round(time.monotonic() - began), **dict(sorted(hall.counts.items())),
    )  # fmt: skip
