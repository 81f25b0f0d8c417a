"""The screens of the kiosk and the ways between them: one table.

A step that is not in the table does nothing: a finger may press what has just gone.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Screen(StrEnum):
    """What the resident sees."""

    HOME = "home"
    SERVICES = "services"
    PRIORITY = "priority"
    ASKING = "asking"
    CONFIRM = "confirm"
    PRINTING = "printing"
    DONE = "done"
    PAPER_FAILED = "paper_failed"
    ALREADY = "already"
    PROBLEM = "problem"
    TYPING = "typing"
    RATING = "rating"
    THANKS = "thanks"
    COMMENT = "comment"
    STILL_THERE = "still_there"
    STAFF_PIN = "staff_pin"
    STAFF = "staff"
    STAFF_TICKET = "staff_ticket"


class Step(StrEnum):
    """What a resident, the server, a printer or the clock does."""

    SCAN = "scan"
    OPEN = "open"
    ASK = "ask"
    CHOOSE = "choose"
    TYPE = "type"
    RATE = "rate"
    SAY = "say"
    YES = "yes"
    AGAIN = "again"
    CLOSE = "close"
    FOUND = "found"
    TAKEN = "taken"
    KNOWN = "known"
    REFUSE = "refuse"
    PRINTED = "printed"
    FAIL = "fail"
    IDLE = "idle"
    GO_ON = "go_on"
    STAFF = "staff"
    UNLOCK = "unlock"
    BACK = "back"


#: Where a code may be held before the reader: after another one, or as the next person.
_TAKES_A_CODE = (
    Screen.HOME, Screen.SERVICES, Screen.PRIORITY, Screen.CONFIRM, Screen.DONE, Screen.ALREADY,
    Screen.PROBLEM, Screen.TYPING, Screen.RATING, Screen.THANKS, Screen.COMMENT, Screen.STILL_THERE,
)  # fmt: skip
#: Where it is said at once that what was read, or asked for, cannot be done.
_TELLS_A_PROBLEM = (
    Screen.HOME, Screen.SERVICES, Screen.PRIORITY, Screen.ASKING, Screen.DONE, Screen.PROBLEM,
    Screen.TYPING, Screen.RATING, Screen.THANKS, Screen.COMMENT,
)  # fmt: skip
#: Which can be left; never while the server is asked or a paper comes.
_CLOSES = tuple(
    screen for screen in Screen if screen not in {Screen.HOME, Screen.ASKING, Screen.PRINTING}
)
#: Which ask after a minute whether somebody is there; 「つづける」 leads back to them.
ASKS_WHEN_IDLE = frozenset({
    Screen.SERVICES, Screen.PRIORITY, Screen.CONFIRM, Screen.PAPER_FAILED, Screen.ALREADY,
    Screen.PROBLEM, Screen.TYPING, Screen.RATING, Screen.COMMENT,
})  # fmt: skip

STEPS: Mapping[tuple[Screen, Step], Screen] = MappingProxyType({
    **{(screen, Step.SCAN): Screen.ASKING for screen in _TAKES_A_CODE},
    **{(screen, Step.REFUSE): Screen.PROBLEM for screen in _TELLS_A_PROBLEM},
    **{(screen, Step.CLOSE): Screen.HOME for screen in _CLOSES},
    **{(screen, Step.IDLE): Screen.STILL_THERE for screen in ASKS_WHEN_IDLE},
    (Screen.HOME, Step.CHOOSE): Screen.ASKING,
    (Screen.HOME, Step.ASK): Screen.PRIORITY,  # a service that asks who needs help
    (Screen.HOME, Step.OPEN): Screen.SERVICES,  # a purpose with several services
    (Screen.HOME, Step.AGAIN): Screen.PRINTING,  # after a restart
    (Screen.SERVICES, Step.CHOOSE): Screen.ASKING,
    (Screen.SERVICES, Step.ASK): Screen.PRIORITY,
    (Screen.PRIORITY, Step.CHOOSE): Screen.ASKING,
    (Screen.ASKING, Step.FOUND): Screen.CONFIRM,
    (Screen.ASKING, Step.TAKEN): Screen.PRINTING,
    (Screen.ASKING, Step.KNOWN): Screen.ALREADY,
    (Screen.CONFIRM, Step.YES): Screen.ASKING,
    (Screen.PRINTING, Step.PRINTED): Screen.DONE,
    (Screen.PRINTING, Step.FAIL): Screen.PAPER_FAILED,
    (Screen.ALREADY, Step.AGAIN): Screen.PRINTING,  # 再発行
    (Screen.PROBLEM, Step.CHOOSE): Screen.ASKING,  # as a walk-in
    (Screen.PROBLEM, Step.ASK): Screen.PRIORITY,
    (Screen.PROBLEM, Step.TYPE): Screen.TYPING,
    (Screen.HOME, Step.RATE): Screen.RATING,
    (Screen.RATING, Step.SAY): Screen.THANKS,  # one tap
    (Screen.THANKS, Step.TYPE): Screen.COMMENT,
    (Screen.COMMENT, Step.SAY): Screen.THANKS,
    (Screen.HOME, Step.STAFF): Screen.STAFF_PIN,
    (Screen.PAPER_FAILED, Step.STAFF): Screen.STAFF_PIN,
    (Screen.STAFF_PIN, Step.UNLOCK): Screen.STAFF,
    (Screen.STAFF, Step.FOUND): Screen.STAFF_TICKET,
    (Screen.STAFF_TICKET, Step.BACK): Screen.STAFF,
})  # fmt: skip

#: They close by themselves after a minute of nothing.
STAFF_SCREENS = frozenset({Screen.STAFF_PIN, Screen.STAFF, Screen.STAFF_TICKET})
