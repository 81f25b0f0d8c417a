"""What stands on the screen now, and how long it stays there by itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition

from kiosk.steps import STAFF_SCREENS, STEPS, Screen, Step
from kiosk.visitor import Visitor

#: A screen is heard so many times slower than it is read.
_HEARING_TAKES = 4


@dataclass(frozen=True)
class Pace:
    """How long the screen waits, in seconds."""

    #: The confirm screen goes on by itself: the scan was the wish. 0: no confirm screen.
    confirm_s: float = 5.0
    idle_s: float = 60.0
    countdown_s: float = 30.0
    #: No kiosk of ours can feel that the papers were taken.
    done_s: float = 20.0
    #: The staff's screens, since the last touch.
    staff_s: float = 60.0


class Stage:
    """The screen and its visitor. Hold `changed` to read or to change them."""

    def __init__(self, pace: Pace, now: Callable[[], float] = time.monotonic) -> None:
        self.changed = Condition()
        #: Grows with every change; whoever draws waits for the next.
        self.version = 0
        self.screen = Screen.HOME
        self.visitor = Visitor()
        self.pace = pace
        self.now = now
        self._before = Screen.HOME
        self._last_touch = now()
        self._untouched = True

    def go(self, step: Step) -> bool:
        """Take *step* if the table has it, and tell whether it did."""
        target = STEPS.get((self.screen, step))
        if target is None:
            return False
        if target is Screen.STILL_THERE:
            self._before = self.screen
        self._show(target)
        return True

    def takes(self, step: Step) -> bool:
        """Tell whether the screen that stands has *step*."""
        return (self.screen, step) in STEPS

    def go_on(self) -> None:
        """「つづける」: back to where the question came up."""
        if self.screen is Screen.STILL_THERE:
            self._show(self._before)
            self._untouched = False

    def clear(self, visitor: Visitor | None = None) -> None:
        """Forget the visitor."""
        self.visitor = visitor or Visitor()
        self.bump()

    def touch(self) -> None:
        """Somebody is there; from now on the confirm screen waits for a yes."""
        self._last_touch = self.now()
        if self._untouched:
            self._untouched = False
            self.bump()

    @property
    def idle(self) -> bool:
        """Whether nobody has touched anything for too long."""
        return self.now() - self._last_touch >= self.pace.idle_s * self._unhurried

    def seconds_left(self) -> float | None:
        """Return how long this screen stays by itself, or None if it waits for somebody.

        A touch anywhere begins it anew.
        """
        if self.screen in STAFF_SCREENS:
            return self._last_touch + self.pace.staff_s - self.now()
        span = {
            Screen.CONFIRM: self.pace.confirm_s * self._unhurried if self._untouched else None,
            Screen.STILL_THERE: self.pace.countdown_s,
            Screen.DONE: self.pace.done_s * self._unhurried,
            Screen.THANKS: self.pace.done_s * self._unhurried,
        }.get(self.screen)
        return None if span is None else self._last_touch + span - self.now()

    @property
    def _unhurried(self) -> int:
        return _HEARING_TAKES if self.visitor.voice else 1

    def bump(self) -> None:
        """Wake whoever draws the screen."""
        self.version += 1
        self.changed.notify_all()

    def _show(self, screen: Screen) -> None:
        self.screen = screen
        self._last_touch = self.now()
        self._untouched = True
        self.bump()
