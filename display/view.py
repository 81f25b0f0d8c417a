"""What stands on a board, computed from the public snapshot and the display's setting alone.

The page draws itself from this once, so that it shows the truth before any script has run;
from then on the scripts in ``static/`` follow the same rules with live news.
A browser test compares the two.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from config.schema.displays import Display
from display import moments
from display.office import Phrases

ROWS = 4
EARLIER = 5
LINES_ON_A_PAGE = 6
LINES_ON_A_LIST = 4
ABSENT_SHOWN = 3
READY_SHOWN = 8
PREPARING_SHOWN = 12
NEW_FOR = timedelta(seconds=15)
SENTENCES = 2

DIRECTIONS = {"left": "左へ", "right": "右へ", "ahead": "正面", "behind": "うしろ"}
LANGUAGE_TAGS = {"easy_ja": "ja", "zh_hans": "zh-Hans", "zh_hant": "zh-Hant"}

#: How a screen is set that nobody has set.
USUAL: dict[str, Any] = Display(code="area", area="0").model_dump(mode="json")


@dataclass(frozen=True)
class Row:
    """One called number; where areas are merged, with the name of its area."""

    seq: int
    label: str
    counter: str
    direction: str | None
    language: str
    recall: bool
    new: bool
    area: str = ""
    #: Whether who was called has come to the counter, or has been there.
    came: bool = False

    @property
    def letters(self) -> str:
        return self.label.rstrip("0123456789")

    @property
    def digits(self) -> str:
        return self.label[len(self.letters) :]

    @property
    def way(self) -> str:
        return self.area or DIRECTIONS.get(self.direction or "", "")

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
    #: The number that was called last.
    called: Row | None


@dataclass(frozen=True)
class Sentence:
    """A call or a notice repeated in another language."""

    label: str
    tag: str
    text: str


@dataclass(frozen=True)
class Cell:
    """A number whose papers are ready; with its counter where there are several."""

    row: Row
    counter: str


@dataclass(frozen=True)
class Handover:
    """What the hand-over panel shows: ready numbers, where to go, who is not ready yet."""

    cells: tuple[Cell, ...] = ()
    more: int = 0
    counters: tuple[Mapping[str, Any], ...] = ()
    preparing: tuple[str, ...] = ()
    preparing_more: int = 0
    count: int = 0


@dataclass(frozen=True)
class Board:
    office: str
    area: str
    accent: str
    date: str
    time: str
    rows: tuple[Row, ...]
    earlier: tuple[Row, ...]
    absent: tuple[str, ...]
    absent_more: int
    pages: tuple[tuple[Line, ...], ...]
    notice: str
    sentences: tuple[Sentence, ...]
    phase: moments.Phase
    band: moments.Band | None
    handover: Handover = field(default_factory=Handover)


def board(
    snapshot: Mapping[str, Any], calls: Phrases, words: Phrases, setting: Mapping[str, Any]
) -> Board:
    """Return the board for *snapshot* at the moment ``snapshot["now"]``."""
    now = datetime.fromisoformat(snapshot["now"])
    absent = tuple(snapshot.get("absent", ()))
    is_mixed = setting["layout"] == "mixed"
    called = _newest_of_each(
        _row(call, now, is_mixed=is_mixed)
        for call in snapshot["calls"]
        if call["label"] not in absent
    )
    rows = _awaited_first(called)
    page = LINES_ON_A_LIST if setting["layout"] == "waiting" else LINES_ON_A_PAGE
    lines = [_line(queue, called) for queue in snapshot["waiting"]]
    return Board(
        office=snapshot.get("office") or "",
        area=setting.get("name") or snapshot.get("area") or "",
        accent=snapshot.get("accent") or "",
        date=moments.date_words(now),
        time=moments.time_words(now),
        rows=rows[:ROWS],
        earlier=rows[ROWS : ROWS + EARLIER],
        absent=absent[:ABSENT_SHOWN],
        absent_more=max(0, len(absent) - ABSENT_SHOWN),
        pages=tuple(tuple(lines[at : at + page]) for at in range(0, len(lines), page)),
        notice=snapshot.get("notice") or words["watch"]["ja"],
        sentences=sentences(rows[:ROWS], calls, words, setting["languages"], now),
        phase=moments.phase(snapshot, words, now),
        band=moments.band(snapshot, words, setting, now),
        handover=_handover(snapshot, now),
    )


def sentences(
    rows: Sequence[Row],
    calls: Phrases,
    words: Phrases,
    languages: Sequence[str],
    now: datetime,
) -> tuple[Sentence, ...]:
    """Return what the language line says: each new ticket's own language first, then English.

    While no call is new, the newest one, or what to watch for, is repeated in two of the
    display's languages at a time, in turn.
    """
    fresh = [row for row in rows if row.new]
    if not fresh:
        pair = moments.in_turn(languages, SENTENCES, now)
        said = [
            _sentence(rows[0], language, calls) if rows else _watch(language, words)
            for language in pair
        ]
    else:
        foreign = [row for row in fresh if row.language not in ("ja", "easy_ja", "en")]
        others = [row for row in fresh if row not in foreign]
        said = [_sentence(row, row.language, calls) for row in foreign]
        said += [_sentence(row, "en", calls) for row in others + foreign]
    return tuple(one for one in said if one is not None)[:SENTENCES]


def tag_of(language: str) -> str:
    """Return a language as HTML names it."""
    return LANGUAGE_TAGS.get(language, language)


def _sentence(row: Row, language: str, calls: Phrases) -> Sentence | None:
    pattern = calls["recall" if row.recall else "call"].get(language)
    if pattern is None:
        return None
    text = pattern.replace("{number}", row.label).replace("{counter}", row.counter)
    return Sentence(row.label, tag_of(language), text)


def _watch(language: str, words: Phrases) -> Sentence | None:
    text = words["watch"].get(language)
    return None if text is None else Sentence("", tag_of(language), text)


def _row(call: Mapping[str, Any], now: datetime, *, is_mixed: bool = False) -> Row:
    return Row(
        seq=call["seq"],
        label=call["label"],
        counter=str(call["counter"]),
        direction=None if is_mixed else call.get("direction"),
        language=call.get("language") or "ja",
        recall=bool(call.get("recall")),
        new=now - datetime.fromisoformat(call["at"]) < NEW_FOR,
        area=(call.get("area_name") or "") if is_mixed else "",
        came=bool(call.get("came")),
    )


def _newest_of_each(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return *rows*, newest first, each number once."""
    kept: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.seq, reverse=True):
        kept.setdefault(row.label, row)
    return tuple(kept.values())


def _awaited_first(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return *rows* with those above that are new or whom a counter still waits for."""
    return tuple(sorted(rows, key=lambda row: row.came and not row.new))


def _line(queue: Mapping[str, Any], rows: Sequence[Row]) -> Line:
    wait = queue.get("wait") or {}
    estimated = wait.get("state") == "estimate"
    prefix = queue.get("prefix") or ""
    return Line(
        prefix=prefix,
        name=queue.get("name") or queue["queue"],
        count=queue["count"],
        interval=(round(wait["from"]), round(wait["to"])) if estimated else None,
        word=_word(queue, wait.get("state")),
        called=next((row for row in rows if row.letters == prefix), None),
    )


def _word(queue: Mapping[str, Any], state: str | None) -> str:
    if not queue.get("open", True) and not queue["count"]:
        return "準備中"
    return {"estimate": "", "soon": "まもなく"}.get(state or "", "計測中")


def _handover(snapshot: Mapping[str, Any], now: datetime) -> Handover:
    shown = snapshot.get("handover") or {}
    counters = tuple(shown.get("counters", ()))
    ready, preparing = shown.get("ready", ()), tuple(shown.get("preparing", ()))
    cells = tuple(
        Cell(
            _row({**one, "counter": one["counter"] or ""}, now),
            (one["counter"] or "") if len(counters) > 1 else "",
        )
        for one in ready
    )
    return Handover(
        cells=cells[:READY_SHOWN],
        more=max(0, len(cells) - READY_SHOWN),
        counters=counters,
        preparing=preparing[:PREPARING_SHOWN],
        preparing_more=max(0, len(preparing) - PREPARING_SHOWN),
        count=len(preparing),
    )
