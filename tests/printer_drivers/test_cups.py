"""A4 papers through the commands of CUPS."""

from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf

from printer_drivers import errors
from printer_drivers.conversation import Patience
from printer_drivers.cups import CupsPrinter, cups_name, facts_of_reasons
from printer_drivers.errors import NotPrinted
from tests.parts.cups_stub import CupsStub
from tests.printer_drivers.papers import a_form, a_ticket

HASTY = Patience(silence_s=1.5, hold_s=1.0, look_s=0.02)


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CupsStub:
    stub = CupsStub(tmp_path / "cups")
    monkeypatch.setenv("PATH", stub.path, prepend=":")
    return stub


@pytest.fixture
def laser() -> CupsPrinter:
    return CupsPrinter("laser", patience=HASTY)


def test_a_form_is_printed_when_cups_says_so(queue, laser):
    printed = laser.print(a_form(name="𠮷野　花子"))

    assert printed.evidence == "job_state"
    assert not printed.confirmed  # CUPS said it, not the printer
    with Pdf.open(BytesIO(queue.pdfs[0])) as paper:
        assert len(paper.pages) == 1
        assert float(paper.pages[0].mediabox[3]) == pytest.approx(841.9, abs=0.5)


def test_nothing_personal_stands_in_the_list_of_jobs(queue, laser):
    laser.print(a_form())

    assert "-t form" in queue.words
    assert "髙橋" not in queue.words


@pytest.mark.parametrize(
    ("alerts", "expected"),
    [
        ("media-empty-error", errors.PaperOut),
        ("media-needed", errors.PaperOut),
        ("cover-open-error", errors.CoverOpen),
        ("media-jam-error", errors.Faulty),
        ("offline-report", errors.Offline),
    ],
)
def test_a_printer_that_cannot_print_gets_no_job(queue, laser, alerts, expected):
    queue.say(alerts)

    with pytest.raises(expected):
        laser.print(a_form())
    assert queue.pdfs == []
    assert laser.health().state == expected.code


def test_a_queue_that_was_switched_off_gets_no_job(queue, laser):
    queue.say(first="disabled since")

    with pytest.raises(errors.Offline):
        laser.print(a_form())


def test_a_queue_that_is_not_there_is_unreachable(queue, laser):
    (queue.folder / "printer").unlink()

    with pytest.raises(errors.Unreachable, match="Invalid destination name"):
        laser.print(a_form())
    assert laser.health().state == "unreachable"


def test_a_job_that_is_refused_is_not_printed(queue, laser):
    (queue.folder / "refuses").touch()

    with pytest.raises(errors.Unreachable, match="does not exist"):
        laser.print(a_form())


def test_low_paper_and_warnings_stop_nothing(queue, laser):
    queue.say("media-low-warning toner-low-report media-empty-warning")

    assert laser.print(a_form()).evidence == "job_state"
    assert laser.health().state == "paper_near_end"


@pytest.mark.parametrize("reasons", ["job-canceled-by-user", "aborted-by-system"])
def test_a_job_that_ended_badly_is_unknown(queue, laser, reasons):
    queue.jobs_end(reasons)

    with pytest.raises(errors.NoConfirmation):
        laser.print(a_form())


@pytest.mark.parametrize("reasons", ["none", "processing-to-stop-point"])
def test_a_cups_that_says_no_more_than_over_is_weaker_evidence(queue, laser, reasons):
    queue.jobs_end(reasons)

    assert laser.print(a_form()).evidence == "sent"


def test_a_printer_that_stops_in_the_middle_is_waited_for_and_told_once(queue, laser):
    queue.jobs_end("never")
    told: list[NotPrinted] = []

    def put_paper_in(cause: NotPrinted) -> None:
        told.append(cause)
        queue.say()
        queue.jobs_end("job-completed-successfully")

    patient = CupsPrinter("laser", patience=Patience(silence_s=20, hold_s=20, look_s=0.02))
    queue.say("media-empty-error", later=True)

    assert patient.print(a_form(), on_hold=put_paper_in).evidence == "job_state"
    assert [type(cause) for cause in told] == [errors.PaperOut]


def test_a_job_nobody_mends_is_taken_out_of_the_queue(queue, laser):
    queue.jobs_end("never")
    queue.say("media-empty-error", later=True)

    with pytest.raises(errors.StoppedMidJob):
        laser.print(a_form())
    assert "job-canceled" in (queue.folder / "jobs" / "laser-1").read_text()


def test_tickets_are_not_for_the_office_printer(queue, laser):
    with pytest.raises(errors.CannotPrint):
        laser.print(a_ticket())


def test_a_machine_without_cups_says_what_to_install(monkeypatch, tmp_path, laser):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(errors.Misconfigured, match="cups-client"):
        laser.print(a_form())


@pytest.mark.parametrize("address", ["cups://", "cups://a b", "cups://a/b", "cups://-o"])
def test_a_name_that_is_no_queue_is_refused(address):
    if address == "cups://-o":
        assert cups_name(address) == "-o"  # harmless: it follows an option that takes a value
        return
    with pytest.raises(errors.BadWireUrl, match="lpstat -e"):
        cups_name(address)


def test_what_is_not_said_of_a_cutter_is_unknown():
    assert facts_of_reasons(set()).cutter_jam is None
