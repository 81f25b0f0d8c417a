"""A counter on duty, on its break, off duty."""

from server.db import queries
from server.db.city import Work
from server.db.floor import CounterPlan
from server.db.ledger import Kind
from server.db.models import Counter, CounterState
from server.domain.refusals import Refused


def open_counter(work: Work, number: str) -> None:
    """Put a counter on duty."""
    _go(work, number, CounterState.OPEN, Kind.COUNTER_OPENED)


def pause_counter(work: Work, number: str) -> None:
    """Send a counter on its break."""
    _go(work, number, CounterState.BREAK, Kind.COUNTER_PAUSED)


def close_counter(work: Work, number: str) -> None:
    """Take a counter off duty."""
    _go(work, number, CounterState.CLOSED, Kind.COUNTER_CLOSED)


def on_duty(work: Work, number: str) -> CounterPlan:
    """Return a counter, or refuse with ``counter_closed`` while it is not on duty."""
    counter = work.floor.counter(number)
    if queries.open_counters(work.session, [counter.id]) == 0:
        raise Refused(
            "counter_closed", f"{number}番窓口は開いていません。「窓口を開く」を押してください。"
        )
    return counter


def _go(work: Work, number: str, state: CounterState, kind: Kind) -> None:
    counter = work.floor.counter(number)
    if state is not CounterState.OPEN and queries.at_counter(work.session, counter.id) is not None:
        raise Refused(
            "counter_busy", "呼出中・対応中の番号があります。終了か保留にしてからにしてください。"
        )
    set_duty(work, counter, state, kind)


def set_duty(
    work: Work, counter: CounterPlan, state: CounterState, kind: Kind, **detail: str
) -> None:
    """Put a counter on or off duty; what is so already stays so."""
    row = work.session.get_one(Counter, counter.id)
    if row.state == state:
        return
    before, row.state, row.since = CounterState(row.state), state, work.now
    work.record(
        kind,
        counter=counter.number,
        area=counter.area.code,
        detail={"before": before.value, **detail},
    )
