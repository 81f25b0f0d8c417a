"""How somebody found the visit: one tap, and a few words if they like.

The tap is told at once and counts although nobody writes anything; the words follow under the
same random mark. Neither knows of a ticket. The outbox carries them, so an office that is away
hears of it afterwards.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any

from kiosk.outbox import Outbox
from kiosk.stage import Stage
from kiosk.steps import Step
from kiosk.visitor import Opinion

log = logging.getLogger(__name__)

SCORES = ("4", "3", "2", "1")
LONGEST = 100
#: Turns the last sign into its next form, as は becomes ば, then ぱ.
TURN = "゛"
_TURNS = (
    "かが", "きぎ", "くぐ", "けげ", "こご", "さざ", "しじ", "すず", "せぜ", "そぞ", "ただ", "ちぢ",
    "つづっ", "てで", "とど", "はばぱ", "ひびぴ", "ふぶぷ", "へべぺ", "ほぼぽ",
    "あぁ", "いぃ", "うぅ", "えぇ", "おぉ", "やゃ", "ゆゅ", "よょ", "わゎ",
    "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
    "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ",
)  # fmt: skip
_NEXT = {sign: forms[(at + 1) % len(forms)] for forms in _TURNS for at, sign in enumerate(forms)}


class Opinions:
    """Moves the stage from the question to the thanks."""

    def __init__(
        self,
        stage: Stage,
        outbox: Outbox,
        now: Callable[[], float],
        told: Callable[[], None],
        errands: Executor,
    ) -> None:
        self.stage = stage
        self._outbox = outbox
        self._now = now
        self._told = told
        self._errands = errands

    def ask(self) -> None:
        """Ask how the visit was."""
        with self.stage.changed:
            if self.stage.go(Step.RATE):
                self.stage.visitor.opinion = Opinion()

    def rate(self, score: str) -> None:
        """Take the one tap, and thank for it."""
        with self.stage.changed:
            opinion = self.stage.visitor.opinion
            if opinion and opinion.score is None and score in SCORES and self.stage.go(Step.SAY):
                opinion.score = int(score)
                self._tell(opinion)

    def write(self) -> None:
        """Offer the keys for a few words."""
        with self.stage.changed:
            opinion = self.stage.visitor.opinion
            if opinion and not opinion.said:
                self.stage.go(Step.TYPE)

    def type(self, sign: str, signs: str) -> None:
        """Add one of *signs*, or turn the last one into its next form.

        No keyboard has figures: what is written here is no number of anybody.
        """
        with self.stage.changed:
            opinion = self.stage.visitor.opinion
            if opinion is None:
                return
            if sign == TURN:
                last = opinion.typed[-1:]
                opinion.typed = opinion.typed[:-1] + _NEXT.get(last, last)
            elif len(sign) == 1 and sign in signs and len(opinion.typed) < LONGEST:
                opinion.typed += sign
            self.stage.bump()

    def erase(self) -> None:
        """Take the last sign away."""
        with self.stage.changed:
            if self.stage.visitor.opinion:
                self.stage.visitor.opinion.typed = self.stage.visitor.opinion.typed[:-1]
                self.stage.bump()

    def change_keys(self, keys: str) -> None:
        """Show another keyboard."""
        with self.stage.changed:
            if self.stage.visitor.opinion:
                self.stage.visitor.opinion.keys = keys
                self.stage.bump()

    def say(self) -> None:
        """Send the words, and thank for them."""
        with self.stage.changed:
            opinion = self.stage.visitor.opinion
            if opinion and opinion.typed.strip() and self.stage.go(Step.SAY):
                opinion.said = True
                self._tell(opinion)

    def _tell(self, opinion: Opinion) -> None:
        body: dict[str, Any] = {"score": opinion.score, "rating": opinion.mark}
        if opinion.said:
            body["comment"] = opinion.typed.strip()
        self._errands.submit(self._post, body)

    def _post(self, body: dict[str, Any]) -> None:
        try:
            self._outbox.add("/feedback", body, self._now())
        except Exception:  # thanked all the same: there is nothing they could do
            log.exception("an opinion could not be kept")
        self._told()
