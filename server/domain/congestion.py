"""How full a line is, as a lamp: by the upper end of the wait that people are told."""

from enum import StrEnum


class Lamp(StrEnum):
    """What the lamp of a line shows; never told by colour alone."""

    FREE = "free"
    BUSY = "busy"
    CROWDED = "crowded"
    #: Nobody can say, for no counter is open.
    UNKNOWN = "unknown"


def lamp(told_to_min: int | None, up_to_min: tuple[int, int]) -> Lamp:
    """Return the lamp of a line whose told wait ends at *told_to_min* minutes.

    Args:
        told_to_min: the upper end of the told interval; None where no wait can be told.
        up_to_min: the longest wait that is still free, and the longest that is only busy.

    >>> [lamp(minutes, (20, 40)) for minutes in (20, 25, 40, 45)]
    [<Lamp.FREE: 'free'>, <Lamp.BUSY: 'busy'>, <Lamp.BUSY: 'busy'>, <Lamp.CROWDED: 'crowded'>]
    """
    if told_to_min is None:
        return Lamp.UNKNOWN
    free, busy = up_to_min
    if told_to_min <= free:
        return Lamp.FREE
    return Lamp.BUSY if told_to_min <= busy else Lamp.CROWDED
