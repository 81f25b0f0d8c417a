"""The displays of one area in a real browser, the counters that call, and all that is said."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from config import load_pack
from tests.display.cable import Cable
from tests.display.conftest import unmute
from tests.parts.demo_office import OFFICE, DemoOffice

AREA = "1F"
#: How long what a display said may be on its way to the office.
ON_ITS_WAY_S = 3
#: Notes what is spoken, and in the page itself from when to when each row was yellow: a slow
#: test sees it late.
LISTEN = """
window.yellow = {};
const over = new Set();
const look = () => {
  const now = performance.now();
  const rows = [...document.querySelectorAll("#rows .row.new .number")];
  const lit = new Set(rows.map((row) => row.textContent.replace(/\\s/g, "")));
  for (const label of lit) window.yellow[label] ??= [now, now];
  for (const [label, span] of Object.entries(window.yellow)) {
    if (!over.has(label)) span[1] = now;
    if (!lit.has(label)) over.add(label);
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
document.addEventListener("board:speaks", (event) => window.spoke(event.detail.seq));
"""


@dataclass
class DisplayHall:
    """The displays of one area, each with a cable of its own, and all that was said there."""

    office: DemoOffice
    context: BrowserContext
    #: Counter -> a service that people take tickets for there.
    services: dict[str, str]
    spoken: list[tuple[int, float]] = field(default_factory=list)
    #: Who said them, in the same order.
    speakers: list[Page] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    called: dict[int, float] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    cables: list[Cable] = field(default_factory=list)
    #: When each display was cut off, and when it came back.
    cut_at: list[tuple[Page, float]] = field(default_factory=list)
    back_at: list[tuple[Page, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.expose_binding("spoke", lambda source, seq: self.spoke(seq, source["page"]))

    def hang(self) -> Page:
        """Hang up one more display, unmuted, and return its page."""
        [server] = self.office.servers()
        self.cables.append(Cable(server.port))
        page = self.context.new_page()
        self.pages.append(page)
        page.add_init_script(LISTEN)
        page.goto(f"http://127.0.0.1:{self.cables[-1].port}/display/{OFFICE}/{AREA}")
        unmute(page)
        return page

    def spoke(self, seq: int, page: Page) -> None:
        """Note that a display begins to say a call; the pages call it."""
        self.spoken.append((seq, time.monotonic()))
        self.speakers.append(page)

    def take(self, counter: str) -> None:
        """Let somebody take a ticket for *counter*."""
        service = {"service": self.services[counter]}
        taken = self.office.api("kiosk").post(self.office.path("/visits"), service)
        assert taken.status == 201, taken

    def call(self, counter: str) -> float:
        """Call the next one at *counter*, and return when the answer came."""
        path = self.office.path(f"/counters/{counter}/call-next")
        answer = self.office.api("counter").post(path, {"finish": True})
        assert answer.status == 200, answer
        call, now = answer.body["call"], time.monotonic()
        self.called[call["seq"]], self.labels[call["seq"]] = now, call["label"]
        return now

    def cut_off(self, number: int) -> None:
        """Pull the cable of a display."""
        self.cables[number].pull()
        self.cut_at.append((self.pages[number], time.monotonic()))

    def bring_back(self, number: int) -> None:
        """Plug the cable of a display in again."""
        self.back_at.append((self.pages[number], time.monotonic()))
        self.cables[number].plug_in()

    def said_again(self) -> list[int]:
        """Return the calls that were said once more than they had to be.

        A display that is cut off ends what it has begun, and cannot tell; the next one must take
        them for unsaid. So every saying of a call but its last is from such a display.
        """
        last = {seq: place for place, (seq, _) in enumerate(self.spoken)}
        return [
            seq
            for place, (seq, at) in enumerate(self.spoken)
            if place != last[seq] and not self._was_cut_off(self.speakers[place], at)
        ]

    def _was_cut_off(self, page: Page, at: float) -> bool:
        cuts = [cut for who, cut in self.cut_at if who == page and cut - ON_ITS_WAY_S <= at]
        back = [back for who, back in self.back_at if who == page and back <= at]
        return max(cuts, default=0) > max(back, default=0)

    def close(self) -> None:
        """Take the cables away."""
        for cable in self.cables:
            cable.close()


def opened_hall(office: DemoOffice, open_page: Callable[..., Page]) -> DisplayHall:
    """Return the hall with every counter of the area open, and no display yet."""
    hall = DisplayHall(office, open_page(1920, 1080).context, services_by_counter())
    for counter in hall.services:
        opened = office.api("counter").post(office.path(f"/counters/{counter}/open"))
        assert opened.status == 200
    return hall


def services_by_counter() -> dict[str, str]:
    """Return a service for each counter of the area that people take tickets for.

    Only counters whose calls stand on the boards: some purposes are called in silence.
    """
    office = load_pack("osaka-demo").office(OFFICE)
    on_board = {queue.code for queue in office.queues if queue.on_board}
    by_queue = {
        one.queue: one.code for one in office.services if one.walk_in and one.queue in on_board
    }
    counters = [one for one in office.counters if one.area == AREA]
    return {one.number: by_queue[one.queues[0]] for one in counters if one.queues[0] in by_queue}
