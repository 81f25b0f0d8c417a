"""The whole floor as Hypothesis plays it: rounds in which twelve counters act in parallel.

What they do, in which order and with which choices is drawn, and made smaller where it fails.
After every round the plain model, which reads nothing but the log, is compared with the
database, and the invariants are looked at. Every example begins with a database of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from server.db.city import City
from server.db.engine import open_engine
from server.db.secrets import Secrets
from server.services.access import Who
from tests.parts.callers import Web, web_of
from tests.parts.databases import BACKENDS
from tests.parts.office import OFFICE_KEY, Hall, fresh_wards
from tests.reliability.floor_hands import (
    COUNTERS,
    DEEDS,
    Hand,
    RunningClock,
    require_agreement,
)

pytestmark = [pytest.mark.db, pytest.mark.slow]

#: Opens an office with a database of its own.
OpensOffice = Callable[[], AbstractContextManager[Web]]

#: A deed, and the seed of the choices that are made in it.
deeds = st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 2**32 - 1))
#: What each of the counters does in one round.
plans = st.lists(
    st.lists(deeds, min_size=1, max_size=6), min_size=len(COUNTERS), max_size=len(COUNTERS)
)


class Counts:
    """What all examples together came to."""

    def __init__(self) -> None:
        self.examples = self.deeds = self.refused = self.by_rule = self.by_hand = self.twice = 0


class Floor(RuleBasedStateMachine):
    """One day of the office, cut short."""

    def __init__(self, opens: OpensOffice, counts: Counts) -> None:
        super().__init__()
        self.counts, self.left = counts, ExitStack()
        self.web = self.left.enter_context(opens())
        self.hall, self.reserved = self.web.hall, {}

    @initialize()
    def open_the_counters(self) -> None:
        self.hall.open(*COUNTERS)
        self.hands = [Hand(self.hall.city, number, 0) for number in COUNTERS]

    @rule(minutes=st.integers(0, 30), plans=plans)
    def everybody_acts_at_once(
        self, minutes: int, plans: Sequence[Sequence[tuple[str, int]]]
    ) -> None:
        self.hall.clock.advance(minutes=minutes)
        with ThreadPoolExecutor(len(self.hands)) as people:
            acting = [people.submit(act, *one) for one in zip(self.hands, plans, strict=True)]
            for one in acting:
                one.result()  # anything but a refusal is an error of the program
        for hand in self.hands:
            self.reserved |= hand.reserved
        self.counts.deeds += sum(map(len, plans))

    @rule(number=st.sampled_from(COUNTERS), finish=st.booleans())
    def a_key_is_pressed_twice(self, number: str, finish: bool) -> None:
        """I2: one Idempotency-Key has one result, also when both come at once."""
        path, key = self.web.at(f"/counters/{number}/call-next"), uuid4().hex
        before = self.hall.seq()
        press = partial(self.web.post, path, {"finish": finish}, Who.COUNTER, key)
        with ThreadPoolExecutor(2) as fingers:
            first, second = (one.result() for one in [fingers.submit(press) for _ in range(2)])
        assert (first.status_code, first.get_data()) == (second.status_code, second.get_data())
        assert self.hall.kinds(before).count("called") == (first.status_code == 200)
        self.counts.twice += 1

    @invariant()
    def model_and_database_agree(self) -> None:
        self.model = require_agreement(self.hall, self.reserved)

    def teardown(self) -> None:
        self.left.close()
        self.counts.examples += 1
        self.counts.refused += sum(hand.refused.total() for hand in self.hands)
        self.counts.by_rule += self.model.by_rule
        self.counts.by_hand += self.model.by_hand


def act(hand: Hand, plan: Sequence[tuple[str, int]]) -> None:
    for deed, seed in plan:
        hand.random = Random(seed)  # noqa: S311 - people, not keys
        hand.do(deed)


@pytest.fixture(params=BACKENDS)
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> OpensOffice:
    @contextmanager
    def office() -> Iterator[Web]:
        with fresh_wards(request, request.param, tmp_path) as url:
            engine = open_engine(url)
            clock = RunningClock()
            yield web_of(Hall(City(engine, clock, Secrets(OFFICE_KEY)), clock), tmp_path)
            engine.dispose()

    return office


def test_whatever_twelve_counters_do_at_once_model_and_database_agree(
    opens: OpensOffice, request: pytest.FixtureRequest, rounds, scorecard
):
    counts = Counts()
    run_state_machine_as_test(
        partial(Floor, opens, counts),
        settings=settings(
            max_examples=rounds(4, 40), stateful_step_count=rounds(5, 20), deadline=None,
            derandomize=True, database=None,  # the same days at every run
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )  # fmt: skip
    scorecard(
        "I1–I10 the floor as Hypothesis plays it", database=request.node.callspec.params["opens"],
        days=counts.examples, deeds=counts.deeds, refused=counts.refused,
        keys_pressed_twice=counts.twice, by_rule=counts.by_rule,
        by_hand_with_reason=counts.by_hand, broken=0,
    )  # fmt: skip
    assert counts.by_rule > 0
    assert counts.by_hand > 0
