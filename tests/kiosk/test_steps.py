"""The table of screens leaves nobody standing before a dead one."""

from itertools import product

import pytest

from kiosk.stage import Pace, Stage
from kiosk.steps import ASKS_WHEN_IDLE, STAFF_SCREENS, STEPS, Screen, Step

#: Here the kiosk works and the person waits; nobody may interrupt it.
WORKING = {Screen.ASKING, Screen.PRINTING}


#: They go by themselves.
COUNTING = {Screen.DONE, Screen.THANKS, Screen.STILL_THERE, *STAFF_SCREENS}


def a_stage(screen: Screen) -> Stage:
    stage = Stage(Pace(), now=lambda: 0.0)
    stage.screen = screen
    return stage


@pytest.mark.parametrize(("screen", "step"), sorted(set(product(Screen, Step)) - set(STEPS)))
def test_a_step_outside_the_table_changes_nothing(screen: Screen, step: Step) -> None:
    stage = a_stage(screen)
    with stage.changed:
        assert not stage.go(step)
        assert (stage.screen, stage.version) == (screen, 0)


def test_every_screen_can_be_reached_and_left() -> None:
    assert {*STEPS.values(), Screen.HOME} == set(Screen)
    assert {screen for screen, _ in STEPS} == set(Screen)


@pytest.mark.parametrize("screen", sorted(set(Screen) - WORKING - {Screen.HOME}))
def test_the_first_screen_is_one_touch_away(screen: Screen) -> None:
    assert STEPS[screen, Step.CLOSE] is Screen.HOME


@pytest.mark.parametrize("screen", sorted(WORKING))
def test_neither_time_nor_a_scan_interrupts_work(screen: Screen) -> None:
    assert screen not in ASKS_WHEN_IDLE
    assert (screen, Step.SCAN) not in STEPS
    assert (screen, Step.CLOSE) not in STEPS


def test_the_number_stays_on_the_screen_when_the_next_person_scans_after_a_paper_failure() -> None:
    assert (Screen.PAPER_FAILED, Step.SCAN) not in STEPS


@pytest.mark.parametrize("screen", sorted(COUNTING))
def test_a_touch_gives_all_the_time_again_as_often_as_one_likes(screen: Screen) -> None:
    clock = [0.0]
    stage = Stage(Pace(), now=lambda: clock[0])
    stage.screen = screen
    whole = stage.seconds_left()
    assert whole
    for _ in range(3):
        clock[0] += whole - 1
        assert stage.seconds_left() == 1
        with stage.changed:
            stage.touch()
        assert stage.seconds_left() == whole
