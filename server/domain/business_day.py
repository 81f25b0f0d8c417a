"""The office's day: it begins at the cut-over, so a late evening still belongs to it."""

from datetime import date, datetime, time, timedelta, timezone

#: Japan keeps one time all year, so a fixed offset needs no time zone data.
JST = timezone(timedelta(hours=9), "JST")

#: When a business day begins on the office's clock.
CUT_OVER = time(4, 0)


def business_date(moment: datetime, cut_over: time = CUT_OVER) -> date:
    """Return the business day to which *moment* belongs.

    Args:
        moment: any moment, with its offset.
        cut_over: when the day begins in Japan; before it, the day before goes on.

    >>> business_date(datetime(2026, 11, 24, 3, 59, tzinfo=JST))
    datetime.date(2026, 11, 23)
    >>> business_date(datetime(2026, 11, 23, 19, 0, tzinfo=timezone.utc))
    datetime.date(2026, 11, 24)

    """
    local = moment.astimezone(JST)
    return local.date() if local.time() >= cut_over else local.date() - timedelta(days=1)


def starts_at(day: date, cut_over: time = CUT_OVER) -> datetime:
    """Return the first moment of the business day *day*."""
    return datetime.combine(day, cut_over, JST)


def ends_at(day: date, cut_over: time = CUT_OVER) -> datetime:
    """Return the first moment that no longer belongs to the business day *day*."""
    return starts_at(day + timedelta(days=1), cut_over)


def on_the_clock(day: date, at: time) -> datetime:
    """Return the moment when the clock in the office shows *at* on the calendar day *day*."""
    return datetime.combine(day, at, JST)


def iso(moment: datetime) -> str:
    """Return *moment* as the API writes it: ISO 8601 with Japan's offset.

    >>> iso(datetime(2026, 11, 24, 1, 0, tzinfo=timezone.utc))
    '2026-11-24T10:00:00+09:00'

    """
    return moment.astimezone(JST).isoformat()
