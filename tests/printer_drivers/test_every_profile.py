"""Each kind of printer we have a profile for, as its maker says that it answers."""

from collections.abc import Iterator

import pytest

from printer_drivers.errors import NotPrinted, UnknownOutcome
from printer_drivers.layout import raster
from printer_drivers.printer import Printed, Printer
from printer_drivers.profiles import Completion, Profile, profile, profiles
from printer_drivers.transport import wire_to
from printer_drivers.virtual import MAKES, TcpServer, serve_tcp
from tests.printer_drivers.papers import a_form, a_ticket
from tests.printer_drivers.test_printing import HASTY, STEADY, verdict

MAKERS = {
    "epson-tm-t88iii": "citizen",  # an Epson without the process ID answers as Citizen does
    "citizen-ct": "citizen",
    "star-escpos": "star",
    "sii-rp": "sii",
    "generic-80": "citizen",
    "generic-58": "citizen",
}
PROOFS = {
    Completion.PROCESS_ID: "process_id",
    Completion.STATUS_REPLY: "status_reply",
    Completion.DC2_Q: "status_reply",
    Completion.NONE: "sent",
}
CONFIRMING = [name for name, kind in profiles().items() if kind.completion is not Completion.NONE]


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Profile:
    return profile(request.param)


@pytest.fixture
def server(kind: Profile) -> Iterator[TcpServer]:
    make = MAKES[MAKERS.get(kind.name, "epson")]
    printer = serve_tcp(width_dots=kind.width_dots, dpi=kind.dpi, make=make)
    yield printer
    printer.close()


@pytest.mark.parametrize("kind", profiles(), indirect=True)
def test_papers_come_out_as_laid_out_and_as_sure_as_this_printer_can_say(kind, server):
    client = Printer(wire_to(server.url), kind, patience=STEADY)
    for document in (a_ticket(), a_form()):
        assert client.print(document).evidence == PROOFS[kind.completion]

    assert server.printer.wait_for_cuts(2)
    images = [paper.image.tobytes() for paper in server.printer.papers]
    assert images == [raster(one, kind).image.tobytes() for one in (a_ticket(), a_form())]
    assert server.printer.strays == []


@pytest.mark.parametrize("kind", CONFIRMING, indirect=True)
def test_paper_that_ends_in_the_middle_is_never_called_printed(kind, server):
    server.printer.set(paper_rows=300)
    found = verdict(Printer(wire_to(server.url), kind, patience=HASTY))

    assert isinstance(found, UnknownOutcome)
    assert server.printer.cuts == 0


@pytest.mark.parametrize("kind", CONFIRMING, indirect=True)
def test_a_printer_without_paper_prints_nothing_and_says_no_more_than_it_knows(kind, server):
    server.printer.set(paper_rows=0)
    found = verdict(Printer(wire_to(server.url), kind, patience=HASTY))

    assert not isinstance(found, Printed)
    assert isinstance(found, NotPrinted) == bool(kind.questions)
    assert server.printer.dots == 0


def test_what_a_star_says_of_being_offline_is_not_asked():
    server = serve_tcp(make=MAKES["star"])
    try:
        star = Printer(wire_to(server.url), profile("star-escpos"), patience=STEADY)
        assert star.health().state == "ok"
    finally:
        server.close()
