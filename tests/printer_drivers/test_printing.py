"""The client's verdict against the ground truth of the printer."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from printer_drivers import errors
from printer_drivers.conversation import Patience
from printer_drivers.errors import NotPrinted, PrinterError, UnknownOutcome
from printer_drivers.layout import raster
from printer_drivers.printer import Printed, Printer
from printer_drivers.profiles import Profile, profile
from printer_drivers.transport import wire_to
from printer_drivers.virtual import PtyServer, TcpServer, VirtualPrinter, serve_pty, serve_tcp
from tests.printer_drivers.papers import a_form, a_ticket

M30 = profile("epson-tm-m30")
#: For printers that answer, however busy the machine is; and for those that will not.
STEADY = Patience(answer_s=5, silence_s=10, hold_s=10, look_s=0.05)
HASTY = Patience(answer_s=0.5, silence_s=1.0, hold_s=0.8, look_s=0.05)

#: More than all buffers on the way together take.
LONG_FORM = a_form(sections=a_form().sections * 12)

Server = TcpServer | PtyServer


@contextmanager
def a_printer(on: Callable[..., Server] = serve_tcp, **settings: Any) -> Iterator[Server]:
    server = on(**settings)
    try:
        yield server
    finally:
        server.close()


def a_client(server: Server, kind: Profile = M30, patience: Patience = STEADY) -> Printer:
    return Printer(wire_to(server.url), kind, patience=patience)


def verdict(client: Printer, **more: Any) -> Printed | PrinterError:
    try:
        return client.print(a_ticket(), **more)
    except PrinterError as error:
        return error


def require_truth(found: Printed | PrinterError, device: VirtualPrinter) -> None:
    """Fail if *found* says more than is on paper."""
    if isinstance(found, Printed) and found.confirmed:
        assert device.cuts == 1
    if isinstance(found, NotPrinted):
        assert device.dots == 0


@pytest.mark.parametrize("on", [serve_tcp, serve_pty])
def test_a_printed_ticket_is_on_paper_cut_off_and_as_laid_out(on):
    with a_printer(on) as server:
        found = a_client(server).print(a_ticket())

        assert found == Printed("process_id")
        [paper] = server.printer.papers
        assert paper.image.tobytes() == raster(a_ticket(), M30).image.tobytes()
        assert server.printer.strays == []


def test_many_papers_come_out_one_by_one_in_order():
    with a_printer() as server:
        client = a_client(server)
        for document in (a_ticket(), a_form(), a_ticket(label="F024")):
            assert client.print(document).confirmed

        assert [paper.image.height for paper in server.printer.papers] == [
            raster(document, M30).image.height
            for document in (a_ticket(), a_form(), a_ticket(label="F024"))
        ]


# --- before a dot is on paper: safe to print elsewhere

BEFORE = {
    "paper out": ({"paper_rows": 0}, errors.PaperOut),
    "cover open": ({"cover_open": True}, errors.CoverOpen),
    "cutter jam": ({"cutter_jam": True}, errors.CutterJam),
    "mute": ({"mute": True}, errors.NoAnswer),
    "dropped at once": ({"drop_after": 1}, NotPrinted),
    "dropped while asked": ({"drop_after": 8}, NotPrinted),
}


@pytest.mark.parametrize("on", [serve_tcp, serve_pty])
@pytest.mark.parametrize("case", BEFORE)
def test_a_fault_before_the_job_means_not_printed(case, on):
    faults, expected = BEFORE[case]
    with a_printer(on) as server:
        server.printer.set(**faults)
        found = verdict(a_client(server, patience=HASTY))

        assert isinstance(found, expected)
        assert server.printer.dots == 0


def test_garbage_is_never_taken_for_a_printed_paper():
    with a_printer() as server:
        server.printer.set(garbage=True)
        found = verdict(a_client(server, patience=HASTY))

        assert isinstance(found, NotPrinted | UnknownOutcome)
        require_truth(found, server.printer)


def test_a_printer_that_is_not_there_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]

    with pytest.raises(errors.Unreachable):
        Printer(wire_to(f"tcp://127.0.0.1:{port}"), M30).print(a_ticket())


# --- in the middle of the job: a person looks first


def test_paper_that_ends_in_the_middle_and_nobody_comes_is_unknown():
    with a_printer() as server:
        server.printer.set(paper_rows=300)
        found = verdict(a_client(server, patience=HASTY))

        assert isinstance(found, errors.StoppedMidJob)
        assert isinstance(found.cause, errors.PaperOut)
        assert server.printer.cuts == 0
        assert server.printer.dots > 0


@pytest.mark.parametrize("buffer_size", [65536, 4096])
@pytest.mark.parametrize("on", [serve_tcp, serve_pty])
def test_a_job_held_for_new_paper_goes_on_and_comes_out_once(on, buffer_size):
    with a_printer(on, buffer_size=buffer_size) as server:
        server.printer.set(paper_rows=300)
        told: list[NotPrinted] = []

        def put_paper_in(cause: NotPrinted) -> None:
            told.append(cause)
            server.printer.set(paper_rows=None)

        found = verdict(a_client(server), on_hold=put_paper_in)

        assert isinstance(found, Printed)
        assert [type(cause) for cause in told] == [errors.PaperOut]
        assert server.printer.cuts == 1
        expected = raster(a_ticket(), M30).image.tobytes()
        assert server.printer.papers[0].image.tobytes() == expected


def test_a_full_printer_that_says_nothing_is_held_and_told():
    with a_printer(buffer_size=1024) as server:
        quiet = M30.model_copy(update={"asb": False})
        server.printer.set(paper_rows=100)
        told: list[NotPrinted] = []

        client = a_client(server, quiet, HASTY)
        with pytest.raises(errors.StoppedMidJob):
            client.print(LONG_FORM, on_hold=told.append)

        assert [type(cause) for cause in told] == [errors.Offline]


@pytest.mark.parametrize("fault", ["cover_open", "cutter_jam"])
def test_a_stop_in_the_middle_is_told_and_survived_when_mended(fault):
    with a_printer(rows_per_s=4000) as server:

        def break_it() -> None:
            while not server.printer.dots:
                time.sleep(0.005)
            server.printer.set(**{fault: True})

        def mend_it(cause: NotPrinted) -> None:
            server.printer.set(**{fault: False})

        threading.Thread(target=break_it, daemon=True).start()
        found = verdict(a_client(server), on_hold=mend_it)

        assert isinstance(found, Printed)
        assert server.printer.cuts == 1


def test_a_lost_id_is_unknown_although_the_paper_is_out():
    with a_printer() as server:
        server.printer.set(swallow_id=True)
        found = verdict(a_client(server, patience=HASTY))

        assert isinstance(found, errors.NoConfirmation)
        assert server.printer.cuts == 1


@pytest.mark.parametrize("taken", [1, 3, 11, 12, 13, 20, 300, 9_500, 20_000, 28_000, 31_000])
@pytest.mark.parametrize("on", [serve_tcp, serve_pty])
def test_wherever_the_link_breaks_the_verdict_never_says_more_than_the_paper(on, taken):
    with a_printer(on) as server:
        server.printer.set(drop_after=taken)
        found = verdict(a_client(server))
        time.sleep(0.05)

        assert not isinstance(found, Printed)
        require_truth(found, server.printer)


def test_after_a_broken_job_the_next_paper_is_whole_and_on_its_own():
    with a_printer() as server:
        client = a_client(server)
        server.printer.set(drop_after=20_000)
        assert isinstance(verdict(client), errors.LinkLost)

        assert isinstance(verdict(client), Printed)
        scrap, ticket = server.printer.papers
        assert scrap.dots > 0
        assert ticket.image.tobytes() == raster(a_ticket(), M30).image.tobytes()
        assert server.printer.strays == []


def test_a_roll_that_is_near_its_end_still_prints():
    with a_printer() as server:
        server.printer.set(near_end=True)
        client = a_client(server)

        assert client.look().paper_near_end is True
        assert isinstance(verdict(client), Printed)


# --- printers that cannot prove it


def test_without_a_process_id_the_status_after_the_data_is_weaker_evidence():
    with a_printer() as server:
        found = verdict(a_client(server, profile("generic-80")))

        assert isinstance(found, Printed)
        assert found.evidence == "status_reply"
        assert not found.confirmed
        assert server.printer.cuts == 1


def test_a_printer_that_only_listens_confirms_nothing():
    with a_printer() as server:
        server.printer.set(mute=True)
        found = verdict(a_client(server, profile("send-only")))

        assert isinstance(found, Printed)
        assert found.evidence == "sent"
        assert server.printer.wait_for_cuts(1)


def test_paper_out_in_the_middle_is_seen_without_a_process_id_too():
    with a_printer() as server:
        server.printer.set(paper_rows=300)
        found = verdict(a_client(server, profile("generic-80"), HASTY))

        assert isinstance(found, errors.StoppedMidJob)
        assert server.printer.cuts == 0


def test_names_that_no_font_has_are_reported_with_the_paper():
    with a_printer() as server:
        found = a_client(server).print(a_form(name="\ue000田　太郎"))

        assert found.missing == ("\ue000",)


def test_two_threads_never_mix_their_papers():
    with a_printer() as server:
        client = a_client(server)
        threads = [threading.Thread(target=client.print, args=(a_ticket(),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        expected = raster(a_ticket(), M30).image.tobytes()
        assert [paper.image.tobytes() for paper in server.printer.papers] == [expected] * 4
