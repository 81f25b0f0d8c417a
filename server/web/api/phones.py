"""What a resident does from "my turn", and how visits were found."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from server.db.city import Look, Work
from server.services import phones
from server.services.access import ALL, STATISTICS_READERS, Who
from server.web.endpoint import get, post
from server.web.shapes import Done, Given, ReasonCode, Taken

#: 4 is the best.
Score = Literal[1, 2, 3, 4]


class OfVisit(Taken):
    """Whoever holds the code of a visit may."""

    visit_code: Annotated[str, Field(max_length=64, pattern=r"^[A-Z2-7]+$")]


class Delayed(OfVisit):
    """How much longer somebody needs."""

    minutes: Literal[5, 10, 15] = 5


class Rated(OfVisit):
    """How a visit was; nobody asks who says so."""

    score: Score
    comment: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] | None = None


class RatedAtKiosk(Taken):
    """How a visit was, as somebody said at a kiosk."""

    score: Score
    service: ReasonCode | None = None
    comment: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] | None = None
    #: A random mark: the same one again adds the comment to the answer.
    rating: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None


class Days(Taken):
    """Two days, both included."""

    from_: date = Field(alias="from")
    to: date


class FeedbackShape(Given):
    """How often each score was given, by service, and the newest comments."""

    counts: list[dict[str, Any]]
    comments: list[dict[str, Any]]


def office_of_visit(look: Look, body: OfVisit) -> str:
    """Return the office of a visit by its code."""
    return phones.office_of(look, body.visit_code)


@post("/visits/give-up", who=ALL, takes=OfVisit, answers={200: Done}, office_of=office_of_visit)
def give_up_ticket(work: Work, body: OfVisit) -> Done:
    """Give the ticket back: what of the visit is not over is withdrawn."""
    phones.give_up(work, body.visit_code)
    return Done()


@post("/visits/delay", who=ALL, takes=Delayed, answers={200: Done}, office_of=office_of_visit)
def tell_delay(work: Work, body: Delayed) -> Done:
    """Tell the counters that the visitor comes some minutes later."""
    phones.delay(work, body.visit_code, body.minutes)
    return Done()


@post("/visits/feedback", who=ALL, takes=Rated, answers={201: Done}, office_of=office_of_visit)
def rate_visit(work: Work, body: Rated) -> Done:
    """Say how the visit was, once."""
    phones.rate(work, body.visit_code, body.score, body.comment)
    return Done()


@post("/offices/{office}/feedback", who=frozenset({Who.KIOSK}), takes=RatedAtKiosk,
      answers={201: Done})  # fmt: skip
def rate_at_kiosk(work: Work, body: RatedAtKiosk) -> Done:
    """Say at a kiosk how the visit was; a second time, under the same mark, in a few words."""
    phones.rate_at_kiosk(work, body.service, body.score, body.comment, body.rating)
    return Done()


@get("/offices/{office}/feedback", who=STATISTICS_READERS, takes=Days,
     answers={200: FeedbackShape})  # fmt: skip
def show_feedback(look: Look, query: Days, office: str) -> FeedbackShape:
    """How residents found their visits."""
    return FeedbackShape.model_validate(phones.summary(look, office, query.from_, query.to))
