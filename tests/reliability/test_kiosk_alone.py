"""The network goes, people come, the network returns: nothing lost, doubled or out of rule."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.display.cable import Cable
from tests.parts.demo_office import DemoOffice, backend_of
from tests.parts.family import APPLICATION, FORM, PROCEDURE, SERVICE
from tests.reliability.lobby_machine import Machine, until

pytestmark = [pytest.mark.db, pytest.mark.slow]

SEED = 20261124
#: How long the network is away in the full rounds.
LONG_CUT_S = 60
#: What is in the forms and must be on no disk without its code.
CANARIES = ("𠮷田", "ヨシダ", "南港商事", "06-6000-0012", "sakura@example.jp")


@dataclass
class Hall:
    """An office, its kiosks, and the people who come."""

    office: DemoOffice
    folder: Path
    machines: list[Machine]

    def kiosk(self) -> Machine:
        number = len(self.machines) + 1
        cable = Cable(self.office.servers()[0].port)
        key = self.office.new_key("kiosk", f"発券機{number}")
        machine = Machine(self.office, cable, self.folder / f"kiosk{number}", key)
        self.machines.append(machine)
        until(machine.supplied, "what the kiosk needs without the office")
        return machine

    @property
    def backend(self) -> str:
        return backend_of(self.office.database_url)

    def applies(self) -> str:
        """Return the token of somebody who has filled the form at home."""
        body = {"procedures": [PROCEDURE], "answers": {}, "forms": {FORM: APPLICATION}}
        answer = self.office.api().post(
            self.office.path("/pre-applications"), body | {"language": "ja"}
        )
        assert answer.status == 201, answer
        return str(answer.body["token"])

    def books(self) -> str:
        """Return the token of somebody who has an appointment today and filled the form."""
        api, today = self.office.api(), "2026-11-24"
        offered = api.get(
            self.office.path(f"/slots?service={SERVICE}&from={today}&to={today}")
        )["slots"]  # fmt: skip
        token = self.applies()
        body = {"service": SERVICE, "pre_application": token, "language": "ja"}
        free = next(slot["id"] for slot in offered if slot["free"])
        answer = api.post(self.office.path("/reservations"), body | {"slot": free})
        assert answer.status == 201, answer
        return token

    def log(self) -> list[dict[str, Any]]:
        """Return the whole event log, which has no gap."""
        log, since = [], 0
        while page := self.office.api("integrator").get(
            self.office.path(f"/events?since={since}&limit=500")
        )["events"]:
            log += page
            since = page[-1]["seq"]
        assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
        return log

    def arrived(self) -> list[dict[str, Any]]:
        """Return the arrivals that the event log tells of, one for each visit."""
        return [
            event
            for event in self.log()
            if event["kind"] == "arrived" and not event["detail"].get("planned")
        ]

    def carried(self) -> list[str]:
        """Return the label that each visit carries by the log, one for each arrival.

        The log only grows: the visit of a request whose answer was lost has arrived with a
        number that nobody has seen, and a later ``linked`` says that it carries the paper's
        now. A further paper is linked under the visit's own label, and changes nothing here.
        """
        arrived = self.arrived()
        carried = {event["stop"]: event["label"] for event in arrived}
        assert len(carried) == len(arrived)
        for event in self.log():
            if event["kind"] == "linked" and event["label"] == event["detail"]["number"]:
                carried[event["stop"]] = event["label"]
        return list(carried.values())

    def waiting(self) -> list[dict[str, Any]]:
        """Return the line as a counter sees it."""
        return list(self.office.api("counter").get(self.office.path("/counters/10"))["waiting"])


@pytest.fixture
def hall(demo_office: DemoOffice, tmp_path: Path) -> Iterator[Hall]:
    people = Hall(demo_office, tmp_path, [])
    yield people
    for machine in people.machines:
        machine.close()


@pytest.fixture
def sqlite_alone(sqlite_office: DemoOffice, tmp_path: Path) -> Iterator[Hall]:
    people = Hall(sqlite_office, tmp_path, [])
    yield people
    for machine in people.machines:
        machine.close()


def stop_the_server(hall: Hall, _machine: Machine) -> None:
    for server in hall.office.servers():
        os.killpg(server.process.pid, signal.SIGSTOP)


def go_on(hall: Hall, _machine: Machine) -> None:
    for server in hall.office.servers():
        os.killpg(server.process.pid, signal.SIGCONT)


Cut = Callable[[Hall, Machine], None]

#: The queues of those who come in a cut: with a code, and those who press a purpose.
QUEUES = ("childcare", "residents")

CUTS: dict[str, tuple[Cut, Cut]] = {
    "the server is stopped": (stop_the_server, go_on),
    "connections are refused": (
        lambda _, machine: machine.cable.pull(),
        lambda _, machine: machine.cable.plug_in(),
    ),
    "packets vanish": (
        lambda _, machine: machine.cable.go_numb(),
        lambda _, machine: machine.cable.plug_in(),
    ),
}


def healed(machine: Machine) -> None:
    until(lambda: machine.health()["server"] == "ok", "the link")
    until(lambda: machine.unsent() == 0, "the reports")


def nothing_lost_or_doubled(hall: Hall) -> None:
    """Compare what the kiosks gave with what the office's log tells."""
    given = [label for machine in hall.machines for label in machine.numbers()]
    assert Counter(given) == Counter(hall.carried())
    assert len(set(given)) == len(given)


def in_order(hall: Hall) -> None:
    line = hall.waiting()
    times = [stop["order_time"] for stop in line]
    assert times == sorted(times)
    walk_ins = [stop for stop in line if stop["visit_class"] == "walk_in"]
    assert all(stop["order_time"] == stop["checked_in"] for stop in walk_ins)


@pytest.fixture
def people(full_rounds: bool) -> int:
    """How many come before and after the restart in a cut."""
    return 20 if full_rounds else 1


def test_a_cut_under_a_stream_of_people_loses_and_doubles_nothing(
    hall, people, full_rounds, scorecard
):
    tokens = {cut: (hall.books(), hall.applies()) for cut in CUTS}
    machine = hall.kiosk()
    until(lambda: machine.supplied(packages=2 * len(CUTS)), "the packages")
    machine.walk_in(SERVICE)
    for rounds, (cut, (booked, applied)) in enumerate(tokens.items(), start=1):
        cut_off, heal = CUTS[cut]
        until(lambda: machine.holds(QUEUES, people + 1), "the numbers that a cut may need")
        began = time.monotonic()
        cut_off(hall, machine)
        try:
            machine.scan(booked, papers=2)
            for _ in range(people):
                machine.walk_in(SERVICE)
            machine.restart()
            machine.scan(applied, papers=2)
            for _ in range(people):
                machine.walk_in("moving")
            if full_rounds:
                time.sleep(max(0, began + LONG_CUT_S - time.monotonic()))
        finally:
            cut_s = time.monotonic() - began
            heal(hall, machine)
        healed(machine)
        scorecard("R12 kiosk cut off", database=hall.backend, cut=cut, cut_s=round(cut_s),
                  alone=2 * people + 2, restarts=1, visits=len(hall.arrived()))  # fmt: skip
        machine.walk_in(SERVICE)
        healed(machine)
        nothing_lost_or_doubled(hall)
        in_order(hall)
        assert len(hall.arrived()) == 1 + rounds * (2 * people + 3), cut


def test_the_same_code_at_two_kiosks_without_the_office_is_one_visit(hall, scorecard):
    token = hall.books()
    one, other = hall.kiosk(), hall.kiosk()
    for machine in (one, other):
        until(lambda m=machine: m.supplied(packages=1), "the package")
        machine.cable.pull()
    for machine in (one, other):
        machine.scan(token, papers=2)
    for machine in (one, other):
        machine.cable.plug_in()
        healed(machine)
    [first], [second] = one.numbers(), other.numbers()
    assert first != second
    assert [event["label"] for event in hall.arrived()] == [first]
    [stop] = hall.waiting()
    scorecard("R13 one code at two kiosks cut off", database=hall.backend, papers=2,
              visits=len(hall.arrived()), further_labels=len(stop["further_labels"]))  # fmt: skip
    assert (stop["label"], stop["further_labels"]) == (first, [second])
    assert stop["reserved_for"]


def test_a_kiosk_that_is_killed_at_any_moment_loses_and_doubles_nothing(sqlite_alone, full_rounds):
    hall, chance = sqlite_alone, random.Random(SEED)  # noqa: S311 - the same each time
    machine = hall.kiosk()
    machine.cable.pull()
    pressed = 0
    for _ in range(100 if full_rounds else 5):
        machine.at_home()
        machine.touch("choose", SERVICE)
        pressed += 1
        time.sleep(chance.uniform(0.0, 0.4))
        machine.restart()
    machine.cable.plug_in()
    healed(machine)
    nothing_lost_or_doubled(hall)
    given = machine.numbers()
    papers = machine.printer.printer.cuts
    assert papers <= len(given) <= pressed


def test_nothing_on_the_kiosk_s_disk_shows_anybody(sqlite_alone):
    hall = sqlite_alone
    tokens = [hall.books(), hall.applies(), hall.applies()]
    machine = hall.kiosk()
    until(lambda: machine.supplied(packages=3), "the packages")
    machine.scan(tokens[0], papers=2)
    machine.cable.pull()
    machine.scan(tokens[1], papers=2)
    machine.restart()
    written = machine.on_disk()
    assert b"lookup_id" in written
    for secret in (*CANARIES, *tokens, machine.key):
        assert secret.encode() not in written, secret
    machine.cable.plug_in()
    healed(machine)
    after = machine.on_disk() + Path(machine.process.log).read_bytes()
    for secret in (*CANARIES, *tokens):
        assert secret.encode() not in after, secret
