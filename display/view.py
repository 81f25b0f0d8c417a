"""What stands on the board, computed from the public snapshot alone.

The page draws itself from this once, so that it shows the truth before any script has run;
from then on ``static/calls.js`` and ``static/words.js`` follow the same rules with live news.
A browser test compares the two.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ROWS = 4
EARLIER = 5
LINES_ON_A_PAGE = 6
ABSENT_SHOWN = 3
NEW_FOR = timedelta(seconds=15)
SENTENCES = 2

DIRECTIONS = {"left": "左へ", "right": "右へ", "ahead": "正面", "behind": "うしろ"}
LANGUAGE_TAGS = {"easy_ja": "ja", "zh_hans": "zh-Hans", "zh_hant": "zh-Hant"}
DEFAULT_NOTICE = "番号が黄色になったら、その窓口へお越しください。"

_OSAKA = ZoneInfo("Asia/Tokyo")
_WEEKDAYS = "月火水木金土日"

Phrases = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Row:
    """One called number."""

    seq: int
    label: str
    counter: str
    direction: str | None
    language: str
    recall: bool
    new: bool

    @property
    def letters(self) -> str:
        return self.label.rstrip("0123456789")

    @property
    def digits(self) -> str:
        return self.label[len(self.letters) :]

    @property
    def way(self) -> str:
        return DIRECTIONS.get(self.direction or "", "")

    @property
    def spoken(self) -> str:
        """The whole row as one sentence for a screen reader."""
        return "、".join(filter(None, (self.label, f"{self.counter}番窓口", self.way)))


@dataclass(frozen=True)
class Line:
    """One service in the list of those who wait: an interval, or the word that stands there."""

    prefix: str
    name: str
    count: int
    interval: tuple[int, int] | None
    word: str


@dataclass(frozen=True)
class Sentence:
    """A call repeated in another language."""

    label: str
    tag: str
    text: str


NOBODY_CALLED = (
    Sentence("", "en", "When your number turns yellow, please go to that counter."),
    Sentence("", "zh-Hans", "号码变为黄色时，请前往该窗口。"),
)


@dataclass(frozen=True)
class Board:
    office: str
    area: str
    date: str
    time: str
    rows: tuple[Row, ...]
    earlier: tuple[Row, ...]
    absent: tuple[str, ...]
    absent_more: int
    pages: tuple[tuple[Line, ...], ...]
    notice: str
    sentences: tuple[Sentence, ...]


def board(snapshot: Mapping[str, Any], phrases: Phrases) -> Board:
    """Return the board for *snapshot* at the moment ``snapshot["now"]``."""
    now = datetime.fromisoformat(snapshot["now"])
    absent = tuple(snapshot.get("absent", ()))
    calls = _newest_of_each(
        _row(call, now) for call in snapshot["calls"] if call["label"] not in absent
    )
    lines = [_line(queue) for queue in snapshot["waiting"]]
    return Board(
        office=snapshot.get("office") or "",
        area=snapshot.get("area") or "",
        date=date_words(now),
        time=f"{now.astimezone(_OSAKA):%H:%M}",
        rows=calls[:ROWS],
        earlier=calls[ROWS : ROWS + EARLIER],
        absent=absent[:ABSENT_SHOWN],
        absent_more=max(0, len(absent) - ABSENT_SHOWN),
        pages=tuple(
            tuple(lines[at : at + LINES_ON_A_PAGE]) for at in range(0, len(lines), LINES_ON_A_PAGE)
        ),
        notice=snapshot.get("notice") or DEFAULT_NOTICE,
        sentences=sentences(calls[:ROWS], phrases),
    )


def date_words(now: datetime) -> str:
    """Return the date as it is said in Osaka.

    >>> date_words(datetime.fromisoformat("2026-11-24T10:44:00+09:00"))
    '11月24日（火）'
    """
    today = now.astimezone(_OSAKA)
    return f"{today.month}月{today.day}日（{_WEEKDAYS[today.weekday()]}）"


def sentences(rows: Sequence[Row], phrases: Phrases) -> tuple[Sentence, ...]:
    """Return what the language line says: each ticket's own language first, then English.

    Only new calls are repeated, or the newest one when none is new.
    """
    if not rows:
        return NOBODY_CALLED
    calls = [row for row in rows if row.new] or list(rows[:1])
    foreign = [row for row in calls if row.language not in ("ja", "en")]
    others = [row for row in calls if row.language in ("ja", "en")]
    said = [_sentence(row, row.language, phrases) for row in foreign]
    said += [_sentence(row, "en", phrases) for row in others + foreign]
    return tuple(filter(None, said))[:SENTENCES]


def _sentence(row: Row, language: str, phrases: Phrases) -> Sentence | None:
    pattern = phrases["recall" if row.recall else "call"].get(language)
    if pattern is None:
        return None
    text = pattern.replace("{number}", row.label).replace("{counter}", row.counter)
    return Sentence(row.label, LANGUAGE_TAGS.get(language, language), text)


def _row(call: Mapping[str, Any], now: datetime) -> Row:
    return Row(
        seq=call["seq"],
        label=call["label"],
        counter=str(call["counter"]),
        direction=call.get("direction"),
        language=call.get("language") or "ja",
        recall=bool(call.get("recall")),
        new=now - datetime.fromisoformat(call["at"]) < NEW_FOR,
    )


def _newest_of_each(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return *rows*, newest first, each number once."""
    kept: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.seq, reverse=True):
        kept.setdefault(row.label, row)
    return tuple(kept.values())


def _line(queue: Mapping[str, Any]) -> Line:
    wait = queue.get("wait") or {}
    estimated = wait.get("state") == "estimate"
    return Line(
        prefix=queue.get("prefix") or "",
        name=queue.get("name") or queue["queue"],
        count=queue["count"],
        interval=(round(wait["from"]), round(wait["to"])) if estimated else None,
        word=_word(queue, wait.get("state")),
    )


def _word(queue: Mapping[str, Any], state: str | None) -> str:
    if not queue.get("open", True) and not queue["count"]:
        return "準備中"
    return {"estimate": "", "soon": "まもなく"}.get(state or "", "計測中")
