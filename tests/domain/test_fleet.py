from datetime import UTC, datetime, timedelta

import pytest

from server.domain.fleet import LOST_AFTER, TROUBLES, Level, Sign, level_of, troubles

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
FINE = {
    "printers": {"ticket": {"state": "ok"}, "form": {"state": "unknown"}},
    "scanner": "ok", "unsent": 0, "refused_reports": 0, "clock_offset_s": 1,
    "numbers": {"childcare": 40},
}  # fmt: skip


def found(seen_ago: timedelta = timedelta(0), **said: object) -> list[str]:
    return troubles(Sign(NOW - seen_ago, FINE | said), NOW)


def test_a_machine_that_says_it_is_fine_is_fine():
    assert found() == []
    assert level_of(found()) is Level.GOOD


def test_one_lost_beat_is_no_news_and_three_are():
    assert found(timedelta(seconds=6)) == []
    assert found(LOST_AFTER) == []
    assert found(LOST_AFTER + timedelta(seconds=1)) == ["lost"]


def test_of_a_machine_that_is_lost_nothing_old_is_told():
    assert found(timedelta(minutes=1), scanner="gone") == ["lost"]


def test_a_machine_that_was_never_there_is_not_missed_but_shown():
    assert troubles(Sign(None, {}), NOW) == ["never_seen"]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"printers": {"ticket": {"state": "paper_out"}}}, "paper_out"),
        ({"printers": {"ticket": {"state": "paper_near_end"}}}, "paper_near_end"),
        ({"printers": {"ticket": {"state": "cover_open"}}}, "printer"),
        ({"printers": {"ticket": "unreachable"}}, "printer"),
        ({"scanner": "gone"}, "scanner"),
        ({"unsent": 11}, "unsent"),
        ({"refused_reports": 1}, "refused_reports"),
        ({"numbers": {"childcare": 0, "residents": 9}}, "no_numbers"),
        ({"clock_offset_s": -61}, "clock_off"),
        ({"muted": True}, "muted"),
        ({"disk": "failed"}, "disk"),
    ],
)
def test_what_a_machine_says_is_judged(said, what):
    assert found(**said) == [what]


def test_the_worst_comes_first():
    both = found(scanner="gone", printers={"ticket": {"state": "paper_out"}})
    assert both == ["paper_out", "scanner"]
    assert level_of(both) is Level.STOPPED


def test_a_clock_that_is_set_for_a_demo_is_not_wrong():
    sign = Sign(NOW, {"clock_offset_s": 86_400})
    assert troubles(sign, NOW, clock_ahead_s=86_390) == []
    assert troubles(sign, NOW) == ["clock_off"]


@pytest.mark.parametrize(
    "junk", [{"printers": 7}, {"numbers": [1]}, {"unsent": "many"}, {"clock_offset_s": None}]
)
def test_junk_in_a_sign_breaks_nothing(junk):
    assert set(found(**junk)) <= set(TROUBLES)
