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


STEPS: Mapping[tuple[Screen, Step], Screen] = MappingProxyType({
    (Screen.HOME, Step.SCAN): Screen.ASKING,
    (Screen.HOME, Step.CHOOSE): Screen.ASKING,
    (Screen.HOME, Step.ASK): Screen.PRIORITY,  # a service that asks who needs help
    (Screen.HOME, Step.OPEN): Screen.SERVICES,  # a purpose with several services
    (Screen.HOME, Step.AGAIN): Screen.PRINTING,  # after a restart
    (Screen.HOME, Step.REFUSE): Screen.PROBLEM,  # what was read is no code
    (Screen.SERVICES, Step.CHOOSE): Screen.ASKING,
    (Screen.SERVICES, Step.ASK): Screen.PRIORITY,
    (Screen.SERVICES, Step.CLOSE): Screen.HOME,
    (Screen.SERVICES, Step.SCAN): Screen.ASKING,
    (Screen.SERVICES, Step.REFUSE): Screen.PROBLEM,
    (Screen.SERVICES, Step.IDLE): Screen.STILL_THERE,
    (Screen.PRIORITY, Step.CHOOSE): Screen.ASKING,
    (Screen.PRIORITY, Step.CLOSE): Screen.HOME,
    (Screen.PRIORITY, Step.SCAN): Screen.ASKING,
    (Screen.PRIORITY, Step.REFUSE): Screen.PROBLEM,
    (Screen.PRIORITY, Step.IDLE): Screen.STILL_THERE,
    (Screen.ASKING, Step.FOUND): Screen.CONFIRM,
    (Screen.ASKING, Step.TAKEN): Screen.PRINTING,
    (Screen.ASKING, Step.KNOWN): Screen.ALREADY,
    (Screen.ASKING, Step.REFUSE): Screen.PROBLEM,
    (Screen.CONFIRM, Step.YES): Screen.ASKING,
    (Screen.CONFIRM, Step.CLOSE): Screen.HOME,
    (Screen.CONFIRM, Step.SCAN): Screen.ASKING,  # the other of two codes
    (Screen.CONFIRM, Step.IDLE): Screen.STILL_THERE,
    (Screen.PRINTING, Step.PRINTED): Screen.DONE,
    (Screen.PRINTING, Step.FAIL): Screen.PAPER_FAILED,
    (Screen.DONE, Step.CLOSE): Screen.HOME,
    (Screen.DONE, Step.SCAN): Screen.ASKING,  # the next person
    (Screen.DONE, Step.REFUSE): Screen.PROBLEM,
    (Screen.PAPER_FAILED, Step.CLOSE): Screen.HOME,
    (Screen.PAPER_FAILED, Step.IDLE): Screen.STILL_THERE,
    (Screen.ALREADY, Step.AGAIN): Screen.PRINTING,  # 再発行
    (Screen.ALREADY, Step.CLOSE): Screen.HOME,
    (Screen.ALREADY, Step.SCAN): Screen.ASKING,
    (Screen.ALREADY, Step.IDLE): Screen.STILL_THERE,
    (Screen.PROBLEM, Step.SCAN): Screen.ASKING,
    (Screen.PROBLEM, Step.REFUSE): Screen.PROBLEM,
    (Screen.PROBLEM, Step.CHOOSE): Screen.ASKING,  # as a walk-in
    (Screen.PROBLEM, Step.ASK): Screen.PRIORITY,
    (Screen.PROBLEM, Step.TYPE): Screen.TYPING,
    (Screen.PROBLEM, Step.CLOSE): Screen.HOME,
    (Screen.PROBLEM, Step.IDLE): Screen.STILL_THERE,
    (Screen.TYPING, Step.SCAN): Screen.ASKING,
    (Screen.TYPING, Step.REFUSE): Screen.PROBLEM,
    (Screen.TYPING, Step.CLOSE): Screen.HOME,
    (Screen.TYPING, Step.IDLE): Screen.STILL_THERE,
    (Screen.HOME, Step.RATE): Screen.RATING,
    (Screen.RATING, Step.SAY): Screen.THANKS,  # one tap
    (Screen.RATING, Step.CLOSE): Screen.HOME,
    (Screen.RATING, Step.SCAN): Screen.ASKING,
    (Screen.RATING, Step.REFUSE): Screen.PROBLEM,
    (Screen.RATING, Step.IDLE): Screen.STILL_THERE,
    (Screen.THANKS, Step.TYPE): Screen.COMMENT,
    (Screen.THANKS, Step.CLOSE): Screen.HOME,
    (Screen.THANKS, Step.SCAN): Screen.ASKING,  # the next person
    (Screen.THANKS, Step.REFUSE): Screen.PROBLEM,
    (Screen.COMMENT, Step.SAY): Screen.THANKS,
    (Screen.COMMENT, Step.CLOSE): Screen.HOME,
    (Screen.COMMENT, Step.SCAN): Screen.ASKING,
    (Screen.COMMENT, Step.REFUSE): Screen.PROBLEM,
    (Screen.COMMENT, Step.IDLE): Screen.STILL_THERE,
    (Screen.STILL_THERE, Step.SCAN): Screen.ASKING,
    (Screen.STILL_THERE, Step.CLOSE): Screen.HOME,
    (Screen.HOME, Step.STAFF): Screen.STAFF_PIN,
    (Screen.PAPER_FAILED, Step.STAFF): Screen.STAFF_PIN,
    (Screen.STAFF_PIN, Step.UNLOCK): Screen.STAFF,
    (Screen.STAFF_PIN, Step.CLOSE): Screen.HOME,
    (Screen.STAFF, Step.FOUND): Screen.STAFF_TICKET,
    (Screen.STAFF, Step.CLOSE): Screen.HOME,
    (Screen.STAFF_TICKET, Step.BACK): Screen.STAFF,
    (Screen.STAFF_TICKET, Step.CLOSE): Screen.HOME,
})  # fmt: skip

#: They close by themselves after a minute of nothing.
STAFF_SCREENS = frozenset({Screen.STAFF_PIN, Screen.STAFF, Screen.STAFF_TICKET})

#: Where 「つづける」 leads back to: every screen that asks whether somebody is there.
ASKS_WHEN_IDLE = frozenset(screen for screen, step in STEPS if step is Step.IDLE)
