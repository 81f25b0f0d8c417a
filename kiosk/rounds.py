"""Work that is done again and again as long as the machine runs."""

import logging
from collections.abc import Callable
from threading import Event, current_thread

log = logging.getLogger(__name__)


def keep_going(stop: Event, work: Callable[[], None], pause: Callable[[], object]) -> None:
    """Do *work* and *pause* by turns until *stop* is set; nothing that breaks in *work* ends it.

    A thread that ended in silence would leave a machine that looks well and no longer watches
    its printers. What breaks each time in the same way is written down once.
    """
    broken = ""
    while not stop.is_set():
        try:
            work()
        except Exception as error:
            if broken != (broken := repr(error)):
                log.exception("%s broke off; it is tried again", current_thread().name)
        else:
            broken = ""
        pause()
