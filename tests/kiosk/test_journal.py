"""What the kiosk still knows after the power went."""

import sqlite3
from pathlib import Path

import pytest

from kiosk.alone import Alone
from kiosk.blocks import Blocks
from kiosk.checkin import CheckIn
from kiosk.journal import Journal, Outcome, State
from kiosk.link import Link
from kiosk.office_client import OfficeClient
from kiosk.office_clock import OfficeClock
from kiosk.outbox import Outbox
from kiosk.problem import Problem
from kiosk.stock import Stock
from tests.kiosk.conftest import GOOD
from tests.kiosk.contract_server import KEY, OFFICE, ContractServer

NOW = 1_000_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def a_check_in(office: ContractServer, journal: Journal) -> CheckIn:
    client = OfficeClient(office.url, OFFICE, KEY, timeout_s=30.0)
    clock, disk = OfficeClock(journal, own=lambda: NOW), journal.disk
    alone = Alone(journal, clock, Stock(disk), Blocks(disk), Outbox(disk))
    return CheckIn(client, journal, clock, Link(), alone)


def test_every_commit_is_synced(path: Path) -> None:
    journal = Journal(path)

    assert journal.pragma("journal_mode") == "wal"
    assert journal.pragma("synchronous") == "2"
    journal.close()


def test_a_ticket_without_a_sure_paper_is_offered_again_after_a_restart(path: Path) -> None:
    journal = Journal(path)
    entry = journal.open("walk_in", NOW, service="pension")
    journal.reported(entry, NOW, "7", "N007", '{"any": 1}')
    journal.begin_paper("7", "ticket", NOW, entry=entry)
    journal.close()

    again = Journal(path)
    again.tidy(NOW + 60)

    [left] = again.unfinished(NOW + 60)
    assert (left.entry, left.visit, left.label) == (entry, "7", "N007")
    assert again.reissue("7", "ticket") == 1, "the paper may be out: the next says 再発行"
    assert again.unfinished(NOW + 600) == [], "whoever waited for it is gone"
    again.close()


def test_a_request_whose_answer_never_came_is_dropped_after_a_restart(path: Path) -> None:
    journal = Journal(path)
    journal.open("scan", NOW, lookup_id="ab" * 16)
    journal.close()

    again = Journal(path)
    again.tidy(NOW + 1)

    assert again.unfinished(NOW + 1) == []
    again.close()


def test_a_paper_that_surely_failed_needs_no_reissue_mark(path: Path) -> None:
    journal = Journal(path)
    attempt = journal.begin_paper("7", "ticket", NOW)
    journal.end_paper("7", "ticket", attempt, Outcome.NOT_PRINTED, NOW)

    assert journal.reissue("7", "ticket") == 0
    assert journal.begin_paper("7", "ticket", NOW) == 2
    journal.close()


def test_yesterday_is_forgotten(path: Path) -> None:
    journal = Journal(path)
    entry = journal.open("walk_in", NOW, service="pension")
    journal.reported(entry, NOW, "7", "N007", "{}")
    journal.begin_paper("7", "ticket", NOW)

    journal.tidy(NOW + 40 * 3600)

    assert not journal.knows("7")
    journal.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM entry").fetchone() == (0,)
    raw.close()


def test_neither_token_nor_name_nor_capability_is_on_the_disk(
    path: Path, office: ContractServer
) -> None:
    journal = Journal(path)
    ticket = a_check_in(office, journal).scanned(GOOD)
    assert len(ticket.arrival.documents) == 2

    on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.is_file())

    assert b"F024" in on_disk
    for secret in (GOOD, GOOD[3:], "髙橋", "美咲", "V0123456789ABCDEFGHJKMNP"):
        assert secret.encode() not in on_disk
    journal.close()


def test_the_request_is_on_the_disk_before_it_leaves(path: Path, office: ContractServer) -> None:
    journal = Journal(path)
    office.down = True

    with pytest.raises(Problem) as told:
        a_check_in(office, journal).scanned(GOOD)

    assert told.value.code == "unreachable"
    journal.close()
    with sqlite3.connect(path) as raw:
        states = raw.execute("SELECT state, lookup_id FROM entry").fetchall()
    raw.close()
    assert [state for state, _ in states] == ["dropped"]
    assert len(states[0][1]) == 32


def test_a_lost_answer_is_fetched_with_the_same_key_and_counts_once(
    path: Path, office: ContractServer
) -> None:
    journal = Journal(path)
    office.lose_answers = 1

    ticket = a_check_in(office, journal).walk_in("pension", "ja", priority=False)

    assert ticket.arrival.ticket.label == "N024"
    assert len(office.visits) == 1
    journal.close()


def test_the_offset_of_the_clock_survives_a_restart(path: Path) -> None:
    journal = Journal(path)
    clock = OfficeClock(journal, own=lambda: NOW)
    clock.heard(clock.now().replace(year=2030))
    told = clock.seconds()
    journal.close()

    again = Journal(path)
    assert OfficeClock(again, own=lambda: NOW).seconds() == pytest.approx(told, abs=0.01)
    again.close()


def test_a_ticket_that_came_out_by_its_code_is_not_offered_any_more(path: Path) -> None:
    journal = Journal(path)
    for state in (State.PRINTING, State.PRINTED):  # cut off by a stop; then asked for again
        entry = journal.open("scan", NOW, lookup_id="a")
        journal.reported(entry, NOW, "24", "F024", "{}")
        journal.move(entry, state, NOW)

    assert journal.unfinished(NOW + 1) == []
