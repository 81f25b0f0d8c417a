"""Who wants to be told that the turn is near."""

import json
from typing import Annotated, Literal

from flask import current_app
from pydantic import Field

from config.schema.shapes import Language
from server.db.city import Work
from server.domain.channels import Channel
from server.services import booking_notices, notices
from server.services.access import ALL
from server.services.pre_applications import token_in
from server.web.api.booking import office_of_reservation
from server.web.api.phones import OfVisit, office_of_visit
from server.web.booking_shapes import Email
from server.web.endpoint import post
from server.web.shapes import Done, Taken, Token

Base64Url = Annotated[str, Field(max_length=128, pattern=r"^[A-Za-z0-9_-]+$")]


class Subscription(Taken):
    """What the browser's push service gave: where to, and the keys to seal for."""

    endpoint: Annotated[str, Field(max_length=2000, pattern=r"^https?://[^\s]+$")]
    p256dh: Base64Url
    auth: Base64Url


class ByMail(Taken):
    """To a mail address."""

    channel: Literal[Channel.MAIL]
    to: Email


class ByPush(Taken):
    """To this browser."""

    channel: Literal[Channel.PUSH]
    to: Subscription


class ByLine(Taken):
    """To a user of the office's LINE official account."""

    channel: Literal[Channel.LINE]
    to: Annotated[str, Field(pattern=r"^U[0-9a-f]{32}$")]


class BySms(Taken):
    """To a phone number, with the country's code."""

    channel: Literal[Channel.SMS]
    to: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")]


class NoticeWanted(OfVisit):
    """How somebody wants to be told."""

    by: Annotated[ByMail | ByPush | ByLine | BySms, Field(discriminator="channel")]
    language: Language = "ja"


@post("/visits/notices", who=ALL, takes=NoticeWanted, answers={201: Done},
      office_of=office_of_visit)  # fmt: skip
def ask_for_notice(work: Work, body: NoticeWanted) -> Done:
    """Be told when the turn is near, and when it is called; asking twice counts once."""
    to = body.by.to
    address = to if isinstance(to, str) else json.dumps(to.model_dump(), sort_keys=True)
    offered = current_app.config["COURIERS"].channels
    notices.ask(work, body.visit_code, body.by.channel, address, body.language, offered)
    return Done()


class BookingNews(Token):
    """The browser that wants to hear of a booking."""

    to: Subscription
    language: Language = "ja"


@post("/reservations/notices", who=ALL, takes=BookingNews, answers={201: Done},
      office_of=office_of_reservation)  # fmt: skip
def ask_for_booking_news(work: Work, body: BookingNews) -> Done:
    """Be reminded of a booking and told of its changes by Web Push; twice counts once."""
    offered = current_app.config["COURIERS"].channels
    address = json.dumps(body.to.model_dump(), sort_keys=True)
    booking_notices.ask(work, token_in(body.token), address, body.language, offered)
    return Done()


@post("/reservations/notices/stop", who=ALL, takes=Token, answers={200: Done},
      office_of=office_of_reservation)  # fmt: skip
def stop_booking_news(work: Work, body: Token) -> Done:
    """Hear no more of a booking: the browsers are forgotten at once."""
    booking_notices.stop(work, token_in(body.token))
    return Done()


@post("/visits/notices/stop", who=ALL, takes=OfVisit, answers={200: Done},
      office_of=office_of_visit)  # fmt: skip
def stop_notices(work: Work, body: OfVisit) -> Done:
    """Be told no more: the addresses are forgotten at once."""
    notices.stop(work, body.visit_code)
    return Done()
